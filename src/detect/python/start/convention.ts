import { inFile, type Source } from '../../../model/fact.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { asRecord, at } from '../../../parse/shape.ts';
import { join } from '../../../repo/repo.ts';
import { isPackaged } from '../manager.ts';
import { inRoot, moduleOf } from '../modules.ts';
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

const CHAT =
  /^[ \t]*(?:import|from)[ \t]+(?:discord|nextcord|disnake|hikari|telegram|telebot|aiogram|pyrogram|telethon|slack_bolt|twitchio)\b/m;
const CHATS =
  /\.(?:run|start_polling|run_polling|infinity_polling|polling|run_until_disconnected)\(|\bSocketModeHandler\(/;

/** An entry file that runs a chat's client: a small web server beside it only keeps a platform from stopping it. */
export function botStart(context: StartContext): Start | undefined {
  const { repo } = context;
  const start = entryFile(context);
  const [source] = start?.command.sources ?? [];
  const text = source?.kind === 'file' ? (repo.read(source.file) ?? '') : '';
  return CHAT.test(text) && CHATS.test(text) ? start : undefined;
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

const GUARD = /^if\s+__name__\s*==\s*['"]__main__['"]/m;
/** A call in the first column: the file does something when it is run. */
const DOES = /^(?:[A-Za-z_][\w.]*\(|(?:for|while|with)\s)/m;
/** Tools of a project: what runs them is a person or another program. */
const TOOLS =
  /(^|\/)((setup|manage|conftest|noxfile|tasks|fabfile|celery_?app|conf|gunicorn\.conf)\.py$|(scripts?|tools?|utils?|bin|ci|dev|migrations|alembic)\/)/;
/** Programs that talk to what another file serves. */
const CLIENT = /(^|[/_-])client\.py$/;

/** The only file that is written to be run: at the top or in src, else anywhere, else the only one at the top that does something. */
export function guardedFile(context: StartContext): Start | undefined {
  const { repo, root, manifest, files } = context;
  const [file, ...others] = runnableFiles(context);
  if (file === undefined || others.length > 0) return undefined;
  const text = repo.read(file) ?? '';
  const source = inFile(file, lineOfMatch(text, GUARD.test(text) ? GUARD : DOES));
  const why = `nothing states a start; ${file} is the only file that is written to be run`;
  const { module, root: importRoot } = moduleOf(repo, manifest.dir, file, files);
  return module.includes('.')
    ? { ...plainStart(['python', '-m', module], why, source), importRoot }
    : plainStart(['python', inRoot(root, file)], why, source);
}

/** The files between which a person would have to choose, the likeliest kind alone. */
export function runnableFiles({ repo, manifest: { dir }, files }: StartContext): readonly string[] {
  const inside = (path: string): string => path.slice(dir === '' ? 0 : dir.length + 1);
  const own = files.filter((path) => !TOOLS.test(inside(path)) && !CLIENT.test(path));
  const guarded = own.filter((path) => GUARD.test(repo.read(path) ?? ''));
  const isNear = (path: string): boolean => /^(src\/)?[^/]+\.py$/.test(inside(path));
  const doing = own.filter((path) => !inside(path).includes('/') && DOES.test(repo.read(path) ?? ''));
  return [guarded.filter(isNear), guarded, doing].find((kind) => kind.length > 0) ?? [];
}
