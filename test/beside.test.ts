import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { ImagePlan } from '../src/model/plan.ts';
import { quoteHcl, UnquotableError } from '../src/quote.ts';
import { renderBake } from '../src/render/bake.ts';
import type { BuiltImage } from '../src/render/names.ts';
import { run } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const APP = {
  '.git/HEAD': 'ref: refs/heads/main\n',
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer().listen(3000);\n`,
};
const WORKFLOW = '.github/workflows/docker.yml';
const ALL = ['--ci', 'github', '--bake', '--renovate'];

describe('what is asked for beside the Dockerfile', () => {
  test('is written, and stays as it is where a later run does not ask', () => {
    const root = folderOf(APP);
    expect(run(root, ALL).code).toBe(0);
    const before = filesIn(root);
    expect(Object.keys(before)).toEqual(expect.arrayContaining([WORKFLOW, 'docker-bake.hcl', 'renovate.json']));
    expect(run(root, ['--no-compose']).code).toBe(0);
    const after = filesIn(root);
    for (const path of [WORKFLOW, 'docker-bake.hcl', 'renovate.json']) expect(after[path]).toBe(before[path]);
    expect(Object.keys(after)).not.toContain('compose.yaml');
    expect(run(root, ALL).code).toBe(0);
    expect(filesIn(root)).toEqual(before);
  });

  test('--save keeps it, and edits are merged', () => {
    const root = folderOf(APP);
    expect(run(root, [...ALL, '--scanner', 'grype', '--save']).code).toBe(0);
    expect(JSON.parse(readFileSync(join(root, '.create-dockerfile.json'), 'utf8'))).toMatchObject({
      ci: 'github',
      scanner: 'grype',
      bake: true,
      renovate: true,
    });
    const path = join(root, WORKFLOW);
    writeFileSync(path, readFileSync(path, 'utf8').replace('      - master\n', '      - master\n      - next\n'));
    const { code, stderr } = run(root, ['--scanner', 'trivy']);
    expect({ code, merged: stderr.includes(`${WORKFLOW} (your edits stay)`) }).toEqual({ code: 0, merged: true });
    expect(readFileSync(path, 'utf8')).toMatch(/- next\n[\s\S]*trivy-action@/);
  });

  test("a person's workflow or bake file is in the way", () => {
    for (const path of [WORKFLOW, 'docker-bake.hcl']) {
      const files = { ...APP, [path]: 'theirs\n' };
      const root = folderOf(files);
      const { code, stderr } = run(root, ALL);
      expect(code).toBe(5);
      expect(stderr).toContain(`${path} exists and is not as this tool last wrote it.`);
      expect(filesIn(root)).toEqual(files);
    }
  });

  test.each([
    ['renovate.json', '{}'],
    ['.github/renovate.json5', '{}'],
    ['.renovaterc', '{}'],
    ['package.json', JSON.stringify({ ...(JSON.parse(APP['package.json']) as object), renovate: {} })],
  ])('a configuration of Renovate in %s stays, with what to add', (path, text) => {
    const root = folderOf({ ...APP, [path]: text });
    const { code, stderr } = run(root, ['--renovate']);
    expect(code).toBe(0);
    expect(stderr).toContain(`${path} configures Renovate and stays as it is`);
    expect(stderr).toContain('docker:pinDigests');
    expect(filesIn(root)[path]).toBe(text);
    expect('renovate.json' in filesIn(root)).toBe(path === 'renovate.json');
  });

  test('below the root of git no code host would read it', () => {
    const root = folderOf(
      Object.fromEntries(
        Object.entries(APP).map(([path, text]) => [path.startsWith('.git') ? path : `api/${path}`, text]),
      ),
    );
    const before = filesIn(root);
    const { code, stderr } = run(join(root, 'api'), ['--ci', 'github']);
    expect({ code, says: stderr.includes(`create-dockerfile ${root} --app api`) }).toEqual({ code: 2, says: true });
    expect(filesIn(root)).toEqual(before);
    expect(run(root, ['--app', 'api', '--ci', 'github']).code).toBe(0);
    expect(filesIn(root)['.github/workflows/docker-api.yml']).toContain('context: ./api\n');
  });

  test.each([
    ['--ci', 'gitlab'],
    ['--scanner', 'snyk'],
    ['--output', 'docker-bake.hcl'],
  ])('%s cannot be %s', (flag, value) => {
    expect(run(folderOf(APP), [flag, value])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('a bake file', () => {
  const built = (name: string, dir: string, context = dir): BuiltImage => ({
    image: { dir, context, compose: { name, args: [], secrets: [] } } as unknown as ImagePlan,
    dockerfile: dir === '' ? 'Dockerfile' : `${dir}/Dockerfile`,
    secrets: [],
    stages: ['build', 'test', 'development', 'production'],
  });

  test('of one app stands in its context, under a name of its own where others have the same', () => {
    expect(renderBake([built('app', '')]).path).toBe('docker-bake.hcl');
    expect(renderBake([built('app', 'api')]).path).toBe('api/docker-bake.hcl');
    expect(renderBake([built('app', 'apps/api', '')]).path).toBe('docker-bake.app.hcl');
  });

  test('of several has a group for each of what they have', () => {
    const { path, text } = renderBake([built('api', 'services/api'), built('web', 'apps/web', '')]);
    expect(path).toBe('docker-bake.hcl');
    expect(text).toContain('group "default" {\n  targets = ["api-production", "web-production"]\n}');
    expect(text).toContain('group "test" {\n  targets = ["api-test", "web-test"]\n}');
    expect(text).toContain('group "release" {\n  targets = ["api-release", "web-release"]\n}');
    expect(text).toContain('target "api-base" {\n  context    = "./services/api"\n  dockerfile = "Dockerfile"\n');
    expect(text).toContain('target "web-base" {\n  context    = "."\n  dockerfile = "apps/web/Dockerfile"\n');
    const names = [...text.matchAll(/^target "(.*)"/gm)].map(([, name]) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('holds folders as plain text', () => {
    expect(quoteHcl('a ${b} %{c} "d" \\')).toBe('"a $${b} %%{c} \\"d\\" \\\\"');
    expect(() => quoteHcl('a\nb')).toThrow(UnquotableError);
  });
});
