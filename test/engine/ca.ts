import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mirrorImages } from '../../src/render/registry.ts';
import { parseDockerfile } from '../support/dockerfile.ts';
import { checkProduction, imageName } from './checks.ts';
import { layersHold } from './layers.ts';
import { answers, docker, prepareImages, run } from './docker.ts';
import { makeProject, removeProject, type Project } from './project.ts';

/** A package manager each, with the target whose steps download. */
const CASES: readonly (readonly [example: string, target: string, tool: string])[] = [
  ['express', 'production', 'npm'],
  ['python-flask', 'dependencies', 'pip'],
  ['python-fastapi', 'dependencies', 'uv'],
  ['go-http', 'dependencies', 'Go'],
  ['java-maven', 'dependencies', 'Maven'],
  ['vite-site', 'build', 'a site'],
];

const MIRROR = 'create-dockerfile-test.invalid/without-certificates';
const MARK = 'bundle-of-the-test-7be1d04c';

/** What an image may hold or say of authorities, and how often a tool tries again before it gives up. */
const WITHOUT_CERTIFICATES = `USER root
RUN rm -rf /etc/ssl/certs /etc/pki /usr/share/ca-certificates /usr/local/share/ca-certificates "\${JAVA_HOME:-/none}/lib/security/cacerts"
ENV SSL_CERT_FILE= SSL_CERT_DIR= NODE_EXTRA_CA_CERTS= PIP_CERT= REQUESTS_CA_BUNDLE= CURL_CA_BUNDLE= \\
    NPM_CONFIG_FETCH_RETRIES=0 PIP_RETRIES=0 UV_HTTP_RETRIES=0
`;

/** Images without a certificate store: the steps that install fail, and with --ca they work and leave nothing of it. */
export async function checkBundle(): Promise<string> {
  const bundle = systemBundle();
  const wanted = process.env['ONLY_TOOLS']?.split(',');
  const results: string[] = [];
  for (const [example, target, tool] of CASES)
    if (wanted?.includes(tool) ?? true) results.push(`${tool} ${await checkTool(example, target, bundle)}`);
  return results.join(', ');
}

async function checkTool(example: string, target: string, bundle: string): Promise<string> {
  const project = await makeProject(example);
  const file = join(project.folder, '..', `${MARK}.pem`);
  try {
    await prepareImages(project.dockerfile);
    for (const image of parseDockerfile(readFileSync(project.dockerfile, 'utf8')).images) await strip(image);
    writeFileSync(file, `# ${MARK}\n${bundle}`);
    const start = Date.now();
    const fails = !(await builds(project, target, []));
    const middle = Date.now();
    // Where the machine's own authority stands between, only its bundle can help; elsewhere tools may bring theirs.
    if (!fails && process.env['PREPARE_IMAGES']) throw new Error(`${example} is installed without certificates`);
    if (!(await builds(project, target, ['--ca', file]))) throw new Error(`${example} is not installed with --ca`);
    if (target === 'production') {
      await checkProduction(project);
      if (await layersHold([imageName(project, target)], MARK)) throw new Error('the image holds the bundle');
    }
    return `${fails ? 'needs it' : 'works'} ${Math.round((middle - start) / 1000)}+${Math.round((Date.now() - middle) / 1000)} s`;
  } finally {
    removeProject(project);
    rmSync(file, { force: true });
    await docker('image', 'rm', '--force', imageName(project, target)).catch(() => undefined);
  }
}

/** Whether the target can be built from nothing that an earlier build has left. */
async function builds(project: Project, target: string, flags: readonly string[]): Promise<boolean> {
  const { dockerfile, context, folder } = project;
  const cli = join(import.meta.dirname, '../../dist/cli.js');
  await run(process.execPath, [cli, folder, '--yes', '--force', '--no-syntax', '--registry', MIRROR, ...flags]);
  const cold = readFileSync(dockerfile, 'utf8')
    .replace(/--mount=type=cache,(target=[^\s,]+)\S*/g, '--mount=type=tmpfs,$1')
    // The step before the sources never fails and takes minutes: one small plugin shows the same.
    .replace(/mvn -B --fail-never .*/g, 'mvn -B clean');
  writeFileSync(dockerfile, cold);
  const secret = flags[1] === undefined ? [] : ['--secret', `id=ca,src=${flags[1]}`];
  const options = ['--no-cache', '--target', target, '--tag', imageName(project, target), '--file', dockerfile];
  const build = ['build', ...options, ...secret, context];
  if (flags.length === 0) return answers('docker', ...build);
  await docker(...build);
  return true;
}

/** The image under the mirror's name; without authorities where it has a shell to take them away with. */
async function strip(image: string): Promise<void> {
  const name = mirrorImages(`FROM ${image}`, MIRROR).slice('FROM '.length);
  if (name === image || name === 'scratch') return;
  if (!(await answers('docker', 'image', 'inspect', image))) await docker('pull', image);
  const isBare = !(await answers('docker', 'run', '--rm', '--entrypoint', '/bin/sh', image, '-c', 'true'));
  if (isBare) await docker('tag', image, name);
  else await run('docker', ['build', '--tag', name, '-'], undefined, `FROM ${image}\n${WITHOUT_CERTIFICATES}`);
}

function systemBundle(): string {
  const places = [
    process.env['SSL_CERT_FILE'] ?? '',
    '/etc/ssl/certs/ca-certificates.crt',
    '/etc/pki/tls/certs/ca-bundle.crt',
  ];
  const place = places.find((path) => path !== '' && existsSync(path));
  if (place === undefined) throw new Error('this machine has no certificate bundle');
  return readFileSync(place, 'utf8');
}
