import { secretKindOf } from '../plan/secret-files.ts';
import type { ImageLayer } from './image.ts';

/** Something that nobody else may have, and where it stands. */
export interface FoundSecret {
  readonly what: string;
  readonly path: string;
  /** The instruction that brought it. */
  readonly by: string;
}

/** What the content of a file says. */
const CONTENTS: readonly { readonly pattern: RegExp; readonly what: string }[] = [
  { pattern: /^-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----\r?\n/m, what: 'a private key' },
  { pattern: /^\s*\/\/[^\s=]+:_(?:authToken|auth|password)\s*=\s*[^\s$]/m, what: 'a registry token' },
  { pattern: /\bAKIA[0-9A-Z]{16}\b/, what: 'an access key of AWS' },
  { pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60,})\b/, what: 'a token of GitHub' },
  { pattern: /\bnpm_[A-Za-z0-9]{36}\b/, what: 'a token of npm' },
  { pattern: /\bglpat-[A-Za-z0-9_-]{20}\b/, what: 'a token of GitLab' },
  { pattern: /\bsk_live_[A-Za-z0-9]{24,}\b/, what: 'a key of Stripe' },
  { pattern: /"type":\s*"service_account"[\s\S]*"private_key":/, what: 'a key of a Google service account' },
];

/** What the world has anyway: packages of registries and of distributions, with the keys of their tests. */
const PUBLIC =
  /(^|\/)(node_modules|site-packages|dist-packages|vendor|testdata|fixtures|__tests__|tests?)\/|^(usr\/(?!src\/)|lib\/|etc\/(ssl|ca-certificates|pki)\/|var\/lib\/|opt\/(java|yarn)|go\/pkg\/|root\/(\.m2|\.cache)\/)/;
/** What development dependencies are read from. */
const PACKAGE = /(^|\/)node_modules\/(@[^/]+\/)?[^/]+\/package\.json$|\.dist-info\/METADATA$/;

/** Whether the content of a file has to be known. */
export function isWorthReading(path: string): boolean {
  return PACKAGE.test(path) || !PUBLIC.test(path);
}

/** Secrets in any layer, also one that a later layer removed: whoever has the image has all of them. */
export function secretsIn(layers: readonly ImageLayer[]): readonly FoundSecret[] {
  return layers.flatMap(({ files, createdBy }) =>
    files.flatMap(({ path, size, isLink, text }) => {
      if (isLink || size === 0 || PUBLIC.test(path)) return [];
      // A name of a variable stands for its value: `${NPM_TOKEN}` is no token.
      const byName = secretKindOf(path, () => text?.replace(/^.*\$\{.*$/gm, ''), 'finding');
      const what = byName ?? CONTENTS.find(({ pattern }) => text !== undefined && pattern.test(text))?.what;
      return what === undefined ? [] : [{ what, path, by: createdBy }];
    }),
  );
}

/** Names of variables whose values nobody else may know. */
const SECRET_NAME = /(^|_)(KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?)$/i;
/** Names that end like a secret and are none. */
const HARMLESS = /PUBLIC|PUBLISHABLE|^GPG_KEY$|_VERSION|_GPG_|KEY_ID$|SSL_CERT/i;

/**
 * Variables of the image and build arguments in its history that hold a secret's value.
 * @param env `NAME=value` pairs.
 * @param history what the engine says of each instruction.
 */
export function secretVariables(env: readonly string[], history: readonly string[]): readonly string[] {
  const built = history.flatMap((line) =>
    /^(?:RUN )?\|\d+ /.test(line) ? [...line.matchAll(/(?<=\s)(\w+=[^\s=]+)(?=\s)/g)].map(([pair]) => pair) : [],
  );
  const names = [...env, ...built].flatMap((pair) => {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    return value !== '' && SECRET_NAME.test(name) && !HARMLESS.test(name) ? [name] : [];
  });
  return [...new Set(names)];
}
