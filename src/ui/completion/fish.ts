import { PROGRAM, type CompletedCommand, type CompletedOption, type Takes } from './model.ts';

/** A script for fish. @see https://fishshell.com/docs/current/cmds/complete.html */
export function fishCompletion(commands: readonly CompletedCommand[]): string {
  const [first, ...others] = commands;
  const names = others.map(({ name }) => name).join(' ');
  const isNone = `not __fish_seen_subcommand_from ${names}`;
  const lines = [
    `complete -c ${PROGRAM} -f`,
    ...others.map(({ name, what }) => line('__fish_is_first_token', `-a ${name} -d ${text(what)}`)),
    ...(first === undefined ? [] : completions(first, isNone)),
    ...others.flatMap((command) => completions(command, `__fish_seen_subcommand_from ${command.name}`)),
  ];
  return `# fish completion of ${PROGRAM}\n${lines.join('\n')}\n`;
}

function completions({ words, options }: CompletedCommand, condition: string): readonly string[] {
  return [
    ...words.flatMap(({ takes }, index) =>
      takes === 'text' ? [] : [line(`${condition}${place(takes, words[index - 1]?.takes)}`, candidates(takes))],
    ),
    ...options.map((option) => line(condition, optionText(option))),
  ];
}

/** One of some words is offered until it stands there, and what follows it from then on. */
function place(own: Takes, before: Takes | undefined): string {
  const isSeen = (takes: readonly string[]): string => `__fish_seen_subcommand_from ${takes.join(' ')}`;
  if (typeof before === 'object') return `; and ${isSeen(before)}`;
  return typeof own === 'object' ? `; and not ${isSeen(own)}` : '';
}

function line(condition: string, rest: string): string {
  return `complete -c ${PROGRAM} -n ${text(condition)} ${rest}`;
}

function optionText({ name, short, what, takes }: CompletedOption): string {
  const names = [`-l ${name.slice(2)}`, ...(short === undefined ? [] : [`-s ${short.slice(1)}`])];
  const value = takes === undefined ? [] : ['-r', ...(takes === 'text' ? [] : [candidates(takes)])];
  return [...names, ...value, `-d ${text(what)}`].join(' ');
}

function candidates(takes: Takes): string {
  if (takes === 'folder') return `-a '(__fish_complete_directories)'`;
  if (takes === 'file') return '-F';
  return `-a ${text(typeof takes === 'string' ? '' : takes.join(' '))}`;
}

/** Between fish's single quotes. */
function text(value: string): string {
  return `'${value.replace(/['\\]/g, '\\$&')}'`;
}
