import { fact, type Fact, type Source } from '../model/fact.ts';
import { parseCommandLine } from '../parse/command-line.ts';
import { assignments, dockerInstructions, execForm, isDockerfileName, type Instruction } from '../parse/dockerfile.ts';
import { join, within, type Repo } from '../repo/repo.ts';
import { personsText, type PersonsText } from './persons-files.ts';

/** What a Dockerfile that a person wrote says of how the program runs: its last stage. */
export interface ExistingImage {
  readonly file: string;
  readonly text: string;
  /** ENTRYPOINT and CMD as one command line, words of a shell form included; empty where neither is there. */
  readonly start: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly ports: readonly number[];
  /** Absolute paths. */
  readonly volumes: readonly string[];
  /** Tracked files and folders that its COPY takes, by path in the repository; `to` is relative where it lies below the working directory. */
  readonly copies: readonly { readonly path: string; readonly to: string }[];
  readonly source: (keyword: string) => Source;
}

const NOT_THE_APP = /(^|\/)(\.?examples?|test|tests|testdata|e2e|docs?|node_modules|vendor|\.devcontainer)\//;

/** The Dockerfiles that people wrote, nearest the top first; those that this tool replaced are among them. */
export function existingImages(repo: Repo): readonly ExistingImage[] {
  const depth = (path: string): number => path.split('/').length;
  return repo.paths
    .filter((path) => isDockerfileName(path) && !NOT_THE_APP.test(path))
    .sort((a, b) => depth(a) - depth(b))
    .flatMap((file) => {
      const found = personsText(repo, file);
      return found === undefined ? [] : [readImage(repo, file, found)];
    });
}

function readImage(repo: Repo, file: string, { text, source }: PersonsText): ExistingImage {
  const all = dockerInstructions(text);
  const last = all.slice(all.findLastIndex(({ keyword }) => keyword === 'FROM'));
  const of = (keyword: string): readonly Instruction[] => last.filter((each) => each.keyword === keyword);
  const command = (keyword: string): readonly string[] => wordsOf(of(keyword).at(-1)?.text ?? '');
  return {
    file,
    text,
    start: [...command('ENTRYPOINT'), ...command('CMD')],
    env: Object.assign({}, ...of('ENV').map((each) => pairsOf(each.text))) as Record<string, string>,
    ports: of('EXPOSE').flatMap((each) => each.text.split(/\s+/).flatMap((word) => portOf(word))),
    volumes: of('VOLUME').flatMap((each) => wordsOf(each.text).filter((path) => /^\/[\w./-]+$/.test(path))),
    copies: copiesOf(repo, all, last),
    source: (keyword) => source(of(keyword).at(-1)?.line),
  };
}

/** Values that say how the program runs, not where another image keeps its files. */
export function imageEnv({ env, volumes }: ExistingImage): Readonly<Record<string, string>> {
  const isOurs = (name: string, value: string): boolean =>
    value !== '' &&
    !value.includes('$') &&
    !/^(PATH|HOME|USER|TZ|LANG|GO\w*|CGO_\w+|\w*(KEY|TOKEN|SECRET|PASSWORD|PASSWD)\w*)$/.test(name) &&
    (!value.startsWith('/') || volumes.some((volume) => `${value}/`.startsWith(`${volume}/`)));
  return Object.fromEntries(Object.entries(env).filter(([name, value]) => isOurs(name, value)));
}

/** The port that it exposes, where a variable of its own sets it or the code does not say another. */
export function imagePort(image: ExistingImage, inCode: Fact<number> | undefined): Fact<number> | undefined {
  const values = Object.values(imageEnv(image));
  const port = image.ports.find(
    (each) => inCode === undefined || values.some((value) => value.split(':').at(-1) === String(each)),
  );
  return port === undefined ? undefined : fact(port, `${image.file} exposes it`, image.source('EXPOSE'));
}

function wordsOf(text: string): readonly string[] {
  const exec = execForm(text);
  if (exec !== undefined) return exec[0] === 'sh' && exec[1] === '-c' ? wordsOf(exec[2] ?? '') : exec;
  const words = parseCommandLine(text).commands.at(-1)?.words ?? [];
  return words[0] === 'exec' ? words.slice(1) : words;
}

function pairsOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(assignments(text).map(({ name, value }) => [name, value]));
}

function portOf(word: string): readonly number[] {
  const port = Number(word.replace(/\/tcp$/, ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? [port] : [];
}

/** What the last stage takes from the context, directly or through an earlier stage that took the whole of it. */
function copiesOf(repo: Repo, all: readonly Instruction[], last: readonly Instruction[]): ExistingImage['copies'] {
  const first = all.slice(0, all.length - last.length);
  const folders = first.filter(({ keyword }) => keyword === 'WORKDIR').map(({ text }) => text);
  let workdir = '/';
  return last.flatMap(({ keyword, text, flags, exec }) => {
    if (keyword === 'WORKDIR') workdir = text.startsWith('/') ? text : `${workdir}/${text}`;
    if (keyword !== 'COPY' && keyword !== 'ADD') return [];
    const words = exec ?? text.split(' ');
    const to = words.at(-1) ?? '';
    return words.slice(0, -1).flatMap((word) => {
      const path = trackedPath(repo, word, flags.some(({ name }) => name === 'from') ? folders : ['/']);
      if (path === undefined || path === '') return [];
      const target =
        /\/$|^\.$/.test(to) && !isFolder(repo, path) ? `${to.replace(/\/?$/, '/')}${path.split('/').at(-1) ?? ''}` : to;
      const absolute = `/${within(target.startsWith('/') ? '' : workdir, target) ?? ''}`;
      const home = workdir === '/' ? '/' : `${workdir}/`;
      return [{ path, to: absolute.startsWith(home) ? absolute.slice(home.length) : absolute }];
    });
  });
}

function trackedPath(repo: Repo, word: string, folders: readonly string[]): string | undefined {
  const ways = folders.flatMap((folder) => {
    const inner = word.startsWith('/')
      ? within('', word.startsWith(`${folder}/`) ? word.slice(folder.length + 1) : word)
      : within('', word);
    return inner === undefined ? [] : [inner];
  });
  return ways.find((path) => repo.has(path) || isFolder(repo, path));
}

function isFolder(repo: Repo, path: string): boolean {
  return path !== '' && repo.hasFolder(join(path, ''));
}
