import { coerce, gte } from 'semver';
import type { NodeManager } from '../../model/app.ts';
import { problem } from '../../model/problem.ts';
import { asRecord, at } from '../../parse/shape.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { PackageManifest } from './manifest.ts';

/** How a package manager that refuses the install scripts of dependencies is told which ones to run. */
interface Policy {
  /** The first release that refuses them. */
  readonly since: string;
  /** The texts and names that list what may run; `true` where everything may. */
  readonly listed: (repo: Repo, manifest: PackageManifest) => string | true;
  readonly fix: string;
}

const POLICIES: Partial<Readonly<Record<NodeManager['name'], Policy>>> = {
  /** @see https://docs.npmjs.com/cli/commands/npm-approve-scripts */
  npm: {
    since: '12.0.0',
    listed: (_repo, manifest) => Object.keys(asRecord(at(manifest.raw, 'allowScripts'))).join('\n'),
    fix: 'Approve them (npm approve-scripts NAME)',
  },
  /** @see https://pnpm.io/settings#allowbuilds */
  pnpm: {
    since: '10.0.0',
    listed: (repo, manifest) => {
      const settings = repo.read(join(manifest.dir, 'pnpm-workspace.yaml')) ?? '';
      const text = `${settings}\n${JSON.stringify(at(manifest.raw, 'pnpm') ?? {})}`;
      return text.includes('dangerouslyAllowAllBuilds') || text;
    },
    fix: 'Approve them (pnpm approve-builds)',
  },
  /** @see https://yarnpkg.com/configuration/yarnrc#enableScripts */
  'yarn-berry': {
    since: '4.14.0',
    listed: (repo, manifest) => {
      const settings = repo.read(join(manifest.dir, '.yarnrc.yml')) ?? '';
      return /^enableScripts:\s*true/m.test(settings) || JSON.stringify(at(manifest.raw, 'dependenciesMeta') ?? {});
    },
    fix: 'Set "dependenciesMeta": { "NAME": { "built": true } } in package.json',
  },
};

/**
 * The packages whose install scripts the manager refuses: those that compile are reported, because the program lacks
 * what they make.
 * @param others packages with a script that the program does without.
 */
export function blockedScripts(
  repo: Repo,
  manifest: PackageManifest,
  { name, version = '' }: NodeManager,
  { compiles, others }: { readonly compiles: readonly string[]; readonly others: readonly string[] },
): readonly string[] {
  const policy = POLICIES[name];
  const release = coerce(version);
  if (policy === undefined || release === null || !gte(release, policy.since)) return [];
  const listed = policy.listed(repo, manifest);
  if (listed === true) return [];
  const isListed = (each: string): boolean =>
    listed.split(/[\s"',@[\]{}:]+/).includes(each) ||
    listed.includes(`${each}@`) ||
    (each.startsWith('@') && listed.includes(each));
  const missing = compiles.filter((each) => !isListed(each));
  const names = missing.join(', ');
  if (names !== '')
    repo.report(
      problem(
        'install-scripts-blocked',
        { names, manager: name === 'yarn-berry' ? 'yarn' : name, version, fix: policy.fix },
        { file: manifest.file },
      ),
    );
  return [...missing, ...others.filter((each) => !isListed(each))];
}
