import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { answers, buildOptions, prepareImages } from './docker.ts';
import { makeProject, removeProject, type Project } from './project.ts';

/** One a stack, with what makes the most trouble there: OS packages and an account, wheels, a project that is installed. */
export const REPRODUCED = ['typescript-api', 'go-gin', 'python-fastapi', 'python-django', 'python-server', 'vite-site'];

/** When the sources were committed: every clone is younger. */
const COMMITTED = '1577836800';
const CLONES = [
  { folder: 'clone', time: new Date('2021-02-03T04:05:06Z') },
  { folder: 'elsewhere/another', time: new Date('2024-07-08T09:10:11Z') },
];

/** Builds an example twice from nothing, from folders of other names and times: the digests must be equal. */
export async function checkReproducible(name: string): Promise<string> {
  if (!(await exportsArchives())) return 'not checked: this engine writes no OCI archive (containerd image store)';
  const project = await makeProject(name);
  const parent = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  try {
    await prepareImages(project.dockerfile);
    const digests: string[] = [];
    for (const { folder, time } of CLONES) {
      const clone = join(parent, folder);
      mkdirSync(clone, { recursive: true });
      cpSync(project.folder, clone, { recursive: true });
      setTimes(clone, time);
      digests.push(await digestOf(project, clone));
      rmSync(clone, { recursive: true });
    }
    if (new Set(digests).size !== 1) throw new Error(`two builds, two images: ${digests.join(', ')}`);
    return digests[0] ?? '';
  } finally {
    removeProject(project);
    rmSync(parent, { recursive: true, force: true });
  }
}

async function digestOf({ folder, dockerfile, context }: Project, clone: string): Promise<string> {
  const metadata = `${clone}.json`;
  const args = ['--no-cache', '--provenance=false', '--metadata-file', metadata, '--file'];
  const result = await execa(
    'docker',
    [
      ...['buildx', 'build', ...buildOptions(), ...args],
      join(clone, relative(folder, dockerfile)),
      ...['--output', `type=oci,dest=${clone}.tar,rewrite-timestamp=true`, join(clone, relative(folder, context))],
    ],
    { all: true, reject: false, stdin: 'ignore', env: { SOURCE_DATE_EPOCH: COMMITTED } },
  );
  rmSync(`${clone}.tar`, { force: true });
  if (result.failed) throw new Error(result.all.slice(-3000));
  const built = JSON.parse(readFileSync(metadata, 'utf8')) as Record<string, unknown>;
  return String(built['containerimage.digest']);
}

function setTimes(folder: string, time: Date): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) setTimes(join(folder, entry.name), time);
    else if (entry.isFile()) utimesSync(join(folder, entry.name), time, time);
  }
  utimesSync(folder, time, time);
}

async function exportsArchives(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  writeFileSync(join(folder, 'Dockerfile'), 'FROM scratch\nCOPY Dockerfile /\n');
  try {
    return await answers('docker', 'buildx', 'build', '--output', `type=oci,dest=${join(folder, 'a.tar')}`, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
