import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { composeApp } from '../src/docker/services.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { isProblem } from '../src/model/problem.ts';
import { naiveDockerfile } from '../src/verify/naive.ts';
import { ownSteps, readProgress, repeatedInstalls, shortName } from '../src/verify/progress.ts';
import { isLoopback, readListeners } from '../src/verify/sockets.ts';
import { touchOf } from '../src/verify/source-file.ts';
import { pathOf, portsOf, subjectOf, type Subject } from '../src/verify/subject.ts';

const LOG = `#0 building with "default" instance using docker driver

#1 [internal] load build definition from Dockerfile
#1 transferring dockerfile: 1.91kB done
#1 DONE 0.0s

#7 [base 1/2] FROM docker.io/library/node:24-trixie-slim
#7 CACHED

#11 [deps 1/1] RUN --mount=type=cache,target=/root/.npm     npm ci --omit=dev
#11 0.512 npm error code EUSAGE
#11 12.80 npm error The lockfile is not there
#11 DONE 13.1s

#12 [base 2/2] WORKDIR /app
#12 CACHED

#13 [stage-1 3/3] COPY . .
#13 ERROR: failed to calculate checksum of ref x::y: "/a": not found
------
 > [stage-1 3/3] COPY . .:
------
Dockerfile:14
--------------------
  14 | >>> COPY . .
--------------------
ERROR: failed to build: failed to solve: failed to calculate checksum of ref x::y: "/a": not found
`;

describe('the progress of a build', () => {
  const log = readProgress(LOG);

  test('its steps, what came from the cache, what they printed, why it failed and where', () => {
    expect(ownSteps(log).map(({ name, isCached, seconds }) => [shortName(name), isCached, seconds])).toEqual([
      ['[deps 1/1] RUN npm ci --omit=dev', false, 13.1],
      ['[base 2/2] WORKDIR /app', true, 0],
      ['[stage-1 3/3] COPY . .', false, 0],
    ]);
    expect(log.steps.find(({ name }) => name.includes('npm ci'))?.lines).toEqual([
      'npm error code EUSAGE',
      'npm error The lockfile is not there',
    ]);
    expect(log.error).toMatch(/^failed to calculate checksum/);
    expect(log.line).toBe(14);
  });

  test.each([
    [['RUN npm ci'], ['RUN npm ci']],
    [['RUN pip install -r requirements.txt', 'RUN python -m compileall .'], ['RUN pip install -r requirements.txt']],
    [['CACHED RUN uv sync --no-install-project', 'RUN uv sync'], []],
    [['RUN npm install --global pnpm@10', 'RUN npm run build'], []],
    [['CACHED RUN go mod download', 'RUN go build ./...'], []],
    [['RUN go mod download && go build .'], ['RUN go mod download && go build .']],
    [['RUN mvn -B package'], []],
  ])('%j installs again: %j', (names, found) => {
    const text = names.map((name, index) => {
      const step = `#${index} [build ${index + 1}/${names.length}] ${name.replace('CACHED ', '')}\n`;
      return `${step}#${index} ${name.startsWith('CACHED') ? 'CACHED' : 'DONE 1.0s'}\n`;
    });
    const repeated = repeatedInstalls(readProgress(text.join('\n'))).map(({ name }) => name.replace(/^\[.*?\] /, ''));
    expect(repeated).toEqual(found);
  });

  test('what is no progress at all', () => {
    expect(readProgress('')).toEqual({ steps: [] });
    expect(readProgress('ERROR: no builder "x" found\n')).toEqual({ steps: [], error: 'no builder "x" found' });
  });
});

describe('who listens where', () => {
  const TABLE = `  sl  local_address rem_address   st tx_queue
   0: 00000000:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65532 0 1
   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000 65532 0 1
   2: 0B00007F:A9C3 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0 0 1
   3: 030011AC:0FA0 010011AC:D0B2 01 00000000:00000000 00:00000000 00000000 65532 0 1
  sl  local_address                         remote_address
   0: 00000000000000000000000000000000:1F90 00000000000000000000000000000000:0000 0A 0:0
   1: 00000000000000000000000001000000:2328 00000000000000000000000000000000:0000 0A 0:0
`;

  test('the listening ones, without the engine’s own name server', () => {
    const found = readListeners(TABLE);
    expect(found).toEqual([
      { address: '0.0.0.0', port: 4000 },
      { address: '127.0.0.1', port: 3000 },
      { address: '::', port: 8080 },
      { address: '::1', port: 9000 },
    ]);
    expect(found.filter(isLoopback).map(({ port }) => port)).toEqual([3000, 9000]);
  });
});

function subject(files: Readonly<Record<string, string>>): Subject {
  const found = subjectOf(memoryRepo(files), 'Dockerfile', 'folder');
  if (isProblem(found)) throw new Error(found.what);
  return found;
}

describe('what is verified', () => {
  test('targets are what no other stage is made from, production last', () => {
    const Dockerfile = `FROM node:24 AS base
RUN true
FROM base AS build
RUN npm ci
FROM busybox AS shell
FROM build AS test
RUN npm test
FROM scratch
COPY --from=build /a /b
RUN --mount=type=bind,from=shell,target=/s /s/x
`;
    const found = subject({ Dockerfile });
    expect(found).toMatchObject({ name: 'folder', targets: ['test', ''], keywords: ['COPY', 'RUN'], base: 'scratch' });
  });

  test('the port of the health check, of EXPOSE, of the code; the path of the check', () => {
    const check = ['CMD', '/nodejs/bin/node', '-e', "fetch('http://127.0.0.1:3000/health').then(r => r.ok)"];
    expect(portsOf(check, [9229, 3000], {})).toEqual([3000, 9229]);
    expect(pathOf(check)).toBe('/health');
    expect(pathOf(['CMD', '/healthcheck', '8080', '/ready', '400'])).toBe('/ready');
    expect(pathOf([])).toBe('/');
    expect(portsOf([], [], {})).toEqual([]);
  });

  test('a Dockerfile that cannot be read', () => {
    expect(subjectOf(memoryRepo({ Dockerfile: 'FORM node\n' }), 'Dockerfile', 'x')).toMatchObject({
      id: 'malformed-file',
    });
  });
});

describe('the naive image', () => {
  test('the same commands in one stage of the full image', () => {
    const Dockerfile = readFileSync(join(import.meta.dirname, '../examples/typescript-api/Dockerfile'), 'utf8');
    expect(naiveDockerfile(subject({ Dockerfile }).dockerfile)).toBe(
      'FROM node:24-trixie\nWORKDIR /app\nCOPY . .\nRUN npm ci\nRUN npm run build\n',
    );
  });

  test('tools of other images stay, secrets too, heredocs are whole', () => {
    const Dockerfile = `FROM example.com/uv:1 AS uv
FROM python:3.13-slim AS build
COPY --from=uv /uv /bin/
COPY requirements.txt ./
RUN --mount=type=secret,id=token --mount=type=cache,target=/c <<EOF
pip install -r requirements.txt
EOF
FROM build AS test
RUN pytest
`;
    expect(naiveDockerfile(subject({ Dockerfile }).dockerfile)?.split('\n')).toEqual([
      'FROM python:3.13',
      'WORKDIR /app',
      'COPY . .',
      'COPY --from=example.com/uv:1 /uv /bin/',
      'RUN --mount=type=secret,id=token <<EOF',
      'pip install -r requirements.txt',
      'EOF',
      '',
    ]);
  });

  test('none where nothing is built', () => {
    expect(naiveDockerfile(subject({ Dockerfile: 'FROM nginx\nCOPY . /x\n' }).dockerfile)).toBeUndefined();
  });
});

test('the source file that is changed is code of the app, near to its folder', () => {
  const paths = ['README.md', 'jest.config.js', 'src/a.test.ts', 'src/deep/b.ts', 'src/main.ts', 'index.html'];
  expect(touchOf(paths, '', 'x')).toEqual({ path: 'src/main.ts', text: '\n// x\n' });
  expect(touchOf(['other/main.go', 'app/main.py'], 'app', 'x')).toEqual({ path: 'app/main.py', text: '\n# x\n' });
  expect(touchOf(['Dockerfile', 'data.json'], '', 'x')).toBeUndefined();
});

describe('what a compose file says of the app', () => {
  const config = {
    services: {
      web: {
        build: { context: '/repo', dockerfile: 'Dockerfile', args: { A: '1' }, secrets: [{ source: 'npmrc' }] },
        ports: [{ target: 80 }],
        environment: { PASSWORD: 'a$$b' },
        depends_on: { migrate: {}, db: {} },
        volumes: [
          { type: 'volume', source: 'data', target: '/data' },
          { type: 'bind', source: '/repo', target: '/app' },
        ],
        tmpfs: ['/tmp', '/run:size=1m'],
      },
      migrate: { build: { context: '/repo' }, command: ['migrate'], depends_on: { db: {} } },
      dev: { build: { context: '/repo', target: 'development' }, ports: [{ target: 81 }] },
      db: { image: 'postgres:18', ports: [{ target: 5432 }] },
      mail: { image: 'mail' },
    },
    secrets: { npmrc: { file: '/repo/.npmrc' } },
  };

  test('its build, its variables, its volumes, and what has to be there before it', () => {
    expect(composeApp(config, '/repo/Dockerfile')).toMatchObject({
      buildInputs: ['--build-arg', 'A=1', '--secret', 'id=npmrc,src=/repo/.npmrc'],
      env: { PASSWORD: 'a$b' },
      options: ['--volume', '/data', '--tmpfs', '/run:size=1m'],
      services: ['db'],
      releases: ['migrate'],
    });
  });

  test('no service of this Dockerfile', () => {
    expect(composeApp(config, '/repo/other/Dockerfile')).toBeUndefined();
    expect(composeApp({}, '/repo/Dockerfile')).toBeUndefined();
  });
});
