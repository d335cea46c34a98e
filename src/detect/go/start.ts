import { fact, inFile, type Fact } from '../../model/fact.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { lineOfMatch } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { ExistingImage } from '../existing-image.ts';
import type { Main } from './mains.ts';
import { findInGo, imports, type GoFile } from './packages.ts';
import { servingCommand } from './subcommand.ts';

/** Libraries whose programs do nothing but print their help when no subcommand is given. */
const COMMAND_LIBRARIES = ['github.com/spf13/cobra', 'github.com/urfave/cli', 'github.com/alecthomas/kong'];
/** Names of the subcommand that serves, the surest first. */
const SERVING = [
  'serve',
  'server',
  'start',
  'web',
  'http',
  'api',
  'rest',
  'http-server',
  'listen',
  'run',
  'daemon',
  'up',
];

/** Where a start command is looked for. */
export interface StartContext {
  readonly repo: Repo;
  readonly root: string;
  readonly main: Main;
  /** Name of the built program. */
  readonly binary: string;
  /** Other names that the repository gives the program. */
  readonly aliases: readonly string[];
  readonly image: ExistingImage | undefined;
}

type Look = (context: StartContext) => Fact<readonly string[]> | undefined;

/** Where the start command stands, in order. */
const startSources: readonly Look[] = [fromProcfile, fromImage, fromCode];

/** The program with its arguments: a Procfile's, those of an existing Dockerfile, else the subcommand that serves. */
export function startCommand(context: StartContext): Fact<readonly string[]> {
  const { binary, main } = context;
  for (const look of startSources) {
    const found = look(context);
    if (found) return { ...found, value: [binary, ...found.value] };
  }
  return fact([binary], `${main.target} is a package main`, main.source);
}

/** @see https://devcenter.heroku.com/articles/procfile */
function fromProcfile({ repo, root, binary, aliases }: StartContext): ReturnType<Look> {
  const file = join(root, 'Procfile');
  const text = repo.read(file) ?? '';
  const line = /^(?:web|worker):[ \t]*(\S.*)$/m.exec(text)?.[1];
  const words = line === undefined ? [] : (parseCommandLine(line).commands.at(-1)?.words ?? []);
  const rest = argumentsOf(words, [binary, ...aliases]);
  return rest && fact(rest, `Procfile says ${line ?? ''}`, inFile(file, lineOfMatch(text, /^(web|worker):/m)));
}

function fromImage({ image, binary, aliases }: StartContext): ReturnType<Look> {
  const rest = image && argumentsOf(image.start, [binary, ...aliases]);
  return rest && rest.length > 0
    ? fact(rest, `${image.file} starts ${image.start.join(' ')}`, image.source('CMD'))
    : undefined;
}

/** What follows the program, where it is ours and nothing has to be filled in. */
function argumentsOf(words: readonly string[], names: readonly string[]): readonly string[] | undefined {
  const index = words.findIndex((word) => names.includes(word.split('/').at(-1) ?? ''));
  const rest = index === -1 ? undefined : words.slice(index + 1);
  return rest?.some((word) => /[$`|;<>&]/.test(word)) === true ? undefined : rest;
}

function fromCode({ main }: StartContext): ReturnType<Look> {
  if (main.server.serves === undefined) return undefined;
  const files = main.reached.filter((file) => COMMAND_LIBRARIES.some((library) => imports(file, library)));
  const byHand = main.package.files.filter(({ source }) => /\bos\.Args\b|\bflag\.Arg(s)?\(/.test(source.code));
  const isRoot = rootCommands(files);
  for (const name of SERVING) {
    const hit =
      findInGo(files, new RegExp(`\\b(?:Use|Name):\\s*"(${name})(?![\\w-])`)) ??
      // A field of kong's.
      findInGo(files, new RegExp(`^\\s*(${name})\\s+[\\w.*]+\\s+\`[^\`\\n]*\\bcmd:`, 'im')) ??
      findInGo(byHand, new RegExp(`\\bcase\\s+(?:"[\\w-]+",\\s*)*"(${name})"`));
    if (hit && !isRoot.includes(name)) return fact([name], 'the server is a subcommand', hit.source);
  }
  const { serves } = main.server;
  const told = main.server.framework?.arguments;
  if (told) return fact(told, 'the framework serves when it is told to', serves.source);
  const other = servingCommand(files, main.reached, serves);
  return other === undefined || isRoot.includes(other.name)
    ? undefined
    : fact([other.name], `the command ${other.name} serves`, serves.source);
}

/** Names of commands that are the program itself: what is executed. */
function rootCommands(files: readonly GoFile[]): readonly string[] {
  const all = files.flatMap(({ source: { code } }) =>
    [...code.matchAll(/(\w+)\s*:?=\s*&?(?:cobra|cli)\.(?:Command|App)\{\s*(?:Use|Name):\s*"([\w-]+)/g)].map(
      ([, variable = '', name = '']) => ({ variable, name }),
    ),
  );
  const isExecuted = (variable: string): boolean =>
    /root/i.test(variable) || findInGo(files, new RegExp(`\\b${variable}\\.(Execute|Run)(Context)?\\(`)) !== undefined;
  return all.filter(({ variable }) => isExecuted(variable)).map(({ name }) => name);
}
