import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordPrompts } from '../test/support/recording.ts';
import { benchHead, benchNote, benchRows, partsHead, partsRows } from './bench-table.ts';
import { startHead, startNote, startRows } from './start-table.ts';
import { describeFlag } from '../src/commands/help.ts';
import { commands, usageOf, type CommandName } from '../src/commands/commands.ts';
import { exitCodes } from '../src/commands/exit-codes.ts';
import { flagsOf } from '../src/commands/flags.ts';
import { checkProblems } from '../src/problems/check.ts';
import { problemTable } from '../src/problems/index.ts';
import type { ProblemText } from '../src/problems/table.ts';
import { builtInPresets } from '../src/preset/built-in.ts';
import { markdownTable } from '../src/ui/markdown-table.ts';

const root = join(import.meta.dirname, '..');

/** The documents that hold generated parts. */
export const documents = ['README.md', 'docs/reference.md'] as const;

/** The parts of the documents that are made from the code and the examples, by the name in their markers. */
const blocks: Readonly<Record<string, () => string | Promise<string | undefined>>> = {
  dockerfile: () => fenced('dockerfile', read('examples/typescript-api/Dockerfile')),
  'prompts-80': () => recorded(80),
  'prompts-40': () => recorded(40),
  bench: () => `${markdownTable(benchHead, benchRows())}\n\n${benchNote}`.trimEnd(),
  'bench-parts': () => markdownTable(partsHead, partsRows()),
  start: () => `${markdownTable(startHead, startRows())}\n\n${startNote()}`,
  flags: () => flagTable('create'),
  commands: () =>
    commands
      .filter(({ name }) => name !== 'create')
      .map((each) =>
        `### \`${usageOf(each)}\`\n\n${each.what}\n\n${examplesOf(each)}\n\n${flagTable(each.name)}`.trimEnd(),
      )
      .join('\n\n'),
  rules: () =>
    markdownTable(
      ['rule', 'level', 'what it says', 'why'],
      Object.entries(checkProblems).map(([id, { level, what, why, source }]) => [
        `\`${id}\``,
        level,
        what,
        `${why} [more](${source})`,
      ]),
    ),
  problems: () =>
    markdownTable(
      ['id', 'level', 'exit', 'what it says', 'how to mend it'],
      Object.entries(problemTable)
        .filter(([id]) => !(id in checkProblems))
        .map(([id, entry]: [string, ProblemText]) => [
          `\`${id}\``,
          entry.level,
          String(entry.exit ?? ''),
          entry.what,
          entry.fix,
        ]),
    ),
  'exit-codes': () =>
    markdownTable(
      ['code', 'meaning'],
      exitCodes.map(([code, what]) => [String(code), what]),
    ),
  presets: () =>
    markdownTable(
      ['preset', 'for', 'runs on'],
      builtInPresets.map(({ id, title, bases }) => [`\`${id}\``, title, bases.join(', ')]),
    ),
};

function flagTable(command: CommandName): string {
  const rows = flagsOf(command).map((flag) => [
    `\`--${flag.name}${flag.value === undefined ? '' : ` ${flag.value}`}\``,
    describeFlag(flag),
  ]);
  return rows.length === 0 ? '' : markdownTable(['option', 'what it does'], rows);
}

/** The examples of a command's --help. */
function examplesOf({ examples }: (typeof commands)[number]): string {
  const lines = examples.map(([line, about]) => [line.replace('$0', 'create-dockerfile'), about] as const);
  const width = Math.max(...lines.map(([line]) => line.length));
  return fenced('sh', lines.map(([line, about]) => `${line.padEnd(width)}  # ${about}`).join('\n'));
}

/** undefined where nothing can be recorded: the block stays as it is. */
async function recorded(columns: number): Promise<string | undefined> {
  const text = await recordPrompts(columns);
  return text === undefined ? undefined : fenced('text', text);
}

/** A document with every generated part made anew. Throws where a marker has no block. */
export async function withFreshBlocks(text: string): Promise<string> {
  const parts = text.split(/(<!-- made: [\w-]+ -->\n[\s\S]*?<!-- end -->)/);
  const fresh: string[] = [];
  for (const part of parts) {
    const name = /^<!-- made: ([\w-]+) -->/.exec(part)?.[1];
    const make = name === undefined ? () => undefined : blocks[name];
    if (make === undefined) throw new Error(`A document names an unknown block: ${name ?? ''}`);
    const made = await make();
    fresh.push(name === undefined || made === undefined ? part : `<!-- made: ${name} -->\n\n${made}\n\n<!-- end -->`);
  }
  return fresh.join('');
}

export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
}

function fenced(language: string, text: string): string {
  return `\`\`\`${language}\n${text.trimEnd()}\n\`\`\``;
}
