import { explain } from '../explain/index.ts';
import { isProblem, problem } from '../model/problem.ts';
import { join } from '../repo/repo.ts';
import { explanationLines, explanationMarkdown } from '../ui/explanation.ts';
import type { Terminal } from '../ui/terminal.ts';
import { openPlace, optionsOf, prepare } from './prepare.ts';
import { refuse } from './refuse.ts';
import type { Request } from './request.ts';

/**
 * Says why each instruction of the Dockerfile is there; where there is none, of the one that would be written.
 * @returns the exit code.
 */
export async function explainFile(request: Request, terminal: Terminal): Promise<number> {
  const place = await openPlace(request.dir, request.given.presetsFrom, terminal);
  if (isProblem(place)) return refuse([place], terminal);
  const options = optionsOf(place, request);
  const { plan, files, problems } = prepare(place, options);
  const [image] = plan.images;
  const path = join(image?.dir ?? '', options.output);
  const generated = files.find((file) => file.path === path)?.text;
  if (image === undefined || generated === undefined) return refuse(problems, terminal);
  const text = place.repo.read(path) ?? generated;
  const all = explain(text, generated, plan, image);
  const { line } = request;
  const explained = line === undefined ? all : all.filter((each) => each.line <= line && line <= each.endLine);
  if (explained.length === 0)
    return refuse([problem('line-without-instruction', { file: path, line: line ?? 0 })], terminal);
  if (request.json) terminal.print(JSON.stringify({ schemaVersion: 1, dockerfile: path, explained }, null, 2));
  else if (request.markdown) terminal.print(explanationMarkdown(explained, path));
  else for (const each of explanationLines(explained, terminal.style)) terminal.print(each);
  return 0;
}
