import picomatch from 'picomatch';
import { fact, inFile, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { GoModule } from './module.ts';

/** Files in which people state which modules are theirs alone. */
const FILES = [
  '{M,m}akefile',
  '*.mk',
  'Taskfile.y*ml',
  '{J,j}ustfile',
  'Dockerfile*',
  '.envrc',
  '.env.example',
  'go.env',
  '{.,}mise.toml',
  '.github/workflows/*.y*ml',
  '.gitlab-ci.yml',
  'README.md',
];
const STATED = /\bGOPRIVATE["']?\s*[=:]\s*["']?([\w.*/,-]+)/;

/** The patterns of GOPRIVATE that match what go.mod requires. @see https://go.dev/ref/mod#private-modules */
export function privateModules(repo: Repo, root: string, modules: readonly GoModule[]): Fact<string> | undefined {
  const required = modules.flatMap(({ mod }) => mod.require.map(({ value }) => value.path));
  for (const file of repo.scan(FILES.flatMap((glob) => [...new Set([join(root, glob), glob])]))) {
    const text = repo.read(file) ?? '';
    const found = STATED.exec(text);
    const patterns = (found?.[1] ?? '').split(',').filter(Boolean);
    const matches = picomatch(patterns.flatMap((pattern) => [pattern, `${pattern}/**`]));
    const [first] = patterns.length === 0 ? [] : required.filter((path) => matches(path));
    if (found && first !== undefined)
      return fact(
        patterns.join(','),
        `${file} says that ${first} is private`,
        inFile(file, lineAt(text, found.index), 'GOPRIVATE'),
      );
  }
  return undefined;
}
