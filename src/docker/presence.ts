import { problem, type Problem } from '../model/problem.ts';
import type { Engine } from './engine.ts';
import { hasDocker } from './present.ts';

/** Why nothing can be built on this machine; undefined where it can. */
export async function engineProblem(engine: Engine, builder: string | undefined): Promise<Problem | undefined> {
  if (!hasDocker()) return problem('engine-missing');
  const version = await engine.try(['version', '--format', '{{.Server.Os}}'], { seconds: 30 });
  if (!version.ok && /podman/i.test(version.all + (await engine.try(['--version'], { seconds: 30 })).all))
    return problem('engine-is-podman');
  if (!version.ok) return problem('engine-silent', { reason: saying(version.all, version.timedOut) });
  if (!/linux/.test(version.stdout)) return problem('engine-of-windows', { system: version.stdout.trim() });
  if (!(await engine.try(['buildx', 'version'], { seconds: 30 })).ok) return problem('engine-without-buildx');
  if (builder !== undefined && !(await engine.try(['buildx', 'inspect', builder], { seconds: 60 })).ok)
    return problem('builder-unknown', { name: builder });
  return undefined;
}

/** The line in which a command says what is wrong; it may print its own version first. */
function saying(text: string, timedOut: boolean): string {
  if (timedOut) return 'it says nothing';
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const said = lines.find((line) => /error|cannot|denied|refused|failed/i.test(line)) ?? lines.at(-1);
  return said?.replace(/[.:]+$/, '') ?? 'it says nothing';
}
