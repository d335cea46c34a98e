import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readImage } from '../src/import/read.ts';
import { isProblem } from '../src/model/problem.ts';
import { run } from './support/cli.ts';
import { faultsOf } from './support/dockerfile.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const APP = {
  'package.json': JSON.stringify({
    name: 'app',
    scripts: { start: 'node server.js', migrate: 'node migrate.js', build: 'tsc -p .' },
    devDependencies: { typescript: '5' },
  }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
  'migrate.js': '',
  'fonts/a.ttf': 'x',
};
const OLD = `# An old one.
ARG NODE_VERSION=22
FROM node:\${NODE_VERSION}-alpine AS build
WORKDIR /srv
COPY . .
RUN npm ci && npm run build
RUN wget https://example.com/model.bin

FROM node:\${NODE_VERSION}-alpine
WORKDIR /srv
ENV NODE_ENV=production \\
    LOG_LEVEL="de bug" \\
    API_TOKEN=abc \\
    DATABASE_URL=postgres://u:p@db/x \\
    ROOT=/srv/data \\
    NPM_CONFIG_LOGLEVEL=warn
LABEL maintainer="a@b.c" org.opencontainers.image.version=\${VERSION}
RUN apk add --no-cache ffmpeg=6 curl gcc odd-thing
COPY --from=build /srv/dist ./dist
COPY fonts /usr/share/fonts/
COPY nginx.conf /etc/nginx/nginx.conf
HEALTHCHECK CMD curl -f http://localhost:3000/ || exit 1
EXPOSE 3000
CMD npm run migrate && npm start
`;

function git(root: string, ...args: string[]): void {
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b.c', ...args], { cwd: root, stdio: 'ignore' });
}

function imported(files: Readonly<Record<string, string>>, args: readonly string[] = []) {
  const root = folderOf(files);
  const outcome = run(root, ['--import', '--yes', ...args]);
  return { root, ...outcome, files: filesIn(root) };
}

describe('an old Dockerfile', () => {
  const { root, code, stderr, files } = imported({ ...APP, Dockerfile: OLD, '.dockerignore': 'fixtures\n' });
  const config = JSON.parse(files['.create-dockerfile.json'] ?? '{}') as Record<string, unknown>;

  test('is replaced, and kept where git cannot restore it', () => {
    expect(code).toBe(0);
    expect(files['Dockerfile.orig']).toBe(OLD);
    expect(files['Dockerfile']).toContain('FROM node:22-trixie');
    expect(faultsOf(files['Dockerfile'] ?? '')).toEqual([]);
  });

  test('adds what nothing else says to the configuration, without secrets', () => {
    expect(config).toMatchObject({
      env: { LOG_LEVEL: 'de bug' },
      labels: { maintainer: 'a@b.c' },
      packages: ['ffmpeg'],
      copies: [{ source: 'fonts', target: '/usr/share/fonts/' }],
      start: 'node migrate.js && node server.js',
    });
    expect(Object.keys(config['env'] as object)).toEqual(['LOG_LEVEL']);
    for (const name of ['API_TOKEN', 'DATABASE_URL'])
      expect(stderr).toContain(`sets ${name}, which an image shows to everyone`);
    for (const secret of ['abc', 'postgres://u:p']) {
      expect(files['Dockerfile']).not.toContain(secret);
      expect(files['.create-dockerfile.json']).not.toContain(secret);
    }
    expect(files['Dockerfile']).toContain('LOG_LEVEL="de bug"');
    expect(files['Dockerfile']).toContain('ffmpeg');
  });

  test('is compared before it is replaced: each thing with its reason', () => {
    const text = stderr.replace(/\s+/g, ' ');
    for (const row of [
      'runs on node:22-alpine → node:22-trixie-slim',
      'user root → 1000:1000',
      'package curl of Alpine → left out line 18: the health check asks with what the image has',
      'package odd-thing of Alpine → left out',
      'variable NPM_CONFIG_LOGLEVEL warn → left out',
      'variable ROOT /srv/data → left out',
      'label org.opencontainers.image.version ${VERSION} → left out',
      'step wget https://example.com/model.bin → left out',
      'starts npm run migrate && npm start → sh -c node migrate.js && exec node server.js',
    ])
      expect(text).toContain(row);
    expect(stderr.indexOf('runs on')).toBeLessThan(stderr.indexOf('Wrote'));
  });

  test('is not needed again: later runs, and another import, change nothing', () => {
    expect(run(root, ['--dry-run', '--exit-code'])).toMatchObject({ code: 0 });
    expect(run(root, ['--import', '--yes']).code).toBe(0);
    expect(filesIn(root)).toEqual(files);
  });
});

describe('importing', () => {
  test('shows and writes nothing in a dry run; JSON holds the comparison', () => {
    const files = { ...APP, Dockerfile: OLD };
    const root = folderOf(files);
    const { code, stdout, stderr } = run(root, ['--import', '--dry-run', '--diff']);
    expect(code).toBe(0);
    expect(stderr).toContain('Dockerfile and what would stand in its place');
    expect(stdout).toContain('-CMD npm run migrate && npm start');
    const json = JSON.parse(run(root, ['--import', '--dry-run', '--json']).stdout) as { imported: { rows: unknown[] } };
    expect(json.imported.rows.length).toBeGreaterThan(10);
    expect(filesIn(root)).toEqual(files);
  });

  test('takes another file that is named, which stays; a Dockerfile of a person is still in the way', () => {
    const other = { ...APP, 'docker/app.Dockerfile': OLD };
    const root = folderOf(other);
    expect(run(join(root, 'docker'), ['..', '--import', 'app.Dockerfile', '--yes']).code).toBe(0);
    expect(filesIn(root)).toMatchObject({
      ...other,
      '.create-dockerfile.json': expect.stringContaining('ffmpeg') as unknown,
    });
    const both = folderOf({ ...other, Dockerfile: 'FROM node\n' });
    expect(run(both, ['--import', 'docker/app.Dockerfile', '--yes']).code).toBe(5);
  });

  test('leaves no copy beside what git can restore', () => {
    const root = folderOf({ ...APP, Dockerfile: OLD });
    git(root, 'init');
    git(root, 'add', '.');
    git(root, 'commit', '-m', 'a');
    expect(run(root, ['--import', '--yes']).code).toBe(0);
    expect(existsSync(join(root, 'Dockerfile.orig'))).toBe(false);
  });

  test('what a person wrote in the configuration wins', () => {
    const config = JSON.stringify({ env: { LOG_LEVEL: 'warn', TZ: 'UTC' }, start: 'node server.js' });
    const { files } = imported({ ...APP, Dockerfile: OLD, '.create-dockerfile.json': config });
    expect(JSON.parse(files['.create-dockerfile.json'] ?? '')).toMatchObject({
      env: { LOG_LEVEL: 'warn', TZ: 'UTC' },
      start: 'node server.js',
      packages: ['ffmpeg'],
    });
  });

  test('a port that nothing else says is kept; a start where nothing starts', () => {
    const old = 'FROM node:22\nWORKDIR /x\nCOPY . .\nEXPOSE 4321\nCMD ["node", "tool.js"]\n';
    const { code, files } = imported({
      'package.json': JSON.stringify({ name: 'app' }),
      'tool.js': `require('http').createServer().listen(process.env.PORT);\n`,
      Dockerfile: old,
    });
    expect(code).toBe(0);
    expect(JSON.parse(files['.create-dockerfile.json'] ?? '')).toMatchObject({ start: 'node tool.js' });
  });

  test.each([
    [{}, ['--import'], 'No single Dockerfile is meant to be imported; there are: none.'],
    [{ 'a.Dockerfile': OLD, 'b.Dockerfile': OLD }, ['--import'], 'there are: a.Dockerfile, b.Dockerfile.'],
    [{}, ['--import', 'nowhere'], 'There is no nowhere to import'],
    [{}, ['--import', '../../etc/passwd'], 'to import in this repository'],
    [{ Dockerfile: 'FRM node\n' }, ['--import'], 'Dockerfile'],
    [{ Dockerfile: '' }, ['--import'], 'No source image'],
  ])('%j %j is refused, and nothing written', (more, args, message) => {
    const root = folderOf({ ...APP, ...more });
    const before = filesIn(root);
    const { code, stderr } = run(root, [...args, '--yes']);
    expect(code).toBeGreaterThan(1);
    expect(stderr).toContain(message);
    expect(filesIn(root)).toEqual(before);
  });

  test('ours is nothing to import', () => {
    const root = folderOf(APP);
    run(root, ['--yes']);
    expect(run(root, ['--import', '--yes'])).toMatchObject({ code: 2 });
  });

  test('Windows line ends stay', () => {
    const { code, files } = imported({ ...APP, Dockerfile: OLD.replaceAll('\n', '\r\n') });
    expect(code).toBe(0);
    expect(files['Dockerfile']).toContain('\r\nFROM node:22-trixie');
    expect(JSON.parse(files['.create-dockerfile.json'] ?? '')).toMatchObject({ env: { LOG_LEVEL: 'de bug' } });
  });
});

describe('reading', () => {
  const read = (text: string) => {
    const image = readImage(text, 'Dockerfile');
    if (isProblem(image)) throw new Error(image.what);
    return image;
  };

  test('another escape, heredocs, several stages, variables in FROM', () => {
    const image = read(
      '# escape=`\nARG V=24\nFROM node:$V AS a\nENV A=1 `\n    B=2\nRUN <<EOF\napt-get install -y jq \nEOF\nFROM a\nENV B=3\nCOPY <<EOF /x\nENV C=4\nEOF\nUSER 5\n',
    );
    expect(image).toMatchObject({ image: 'node:24', user: '5', stages: ['a', '1'] });
    expect(image.env.map(({ name, value }) => `${name}=${value}`)).toEqual(['A=1', 'B=3']);
    expect(image.packages.map(({ name }) => name)).toEqual(['jq']);
  });

  test('hostile texts give an image or a problem, and nothing else', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'FROM x AS y\n',
        'ENV A="',
        '\\\n',
        'LABEL a="b" ',
        'RUN apk add ',
        '<<EOF\n',
        '# escape=`\n',
        '$',
        '`\n',
        'COPY ',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const image = readImage(`FROM a\n${pieces.join('')}`, 'Dockerfile');
        expect(isProblem(image) || image.file === 'Dockerfile').toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('hostile values stay values', () => {
    const old = `FROM node:22\nENV EVIL="x\\" && rm -rf / #" NAME='$(id)'\nLABEL "a\nRUN id"="b"\nCMD ["node", "server.js"]\n`;
    const { code, files } = imported({ ...APP, Dockerfile: old });
    if (code === 0) expect(faultsOf(files['Dockerfile'] ?? '')).toEqual([]);
    expect(files['Dockerfile']).not.toMatch(/^RUN id/m);
  });
});
