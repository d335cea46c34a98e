import { startOfText } from '../../detect/node/start.ts';
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import type { GoApp, Process } from '../../model/app.ts';
import type { BaseKind, Copy, RuntimeValues } from '../../model/plan.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { join, type Repo } from '../../repo/repo.ts';

const BIN = '/usr/local/bin';
const ZONEINFO = '/usr/share/zoneinfo.zip';

/** The program with its arguments, as the image starts it. */
export interface GoStart {
  readonly entrypoint: readonly string[];
  readonly arguments: readonly string[];
  readonly needsShell: boolean;
}

/**
 * @param stated what a person said instead of the detected command (--start): its first word is the program.
 * @param programs the folder that the program stands in.
 */
export function goStart(
  { go: { binary } }: GoApp,
  process: Process,
  stated: string | undefined,
  programs: string,
): GoStart {
  const [, ...detected] = process.command.value;
  if (stated === undefined) return { entrypoint: [`${programs}/${binary}`], arguments: detected, needsShell: false };
  const { commands, needsShell } = parseCommandLine(stated);
  const [only, ...others] = commands;
  if (needsShell || only === undefined || others.length > 0 || Object.keys(only.env).length > 0) {
    const { command } = startOfText(stated, { kind: 'flag', name: '--start' });
    const words = command.value[0] === 'sh' ? command.value : ['sh', '-c', stated];
    return { entrypoint: words, arguments: [], needsShell: true };
  }
  const [program = binary, ...rest] = only.words;
  const isOurs = program.split('/').at(-1) === binary;
  return { entrypoint: [isOurs ? `${programs}/${binary}` : program], arguments: rest, needsShell: false };
}

/**
 * What a frontend's build made and the program does not embed: it is served from the working directory.
 * @param copies those of the build stage.
 */
function servedCopies({ go }: GoApp, copies: readonly Copy[]): readonly Copy[] {
  const isIn = (outer: string, path: string): boolean => path === outer || path.startsWith(`${outer}/`);
  return copies.flatMap((copy) => {
    const path = copy.target.replace(/^\/app\//, '').replace(/\/$/, '');
    if (go.embedded.some((folder) => isIn(folder, path) || isIn(path, folder))) return [];
    const inner = isIn(go.moduleDir, path) ? path.slice(go.moduleDir.length + 1) : path;
    return [{ ...copy, target: `./${go.moduleDir === '' ? path : inner}/` }];
  });
}

/** What the runtime takes from the stages and from the context, the least changing first. */
export function runtimeCopies(
  repo: Repo,
  app: GoApp,
  base: BaseKind,
  hasHealthcheck: boolean,
  programs: string,
  assets: readonly Copy[],
): readonly Copy[] {
  const { go } = app;
  const system: readonly Copy[] = [
    { from: 'base', sources: ['/etc/ssl/certs/ca-certificates.crt'], target: '/etc/ssl/certs/' },
    { from: 'base', sources: ['/usr/local/go/lib/time/zoneinfo.zip'], target: ZONEINFO },
  ];
  return [
    ...(base === 'scratch' && go.needsSystem.value ? [{ from: 'rootfs', sources: ['/rootfs/'], target: '/' }] : []),
    ...(needsZones(app, base) ? system : []),
    ...(hasHealthcheck ? [{ from: 'healthcheck', sources: ['/out/healthcheck'], target: `${BIN}/` }] : []),
    ...go.runtimeFiles.map((path) => fileCopy(repo, join(go.moduleDir, path), path)),
    ...servedCopies(app, assets),
    ...go.copies.map(({ path, to }): Copy => ({ sources: [path], target: to.startsWith('/') ? to : `./${to}` })),
    { from: 'build', sources: [`/out/${go.binary}`], target: `${programs}/` },
  ];
}

function fileCopy(repo: Repo, source: string, path: string): Copy {
  const holdsGo = repo.below(source).some((file) => file.endsWith('.go'));
  return { sources: [source], target: `./${path}`, ...(holdsGo ? { exclude: ['**/*.go'] } : {}) };
}

/** Whether the image has neither certificates nor time zones of its own, and the program may need them. */
export function needsZones({ go }: GoApp, base: BaseKind): boolean {
  return base === 'slim' || (base === 'scratch' && go.needsSystem.value);
}

/** Variables of the image; where the time zones are, for those that have none of their own. */
export function runtimeEnv(process: Process, hasZones: boolean, port: number | undefined): RuntimeValues['env'] {
  return [
    ...(hasZones ? [{ name: 'ZONEINFO', value: ZONEINFO }] : []),
    ...(port !== undefined && process.readsPort ? [{ name: 'PORT', value: String(port) }] : []),
    ...Object.entries(process.env)
      .filter(([name]) => name !== 'PORT' || !process.readsPort)
      .map(([name, value]) => ({ name, value })),
  ];
}

/** The check by the little program that the build makes: an image without a shell has nothing that could ask. */
export function goHealth(
  { go }: GoApp,
  process: Process,
  port: number | undefined,
): Pick<RuntimeValues, 'health' | 'healthWhy'> {
  if (port === undefined) return { healthWhy: NOTHING_SERVED };
  const program = [`${BIN}/healthcheck`, String(port)];
  const health = process.health?.value;
  if (!go.speaksHttp || health === undefined)
    return { health: program, healthWhy: 'It speaks no plain HTTP: the check only connects.' };
  return {
    health: [...program, health.path, health.known ? '400' : '500'],
    healthWhy: healthWhy(health.known),
  };
}

/** The folders that belong to the program's user; the working directory among them is the whole of its own volume. */
export function writableFolders(
  { go, writablePaths }: GoApp,
  usual: string,
): {
  readonly folders: readonly string[];
  readonly workdir: { readonly path: string; readonly isOwned: boolean; readonly because: string };
} {
  const own = writablePaths.find(({ value }) => value === '');
  const hasFiles = go.runtimeFiles.length + go.copies.length > 0 || go.looksBeside.value;
  const path = own && !hasFiles ? '/data' : usual;
  const folders = writablePaths.flatMap(({ value }) =>
    value === '' ? [] : [value.startsWith('/') ? value : `${path}/${value}`],
  );
  return {
    folders: [...new Set(folders)],
    workdir: { path, isOwned: own !== undefined, because: own?.because ?? '' },
  };
}
