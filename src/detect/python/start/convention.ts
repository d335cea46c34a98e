import { inFile, type Source } from '../../../model/fact.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { asRecord, at } from '../../../parse/shape.ts';
import { join } from '../../../repo/repo.ts';
import { isPackaged } from '../manager.ts';
import { inRoot } from '../modules.ts';
import { plainStart, type Start, type StartContext } from './model.ts';

/** Files that start a program by convention, in the order in which they are looked for. */
const ENTRY_FILES = [
  'main.py',
  'app.py',
  'run.py',
  'start.py',
  'server.py',
  'bot.py',
  'hello.py',
  'cli.py',
  '__main__.py',
  'src/main.py',
  'src/app.py',
  'src/bot.py',
  'src/run.py',
  'app/main.py',
  'bot/main.py',
  'bot/bot.py',
];

/** Names of console scripts that start what an image is made for, where a project has several. */
const USUAL_SCRIPTS = ['start', 'serve', 'server', 'web', 'api', 'run', 'main', 'bot', 'worker'];

/** The console script of a project that is installed: its only one, the one of its own name, or one with a usual name. */
export function consoleScript(context: StartContext): Start | undefined {
  const scripts = consoleScripts(context);
  const own = context.manifest.name?.replaceAll('_', '-');
  const chosen =
    scripts.length === 1
      ? scripts[0]
      : (scripts.find(({ name }) => name.replaceAll('_', '-') === own) ??
        scripts.find(({ name }) => USUAL_SCRIPTS.includes(name)));
  return (
    chosen &&
    plainStart(
      [chosen.name],
      scripts.length === 1
        ? `${chosen.name} is its only script`
        : `${chosen.name} is the script of its ${scripts.length} that starts it`,
      chosen.source,
    )
  );
}

interface Script {
  readonly name: string;
  readonly source: Source;
}

function consoleScripts({ repo, manifest, manager }: StartContext): readonly Script[] {
  const { pyproject, dir } = manifest;
  if (pyproject !== undefined && isPackaged(manifest, manager.value)) {
    for (const path of [
      ['project', 'scripts'],
      ['tool', 'poetry', 'scripts'],
    ]) {
      const names = Object.keys(asRecord(at(pyproject.value, ...path))).filter(isProgram);
      if (names.length > 0)
        return names.map((name) => ({
          name,
          source: inFile(pyproject.file, pyproject.lineOf(...path, name), path.join('.')),
        }));
    }
  }
  if (!manifest.installsSources) return [];
  // https://setuptools.pypa.io/en/latest/userguide/entry_point.html
  return ['setup.cfg', 'setup.py'].flatMap((name) => {
    const file = join(dir, name);
    const text = repo.read(file) ?? '';
    const list = /\bconsole_scripts['"]?\s*[=:]([\s\S]*?)(?:\]|\n\s*\[|\n\S|$)/.exec(text)?.[1] ?? '';
    return [...list.matchAll(/^\s*['"]?([\w.-]+)\s*=\s*[\w.]+:\w+/gm)].flatMap(([, script = '']) =>
      isProgram(script) ? [{ name: script, source: inFile(file, lineOfMatch(text, /console_scripts/)) }] : [],
    );
  });
}

/** A program's name that no shell and no path would take for more. */
function isProgram(name: string): boolean {
  return /^[A-Za-z0-9_][\w.-]*$/.test(name);
}

export function entryFile({ repo, root, manifest: { dir } }: StartContext): Start | undefined {
  const file = ENTRY_FILES.map((name) => join(dir, name)).find((path) => repo.has(path));
  return file === undefined
    ? undefined
    : plainStart(['python', inRoot(root, file)], `nothing states a start; ${file} is there`, inFile(file));
}

/** The only folder of the root, or of src, with a `__main__.py`: `python -m package`. */
export function packageMain({ repo, manifest: { dir }, files }: StartContext): Start | undefined {
  const [main, ...others] = files.filter(
    (file) =>
      /^(src\/)?[A-Za-z_]\w*\/__main__\.py$/.test(file.slice(dir === '' ? 0 : dir.length + 1)) && repo.has(file),
  );
  if (main === undefined || others.length > 0) return undefined;
  const parts = main.split('/');
  return {
    ...plainStart(['python', '-m', parts.at(-2) ?? ''], `${main} is there`, inFile(main)),
    importRoot: parts.slice(0, -2).join('/'),
  };
}

/** The only file at the top, or in src, that is written to be run. */
export function guardedFile({ repo, root, manifest: { dir }, files }: StartContext): Start | undefined {
  const guard = /^if\s+__name__\s*==\s*['"]__main__['"]/m;
  const [file, ...others] = files.filter(
    (path) =>
      /^(src\/)?[^/]+\.py$/.test(path.slice(dir === '' ? 0 : dir.length + 1)) &&
      !/(^|\/)(setup|manage|conftest|noxfile|tasks|fabfile)\.py$/.test(path) &&
      guard.test(repo.read(path) ?? ''),
  );
  if (file === undefined || others.length > 0) return undefined;
  const source = inFile(file, lineOfMatch(repo.read(file) ?? '', guard));
  return plainStart(
    ['python', inRoot(root, file)],
    `nothing states a start; ${file} is the only file that is written to be run`,
    source,
  );
}
