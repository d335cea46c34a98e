import { problem } from '../../model/problem.ts';
import { developmentPackagesIn } from '../../verify/development-packages.ts';
import { visibleFiles, type ImageLayer } from '../../verify/image.ts';
import { secretsIn, secretVariables } from '../../verify/secrets.ts';
import { toolsIn } from '../../verify/tools.ts';
import { readImageFiles } from '../image-files.ts';
import { finding, productionTag, some, type Outcome, type Session, type Step } from './session.ts';

const NEEDS = ['build'];

/** What is in the production image, read from its layers: nothing is run. */
export const contentSteps: readonly Step[] = [
  { id: 'user', title: 'not root', needs: NEEDS, run: (session) => Promise.resolve(user(session)) },
  { id: 'secrets', title: 'no secret', needs: NEEDS, run: secrets },
  { id: 'tools', title: 'no build tools', needs: NEEDS, run: tools },
  { id: 'development-packages', title: 'no dev packages', needs: NEEDS, run: developmentPackages },
];

/** `uid:gid` or `uid`, and not 0. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
function user({ found }: Session): Outcome {
  const name = found.config?.user ?? '';
  const [uid = ''] = name.split(':');
  if (uid === '' || uid === 'root' || /^0+$/.test(uid)) return finding('user-root');
  return /^\d+$/.test(uid) ? { summary: `user ${name}` } : finding('user-by-name', { user: name });
}

async function secrets(session: Session): Promise<Outcome> {
  const layers = await layersOf(session);
  const [secret] = secretsIn(layers);
  if (secret !== undefined) return finding('secret-in-image', { ...secret, path: `/${secret.path}` });
  const names = secretVariables(
    session.found.config?.env ?? [],
    layers.map(({ createdBy }) => createdBy),
  );
  if (names.length > 0) return finding('secret-variable', { names: names.join(', ') });
  const files = layers.reduce((sum, each) => sum + each.files.length, 0);
  return { summary: `none in ${layers.length} layers, ${files} files` };
}

async function tools(session: Session): Promise<Outcome> {
  const { avoidable, ofBase } = toolsIn(visibleFiles(await layersOf(session)));
  if (avoidable.length > 0) return finding('tool-in-image', { paths: some(avoidable.map(({ path }) => `/${path}`)) });
  return {
    summary:
      ofBase.length === 0 ? 'no package manager, no compiler' : `none added; the base image has ${ofBase.join(', ')}`,
  };
}

async function developmentPackages(session: Session): Promise<Outcome> {
  const { view, appDir } = session.subject;
  const files = visibleFiles(await layersOf(session));
  const { looked, found, kept } = developmentPackagesIn(files, view, appDir);
  if (looked === 0) return { skipped: 'the repository states none' };
  if (found.length > 0)
    return {
      failure: {
        problem: problem('development-package-in-image', { paths: some(found.map((path) => `/${path}`)) }),
        lines: [],
      },
    };
  if (kept.length === 0) return { summary: `none of ${looked}` };
  return { summary: `${some(kept)} alone, as an optional peer of a production package` };
}

async function layersOf(session: Session): Promise<readonly ImageLayer[]> {
  const { engine, subject, found } = session;
  found.layers ??= await readImageFiles(engine, productionTag(session), subject.keywords);
  return found.layers;
}
