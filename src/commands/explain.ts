import { explain } from '../explain/index.ts';
import { isProblem, problem } from '../model/problem.ts';
import { join } from '../repo/repo.ts';
import { explanationLines, explanationMarkdown } from '../ui/explanation.ts';
import type { Terminal } from '../ui/terminal.ts';
import { openPlace, optionsOf } from './place.ts';
import { prepare } from './prepare.ts';
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
  const all = plan.images.flatMap((image) => {
    const path = join(image.dir, options.output);
    const generated = files.find((file) => file.path === path)?.text;
    if (generated === undefined) return [];
    const text = place.repo.read(path) ?? generated;
    const decisions = plan.decisions.filter(({ app }) => app === undefined || app === image.app);
    return [{ dockerfile: path, explained: explain(text, generated, { ...plan, decisions }, image) }];
  });
  if (all.length === 0) return refuse(problems, terminal);
  const { line } = request;
  const asked = all
    .map(({ dockerfile, explained }) => ({
      dockerfile,
      explained: explained.filter((each) => line === undefined || (each.line <= line && line <= each.endLine)),
    }))
    .filter(({ explained }) => explained.length > 0);
  const [first, ...others] = asked;
  if (first === undefined)
    return refuse([problem('line-without-instruction', { file: all[0]?.dockerfile ?? '', line: line ?? 0 })], terminal);
  if (request.json)
    terminal.print(JSON.stringify({ schemaVersion: 1, ...(others.length === 0 ? first : { all: asked }) }, null, 2));
  for (const { dockerfile, explained } of request.json ? [] : asked) {
    if (request.markdown) terminal.print(explanationMarkdown(explained, dockerfile));
    else {
      if (others.length > 0) terminal.print(terminal.style('bold', dockerfile));
      for (const each of explanationLines(explained, terminal.style)) terminal.print(each);
    }
  }
  return 0;
}
