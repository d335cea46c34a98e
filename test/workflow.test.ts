import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import table from '../data/actions.json' with { type: 'json' };
import { isOnPath } from '../src/docker/present.ts';
import type { ImagePlan } from '../src/model/plan.ts';
import type { Options } from '../src/plan/options.ts';
import { UnquotableError } from '../src/quote.ts';
import { builtImage } from '../src/render/names.ts';
import { renderWorkflow } from '../src/render/workflow.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';
import { folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Workflow {
  readonly on: { readonly push: { readonly paths?: readonly string[] } };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<string, { readonly permissions: Readonly<Record<string, string>>; readonly steps: readonly Step[] }>
  >;
}

const SCANNERS = ['trivy', 'scout', 'grype'] as const;

function workflowsOf(name: string, options: Partial<Options>): readonly { path: string; text: string }[] {
  const example = readExample(name);
  const { files } = compileExample({
    ...example,
    spec: { ...example.spec, options: { ...example.spec.options, ...options } },
  });
  return files.filter(({ path }) => path.startsWith('.github/workflows/'));
}

const all = exampleNames().flatMap((name) =>
  SCANNERS.flatMap((scanner) =>
    workflowsOf(name, { ci: 'github', scanner }).map((file) => ({ ...file, name, scanner })),
  ),
);

const stepsOf = (workflow: Workflow): readonly Step[] => Object.values(workflow.jobs).flatMap(({ steps }) => steps);

/** A workflow of a plan of which only what it reads is there. */
function workflowOf(
  image: Partial<Omit<ImagePlan, 'compose'>> & { compose?: object },
  stages = ['production'],
): Workflow {
  const compose = { name: 'app', args: [], secrets: [], ...image.compose };
  const text = stages.map((stage) => `FROM base AS ${stage}\n`).join('');
  const plan = { dir: '', context: '', ignore: [], ...image, compose } as unknown as ImagePlan;
  const dockerfile = plan.dir === '' ? 'Dockerfile' : `${plan.dir}/Dockerfile`;
  return parse(renderWorkflow(builtImage(plan, { path: dockerfile, text }, undefined)).text) as Workflow;
}

describe('every workflow', () => {
  test('there is one for each example', () => {
    expect(all).toHaveLength(exampleNames().length * SCANNERS.length);
  });

  test.each(SCANNERS)('with %s runs nothing but actions of the table, by commit, with their version', (scanner) => {
    const known = table.actions.map(({ name, commit, version }) => `uses: ${name}@${commit} # ${version}`);
    for (const { text } of all.filter((each) => each.scanner === scanner)) {
      expect(
        stepsOf(parse(text) as Workflow).filter(({ uses, run }) => uses === undefined || run !== undefined),
      ).toEqual([]);
      for (const [uses] of text.matchAll(/uses: .*/g)) expect(known).toContain(uses);
    }
  });

  test('has the least permissions and leaves no token on the disk', () => {
    for (const { text } of all) {
      const { permissions, jobs } = parse(text) as Workflow;
      expect({
        permissions,
        ...Object.fromEntries(Object.entries(jobs).map(([id, job]) => [id, job.permissions])),
      }).toEqual({
        permissions: {},
        image: { contents: 'read', 'security-events': 'write' },
        release: { contents: 'read', packages: 'write' },
      });
      for (const { uses, with: inputs } of stepsOf({ jobs } as Workflow))
        if (uses?.startsWith('actions/checkout@')) expect(inputs?.['persist-credentials']).toBe(false);
    }
  });

  test('shows what the scan found before it fails, or although it failed', () => {
    for (const { text } of all) {
      const steps = (parse(text) as Workflow).jobs['image']?.steps ?? [];
      const [upload, gate] = [/upload-sarif@/, /exit-code|severity-cutoff/].map((pattern) =>
        steps.findLastIndex((step) => pattern.test(`${step.uses ?? ''} ${Object.keys(step.with ?? {}).join(' ')}`)),
      );
      expect(upload).toBeGreaterThan(0);
      expect((upload ?? 0) < (gate ?? 0) || text.includes('if: ${{ !cancelled()')).toBe(true);
    }
  });

  test('the test target is built where the Dockerfile has one', () => {
    const targets = (workflow: Workflow): readonly unknown[] =>
      stepsOf(workflow).flatMap((step) => step.with?.['target'] ?? []);
    expect(targets(workflowOf({}, ['test', 'production']))).toEqual(['test', 'production', 'production']);
    expect(targets(workflowOf({}))).toEqual(['production', 'production']);
    const [vite] = workflowsOf('vite-site', {});
    expect(targets(parse(vite?.text ?? '') as Workflow)).toEqual(['production', 'production']);
  });

  const lints = isOnPath('actionlint') ? test : test.skip;
  lints('actionlint finds nothing (skipped where it is not on the PATH)', () => {
    const paths = all.map(({ name, scanner }) => `.github/workflows/${name}-${scanner}.yml`);
    const root = folderOf({
      '.git/HEAD': '',
      ...Object.fromEntries(all.map(({ text }, index) => [paths[index] ?? '', text])),
    });
    const { status, stdout } = spawnSync('actionlint', paths, { cwd: root, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('where the app stands', () => {
  const build = (workflow: Workflow): unknown =>
    workflow.jobs['image']?.steps.find((step) => step.with?.['load'] === true)?.with;

  test('in a folder that is its own context, an edit elsewhere builds nothing', () => {
    const workflow = workflowOf({ dir: 'services/api', context: 'services/api' });
    expect(build(workflow)).toMatchObject({ context: './services/api' });
    expect(build(workflow)).not.toHaveProperty('file');
    expect(workflow.on.push.paths).toEqual(['services/api/**', '.github/workflows/docker-app.yml']);
  });

  test('in a workspace, the other members are left out', () => {
    const ignore = [{ title: '', patterns: [], apart: ['apps/[x]', 'tools'] }];
    const workflow = workflowOf({ dir: 'apps/api', context: '', ignore });
    expect(build(workflow)).toMatchObject({ context: '.', file: './apps/api/Dockerfile' });
    expect(workflow.on.push.paths).toEqual(['**', '!apps/\\[x\\]/**', '!tools/**']);
  });

  test('at the root, every edit builds', () => {
    expect(workflowOf({}).on.push).not.toHaveProperty('paths');
  });
});

test('what the build is given comes from secrets and variables of the code host', () => {
  const secrets = [
    { id: 'npmrc', file: '.npmrc' },
    { id: 'NPM_TOKEN', variable: 'NPM_TOKEN' },
  ];
  const step = workflowOf({ compose: { args: ['VITE_URL'], secrets } }).jobs['image']?.steps.at(2);
  expect(step).toMatchObject({
    env: { NPM_TOKEN: '${{ secrets.NPM_TOKEN }}' },
    with: {
      'build-args': "${{ vars.VITE_URL && format('VITE_URL={0}', vars.VITE_URL) }}\n",
      'secret-files': 'npmrc=.npmrc\n',
      'secret-envs': 'NPM_TOKEN=NPM_TOKEN\n',
    },
  });
});

describe('a hostile folder', () => {
  test('is refused where it holds an expression', () => {
    for (const folder of ['${{ github.token }}', '{{defaultContext}}', 'a\\b'])
      expect(() => workflowOf({ dir: folder, context: folder })).toThrow(UnquotableError);
  });

  test('is a plain value, whatever it is called', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !text.includes('/')),
        (folder) => {
          let workflow: Workflow;
          try {
            workflow = workflowOf({ dir: folder, context: folder });
          } catch (error) {
            expect(error).toBeInstanceOf(UnquotableError);
            return;
          }
          const contexts = stepsOf(workflow).flatMap((step) => step.with?.['context'] ?? []);
          expect(contexts).toEqual([`./${folder}`, `./${folder}`]);
          expect(Object.keys(workflow)).toHaveLength(5);
        },
      ),
    );
  });
});

test('the table of actions names each once, with a full commit and where it was seen', () => {
  const names = table.actions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { commit, version, source } of table.actions) {
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(source.endsWith(`/${version}`)).toBe(true);
  }
});
