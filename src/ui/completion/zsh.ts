import { PROGRAM, quoted, type CompletedCommand, type CompletedOption, type Takes } from './model.ts';

/**
 * A script for zsh: to be sourced, or kept as `_create-dockerfile` in a folder of fpath.
 * @see https://zsh.sourceforge.io/Doc/Release/Completion-System.html#index-_005farguments
 */
export function zshCompletion(commands: readonly CompletedCommand[]): string {
  const [first, ...others] = commands;
  const cases = others.map(
    (command) => `    ${command.name})
      shift words
      ((CURRENT--))
      _arguments ${specs(command)}
      ;;`,
  );
  return `#compdef ${PROGRAM}
# zsh completion of ${PROGRAM}
_create_dockerfile_first() {
  local -a names=(
${others.map(({ name, what }) => `    ${quoted(`${name}:${what}`)}`).join('\n')}
  )
  _describe command names
  _directories
}

_create_dockerfile() {
  case "$words[2]" in
${cases.join('\n')}
    *)
      _arguments ${first === undefined ? '' : specs(first, '_create_dockerfile_first')}
      ;;
  esac
}

if [ "$funcstack[1]" = _create_dockerfile ] || [ "$funcstack[1]" = _create-dockerfile ]; then
  _create_dockerfile "$@"
else
  compdef _create_dockerfile ${PROGRAM}
fi
`;
}

function specs({ words, options }: CompletedCommand, firstWord?: string): string {
  const lines = [
    ...options.flatMap(optionSpecs),
    ...words.map(
      ({ what, takes }, index) => `${index + 1}:${what}:${(index === 0 ? firstWord : undefined) ?? action(takes)}`,
    ),
  ];
  return lines.map((spec) => `\\\n        ${quoted(spec)}`).join(' ');
}

function optionSpecs({ name, short, what, takes }: CompletedOption): readonly string[] {
  const about = `[${what.replace(/[\\[\]:]/g, '\\$&')}]`;
  const value = takes === undefined ? '' : `: :${action(takes)}`;
  return [name, ...(short === undefined ? [] : [short])].map(
    (each) => `${each}${takes === undefined ? '' : '='}${about}${value}`,
  );
}

function action(takes: Takes): string {
  if (takes === 'text') return ' ';
  if (takes === 'folder') return '_directories';
  return takes === 'file' ? '_files' : `(${takes.join(' ')})`;
}
