import { join, relative, sep } from 'node:path';
import type { Compiled } from '../compile.ts';
import { shellWord } from '../commands/command-line.ts';
import { scanCommand, type Scanner } from '../docker/scan.ts';
import type { Change } from '../model/change.ts';
import type { ComposeFile } from '../model/compose.ts';
import type { ImagePlan, Plan } from '../model/plan.ts';
import { printable } from '../model/problem.ts';
import { isAbsolutePath } from '../repo/repo.ts';
import { mountsBundle } from '../render/certificates.ts';
import { imageName } from '../render/names.ts';
import { LOCK_FILE } from '../write/lock.ts';
import type { Written } from '../write/index.ts';

type Done = Compiled & { readonly root: string; readonly changes: readonly Change[] };

/** What is said of a file beside its name. */
const NOTES: Readonly<Partial<Record<Change['kind'], string>>> = {
  merge: ' (your edits stay)',
  delete: ' (deleted: no longer needed)',
};

/**
 * The at most five lines after a run: files, build, run, address, undo; one more where a scan is asked for. Paths are as
 * seen from the working directory.
 */
export function nextSteps(
  { root, plan, files, changes }: Done,
  written: Written,
  cwd: string,
  scanner?: Scanner,
): readonly string[] {
  const seen = (path: string): string => relative(cwd, join(root, path)).split(sep).join('/') || '.';
  const [image] = plan.images;
  if (image === undefined) return [];
  const undo = undoCommands(written, seen, root, cwd);
  const touched = changes.filter(({ kind }) => kind !== 'identical');
  const told = (touched.length === 0 ? changes : touched).map(
    ({ path, kind }) => `${printable(seen(path))}${NOTES[kind] ?? ''}`,
  );
  const composed = files.find(({ path }) => path === COMPOSED);
  const isTogether = plan.apps !== undefined && plan.compose !== undefined && composed !== undefined;
  const steps = isTogether
    ? togetherSteps(plan.compose, shellWord(seen(COMPOSED)))
    : plan.images.flatMap((each) => imageSteps(each, plan, files, seen));
  return [
    line(touched.length === 0 ? 'Unchanged' : 'Wrote', told.join(', ')),
    ...steps,
    ...(scanner === undefined ? [] : [line('Scan', scanText(scanner, imageName(image.compose.name)))]),
    ...(undo === '' ? [] : [line('Undo', undo)]),
  ];
}

/** Where the compose file of several apps stands. */
const COMPOSED = 'compose.yaml';

/** One command starts them all. */
function togetherSteps({ services }: ComposeFile, file: string): readonly string[] {
  const addresses = services.flatMap((service) =>
    service.kind === 'app' && service.published !== undefined
      ? [`${service.name} http://127.0.0.1:${service.published}/`]
      : [],
  );
  const from = file === COMPOSED ? '' : ` -f ${file}`;
  return [
    line('Run', `docker compose${from} up --build --wait`),
    ...(addresses.length === 0 ? [] : [line('Open', addresses.join('  '))]),
  ];
}

function imageSteps(
  image: ImagePlan,
  plan: Plan,
  files: Done['files'],
  seen: (path: string) => string,
): readonly string[] {
  const isOnly = plan.images.length === 1;
  const dockerfile = (isOnly ? files[0] : files.filter(({ of, path }) => of === path)[plan.images.indexOf(image)]) ?? {
    path: 'Dockerfile',
    text: '',
  };
  const usual = image.context === '' ? 'Dockerfile' : `${image.context}/Dockerfile`;
  const name = imageName(image.compose.name);
  const { port } = image.values.runtime;
  const build = [
    'docker build',
    `-t ${name}`,
    ...(dockerfile.path === usual ? [] : [`-f ${shellWord(seen(dockerfile.path))}`]),
    ...image.compose.secrets.map((secret) => {
      const from = 'file' in secret ? `src=${seen(join(image.context, secret.file))}` : `env=${secret.variable}`;
      return `--secret ${shellWord(`id=${secret.id},${from}`)}`;
    }),
    ...bundleSecret(plan, dockerfile.text, seen),
    shellWord(seen(image.context)),
  ];
  const alone = ['docker run --rm', ...(port === undefined ? [] : [`-p 127.0.0.1:${port}:${port}`]), name];
  const run = withServers(plan, files, seen) ?? alone;
  return [
    line('Build', build.join(' ')),
    ...(isOnly ? [line('Run', run.join(' '))] : []),
    ...(isOnly && port !== undefined ? [line('Open', `http://127.0.0.1:${port}/`)] : []),
  ];
}

function bundleSecret({ bundle }: Plan, text: string, seen: (path: string) => string): readonly string[] {
  if (bundle === undefined || !mountsBundle(text)) return [];
  return [`--secret ${shellWord(`id=ca,src=${isAbsolutePath(bundle) ? bundle : seen(bundle)}`)}`];
}

/** The command that starts an app with the servers that it cannot do without, where they were written. */
function withServers(
  { compose }: Plan,
  files: Done['files'],
  seen: (path: string) => string,
): readonly string[] | undefined {
  const path = compose?.services.some(({ kind }) => kind === 'backing') ? join(compose.dir, 'compose.yaml') : undefined;
  if (path === undefined || !files.some((file) => file.path === path)) return undefined;
  const place = seen(path);
  return [
    'docker compose',
    ...(place === 'compose.yaml' ? [] : [`-f ${shellWord(place)}`]),
    `up --build${compose?.waits === true ? ' --wait' : ''}`,
  ];
}

function line(title: string, text: string): string {
  return `${title.padEnd(10)}${text}`;
}

function scanText(scanner: Scanner, image: string): string {
  const { file, args } = scanCommand(scanner, image);
  return [file, ...args].map(shellWord).join(' ');
}

/** Commands that put back what was there. What this tool wrote itself before is made again by its older version. */
function undoCommands(
  { created, restorable, kept }: Written,
  seen: (path: string) => string,
  root: string,
  cwd: string,
): string {
  const isInside = !relative(root, cwd).startsWith('..');
  const git = isInside ? 'git' : `git -C ${shellWord(seen(''))}`;
  const words = (paths: readonly string[]): string => paths.map((path) => shellWord(seen(path))).join(' ');
  const removed = created.every((path) => path === LOCK_FILE) ? [] : created;
  return [
    ...(removed.length > 0 ? [`rm ${words(removed)}`] : []),
    ...(restorable.length > 0
      ? [`${git} checkout -- ${isInside ? words(restorable) : restorable.map(shellWord).join(' ')}`]
      : []),
    ...[...kept].map(([path, old]) => `mv ${words([old, path])}`),
  ].join(' && ');
}
