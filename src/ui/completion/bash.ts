import { PROGRAM, quoted, type CompletedCommand, type Takes } from './model.ts';

/**
 * A script for bash 3.2 (macOS) and newer.
 * @see https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */
export function bashCompletion(commands: readonly CompletedCommand[]): string {
  const [first, ...others] = commands;
  const names = others.map(({ name }) => name);
  const options = new Map(commands.flatMap((command) => command.options.map((option) => [option.name, option])));
  const values = [...options.values()].flatMap(({ name, takes }) =>
    takes === undefined ? [] : [`    ${name}) ${replies(takes)}; return ;;`],
  );
  const valued = [...options.values()].flatMap(({ name, takes }) => (takes === undefined ? [] : [name]));
  const switches = commands.map(
    ({ name, options: own }) =>
      `    ${name === first?.name ? '*' : name}) options=${quoted(own.map((each) => each.name).join(' '))} ;;`,
  );
  const words = others.flatMap((command) =>
    command.words.map(({ takes }, index) => `    ${command.name}:${index + 1}) ${replies(takes)} ;;`),
  );
  return `# bash completion of ${PROGRAM}
_create_dockerfile_reply() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen "$@" -- "$current"))
}

_create_dockerfile() {
  local current="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD - 1]}" options index=1 place=0
  COMPREPLY=()
  if [ "$current" = = ]; then
    current=
  elif [ "$before" = = ]; then
    before="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  case "$before" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${[...switches.slice(1), ...switches.slice(0, 1)].join('\n')}
  esac
  case "$current" in
    -*) _create_dockerfile_reply -W "\${options// /$'\\n'}"; return ;;
  esac
  for ((; index < COMP_CWORD; index++)); do
    case "\${COMP_WORDS[index]}" in
      ${valued.join(' | ')}) [ "\${COMP_WORDS[index + 1]}" = = ] && ((index++)); ((index++)) ;;
      -*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  case "\${COMP_WORDS[1]}:$place" in
${words.join('\n')}
    *:0)
      compopt -o filenames 2>/dev/null
      _create_dockerfile_reply -d
      local folders=("\${COMPREPLY[@]}")
      _create_dockerfile_reply -W $'${names.join('\\n')}'
      COMPREPLY+=("\${folders[@]}")
      ;;
  esac
}
complete -F _create_dockerfile ${PROGRAM}
`;
}

function replies(takes: Takes): string {
  if (takes === 'text') return ':';
  if (takes === 'folder') return 'compopt -o filenames 2>/dev/null; _create_dockerfile_reply -d';
  if (takes === 'file') return 'compopt -o filenames 2>/dev/null; _create_dockerfile_reply -f';
  return `_create_dockerfile_reply -W $'${takes.join('\\n')}'`;
}
