import { describe as suite, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { parseDockerfile } from './support/dockerfile.ts';

const SERVER = { 'server.js': `require('http').createServer().listen(3000);\n` };

function dockerfileOf(files: Readonly<Record<string, string>>, options: Partial<Options> = {}): string {
  const compiled = compile(memoryRepo(files), '', { ...defaultOptions, describe: true, ...options });
  return compiled.files[0]?.text ?? '';
}

function node(manifest: object, options: Partial<Options> = {}): string {
  const text = JSON.stringify({ name: 'app', scripts: { start: 'node server.js' }, ...manifest });
  return dockerfileOf({ ...SERVER, 'package.json': text }, options);
}

/** The lines of the LABEL instruction. */
function labelsOf(text: string): readonly string[] {
  const [, labels = ''] = /^LABEL ((?:.*\\\n)*.*)/m.exec(text) ?? [];
  return labels.split(' \\\n').map((line) => line.trim().replace('org.opencontainers.image.', ''));
}

suite('--describe', () => {
  test('labels the image with what package.json says, last, so that nothing is built again for it', () => {
    const text = node({ description: 'Sells "shoes"\n for $5', license: 'MIT', repository: 'acme/shop' });
    expect(labelsOf(text)).toEqual([
      'title=app',
      'description="Sells \\"shoes\\" for \\$5"',
      'licenses=MIT',
      'source=https://github.com/acme/shop',
    ]);
    expect(text).toMatch(/CMD \[.*\]\nLABEL /);
    expect(node({ license: 'MIT' }, { describe: false })).not.toContain('LABEL');
  });

  test('what a person sets comes first', () => {
    const labels = { 'org.opencontainers.image.title': 'Shop', team: 'web' };
    expect(labelsOf(node({}, { labels }))).toEqual(['title=Shop', 'team=web']);
  });

  test.each([
    ['git+https://github.com/acme/shop.git', 'https://github.com/acme/shop'],
    ['https://user:secret@git.example.com/acme/shop', 'https://git.example.com/acme/shop'],
    ['git@gitlab.com:acme/team/shop.git', 'https://gitlab.com/acme/team/shop'],
    ['ssh://git@git.example.com:2222/acme/shop.git', 'https://git.example.com/acme/shop'],
    ['gitlab:acme/shop', 'https://gitlab.com/acme/shop'],
    ['https://github.com/acme/shop/tree/main#readme', 'https://github.com/acme/shop/tree/main'],
    ['file:../shop', undefined],
    ['$(id)', undefined],
  ])('the repository %s is %s', (repository, expected) => {
    const labels = labelsOf(node({ repository: { type: 'git', url: repository } }));
    expect(labels.find((label) => label.startsWith('source='))).toBe(expected && `source=${expected}`);
  });

  test.each(['SEE LICENSE IN LICENSE', 'UNLICENSED', 'MIT OR Apache-2.0', 'a"b'])('the licence %s', (license) => {
    const labels = labelsOf(node({ license }));
    const isKept = license === 'MIT OR Apache-2.0';
    expect(labels.some((label) => label === `licenses="${license}"`)).toBe(isKept);
  });

  test('pyproject.toml and go.mod say it, too', () => {
    const python = dockerfileOf({
      'pyproject.toml':
        '[project]\nname = "api"\ndescription = "An API"\nlicense = "BSD-3-Clause"\ndependencies = ["fastapi", "uvicorn"]\n[project.urls]\nSource = "https://github.com/acme/api"\n',
      'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
    });
    expect(labelsOf(python)).toEqual([
      'title=api',
      'description="An API"',
      'licenses=BSD-3-Clause',
      'source=https://github.com/acme/api',
    ]);
    const go = dockerfileOf({
      'go.mod': 'module github.com/acme/tool/v2\n\ngo 1.26\n',
      'main.go': 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
    });
    expect(labelsOf(go)).toContain('source=https://github.com/acme/tool');
  });

  test('no text of a manifest leaves its label', () => {
    const { keywords } = parseDockerfile(node({ description: 'x' }));
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }), (description, repository) => {
        const text = node({ description: `x${description}`, repository, license: repository });
        expect(parseDockerfile(text).keywords).toEqual(keywords);
      }),
      { numRuns: 200 },
    );
  });
});
