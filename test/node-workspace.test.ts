import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { app, chosen, generated, SERVES, type Files } from './support/node.ts';

/** A workspace of an API that depends on a library, which depends on another, and of a site with its own library. */
function workspace(root: object = {}, changed: Readonly<Record<string, string | object>> = {}): Files {
  return app(
    { name: 'root', private: true, workspaces: ['apps/*', 'libs/*'], ...root },
    {
      'package-lock.json': { packages: { '': {} } },
      'apps/api/package.json': {
        name: '@x/api',
        scripts: { build: 'tsc', start: 'node dist/server.js' },
        dependencies: { '@x/db': '*' },
        devDependencies: { '@x/config': '*' },
      },
      'apps/api/src/server.ts': SERVES,
      'apps/web/package.json': { name: '@x/web', scripts: { build: 'x', start: 'x' }, dependencies: { '@x/ui': '*' } },
      'libs/db/package.json': {
        name: '@x/db',
        main: 'dist/index.js',
        scripts: { build: 'tsc' },
        dependencies: { '@x/log': '*' },
      },
      'libs/log/package.json': { name: '@x/log', main: 'index.js' },
      'libs/config/package.json': { name: '@x/config' },
      'libs/ui/package.json': { name: '@x/ui' },
      ...changed,
    },
  );
}

function membersOf(files: Files): readonly string[] {
  return chosen(files, '@x/api').node.workspace?.members.map(({ dir }) => dir) ?? [];
}

describe('the members that an app needs', () => {
  test('are those that it depends on, through others too, what is needed first', () => {
    const { workspace: found } = chosen(workspace(), '@x/api').node;
    expect(found).toEqual({
      root: 'root',
      members: [
        { dir: 'libs/log', name: '@x/log', isForRun: true, isBuilt: false },
        { dir: 'libs/db', name: '@x/db', isForRun: true, isBuilt: true, output: 'dist' },
        { dir: 'libs/config', name: '@x/config', isForRun: false, isBuilt: false },
        { dir: 'apps/api', name: '@x/api', isForRun: true, isBuilt: true },
      ],
      others: ['apps/web', 'libs/ui'],
    });
  });

  test.each<[string, Readonly<Record<string, string | object>>]>([
    ['a source imports without stating it', { 'apps/api/src/a.ts': "import { Button } from '@x/ui/button';" }],
    ['a source leads to by a path', { 'apps/api/src/a.ts': "export * from '../../../libs/ui/button';" }],
    ['a style imports', { 'apps/api/src/a.scss': "@use '../../../libs/ui/theme';" }],
    ['a configuration extends', { 'apps/api/tsconfig.json': '{"extends": "../../libs/ui/tsconfig.json"}' }],
    ['a configuration names', { 'apps/api/vite.config.ts': "alias: { ui: resolve(__dirname, '../../libs/ui') }" }],
    ['a library imports', { 'libs/log/index.js': "require('@x/ui')" }],
  ])('hold what %s', (_what, files) => {
    expect(membersOf(workspace({}, files))).toContain('libs/ui');
  });

  test.each<[string, object]>([
    ['the root depends on', { devDependencies: { '@x/ui': '*' } }],
    ["the root's own build names", { scripts: { build: 'node build.js && npm run build -w @x/ui' } }],
    ["the root's own build leads to", { scripts: { build: 'node build.js && tsc -b libs/ui apps/api' } }],
  ])('hold what %s', (_what, root) => {
    expect(membersOf(workspace(root))).toContain('libs/ui');
  });

  test.each<[string, Readonly<Record<string, string | object>>]>([
    ['a comment mentions', { 'apps/api/src/a.ts': "// see '@x/ui'" }],
    ['another package is called almost like', { 'apps/api/src/a.ts': "import '@x/ui-kit';" }],
  ])('do not hold what %s', (_what, files) => {
    expect(membersOf(workspace({}, files))).not.toContain('libs/ui');
  });

  test('are those that the root leads to, where the root is what starts', () => {
    const files = workspace(
      { scripts: { start: 'node libs/log/index.js' } },
      { 'libs/log/index.js': SERVES, 'libs/ui/index.js': "app.listen(9999); process.on('SIGTERM')" },
    );
    const { node, processes } = chosen(files);
    expect(node.workspace?.members.map(({ dir }) => dir)).toEqual(['libs/log']);
    expect(processes[0]?.port?.value).toBe(4000);
  });

  test('end where they go in a circle, which is said of those that are built', () => {
    const files = workspace(
      {},
      {
        'libs/log/package.json': { name: '@x/log', scripts: { build: 'tsc' }, dependencies: { '@x/db': '*' } },
      },
    );
    expect(membersOf(files)).toEqual(['libs/log', 'libs/db', 'libs/config', 'apps/api']);
    expect(generated(files, '', { app: '@x/api' }).problems).toContain('workspace-cycle');
    expect(generated(workspace(), '', { app: '@x/api' }).problems).not.toContain('workspace-cycle');
  });

  test('are none of a pattern that matches nothing, which is said', () => {
    const { problems } = generated(workspace({ workspaces: ['apps/*', 'libs/*', 'tools/*'] }), '', { app: '@x/api' });
    expect(problems).toContain('workspace-pattern-empty');
  });
});

describe('the image of a member', () => {
  const written = generated(workspace(), '', { app: '@x/api' });
  const text = written.file('apps/api/Dockerfile');

  test('is installed from the manifests that it needs alone', () => {
    expect(text).toContain(
      'COPY --parents package.json package-lock.json apps/api/package.json libs/config/package.json libs/db/package.json \\\n    libs/log/package.json ./\n',
    );
  });

  test('holds what is built, and the libraries that the run needs', () => {
    expect(text).toContain(
      'COPY --from=production-dependencies --exclude=package-lock.json /app/ /app/\n' +
        'COPY --from=build --parents --exclude=**/node_modules /app/./libs/log /app/./libs/db/dist /app/./apps/api/dist /app/\n',
    );
  });

  test('is built of a context without the other members', () => {
    expect(written.file('Dockerfile.dockerignore')).toMatch(/\napps\/web\nlibs\/ui\n/);
  });

  test.each<[string, string, Files, string]>([
    ['yarn.lock', '__metadata:', {}, 'yarn workspaces focus --production root @x/log @x/db @x/api'],
    [
      'bun.lock',
      '{}',
      {},
      'bun install --frozen-lockfile --production --filter ./ --filter ./libs/log --filter ./libs/db --filter ./apps/api',
    ],
  ])('with %s is installed by the names of its members, beside every manifest', (lock, content, files, command) => {
    const rest = Object.fromEntries(
      Object.entries(workspace({}, { ...files, [lock]: content })).filter(([path]) => path !== 'package-lock.json'),
    );
    const { file } = generated(rest, '', { app: '@x/api' });
    expect(file('Dockerfile')).toContain(` ${command}\n`);
    expect(file('Dockerfile')).toContain(' apps/web/package.json ');
    expect(file('.dockerignore')).toContain('\n!apps/web/package.json\n');
  });
});

describe('the build of a member', () => {
  const build = (root: object, files: Readonly<Record<string, string | object>> = {}): string =>
    generated(workspace(root, files), '', { app: '@x/api' }).file('Dockerfile');

  test('is its own, after those of what it needs', () => {
    expect(build({ scripts: { build: 'npm run build --workspaces' } })).toContain(
      'RUN npm run build --workspace=@x/db\nWORKDIR /app/apps/api\nRUN npm run build\n',
    );
  });

  test("is the root's where that does more than hand over", () => {
    expect(build({ scripts: { build: 'node codegen.js && npm run build -ws' } })).toContain(
      'COPY . .\nRUN npm run build\n',
    );
  });

  test.each<[string, Readonly<Record<string, string | object>>]>([
    ['npx turbo run build --filter=@x/api --env-mode=loose', { 'turbo.json': { tasks: { build: {} } } }],
    ['npx turbo run build --filter=@x/api --env-mode=loose', { 'turbo.json': { pipeline: { build: {} } } }],
    ['NX_DAEMON=false NX_NO_CLOUD=true npx nx run @x/api:build', { 'nx.json': {} }],
    [
      'NX_DAEMON=false NX_NO_CLOUD=true npx nx run api:build',
      { 'nx.json': {}, 'apps/api/project.json': { name: 'api' } },
    ],
    ['npm run build --workspace=@x/db', { 'turbo.json': { tasks: { lint: {} } } }],
  ])('is %s with %j', (command, files) => {
    expect(build({ devDependencies: { turbo: '2', nx: '23' } }, files)).toContain(`RUN ${command}\n`);
  });

  test('is the one that an Nx plugin concludes from a configuration', () => {
    const files = {
      'nx.json': {
        plugins: ['@nx/js/typescript', { plugin: '@nx/vite/plugin', options: { buildTargetName: 'bundle' } }],
      },
      'apps/site/package.json': { name: 'site', dependencies: { vite: '7' } },
      'apps/site/vite.config.ts': '',
    };
    const text = generated(workspace({ devDependencies: { nx: '23' } }, files), '', { app: 'site' }).file('Dockerfile');
    expect(text).toContain('npx nx run site:bundle\n');
  });
});

describe('a member that leaves things to the root', () => {
  const site = (root: object, files: Readonly<Record<string, string | object>> = {}): string => {
    const manifest = { name: 'site', scripts: { build: 'vite build', start: 'yarn && vite' } };
    return generated(workspace(root, { 'apps/site/package.json': manifest, ...files }), '', { app: 'site' }).file(
      'Dockerfile',
    );
  };

  test('is built by the tools that stand there, and an install before its start is none', () => {
    expect(site({ devDependencies: { vite: '7' } })).toContain('COPY --from=build /app/apps/site/dist/ ./\n');
    expect(site({ devDependencies: { next: '16' } })).toBe('');
  });

  test('has the tracked variables of the folder that its configuration names', () => {
    const files = {
      'apps/site/vite.config.ts': "export default { envDir: '../../' }",
      '.env.production': 'VITE_TITLE=Shop\n',
    };
    expect(site({ devDependencies: { vite: '7' } }, files)).toContain('ARG VITE_TITLE=Shop\n');
  });
});

test('any graph of members gives each app what it leads to, and nothing else', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const graph = fc.array(fc.tuple(fc.constantFrom(...names), fc.constantFrom(...names)), { maxLength: 14 });
  fc.assert(
    fc.property(graph, (edges) => {
      const manifests = names.map((name): [string, object] => [
        `libs/${name}/package.json`,
        { name, dependencies: Object.fromEntries(edges.filter(([from]) => from === name).map(([, to]) => [to, '*'])) },
      ]);
      const files = workspace(
        {},
        {
          ...Object.fromEntries(manifests),
          'apps/api/package.json': { name: '@x/api', scripts: { start: 'node a.js' }, dependencies: { a: '*' } },
        },
      );
      const reached = new Set(['a']);
      for (const each of reached) for (const [from, to] of edges) if (from === each) reached.add(to);
      const found = membersOf(files).filter((dir) => dir !== 'apps/api');
      expect([...found].sort()).toEqual([...reached].map((name) => `libs/${name}`).sort());
    }),
    { seed: 20261121, numRuns: 60 },
  );
});

describe('members that stand beside the app', () => {
  const member = (name: string, scripts: Readonly<Record<string, string>>): string =>
    JSON.stringify({ name, scripts, dependencies: { next: '15.0.0' } });
  const files = {
    'package.json': JSON.stringify({
      private: true,
      workspaces: ['apps/*', 'packages/*'],
      scripts: { build: 'turbo run build' },
      devDependencies: { turbo: '2.0.0' },
    }),
    'turbo.json': '{ "tasks": { "build": {} } }',
    'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    'apps/web/package.json': member('web', { build: 'next build', start: 'next start' }),
    'apps/web/app/page.tsx': '',
    'apps/docs/package.json': member('docs', { build: 'next build', start: 'next start' }),
    'apps/docs/app/page.tsx': '',
    'packages/ui/package.json': JSON.stringify({ name: '@repo/ui', exports: { './button': './src/button.tsx' } }),
    'packages/ui/src/button.tsx': '',
  };

  test('are named where only their folder tells them from the app', () => {
    const repo = memoryRepo(files);
    const { plan } = compile(repo, '', defaultOptions);
    const left = repo.problems.filter(({ id }) => id === 'left-out').map(({ what }) => what);
    expect(plan.images.map(({ app: name }) => name)).toEqual(['web']);
    expect(left).toEqual(['docs (node, apps/docs) was left out: its folder is for documents.']);
    expect(compile(repo, '', { ...defaultOptions, app: 'docs' }).plan.images[0]?.app).toBe('docs');
  });
});
