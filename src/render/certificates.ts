import data from '../../data/certificates.json' with { type: 'json' };
import files from '../generated/files.json' with { type: 'json' };
import type { ComposeFile } from '../model/compose.ts';
import { parseCommandLine } from '../parse/command-line.ts';
import { dockerInstructions, execForm, type Instruction } from '../parse/dockerfile.ts';
import { relativePath } from '../plan/compose/paths.ts';
import { quoteJson } from '../quote.ts';
import { isAbsolutePath } from '../repo/repo.ts';
import { renderTemplate } from './template.ts';

/** How a program is told of a certificate bundle. */
interface Tool {
  readonly programs: readonly string[];
  /** Variables that name the file. */
  readonly env?: readonly string[];
  /** Options that name the file, at the end of the last one. */
  readonly options?: readonly string[];
  /** Whether it is a Java program, which reads trust stores alone. */
  readonly isJava?: boolean;
  /** Whether it reads the file as a user that is not root. */
  readonly isForEveryone?: boolean;
}

const tools: readonly Tool[] = data.tools;
const FILE = data.file;
const BREAK = ' \\\n    ';

const MOUNT = '--mount=type=secret';

/** Where the program that makes a Java trust store stands; what a step writes there is in no layer. */
const STORE = '/trust-store';
const STORE_MOUNT = `--mount=type=bind,from=trust-store,source=${STORE},target=${STORE},rw`;

/** Programs that start what one of their arguments names. */
const LAUNCHERS = ['sh', 'bash', 'java', 'python', 'python3'];

/** Shell exec form: a command of a person that needs a shell. */
const SHELL = ['/bin/sh', '-c'];

/**
 * A Dockerfile whose steps trust the authorities of a bundle that the build is given as the secret `ca`: each step that
 * runs a program which downloads gets the mount and what that program is told by. The image holds nothing of it.
 */
export function trustBundle(text: string): string {
  const lines = text.split('\n');
  const steps = dockerInstructions(text)
    .map((step) => ({ ...step, tools: step.keyword === 'RUN' ? toolsOf(step) : [] }))
    .filter((step) => step.tools.length > 0);
  for (const step of steps.toReversed()) {
    const raw = lines.slice(step.line - 1, step.endLine).join('\n');
    lines.splice(step.line - 1, step.endLine - step.line + 1, trusting(raw, step));
  }
  const firstJava = steps.find((step) => step.tools.some(({ isJava }) => isJava));
  return firstJava === undefined ? lines.join('\n') : withTrustStore(lines.join('\n'), imageOf(text, firstJava.line));
}

/** Whether any step of a Dockerfile is given the bundle. */
export function mountsBundle(text: string): boolean {
  return text.includes(`${MOUNT},id=ca,`);
}

/** A compose file whose builds are given the bundle. */
export function withBundle(compose: ComposeFile, bundle: string): ComposeFile {
  const file = isAbsolutePath(bundle) ? bundle : relativePath(compose.dir, bundle);
  return {
    ...compose,
    secrets: [...compose.secrets, { name: 'ca', id: 'ca', file }],
    services: compose.services.map((service) =>
      service.kind === 'app'
        ? { ...service, image: { ...service.image, secrets: [...service.image.secrets, { name: 'ca' }] } }
        : service,
    ),
  };
}

function toolsOf({ text, exec, heredoc }: Instruction): readonly Tool[] {
  if (exec !== undefined && !isShell(exec)) return [];
  const programs = programsIn(exec?.[2] ?? `${text}\n${heredoc}`);
  return tools.filter((tool) => tool.programs.some((program) => programs.includes(program)));
}

function isShell(words: readonly string[]): boolean {
  return words.length === 3 && SHELL.every((word, index) => words[index] === word);
}

/** What is started by name in shell text. */
function programsIn(text: string): readonly string[] {
  const name = (word: string): string => word.replace(/[;|&)]+$/, '').replace(/^.*[/(]/, '');
  return text
    .split('\n')
    .flatMap((line) => parseCommandLine(line).commands)
    .flatMap(({ words }) =>
      LAUNCHERS.includes(name(words[0] ?? ''))
        ? words.map(name)
        : words.filter((_, index) => index === 0 || /[;|&({]$/.test(words[index - 1] ?? '')).map(name),
    );
}

/** A step with the mounts, and its command with what its programs are told by. */
function trusting(raw: string, step: Instruction & { readonly tools: readonly Tool[] }): string {
  const [, start = '', command = ''] = /^(RUN (?:--\S+\s+(?:\\\n\s*)?)*)([\s\S]*)$/i.exec(raw) ?? [];
  const mode = step.tools.some(({ isForEveryone }) => isForEveryone) ? ',mode=0444' : '';
  const isJava = step.tools.some((tool) => tool.isJava);
  const mounts = [`${MOUNT},id=ca,target=${FILE},required=true${mode}`, ...(isJava ? [STORE_MOUNT] : [])];
  const before = [
    ...(isJava ? [`java -cp ${STORE} TrustStore ${FILE} ${STORE}/store`] : []),
    ...exportOf(step.tools, isJava),
  ];
  const optioned = step.tools.reduce(
    (text, { programs, options }) =>
      options === undefined
        ? text
        : text.replace(new RegExp(`\\b(?:${programs.join('|')})(?= )`, 'g'), `$& ${options.join(' ')}${FILE}`),
    command,
  );
  const flags = start + mounts.map((mount) => mount + BREAK).join('');
  const exec = execForm(command);
  if (exec !== undefined) return flags + quoteJson([...SHELL, [...before, exec[2] ?? ''].join(' && ')]);
  if (step.heredoc !== '') return flags + optioned.replace('\n', `\n${before.map((line) => `${line}\n`).join('')}`);
  return flags + [...before, optioned].join(`${BREAK}&& `);
}

function exportOf(used: readonly Tool[], isJava: boolean): readonly string[] {
  const pairs = [
    ...used.flatMap(({ env = [] }) => env.map((name) => `${name}=${FILE}`)),
    ...(isJava ? [`JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=${STORE}/store`] : []),
  ];
  return pairs.length === 0 ? [] : [`export ${[...new Set(pairs)].join(' ')}`];
}

/** The image that the stage of a line goes back to. */
function imageOf(text: string, line: number): string {
  const stages = dockerInstructions(text)
    .filter(({ keyword }) => keyword === 'FROM')
    .map((from) => ({ line: from.line, words: from.text.split(' ') }));
  let stage = stages.findLast((each) => each.line < line);
  for (let depth = 0; depth < stages.length; depth += 1) {
    const parent = stages.find(({ words }) => words[2] === stage?.words[0]);
    if (parent === undefined) break;
    stage = parent;
  }
  return stage?.words[0] ?? '';
}

/** The stage that makes trust stores, above the first one. */
function withTrustStore(text: string, image: string): string {
  const stage = renderTemplate('trust-store', { image, text: files['TrustStore.java'] }).trim();
  return text.replace(/^(?:#(?! syntax=).*\n)*FROM /im, (first) => `${stage}\n\n${first}`);
}
