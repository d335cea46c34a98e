import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import data from '../data/certificates.json' with { type: 'json' };
import { toRequest } from '../src/commands/request.ts';
import { compile } from '../src/compile.ts';
import { isProblem } from '../src/model/problem.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { trustBundle } from '../src/render/certificates.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { run } from './support/cli.ts';
import { faultsOf, parseDockerfile } from './support/dockerfile.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const MOUNT = `--mount=type=secret,id=ca,target=${data.file},required=true`;
const BREAK = ' \\\n    ';
const BUNDLE = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
const APP = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' }, dependencies: { ms: '2' } }),
  'server.js': `require('http').createServer().listen(3000);\n`,
};

describe('a step', () => {
  test.each([
    ['RUN npm ci', `RUN ${MOUNT}${BREAK}export NODE_EXTRA_CA_CERTS=${data.file}${BREAK}&& npm ci`],
    [
      'RUN --mount=type=cache,target=/root/.npm \\\n    npm ci \\\n    && npm run x',
      `RUN --mount=type=cache,target=/root/.npm${BREAK}${MOUNT}${BREAK}export NODE_EXTRA_CA_CERTS=${data.file}${BREAK}&& npm ci \\\n    && npm run x`,
    ],
    [
      'RUN A=1 go build .',
      `RUN ${MOUNT}${BREAK}export SSL_CERT_FILE=${data.file} GIT_SSL_CAINFO=${data.file}${BREAK}&& A=1 go build .`,
    ],
    [
      'RUN python -m pip install x',
      `RUN ${MOUNT}${BREAK}export PIP_CERT=${data.file}${BREAK}&& python -m pip install x`,
    ],
    [
      'RUN apt-get update \\\n    && apt-get install -y --no-install-recommends git',
      `RUN ${MOUNT},mode=0444${BREAK}apt-get -o Acquire::https::CaInfo=${data.file} update \\\n    && apt-get -o Acquire::https::CaInfo=${data.file} install -y --no-install-recommends git`,
    ],
    [
      'RUN ["/bin/sh", "-c", "curl -O x | tar x"]',
      `RUN ${MOUNT}${BREAK}["/bin/sh", "-c", "export CURL_CA_BUNDLE=${data.file} && curl -O x | tar x"]`,
    ],
    ['RUN <<EOF\nnpm ci\nEOF', `RUN ${MOUNT}${BREAK}<<EOF\nexport NODE_EXTRA_CA_CERTS=${data.file}\nnpm ci\nEOF`],
  ])('%j', (step, expected) => {
    expect(trustBundle(`FROM x AS base\n${step}\n`)).toBe(`FROM x AS base\n${expected}\n`);
  });

  test.each([
    'RUN mkdir go && cp npm /bin',
    'RUN echo "npm ci"',
    'COPY npm go',
    'RUN ["npm", "ci"]',
    'CMD ["npm", "start"]',
  ])('%j downloads nothing that could be told', (step) => {
    const text = `FROM x AS base\n${step}\n`;
    expect(trustBundle(text)).toBe(text);
  });

  test.each(['./mvnw -B package', 'sh gradlew jar', 'java -cp .mvn/wrapper/maven-wrapper.jar Main'])(
    '%s gets a trust store, made in a stage on the image that runs it',
    (command) => {
      const text = trustBundle(`# Why.\nFROM jdk:21 AS base\nFROM base AS build\nRUN ${command}\n`);
      expect(text).toMatch(
        /^# Java reads no PEM.*\nFROM jdk:21 AS trust-store\n[\s\S]*\n\n# Why\.\nFROM jdk:21 AS base\n/,
      );
      expect(text).toContain(
        `&& export JAVA_TOOL_OPTIONS=-Djavax.net.ssl.trustStore=/trust-store/store${BREAK}&& ${command}`,
      );
      expect(text).toContain('--mount=type=bind,from=trust-store,source=/trust-store,target=/trust-store,rw');
    },
  );
});

describe.each(exampleNames())('%s', (name) => {
  const example = readExample(name);
  const spec = { ...example.spec, options: { ...example.spec.options, ca: '/etc/acme.pem' } };
  const [dockerfile, , compose] = compileExample({ ...example, spec }).files.map(({ text }) => text);

  test('with a bundle is sound; each step that installs has it, and no image names it', () => {
    const text = dockerfile ?? '';
    expect(faultsOf(text)).toEqual([]);
    const mounts = text.split(MOUNT).length - 1;
    expect(mounts > 0).toBe(parseDockerfile(text).keywords.includes('RUN'));
    expect(compose === undefined || compose.includes('    file: "/etc/acme.pem"\n') === mounts > 0).toBe(true);
    expect(text).not.toContain('acme.pem');
    expect(text.replace(/\\\n/g, '')).not.toMatch(/^(?:ENV|ARG|COPY|LABEL).*(?:secrets\/ca|CA_CERTS|CERT_FILE)/m);
    for (const step of text.match(/^RUN (?:.*\\\n)*.*$/gm) ?? [])
      if (/(?:^|\s)(?:npm ci|pnpm install|pip --python|uv sync|go mod|mvn|gradle) /.test(step))
        expect(step).toContain(MOUNT);
  });

  test('names no proxy: those are BuildKit’s own build arguments', () => {
    expect([dockerfile, compose].join('\n')).not.toMatch(/(?:https?|no|all|ftp)_proxy/i);
  });
});

test('proxies of the environment are never written', () => {
  const proxies = { HTTP_PROXY: 'http://proxy.example:3128', https_proxy: 'http://proxy.example:3128', NO_PROXY: 'x' };
  const [with_, without] = [folderOf(APP), folderOf(APP)];
  expect(run(with_, ['--yes'], proxies).code).toBe(0);
  expect(run(without, ['--yes']).code).toBe(0);
  expect(filesIn(with_)).toEqual(filesIn(without));
});

describe('FILE', () => {
  test('below the root is kept as seen from there, stays out of the context, and is in the build command', () => {
    const root = folderOf({ ...APP, 'certs/acme.crt': BUNDLE });
    const { code, stderr } = run(join(root, 'certs'), ['..', '--yes', '--save', '--ca', 'acme.crt']);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stderr).toContain('--secret id=ca,src=acme.crt');
    const files = filesIn(root);
    expect(JSON.parse(files['.create-dockerfile.json'] ?? '')).toMatchObject({ ca: 'certs/acme.crt' });
    expect(files['compose.yaml']).toContain('\nsecrets:\n  ca:\n    file: "certs/acme.crt"\n');
    expect(files['.dockerignore']).toContain('\ncerts/acme.crt\n');
    expect(run(root, ['--dry-run', '--exit-code']).code).toBe(0);
  });

  test('elsewhere is absolute; one that is not here is a warning', () => {
    const [root, outside] = [folderOf(APP), folderOf({ 'ca.pem': BUNDLE })];
    expect(run(root, ['--yes', '--ca', join(outside, 'ca.pem')]).code).toBe(0);
    expect(readFileSync(join(root, 'compose.yaml'), 'utf8')).toContain(JSON.stringify(join(outside, 'ca.pem')));
    const { code, stderr } = run(root, ['--dry-run', '--ca', '/nowhere/ca.pem']);
    expect(code).toBe(0);
    expect(stderr).toContain('warning: /nowhere/ca.pem, which --ca names, cannot be read here');
  });

  test.each([
    ['-----BEGIN PRIVATE KEY-----\nAA\n', 'holds a private key'],
    ['\u0030\u0082', 'holds no certificate in PEM form'],
  ])('that holds %j is refused', (text, message) => {
    const root = folderOf({ ...APP, 'ca.pem': text });
    const { code, stderr } = run(root, ['--yes', '--ca', 'ca.pem']);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(filesIn(root)).not.toHaveProperty('Dockerfile');
  });

  test.each(['a,src=/etc/shadow', 'a"b', 'a\nb', ''])('%j is none', (ca) => {
    expect(isProblem(toRequest('create', { _: [], $0: '', ca }))).toBe(true);
  });

  test('hostile, it stays one text of compose.yaml', () => {
    const ca = '/x: y\'$HOME # "z';
    const { files } = compile(memoryRepo(APP), '', { ...defaultOptions, ca });
    expect(files[2]?.text).toContain(`    file: ${JSON.stringify(ca).replace('$', '$$$$')}\n`);
  });
});
