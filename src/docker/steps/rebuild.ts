import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem } from '../../model/problem.ts';
import { causeOf } from '../../verify/causes.ts';
import { naiveDockerfile } from '../../verify/naive.ts';
import { repeatedInstalls, shortName } from '../../verify/progress.ts';
import { megabytes, secondsText, stepsRan } from '../../verify/report.ts';
import { touchOf } from '../../verify/source-file.ts';
import { buildImage, cacheUse } from '../build.ts';
import { copyContext } from '../context-copy.ts';
import { buildRequest, failedBuild, targeted } from './build.ts';
import { imageTag, sizesOf, type Outcome, type Session, type Step } from './session.ts';

/** What a change of the sources costs, here and in the image that a beginner would build. */
export const rebuildSteps: readonly Step[] = [
  { id: 'rebuild', title: 'rebuilds quickly', needs: ['build'], run: rebuild },
  { id: 'compare', title: 'naive image', needs: ['build'], run: compare },
];

async function rebuild(session: Session): Promise<Outcome> {
  const { engine, subject, measured, options } = session;
  const { folder } = copyOf(session);
  const target = subject.targets.at(-1) ?? '';
  const request = { ...buildRequest(session), context: folder, ...targeted(target), tag: imageTag(session, 'rebuilt') };
  // Once as it is: nothing but the change may keep a step from the cache.
  await buildImage(engine, request, session.progress);
  const touched = touch(session);
  if (touched === undefined) return { skipped: 'no source file to change was found' };
  const built = await buildImage(engine, request, session.progress);
  if (!built.ok) return failedBuild(built, target, options.buildSeconds);
  const { cached, ran } = cacheUse(built.log);
  measured.rebuild = { file: touched.path, seconds: built.seconds, cached, ran };
  const [install] = repeatedInstalls(built.log);
  if (install !== undefined) {
    const what = problem('install-repeated', { file: touched.path, step: shortName(install.name) });
    return { failure: { problem: what, lines: [] } };
  }
  return {
    summary: `${touched.path} changed: ${stepsRan(ran.length)} in ${secondsText(built.seconds)}, ${cached} from the cache`,
  };
}

async function compare(session: Session): Promise<Outcome> {
  const { engine, subject, belongings, measured } = session;
  const text = naiveDockerfile(subject.dockerfile);
  if (text === undefined) return { skipped: 'no stage of it builds anything' };
  const { folder } = copyOf(session);
  const dockerfile = join(belongings.folder, 'naive', 'Dockerfile');
  mkdirSync(join(belongings.folder, 'naive'), { recursive: true });
  writeFileSync(dockerfile, text);
  const tag = imageTag(session, 'naive');
  const request = { ...buildRequest(session), dockerfile, context: folder, tag };
  const first = await buildImage(engine, request, session.progress);
  if (!first.ok)
    return { skipped: `it cannot be built: ${causeOf(first.text)?.cause ?? first.log.error ?? 'too slow'}` };
  touch(session);
  const again = await buildImage(engine, request, session.progress);
  const layers = await sizesOf(
    session,
    tag,
    text
      .split('\n')
      .slice(1)
      .flatMap((line) => /^[A-Z]+(?= )/.exec(line)?.[0] ?? []),
  );
  const bytes = layers.reduce((sum, each) => sum + each.bytes, 0);
  measured.naive = { bytes, rebuildSeconds: again.seconds, layers, dockerfile: text };
  const times = bytes / (measured.image?.bytes ?? bytes);
  return {
    summary: `${megabytes(bytes)}, ${times.toFixed(1)} times as large; rebuilt in ${secondsText(again.seconds)}`,
  };
}

/** Changes a source file in the copy of the context. */
function touch(session: Session): { readonly path: string; readonly folder: string } | undefined {
  const { folder, paths } = copyOf(session);
  const touched = touchOf(paths, session.subject.appDir, `changed ${performance.now()}`);
  if (touched === undefined) return undefined;
  appendFileSync(join(folder, touched.path), touched.text);
  return { path: touched.path, folder };
}

function copyOf({ belongings, context, subject, found }: Session): {
  readonly folder: string;
  readonly paths: readonly string[];
} {
  const folder = join(belongings.folder, 'context');
  found.copy ??= { folder, paths: copyContext(context, folder, subject.ignoreLines) };
  return found.copy;
}
