import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { completion } from '../src/commands/completion.ts';
import { SHELLS, type Shell } from '../src/commands/commands.ts';
import { flagsOf } from '../src/commands/flags.ts';
import { run } from './support/cli.ts';
import { folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);
jest.setTimeout(60_000);

function scriptOf(shell: Shell): string {
  let script = '';
  const refuse = (): void => undefined;
  completion(
    { shell },
    {
      interactive: false,
      columns: 80,
      style: (_format, text) => text,
      say: refuse,
      progress: refuse,
      print: (text) => (script += `${text}\n`),
    },
  );
  return script;
}

const home = folderOf({});
const root = folderOf({ 'apps/web/x': '', 'my folder/x': '', file: '' });
for (const shell of SHELLS) writeFileSync(join(root, `script.${shell}`), scriptOf(shell));
mkdirSync(join(root, 'zsh'));
writeFileSync(join(root, 'zsh/_create-dockerfile'), scriptOf('zsh'));

/** How each shell is asked what it would complete the last word of a command line to, one candidate a line. */
const ASK: Readonly<Record<Shell, (words: readonly string[]) => readonly string[]>> = {
  bash: (words) => [
    '--norc',
    '-c',
    `source ./script.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _create_dockerfile; printf '%s\\n' "\${COMPREPLY[@]}"`,
    'bash',
    ...words.flatMap((word) => word.split(/(?<==)|(?==)/)),
  ],
  // Its completion lives in the line editor: a terminal inside of it types the line and lists what is offered.
  zsh: (words) => [
    '-f',
    '-c',
    `zmodload zsh/zpty
zpty shell zsh -f -i
see() { REPLY=; while [[ $REPLY != *$1* ]] && zpty -r shell line; do REPLY+=$line; done }
zpty -w shell "PS1=; PROMPT_EOL_MARK=; stty columns 300; fpath=($PWD/zsh $fpath); autoload -U compinit; compinit -u -D; LISTMAX=1000; ask() { zle list-choices; zle -R; zle -I; print EN''D }; zle -N ask; bindkey '^I' ask; print REA''DY"
see READY
zpty -w -n shell "$1"$'\\t'
see END
print -r -- "$REPLY"
zpty -d shell`,
    'zsh',
    words.join(' '),
  ],
  fish: (words) => ['--no-config', '-c', `source ./script.fish; complete -C '${words.join(' ')}'`],
};

/** What stands between two words on a screen: spaces, and moves of the cursor. */
const CONTROLS = /(?:\s|\u001B\[[\d;?]*[A-Za-z])+/;

function candidates(shell: Shell, ...words: readonly string[]): readonly string[] {
  const { stdout, status, stderr } = spawnSync(shell, ASK[shell](['create-dockerfile', ...words]), {
    cwd: root,
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, TERM: 'xterm', HOME: home },
  });
  expect({ status, stderr: shell === 'zsh' ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  const found = shell === 'zsh' ? stdout.split(CONTROLS) : stdout.split('\n').map((line) => line.split('\t')[0] ?? '');
  return found.map((word) => word.replace(/\/$/, '')).filter((word) => word !== '');
}

describe.each(SHELLS)('%s', (shell) => {
  const isThere = spawnSync(shell, ['-c', 'exit']).status === 0;
  const check = isThere ? test : test.skip;

  check('offers the options of a command, and no others', () => {
    const offered = candidates(shell, '--');
    for (const { name } of flagsOf('create')) expect(offered).toContain(`--${name}`);
    expect(offered).not.toContain('--sarif');
    expect(candidates(shell, 'check', '--')).toEqual(expect.arrayContaining(['--sarif', '--app']));
    expect(candidates(shell, 'check', '--')).not.toContain('--port');
  });

  check.each([
    [['--bas'], ['--base']],
    [['--base', 'al'], ['alpine']],
    [['--preset', 'next-e'], ['next-export']],
    [['presets', 'e'], ['eject']],
    [['presets', 'show', 'spring'], ['spring-boot']],
    [['completion', 'fi'], ['fish']],
    [['exp'], ['explain']],
    [['app'], ['apps']],
    [['--base', 'slim', 'apps/w'], ['apps/web']],
    [['--presets-from', 'app'], ['apps']],
    [['explain', 'apps/w'], ['apps/web']],
  ])('%j can go on with %j', (words, expected) => {
    const offered = candidates(shell, ...words);
    if (shell === 'zsh') expect(offered).toEqual(expect.arrayContaining([expected[0]?.split('/').at(-1)]));
    else expect(offered).toEqual(expected);
  });

  check('a value after = too', () => {
    const offered = candidates(shell, '--base=sl');
    expect(offered.some((word) => /^(--base=)?slim$/.test(word))).toBe(true);
  });
});

test('bash: a folder with a space is one word, after names of commands', () => {
  expect(candidates('bash', '')).toEqual(expect.arrayContaining(['check', 'completion', 'apps', 'my folder']));
});

test('the program prints the script; a shell that it does not know is wrong usage', () => {
  expect(run('.', ['completion', 'bash'])).toEqual({ code: 0, stdout: scriptOf('bash'), stderr: '' });
  expect(run('.', ['completion', 'tcsh']).code).toBe(2);
  expect(run('.', ['completion']).stderr).toContain('It takes: bash, zsh, fish.');
});
