import { inFile, type Source } from '../../model/fact.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { lineAt, lineOfMatch } from '../../parse/lines.ts';
import { parseYaml } from '../../parse/yaml.ts';
import { isProblem } from '../../model/problem.ts';
import { asRecord, asString, asStrings, at } from '../../parse/shape.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import { existingImages } from '../existing-image.ts';

/** A `go build`, `go install` or `go run` that a file of the repository states. */
export interface GoBuild {
  /** Folders that it may mean, relative to the repository. */
  readonly dirs: readonly string[];
  readonly tags: readonly string[];
  /** The variables that `-X` sets, with the text that they are set to. */
  readonly variables: readonly { readonly name: string; readonly value: string }[];
  /** Name of the program that it makes, where it says so. */
  readonly output?: string;
  /** The same, where it is the name of a release. */
  readonly released?: string;
  readonly source: Source;
  /** Files that make what is released say more than helpers for people. */
  readonly isRelease: boolean;
}

/** Options of the go command that take a value as a word of its own. @see https://pkg.go.dev/cmd/go */
const WITH_VALUE = new Set([
  'C',
  'asmflags',
  'buildmode',
  'compiler',
  'exec',
  'gcflags',
  'ldflags',
  'mod',
  'modfile',
  'o',
  'overlay',
  'p',
  'pgo',
  'tags',
]);
const HELPERS = [
  '{M,m}akefile',
  'GNUmakefile',
  '*.mk',
  'Taskfile.y*ml',
  '{J,j}ustfile',
  '.github/workflows/*.y*ml',
  '.gitlab-ci.yml',
  '{scripts,script,build,ci}/*.sh',
  '*.sh',
  'Procfile',
];

/** What the repository's own files build: what they release first, then what they give people. */
export function goBuilds(repo: Repo, root: string, module: string): readonly GoBuild[] {
  const images = existingImages(repo).flatMap(({ file, text }) => commandsIn(file, text, root, module, true));
  const helpers = repo.scan(HELPERS.flatMap((glob) => [...new Set([join(root, glob), glob])]));
  return [
    ...releases(repo, root),
    ...images,
    ...helpers.flatMap((file) => commandsIn(file, repo.read(file) ?? '', root, module, false)),
  ];
}

/** `builds` of GoReleaser. @see https://goreleaser.com/customization/builds/go/ */
function releases(repo: Repo, root: string): readonly GoBuild[] {
  return repo.scan(['.goreleaser.y*ml', 'goreleaser.y*ml'].map((name) => join(root, name))).flatMap((file) => {
    const text = repo.read(file) ?? '';
    const document = parseYaml(text, file);
    const builds = isProblem(document) ? undefined : at(document.value, 'builds');
    return (Array.isArray(builds) ? builds : []).flatMap((build: unknown) => {
      const main = asString(at(build, 'main')) ?? '.';
      const dir = within(join(root, asString(at(build, 'dir')) ?? ''), main.replace(/(^|\/)[^/]*\.go$/, ''));
      const binary = asString(at(build, 'binary')) ?? '';
      const list = (key: string): readonly string[] => {
        const value = asRecord(build)[key];
        return typeof value === 'string' ? [value] : asStrings(value);
      };
      const flags = list('flags').join(' ');
      return dir === undefined
        ? []
        : [
            {
              dirs: [dir],
              ...nameOf(binary),
              ...(/^[\w.-]+$/.test(binary) ? { released: binary } : {}),
              tags: [...list('tags'), ...tagsOf(/-tags[= ](\S+)/.exec(flags)?.[1] ?? '')],
              variables: variablesOf(list('ldflags').join(' ')),
              source: inFile(file, lineOfMatch(text, /^\s*-?\s*main:/m) ?? lineOfMatch(text, /^builds:/m), 'builds'),
              isRelease: true,
            },
          ];
    });
  });
}

function commandsIn(file: string, text: string, root: string, module: string, isRelease: boolean): readonly GoBuild[] {
  const whole = withVariables(text.replace(/\\\n/g, '  '));
  return [...whole.matchAll(/(?<![\w./-])go\s+(build|install|run)\b([^\n]*)/g)].flatMap((found) => {
    const words = parseCommandLine(found[2] ?? '').commands[0]?.words ?? [];
    const { options, rest } = optionsOf(words);
    const [first = '.'] = rest;
    const targets = found[1] === 'run' ? [first] : rest.length === 0 ? ['.'] : rest;
    const here = file.split('/').slice(0, -1).join('/');
    const dirs = targets.flatMap((target) => foldersOf(target, [join(root, options.get('C') ?? ''), here], module));
    if (dirs.length === 0) return [];
    return [
      {
        dirs,
        tags: tagsOf(options.get('tags') ?? ''),
        ...nameOf(options.get('o') ?? ''),
        variables: variablesOf(options.get('ldflags') ?? ''),
        source: inFile(file, lineAt(whole, found.index)),
        isRelease,
      },
    ];
  });
}

function optionsOf(words: readonly string[]): { options: ReadonlyMap<string, string>; rest: readonly string[] } {
  const options = new Map<string, string>();
  for (let i = 0; i < words.length; i += 1) {
    const [, name, , value] = /^--?(\w+)(=([\s\S]*))?$/.exec(words[i] ?? '') ?? [];
    if (name === undefined) {
      const rest = words.slice(i);
      const end = rest.findIndex((word) => /[;|>&)"']/.test(word));
      return {
        options,
        rest:
          end === -1
            ? rest
            : rest
                .slice(0, end + 1)
                .map((word) => word.replace(/[;|>&)"'].*$/, ''))
                .filter(Boolean),
      };
    }
    const takes = value === undefined && WITH_VALUE.has(name);
    options.set(name, value ?? (takes ? (words[i + 1] ?? '') : ''));
    if (takes) i += 1;
  }
  return { options, rest: [] };
}

/** The folders that an argument of the go command may name; a tool of another module, or a pattern, names none. */
function foldersOf(target: string, bases: readonly string[], module: string): readonly string[] {
  if (/@|\.\.\.|\$/.test(target)) return [];
  const folder = target.replace(/(^|\/)[\w*.-]+\.go$/, '$1').replace(/\/$/, '') || '.';
  if (folder === module || folder.startsWith(`${module}/`)) return [folder.slice(module.length + 1)];
  if (!/^\.{1,2}(\/|$)/.test(folder) && !target.endsWith('.go')) return [];
  return [...new Set(bases.flatMap((base) => within(base, folder) ?? []))];
}

function tagsOf(text: string): readonly string[] {
  return text.split(/[\s,]+/).filter((tag) => /^[\w.]+$/.test(tag));
}

function nameOf(output: string): { readonly output?: string } {
  const name = output.split('/').at(-1) ?? '';
  return /^[\w.-]+$/.test(name) ? { output: name } : {};
}

function variablesOf(ldflags: string): GoBuild['variables'] {
  return [...ldflags.matchAll(/-X[ =]['"]?([\w./-]+)=((?:\{\{[^}]*\}\}|\$\([^)]*\)|[^\s'"])*)/g)].map((found) => ({
    name: found[1] ?? '',
    value: found[2] ?? '',
  }));
}

/** The text with the variables of a Makefile or a shell script that have a plain value filled in. */
function withVariables(text: string): string {
  const values = new Map(
    [...text.matchAll(/^(?:export\s+)?([A-Za-z_]\w*)[ \t]*[:?]?=[ \t]*([^\n#]*)$/gm)].map((found) => [
      found[1] ?? '',
      (found[2] ?? '').trim(),
    ]),
  );
  const fill = (part: string): string =>
    part.replace(/\$(?:\((\w+)\)|\{(\w+)\})/g, (whole, a?: string, b?: string) => values.get(a ?? b ?? '') ?? whole);
  return text
    .split('\n')
    .map((line) => (/\bgo\s+(build|install|run)\b/.test(line) ? fill(fill(fill(line))).replaceAll('\n', ' ') : line))
    .join('\n');
}

/** The build tags: what the releases are built with, else what every script that builds the same command agrees on. */
export function statedTags(builds: readonly GoBuild[]): readonly string[] {
  const released = builds.filter(({ isRelease }) => isRelease);
  const agreed = builds.filter((build) =>
    builds
      .filter(({ dirs }) => dirs.some((dir) => build.dirs.includes(dir)))
      .every(({ tags }) => tags.join() === build.tags.join()),
  );
  return [...new Set((released.length > 0 ? released : agreed).flatMap(({ tags }) => tags))].sort();
}
