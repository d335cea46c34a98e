import { PLAIN_VALUE, type Assignment, type Copy, type EnvPair, type Mount } from '../model/plan.ts';
import {
  copyArguments,
  imageReference,
  optionPath,
  quoteEnv,
  quoteInterpolated,
  quoteHcl,
  quoteJson,
  quoteName,
  quoteWord,
  quoteWorkflow,
  quoteYaml,
  UnquotableError,
} from '../quote.ts';

/** The line break of a long instruction, with its indent. */
const BREAK = ' \\\n    ';
/** A line that is longer than this is broken where it can be, the break not counted. */
const WIDTH = 116;

/**
 * The only ways by which a value reaches a template's text: each one quotes for where the value stands.
 * Their last argument is Handlebars' own.
 */
export const helpers = {
  /** One shell word or a stage name. */
  word: (value: string): string => quoteWord(value),
  /** An argv as shell text. */
  command: (words: readonly string[]): string => words.map(quoteWord).join(' '),
  /** Several argvs, joined by && on lines of their own. */
  commands: (list: readonly (readonly string[])[]): string =>
    list.map((words) => words.map(quoteWord).join(' ')).join(`${BREAK}&& `),
  /** Arguments of one command, a line for each list. */
  argumentLines: (lines: readonly (readonly string[])[]): string =>
    lines.map((words) => words.map(quoteWord).join(' ')).join(BREAK),
  /** One shell word in which `*` alone stands for any text. */
  glob: (value: string): string =>
    value
      .split('*')
      .map((part) => (part === '' ? '' : quoteWord(part)))
      .join('*'),
  /** Our own shell texts, joined by && on lines of their own. */
  script: (texts: readonly string[]): string => texts.join(`${BREAK}&& `),
  /** Exec form. */
  json: (values: readonly string[]): string => quoteJson(values),
  /** ENV pairs, one a line. */
  env: (pairs: readonly EnvPair[]): string =>
    pairs.map(({ name, value }) => `${quoteName(name)}=${quoteEnv(value)}`).join(BREAK),
  /** LABEL pairs, one a line. */
  labels: (pairs: readonly EnvPair[]): string =>
    pairs.map(({ name, value }) => `${checked(name, /^[A-Za-z0-9][\w./-]*$/)}=${quoteEnv(value)}`).join(BREAK),
  /** Assignments in front of a command; a default is taken where the variable is not given. */
  assignments: (pairs: readonly Assignment[]): string =>
    pairs
      .map(({ name, value, isDefault }) =>
        isDefault === true
          ? `${quoteName(name)}="\${${name}:-${checked(value, PLAIN_VALUE)}}"${BREAK}`
          : `${quoteName(name)}=${quoteWord(value)} `,
      )
      .join(''),
  envValue: (value: string): string => quoteEnv(value),
  name: (value: string): string => quoteName(value),
  /** The path of a WORKDIR, which takes no JSON form. */
  path: (value: string): string => quoteEnv(value),
  /** Options of Go's linker inside double quotes; a variable whose build argument is not given keeps what the code says. */
  linkVariables: (variables: readonly { readonly name: string; readonly argument: string }[]): string =>
    variables
      .map(({ name, argument }) => `\${${quoteName(argument)}:+ -X ${checked(name, /^[\w./-]+$/)}=$${argument}}`)
      .join(''),
  /** A path or paths as arguments of COPY. */
  copy: (paths: string | readonly string[]): string =>
    copyArguments(typeof paths === 'string' ? [paths] : paths).join(' '),
  copyLine: (copy: Copy): string => copyLine(copy),
  /** The COPY that lays manifests into the working directory, each in its folder. */
  copyManifests: (paths: readonly string[]): string => copyLine({ parents: true, sources: paths, target: './' }),
  /** RUN --mount options, one a line, ending where the command begins. */
  mounts: (mounts: readonly Mount[]): string => mounts.map((mount) => `${mountOption(mount)}${BREAK}`).join(''),
  image: (value: string): string => imageReference(value),
  port: (value: number): string => number(value),
  /** Numeric uid:gid. */
  user: (value: string): string => checked(value, /^\d+:\d+$/),
  /** What a `location` of nginx names: a path, or a quoted pattern of ours. */
  location: (value: string): string => checked(value, /^\/[\w./~-]*$|^~ "[^"\s;]+"$/),
  yaml: (value: string): string => quoteYaml(value),
  /** The path of an .env file: plain where nothing in it means more to YAML. */
  envFile: (path: string): string => (/^(?:[A-Za-z][\w-]*\/)*\.env$/.test(path) ? path : quoteYaml(path)),
  /** Texts of ours alone: what stands between braces is left to compose. */
  interpolated: (value: string): string => quoteInterpolated(value),
  /** An argv in YAML's flow form. */
  yamlList: (values: readonly string[]): string => `[${values.map(quoteYaml).join(', ')}]`,
  /** A scalar of a workflow, in which no expression is evaluated. */
  workflow: (value: string): string => quoteWorkflow(value),
  /** A pinned action, with its version as a comment. */
  action: (value: string): string => checked(value, /^[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d[\w.]*$/),
  /** A path in an option that has no quoting of its own. */
  option: (path: string): string => optionPath(path),
  hcl: (value: string): string => quoteHcl(value),
  hclList: (values: readonly string[]): string => `[${values.map(quoteHcl).join(', ')}]`,
  /** The name of a target of a bake file. */
  bakeName: (value: string): string => checked(value, /^[A-Za-z0-9_-]+$/),
  /** The name of an image, without registry and tag. */
  imageName: (value: string): string => checked(value, /^[a-z0-9]+(?:-[a-z0-9]+)*$/),
  serviceName: (value: string): string => checked(value, /^[a-z0-9][a-z0-9_-]*$/),
  secretName: (value: string): string => checked(value, /^[A-Za-z_][\w-]*$/),
  /** Text of a comment: one line, whatever it holds. */
  comment: (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim(),
  /** Lines that stand as they are: our own files, and patterns that were quoted before. */
  lines: (value: string): string => value.replace(/\n$/, ''),
};

function copyLine({ from, sources, target, chown, parents, glob, exclude }: Copy): string {
  const options = [
    ...(from === undefined ? [] : [`--from=${optionPath(from)}`]),
    ...(chown === undefined ? [] : [`--chown=${checked(chown, /^\d+:\d+$/)}`]),
    ...(parents ? ['--parents'] : []),
    ...(exclude ?? []).map((pattern) => `--exclude=${checked(pattern, /^[\w@%+./*-]+$/)}`),
  ];
  const paths = [...sources, target];
  const isPattern = glob === true && paths.every((path) => /^[\w@%+=:,./*-]+$/.test(path));
  return folded(['COPY', ...options, ...(isPattern ? paths : copyArguments(paths))]);
}

/** Words of an instruction, on as many lines as it takes. */
function folded(words: readonly string[]): string {
  const lines: string[] = [];
  for (const word of words) {
    const line = lines.at(-1);
    const longer = `${line ?? ''} ${word}`;
    if (line === undefined || longer.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.join(BREAK);
}

function mountOption(mount: Mount): string {
  switch (mount.type) {
    case 'bind':
      return `--mount=type=bind,source=${optionPath(mount.source)},target=${optionPath(mount.target)}`;
    case 'cache':
      return `--mount=type=cache,target=${optionPath(mount.target)}${mount.sharing ? `,sharing=${mount.sharing}` : ''}`;
    case 'secret-env':
      return `--mount=type=secret,id=${quoteName(mount.id)},env=${quoteName(mount.env)}`;
    case 'secret':
      return `--mount=type=secret,id=${optionPath(mount.id)},target=${optionPath(mount.target)}`;
  }
}

function number(value: number): string {
  if (!Number.isInteger(value)) throw new UnquotableError(String(value));
  return String(value);
}

function checked(value: string, form: RegExp): string {
  if (!form.test(value)) throw new UnquotableError(value);
  return value;
}
