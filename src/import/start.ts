import { parseCommandLine } from '../parse/command-line.ts';
import { parseJson } from '../parse/json.ts';
import { isProblem } from '../model/problem.ts';
import { asTextMap, at } from '../parse/shape.ts';
import { join, type Repo } from '../repo/repo.ts';

const SCRIPT = /^(?:npm|pnpm|yarn|bun) (?:run )?([\w:.-]+)$/;

/**
 * The start command of an image that runs something before the program, a migration for example: the image has to run
 * all of it, and only the Dockerfile says so. Scripts of package.json stand as what they run.
 * @param text CMD or ENTRYPOINT in shell form.
 * @returns undefined where it is one command, or needs more of a shell than `&&`.
 */
export function startInOrder(text: string, repo: Repo, dir: string): string | undefined {
  const { commands, needsShell } = parseCommandLine(text);
  if (needsShell || commands.length < 2) return undefined;
  const manifest = parseJson(repo.read(join(dir, 'package.json')) ?? '{}', 'package.json');
  const scripts = asTextMap(at(isProblem(manifest) ? {} : manifest.value, 'scripts'));
  const parts = text.split('&&').map((part) => {
    const plain = part.trim();
    const name = SCRIPT.exec(plain)?.[1];
    return name === undefined ? plain : (scripts[name] ?? plain);
  });
  return parts.join(' && ');
}
