import { problem } from '../../model/problem.ts';
import { megabytes, stepsRan } from '../../verify/report.ts';
import { buildImage, cacheUse, type Built } from '../build.ts';
import { imageConfig, lastWords } from '../container.ts';
import { portsOf } from '../../verify/subject.ts';
import { failure, imageTag, sizesOf, type Outcome, type Session, type Step } from './session.ts';

/** A step for each target of the Dockerfile. */
export function buildSteps(targets: readonly string[]): readonly Step[] {
  return targets.map((target, index) => ({
    id: 'build',
    title: `build ${shown(target)}`,
    needs: [],
    run: (session) => build(session, target, index === targets.length - 1),
  }));
}

async function build(session: Session, target: string, isProduction: boolean): Promise<Outcome> {
  const { engine, subject, options, found, measured } = session;
  const tag = imageTag(session, target);
  const built = await buildImage(engine, { ...buildRequest(session), ...targeted(target), tag }, session.progress);
  if (!built.ok) return failedBuild(built, target, options.buildSeconds);
  found.built.push(target);
  const { cached, ran } = cacheUse(built.log);
  const steps = `${stepsRan(ran.length)}, ${cached} from the cache`;
  if (!isProduction) return { summary: steps };
  found.config = await imageConfig(engine, tag);
  found.ports = portsOf(found.config.health, found.config.ports, subject);
  const layers = await sizesOf(session, tag, subject.keywords);
  const bytes = layers.reduce((sum, each) => sum + each.bytes, 0);
  measured.image = { bytes, base: subject.base, layers };
  return { summary: `${megabytes(bytes)} · ${steps}` };
}

/** A last stage without a name is what a build without a target makes. */
export function targeted(target: string): { readonly target?: string } {
  return target === '' ? {} : { target };
}

function shown(target: string): string {
  return target === '' ? 'the last stage' : target;
}

/** What is the same for every build of a session. */
export function buildRequest({ dockerfile, context, belongings, options, found }: Session) {
  return {
    dockerfile,
    context,
    label: belongings.label,
    inputs: found.compose?.buildInputs ?? [],
    seconds: options.buildSeconds,
    ...(options.builder === undefined ? {} : { builder: options.builder }),
  };
}

/** Why a build failed: the step that did, and the end of what it printed. */
export function failedBuild(
  { timedOut, log, text }: Built,
  target: string,
  seconds: number,
): ReturnType<typeof failure> {
  const step = timedOut ? log.steps.findLast(({ seconds: done, isCached }) => done === 0 && !isCached) : undefined;
  if (timedOut)
    return failure(
      problem('build-too-slow', { target: shown(target), seconds, step: step?.name ?? 'its beginning' }),
      step?.lines.join('\n'),
    );
  const failed = log.steps.find(({ error }) => error !== undefined);
  const reason = log.error ?? lastWords(text);
  const place = log.line === undefined ? '' : ` (line ${log.line})`;
  return failure(
    problem('build-failed', { target: shown(target), reason: `${reason.replace(/[.:]$/, '')}${place}` }),
    [...(failed?.lines ?? []), reason].join('\n'),
  );
}
