import type { Answer } from './ask.ts';
import type { Engine, Ran } from './engine.ts';

/** Asks a port of a container by HTTP from a container beside it. */
export type AskBeside = (container: string, port: number, path: string) => Promise<Answer>;

/** Runs a program of an image in the network of a container. */
export function runBeside(
  engine: Engine,
  label: string,
  container: string,
  image: string,
  [program = '', ...args]: readonly string[],
): Promise<Ran> {
  const network = ['--network', `container:${container}`];
  return engine.try(
    ['run', '--rm', '--label', label, ...network, '--user', '0', '--entrypoint', program, image, ...args],
    { seconds: 30 },
  );
}

type Probe = (host: string, port: number, path: string) => readonly string[];

/** `$0` is the host, `$1` the port, `$2` the path: nothing of them is read as shell. */
const BASH = `exec 3<>"/dev/tcp/$0/$1" &&
printf 'GET %s HTTP/1.0\\r\\nHost: localhost:%s\\r\\n\\r\\n' "$2" "$1" >&3 && read -t 10 -r line <&3 && echo "$line"`;

/** What images with a shell have: Debian's bash, BusyBox's wget. The first line of the answer is among what they print. */
const PROBES: readonly Probe[] = [
  (host, port, path) => ['bash', '-c', BASH, host, String(port), path],
  (host, port, path) => ['wget', '-T', '10', '-S', '-O', '/dev/null', `http://${host}:${port}${path}`],
];

/** The engine or the image could not start the program. @see https://docs.docker.com/reference/cli/docker/container/run/#exit-status */
const NOT_STARTED = [125, 126, 127];

/**
 * For an engine whose published ports are not this machine's.
 * @param images that may have a shell; the first one that has what it takes is used from then on.
 */
export function openBeside(engine: Engine, label: string, images: () => AsyncIterable<string>): AskBeside {
  let known: { readonly image: string; readonly probe: Probe } | undefined;
  return async (container, port, path) => {
    const host = await addressOf(engine, container);
    if (host === undefined) return NOBODY;
    const attempt = async (image: string, probe: Probe): Promise<Answer | undefined> => {
      const ran = await runBeside(engine, label, container, image, probe(host, port, path));
      return NOT_STARTED.includes(ran.exitCode) ? undefined : answerIn(ran);
    };
    if (known !== undefined) return (await attempt(known.image, known.probe)) ?? NOBODY;
    for await (const image of images())
      for (const probe of PROBES) {
        const answer = await attempt(image, probe);
        if (answer === undefined) continue;
        known = { image, probe };
        return answer;
      }
    return { kind: 'none', why: 'the engine is elsewhere, and no image of this Dockerfile can ask in its place' };
  };
}

/** Its address in a network: what listens on its loopback alone must not answer. */
async function addressOf(engine: Engine, container: string): Promise<string | undefined> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}';
  const { stdout } = await engine.try(['inspect', '--format', format, container]);
  return /\S+/.exec(stdout)?.[0];
}

const NOBODY: Answer = { kind: 'none', why: 'nothing listens there' };

function answerIn({ ok, all }: Ran): Answer {
  const [, status] = /HTTP\/[\d.]+ (\d{3})/.exec(all) ?? [];
  if (status !== undefined) return { kind: 'http', status: Number(status) };
  return ok && all.trim() !== '' ? { kind: 'other' } : NOBODY;
}

/**
 * Whether the ports that the engine publishes are this machine's, as far as its address tells: with a context or a
 * DOCKER_HOST of another machine they are not.
 * @see https://docs.docker.com/engine/manage-resources/contexts/
 */
export async function isEngineHere(engine: Engine): Promise<boolean> {
  const asked = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const { ok, stdout } = await engine.try(asked, { seconds: 30 });
  const [, host] = /^(?:tcp|https?|ssh):\/\/(?:[^@/]*@)?(\[[^\]]*\]|[^:/]+)/.exec(ok ? stdout.trim() : '') ?? [];
  return host === undefined || /^(?:localhost|127\.[\d.]+|\[::1\])$/.test(host);
}
