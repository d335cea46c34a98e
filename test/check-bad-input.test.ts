import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { checkDockerfile, dockerfilesOf, type Checked } from '../src/check/index.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { own } from './support/drifts.ts';

const TODAY = { today: '2026-11-21', tableAge: 0 };

function check(files: Readonly<Record<string, string>>, path = 'Dockerfile', clock = TODAY): Checked {
  return checkDockerfile(memoryRepo(files), path, clock);
}

function ids({ findings }: Checked): readonly string[] {
  return findings.map(({ id }) => id);
}

describe('what check is given', () => {
  test('a text that is no Dockerfile: the line and the column', () => {
    const { problem, findings } = check({ Dockerfile: 'FROM node:24\nRUM npm ci\n' });
    expect(problem).toMatchObject({ id: 'malformed-file', where: { file: 'Dockerfile', line: 2 } });
    expect(problem?.what).toContain('line 2, column 1');
    expect(findings).toEqual([]);
  });

  test('no FROM, and an empty file', () => {
    expect(check({ Dockerfile: '# nothing\n' }).problem).toMatchObject({ id: 'malformed-file' });
    expect(check({ Dockerfile: '' }).problem).toMatchObject({ id: 'malformed-file' });
  });

  test('a repository that is not recognised: said, and the other rules still run', () => {
    const found = check({ Dockerfile: 'FROM debian:trixie-slim\nCOPY gone.conf /etc/\nUSER 1\nCMD ["cat"]\n' });
    expect(ids(found)).toEqual(['copy-missing', 'app-unknown']);
  });

  test('heredocs, ONBUILD, ARG in FROM and continued lines with comments', () => {
    const text = [
      'ARG TAG=24-slim',
      'FROM node:${TAG}',
      'WORKDIR /app',
      'ONBUILD RUN echo later',
      'COPY <<EOF /etc/motd',
      'COPY nothing here',
      'EOF',
      'RUN <<EOF',
      'set -e',
      'echo COPY gone .',
      'EOF',
      'RUN echo a \\',
      '    # COPY gone too',
      '    && echo b',
      'CMD ["node", "-v"]',
      '',
    ].join('\n');
    expect(check({ ...own, '.dockerignore': '.git\n', Dockerfile: text }).findings).toEqual([]);
  });

  test('an argument of FROM that nothing sets is no version', () => {
    const text = 'ARG TAG\nFROM node:$TAG\nCMD ["node", "-v"]\n';
    expect(ids(check({ ...own, Dockerfile: text }))).toEqual([]);
  });

  test('several Dockerfiles, and none of what only looks like one', () => {
    const names = ['Dockerfile', 'Dockerfile.web', 'api.Dockerfile', 'Containerfile'];
    const others = ['Dockerfile.dockerignore', 'Dockerfile.orig', 'Dockerfile.md', 'MyDockerfile'];
    const files = Object.fromEntries([...names, ...others].map((name) => [name, 'FROM scratch\n']));
    expect([...dockerfilesOf(memoryRepo(files), '')].sort()).toEqual([...names].sort());
    expect(dockerfilesOf(memoryRepo({ 'docker/Dockerfile': 'FROM scratch\n' }), '')).toEqual(['docker/Dockerfile']);
  });

  test('an ignore file of the Dockerfile’s own wins over the folder’s', () => {
    const files = { ...own, '.dockerignore': 'views\n', 'Dockerfile.dockerignore': '.git\n' };
    const text = 'FROM node:24-slim\nCOPY views ./views\nCMD ["node", "-v"]\n';
    expect(ids(check({ ...files, Dockerfile: text }))).toEqual([]);
    expect(ids(check({ ...files, 'Dockerfile.dockerignore': 'views\n', Dockerfile: text }))).toEqual(['copy-ignored']);
  });

  test('a table of releases that is older than half a year is a hint', () => {
    const found = check({ ...own, '.dockerignore': '.git\n.env\n' }, 'Dockerfile', { ...TODAY, tableAge: 181 });
    expect(found.findings).toMatchObject([{ id: 'table-old', level: 'hint' }]);
  });
});

describe('accepting a finding', () => {
  const text = (comment: string): string =>
    `FROM node:18-slim\nWORKDIR /srv\n${comment}COPY gone.json ./\nCMD ["node", "-v"]\n`;
  const files = (comment: string) => ({ Dockerfile: text(comment) });

  test('with an id and a reason, above the instruction', () => {
    expect(ids(check(files('')))).toContain('copy-missing');
    expect(ids(check(files('# check-ignore: copy-missing CI writes it before the build\n')))).not.toContain(
      'copy-missing',
    );
  });

  test('of another rule, of nothing, or without a reason it accepts nothing and is found itself', () => {
    for (const comment of ['copy-ignored it is made', 'no-such-rule it is made', 'copy-missing']) {
      const found = ids(check(files(`# check-ignore: ${comment}\n`)));
      expect(found).toContain('copy-missing');
      expect(found).toContain('acceptance-unused');
    }
  });
});

test('whatever stands in the files, check neither throws nor names a line that is not there', () => {
  const piece = fc.constantFrom(
    'FROM node:18',
    'FROM a AS b',
    'COPY . .',
    'COPY a* b',
    'COPY --from=b /x .',
    'RUN npm ci',
    'RUN <<EOF',
    'EOF',
    'CMD ["node"',
    'CMD node x.js',
    'EXPOSE $P',
    '\\',
    '# check-ignore: x',
    'ENV A=$B',
    'HEALTHCHECK CMD curl localhost:1',
  );
  const line = fc.oneof(piece, fc.string({ maxLength: 30 }));
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), fc.string({ maxLength: 60 }), (lines, compose) => {
      const text = lines.join('\n');
      const result = check({ ...own, Dockerfile: text, 'compose.yaml': compose });
      for (const { where } of result.findings)
        if (where?.file === 'Dockerfile' && where.line !== undefined)
          expect(where.line).toBeLessThanOrEqual(lines.length);
    }),
    { numRuns: 150 },
  );
});
