import { fact, inFile } from '../../../model/fact.ts';
import { problem } from '../../../model/problem.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { join, within, type Repo } from '../../../repo/repo.ts';
import { findAppObject, type AppObject } from './app-object.ts';
import { moduleOf } from '../modules.ts';
import type { Start, StartContext } from './model.ts';
import { ownServer, type OwnServer } from './own-server.ts';
import { servedObject } from './served.ts';
import { PORT_WORD } from './servers.ts';

/**
 * A start that its own container alone could reach, led to where others can: what the program would serve is served by
 * a server for it. One that nothing else can serve stays as it is, and is said.
 */
export function reachable(context: StartContext, start: Start): Start {
  const file = startedFile(context, start);
  const own = file === undefined ? undefined : ownServer(context.repo, [file]);
  if (file === undefined || own?.loopback === undefined) return start;
  const target = findAppObject(context.repo, context.manifest.dir, [file]) ?? uvicornTarget(context, file, own);
  const other = target ? servedObject(context, target) : aiohttpStart(context, file, own);
  if (other === undefined) return start;
  const because = `${file} by itself listens on ${own.loopback} alone; ${other.command.because}`;
  return { ...other, isReachable: true, env: { ...start.env, ...other.env }, command: { ...other.command, because } };
}

/** The file of the project that is run by Python alone. */
function startedFile({ repo, root, manifest, files }: StartContext, start: Start): string | undefined {
  const [program, first, second, ...others] = start.command.value;
  if (program !== 'python' || start.interface !== undefined || start.needsShell || others.length > 0) return undefined;
  if (first === '-m' && second !== undefined) {
    const path = second.replaceAll('.', '/');
    const at = start.importRoot ?? manifest.dir;
    return [`${path}.py`, `${path}/__main__.py`].map((name) => join(at, name)).find((name) => files.includes(name));
  }
  const file = second === undefined && first?.endsWith('.py') ? within(root, first) : undefined;
  return file !== undefined && repo.has(file) ? file : undefined;
}

/** What Uvicorn is told to run: a name in a text, an object of the file, or what a function makes. */
function uvicornTarget({ repo, manifest, files }: StartContext, file: string, own: OwnServer): AppObject | undefined {
  const text = repo.read(file) ?? '';
  const call = text.slice(own.hit.match.index);
  const told = /^uvicorn\.run\(\s*(?:app\s*=\s*)?(?:['"]([\w.]+):(\w+)['"]|(\w+)(\(\s*\))?)/.exec(call);
  if (own.library !== 'uvicorn' || told === null) return undefined;
  const { module, root } = moduleOf(repo, manifest.dir, file, files);
  const [, named, attribute, name = '', isCall] = told;
  const imported = new RegExp(`^from[ \\t]+([A-Za-z_][\\w.]*)[ \\t]+import[ \\t]+[^#\\n]*\\b${name}\\b`, 'm').exec(
    text,
  )?.[1];
  const isOwn = new RegExp(`^(?:${name}\\s*(?::[^=\\n]*)?=(?!=)|(?:async[ \\t]+)?def[ \\t]+${name}\\()`, 'm').test(
    text,
  );
  const where = named ?? imported ?? (isOwn ? module : undefined);
  const source = own.hit.source;
  return where === undefined
    ? undefined
    : {
        interface: 'asgi',
        module: where,
        object: attribute ?? name,
        isFactory: isCall !== undefined,
        importRoot: root,
        source,
      };
}

/** A function that takes a list of arguments and gives an application. */
const MAKES_FROM_ARGUMENTS = /^(?:async[ \t]+)?def[ \t]+(\w+)\(\s*(?:argv|args|_argv|_)\b[^,)]*\)/m;
const APPLICATION = /^(\w+)(?:\s*:\s*[\w.]+)?\s*=\s*(?:web|aiohttp\.web)\.Application\(/m;

/**
 * aiohttp's own program takes what makes an application; Gunicorn, with aiohttp's worker, an application.
 * @see https://docs.aiohttp.org/en/stable/web_quickstart.html#command-line-interface-cli
 * @see https://docs.aiohttp.org/en/stable/deployment.html#nginx-gunicorn
 */
function aiohttpStart({ repo, manifest, files }: StartContext, file: string, own: OwnServer): Start | undefined {
  if (own.library !== 'aiohttp') return undefined;
  const text = repo.read(file) ?? '';
  const { module, root: importRoot } = moduleOf(repo, manifest.dir, file, files);
  const port = own.port ?? 8080;
  const common = {
    needsShell: false,
    env: {},
    kind: 'web',
    port: fact(port, 'the code says so', own.hit.source),
    readsPort: false,
    handlesSigterm: fact(true, 'aiohttp ends on SIGTERM', own.hit.source),
    importRoot,
  } as const;
  const maker = MAKES_FROM_ARGUMENTS.exec(text)?.[1];
  if (maker !== undefined && isApplication(repo, file, maker))
    return {
      ...common,
      command: fact(
        ['python', '-m', 'aiohttp.web', '--hostname', '0.0.0.0', '--port', PORT_WORD, `${module}:${maker}`],
        `aiohttp's own program serves what ${maker} makes`,
        inFile(file, lineOfMatch(text, MAKES_FROM_ARGUMENTS)),
      ),
      additions: [],
    };
  const object = APPLICATION.exec(text)?.[1];
  if (object === undefined) return undefined;
  const isMissing = !Object.hasOwn(manifest.dependencies, 'gunicorn');
  if (isMissing) repo.report(problem('server-missing', { framework: 'aiohttp', server: 'gunicorn' }, { file }));
  const words = ['--bind', `0.0.0.0:${PORT_WORD}`, '--worker-tmp-dir', '/dev/shm'];
  return {
    ...common,
    command: fact(
      ['gunicorn', ...words, '--worker-class', 'aiohttp.GunicornWebWorker', `${module}:${object}`],
      `Gunicorn with aiohttp's worker serves ${object}`,
      inFile(file, lineOfMatch(text, APPLICATION)),
    ),
    additions: isMissing ? ['gunicorn'] : [],
  };
}

/** Whether a function's body makes an application. */
function isApplication(repo: Repo, file: string, name: string): boolean {
  const body = new RegExp(`def[ \\t]+${name}\\([\\s\\S]*?(?=^\\S(?!.*\\)?:\\s*$)|$(?![\\s\\S]))`, 'm').exec(
    repo.read(file) ?? '',
  );
  return /\bweb\.Application\(/.test(body?.[0] ?? '');
}
