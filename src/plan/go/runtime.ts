import { startOfText } from '../../detect/node/start.ts';
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import type { GoApp, Process } from '../../model/app.ts';
import type { BaseKind, Copy, RuntimeValues } from '../../model/plan.ts';
import { join, type Repo } from '../../repo/repo.ts';

const BIN = '/usr/local/bin';
const ZONEINFO = '/usr/share/zoneinfo.zip';

/** The program with its arguments, as the image starts it. */
export interface GoStart {
  readonly entrypoint: readonly string[];
  readonly arguments: readonly string[];
  readonly needsShell: boolean;
}

/** @param stated what a person said instead of the detected command (--start): its first word is the program. */
export function goStart({ go: { binary } }: GoApp, process: Process, stated: string | undefined): GoStart {
  const [, ...detected] = process.command.value;
  if (stated === undefined) return { entrypoint: [`${BIN}/${binary}`], arguments: detected, needsShell: false };
  const { command, needsShell, env } = startOfText(stated, { kind: 'flag', name: '--start' });
  if (needsShell || Object.keys(env).length > 0) {
    const words = needsShell ? command.value : ['sh', '-c', stated];
    return { entrypoint: words, arguments: [], needsShell: true };
  }
  const [program = binary, ...rest] = command.value;
  const isOurs = program.split('/').at(-1) === binary;
  return { entrypoint: [isOurs ? `${BIN}/${binary}` : program], arguments: rest, needsShell: false };
}

/** What the runtime takes from the stages and from the context, the least changing first. */
export function runtimeCopies(repo: Repo, { go }: GoApp, base: BaseKind, hasHealthcheck: boolean): readonly Copy[] {
  const system: readonly Copy[] = [
    { from: 'base', sources: ['/etc/ssl/certs/ca-certificates.crt'], target: '/etc/ssl/certs/' },
    { from: 'base', sources: ['/usr/local/go/lib/time/zoneinfo.zip'], target: ZONEINFO },
  ];
  return [
    ...(base === 'scratch' ? [{ from: 'rootfs', sources: ['/rootfs/'], target: '/' }] : []),
    ...(base === 'distroless' ? [] : system),
    ...(hasHealthcheck ? [{ from: 'healthcheck', sources: ['/out/healthcheck'], target: `${BIN}/` }] : []),
    ...go.runtimeFiles.map((path) => fileCopy(repo, join(go.moduleDir, path), path)),
    { from: 'build', sources: [`/out/${go.binary}`], target: `${BIN}/` },
  ];
}

function fileCopy(repo: Repo, source: string, path: string): Copy {
  const holdsGo = repo.paths.some((file) => file.startsWith(`${source}/`) && file.endsWith('.go'));
  return { sources: [source], target: `./${path}`, ...(holdsGo ? { exclude: ['**/*.go'] } : {}) };
}

/** Where the time zones are, for images that have none of their own. */
export function runtimeEnv(process: Process, base: BaseKind, port: number | undefined): RuntimeValues['env'] {
  return [
    ...(base === 'distroless' ? [] : [{ name: 'ZONEINFO', value: ZONEINFO }]),
    ...(port !== undefined && process.readsPort ? [{ name: 'PORT', value: String(port) }] : []),
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
