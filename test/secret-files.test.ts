import { describe, expect, test } from '@jest/globals';
import oracleModule from '@balena/dockerignore';
import fc from 'fast-check';
import { copyOf, mountsOf, stepsOf } from '../src/check/steps.ts';
import { isProblem } from '../src/model/problem.ts';
import { parseDockerfile } from '../src/parse/docker-stages.ts';
import { join } from '../src/repo/repo.ts';
import { dockerIgnore } from '../src/parse/docker-ignore.ts';
import { isSecretFile, planSecrets, secretKinds } from '../src/plan/secret-files.ts';
import { planIgnore } from '../src/plan/ignore.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';

// A CommonJS module whose types promise a default export of its own.
const oracle = oracleModule as unknown as typeof oracleModule.default;

const NAMES = secretKinds.flatMap(({ names }) => names);
const KEY = '-----BEGIN PRIVATE KEY-----\nMC4CAQ\n';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';

/** As Docker reads them: a path is out where it, or a folder above it, is out. */
function byDocker(patterns: readonly string[]): (path: string) => boolean {
  const rules = oracle({ ignorecase: false }).add([...patterns]);
  return (path) => rules.ignores(path);
}

function planned(files: Readonly<Record<string, string>>, reads: readonly string[] = []) {
  const repo = memoryRepo(files);
  const secrets = planSecrets(repo, reads);
  const patterns = planIgnore(repo, [], reads, secrets).flatMap((section) => section.patterns);
  return { ignores: dockerIgnore(patterns), patterns, problems: secrets.problems };
}

describe('the table of secret files', () => {
  test.each(secretKinds.map((kind) => [kind.kind, kind] as const))(
    '%s: each pattern has a name, each name a pattern',
    (_kind, kind) => {
      for (const name of kind.names) expect(dockerIgnore(kind.patterns)(name)).toBe(true);
      for (const pattern of kind.patterns.filter((each) => !each.startsWith('!')))
        expect([pattern, kind.names.some(dockerIgnore([pattern]))]).toEqual([pattern, true]);
    },
  );

  test('is short enough to be read', () => {
    expect(secretKinds.flatMap(({ patterns }) => patterns).length).toBeLessThan(75);
  });

  test('names nothing that code is usually called', () => {
    const usual = ['src/auth.json', 'locales/en/auth.json', 'src/secrets/index.ts', 'src/keys.ts', 'environment.ts'];
    const others = [
      'public/key.svg',
      '.env.example',
      '.env.local.example',
      'db/schema.sql',
      'app/credentials/store.go',
    ];
    expect([...usual, ...others].filter(planned({}).ignores)).toEqual([]);
  });
});

describe('what a tracked file holds', () => {
  test.each([
    ['a certificate', 'certs/ca.pem', CERTIFICATE, false],
    ['a certificate with its key', 'certs/both.pem', CERTIFICATE + KEY, true],
    ['a key', 'certs/server.key', KEY, true],
    ['a key in bytes', 'certs/server.key', '0\x82\x04\x00', true],
    ['settings of npm', 'apps/web/.npmrc', 'save-exact=true\n', false],
    ['a token of npm', '.npmrc', '//registry.example.com/:_authToken=abc\n', true],
    ['an index of pip with a password', 'pip.conf', '[global]\nindex-url = https://me:word@pip.example.com/\n', true],
    ['translations', 'locales/en/credentials.json', '{ "title": "Your access" }', false],
    ['a service account', 'service-account.json', '{ "private_key": "x" }', true],
    ['code', 'tools/id_rsa_rotate.py', 'print()', false],
    ['a package of code', 'pkg/kubeconfig/load.go', 'package kubeconfig', false],
  ])('%s', (_what, path, text, isSecret) => {
    expect(planned({ [path]: text }).ignores(path)).toBe(isSecret);
    expect(isSecretFile(memoryRepo({ [path]: text }), path)).toBe(isSecret);
  });

  test('a secret that the build reads is let in, and said', () => {
    const { ignores, problems } = planned({ 'keys/sign.pem': KEY }, ['keys/sign.pem']);
    expect(ignores('keys/sign.pem')).toBe(false);
    expect(problems.map(({ id }) => id)).toEqual(['secret-is-read']);
  });

  test('a secret that the code names stays out, and is said with the line', () => {
    const files = { 'certs/server.key': KEY, 'src/index.js': "// tls\nread('../certs/server.key')\n" };
    const { ignores, problems } = planned(files);
    expect(ignores('certs/server.key')).toBe(true);
    expect(problems).toMatchObject([{ id: 'secret-left-out', where: { file: 'src/index.js', line: 2 } }]);
    expect(planned({ ...files, 'src/index.js': "read('my-server.keys')" }).problems).toEqual([]);
    expect(planned({ ...files, 'src/index.js': '', 'test/a.js': "read('server.key')" }).problems).toEqual([]);
  });
});

// The other reader takes the separator of the system that it runs on.
(process.platform === 'win32' ? describe.skip : describe)(
  'over all examples, read by another reader of the patterns',
  () => {
    const examples = exampleNames().flatMap((name) => {
      const example = readExample(name);
      const { plan, files } = compileExample(example);
      return plan.images.map((image) => ({
        name,
        taken: sourcesOf(files[0]?.text ?? ''),
        tracked: Object.keys(example.files)
          .filter((path) => path.startsWith(image.context === '' ? '' : `${image.context}/`))
          .map((path) => path.slice(image.context === '' ? 0 : image.context.length + 1)),
        ignores: byDocker(image.ignore.flatMap((section) => section.patterns)),
      }));
    });

    test.each(examples)('$name: no secret of any kind enters, wherever it lies', ({ tracked, ignores }) => {
      const folders = new Set(['', 'any', 'any/deep/folder', ...tracked.flatMap(foldersOf)]);
      const planted = [...folders].flatMap((folder) => NAMES.map((name) => join(folder, name)));
      expect(planted.filter((path) => !tracked.includes(path) && !ignores(path))).toEqual([]);
    });

    test.each(examples)('$name: what the Dockerfile takes by name enters', ({ tracked, ignores, taken }) => {
      expect(taken.filter((source) => tracked.includes(source) && ignores(source))).toEqual([]);
      expect(
        tracked.filter((path) => path.startsWith('src/') && /\.(tsx?|jsx?|java|py|go)$/.test(path)).filter(ignores),
      ).toEqual([]);
    });

    test('wherever it lies: folders of any names', () => {
      const part = fc.stringMatching(/^[\w.@ -]{1,12}$/).filter((text) => text.trim() === text && !/^\.+$/.test(text));
      const folder = fc.array(fc.oneof(part, fc.constantFrom('src', 'apps', 'node_modules', '.config', 'vendor')), {
        maxLength: 5,
      });
      const property = fc.property(
        fc.constantFrom(...examples),
        folder,
        fc.constantFrom(...NAMES),
        (example, parts, name) => {
          expect(example.ignores([...parts, name].join('/'))).toBe(true);
        },
      );
      fc.assert(property, { seed: 1, numRuns: 2000 });
    });
  },
);

/** What COPY and bind mounts take from the context by name. */
function sourcesOf(dockerfile: string): readonly string[] {
  const parsed = parseDockerfile(dockerfile, 'Dockerfile');
  if (isProblem(parsed)) return [];
  return parsed.stages.flatMap(stepsOf).flatMap((step) => {
    const copy = copyOf(step);
    if (copy === undefined) return mountsOf(step);
    return copy.from === undefined ? copy.sources.filter((source) => source !== '') : [];
  });
}

function foldersOf(path: string): readonly string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
