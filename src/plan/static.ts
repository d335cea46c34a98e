import type { StaticApp } from '../model/app.ts';
import { fact } from '../model/fact.ts';
import type { IgnoreSection } from '../model/plan.ts';
import { isProblem, type Problem } from '../model/problem.ts';
import { join } from '../repo/repo.ts';
import { chooseBase } from './base.ts';
import { decide, type LanguagePlan, type PlanContext } from './context.ts';
import { SITE_PORT, siteRuntime } from './static-site.ts';

/** What only serves the pages while they are written. */
const MANIFESTS: IgnoreSection = {
  title: 'For the development server',
  patterns: ['**/node_modules', 'package.json', 'package-lock.json', 'yarn.lock', 'pnpm-lock.yaml', 'bun.lock*'],
};

/** Pages without a build: the web server and the files. */
export function planStatic({ app, preset, options, repo }: PlanContext<StaticApp>): LanguagePlan | Problem {
  const base = chooseBase(preset, {}, options.base);
  if (isProblem(base)) return base;
  const source = join(app.dir, app.static.root);
  const port = fact(SITE_PORT, 'the web server listens there', { kind: 'preset', id: preset.id });
  return {
    values: {},
    runtime: siteRuntime(
      { fallback: preset.defaults.fallback ?? 'pages', basePath: '/' },
      { sources: [source === '' ? '.' : `${source}/`] },
    ),
    decisions: [decide('base', base, base.value, '--base'), decide('port', port, String(port.value))],
    problems: [],
    ignore: repo.has(join(app.dir, 'package.json')) ? [MANIFESTS] : [],
    reads: [],
  };
}
