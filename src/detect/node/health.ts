import { fact, inFile } from '../../model/fact.ts';
import type { Process } from '../../model/app.ts';
import { lineAt } from '../../parse/lines.ts';
import { within, type Repo } from '../../repo/repo.ts';
import { healthOf } from '../health.ts';
import { findInSources } from '../sources.ts';

type Health = NonNullable<Process['health']>;

const NAME = '(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status)';
const ROUTE = `['"\`](/(?:api/|v1/)?${NAME}(?:/(?:live|ready|liveness|readiness))?)['"\`]`;
/** A route as servers register it, and any text that looks like one. */
const REGISTERED = new RegExp(
  `(?:\\.(?:get|all|use|head|route)\\(|\\b(?:url|path)\\s*:|\\b(?:url|path|pathname)\\s*===?)\\s*${ROUTE}|${ROUTE}\\s*:`,
);
const MENTIONED = new RegExp(ROUTE);
const ROOT_ROUTE = /\.(?:get|all|use)\(\s*['"`]\/['"`]/;

/** What puts routes below a path of their own, and what marks the file of the server itself. */
const MOUNTS =
  /\.(?:use|route|register|group)\(\s*['"`]\/[^'"`]+['"`]\s*,|\bprefix\s*:\s*['"`]\/|\.(?:basePath|prefix)\(\s*['"`]\//;
const SERVER = /\.listen\(|\bserve\(|createServer\(|\bexpress\(\)|\b[Ff]astify\(|\bnew (?:Koa|Elysia)\(/;

/** The route that a health check asks: one that decorators or calls register, else `/`, for certain or as a guess. */
export function nodeHealth(repo: Repo, files: readonly string[]): Health {
  if (findInSources(repo, files, CONTROLLER)) return decorated(repo, files) ?? healthOf(undefined, undefined);
  const registered = findInSources(repo, files, REGISTERED);
  const route = registered ?? findInSources(repo, files, MENTIONED);
  if (route === undefined) return healthOf(undefined, findInSources(repo, files, ROOT_ROUTE));
  const isServers = SERVER.test(repo.read(route.source.file) ?? '');
  const isCertain = registered !== undefined && (isServers || findInSources(repo, files, MOUNTS) === undefined);
  const path = route.match.slice(1).find(Boolean) ?? '/';
  if (isCertain) return fact({ path, known: true }, 'the code serves this route', route.source);
  return fact({ path, known: false }, 'the code names this route, which may stand below another path', route.source);
}

/** Routes by decorators. @see https://docs.nestjs.com/controllers#routing */
const CONTROLLER = /@Controller\(\s*(?:\{[^}]*?\bpath\s*:\s*)?(?:['"`]([^'"`]*)['"`])?/;
const GET = /@Get\(\s*(?:['"`]([^'"`]*)['"`])?\s*\)/g;
const PREFIX = /\.setGlobalPrefix\(\s*['"`]([^'"`]+)['"`]\s*(,)?/;
const VERSIONS = /\.enableVersioning\(/;
const HEALTH_PATH = new RegExp(`(?:^|/)${NAME}(?:/(?:live|ready|liveness|readiness))?$`);

/** The shortest health route of the controllers; undefined where none is there or versions stand in its path. */
function decorated(repo: Repo, files: readonly string[]): Health | undefined {
  const prefix = findInSources(repo, files, PREFIX);
  if (prefix?.match[2] !== undefined || findInSources(repo, files, VERSIONS) !== undefined) return undefined;
  const routes = files.flatMap((file) => {
    const text = repo.read(file) ?? '';
    const controller = CONTROLLER.exec(text);
    if (controller === null) return [];
    return [...text.matchAll(GET)].flatMap((get) => {
      const path = within('', [prefix?.match[1], controller[1], get[1]].filter((part) => part !== undefined).join('/'));
      return path !== undefined && HEALTH_PATH.test(path) && /^[\w./-]+$/.test(path)
        ? [{ path: `/${path}`, source: inFile(file, lineAt(text, get.index)) }]
        : [];
    });
  });
  const [first] = routes.sort((a, b) => a.path.length - b.path.length);
  return first && fact({ path: first.path, known: true }, 'a controller serves this route', first.source);
}
