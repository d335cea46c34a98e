import type { App, GoApp, JavaApp, NodeApp, PythonApp } from '../../model/app.ts';
import type { Source } from '../../model/fact.ts';
import { join, type Repo } from '../../repo/repo.ts';
import { readManifest } from '../node/manifest.ts';
import { readPythonManifest } from '../python/manifest.ts';
import { findInSources, sourceFiles } from '../sources.ts';
import { quotePattern } from '../../quote.ts';

/** What an app is when it runs: the files that say how it is connected, and the dependencies that are there then. */
export interface Running {
  readonly files: readonly string[];
  /** Folders whose settings files name its variables. */
  readonly folders: readonly string[];
  readonly dependencies: Readonly<Record<string, Source>>;
}

const SCRIPTS = ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts', 'tsx', 'jsx'];
/** Configuration that states a database, of tools and of frameworks. */
const CONFIGURATION = [
  '{drizzle,prisma,mikro-orm,knex,orm,database}.config.{js,mjs,cjs,ts,mts,cts}',
  '{knexfile,ormconfig,data-source,.sequelizerc}*',
  '{prisma,db,src,database}/**/*.prisma',
  '*.prisma',
  'config/*.{json,yaml,yml}',
];

/** What only development needs, and what is for others that depend on it, is not among the dependencies. */
export function runningParts(repo: Repo, app: App): Running {
  switch (app.language) {
    case 'node':
      return nodeParts(repo, app);
    case 'python':
      return pythonParts(repo, app);
    case 'go':
      return goParts(repo, app);
    case 'java':
      return javaParts(repo, app);
    case 'static':
      return { files: [], folders: [], dependencies: {} };
  }
}

function nodeParts(repo: Repo, { dir, node }: NodeApp): Running {
  const members = (node.workspace?.members ?? []).filter(({ isForRun }) => isForRun).map((member) => member.dir);
  const folders = [...new Set([dir, ...members])];
  const manifests = folders.flatMap((folder) => readManifest(repo, folder) ?? []);
  return {
    files: folders.flatMap((folder) => [
      ...sourceFiles(repo, folder, SCRIPTS),
      ...repo.scan(CONFIGURATION.map((glob) => join(folder, glob))),
    ]),
    folders: [...new Set([...folders, ''])],
    dependencies: Object.assign(
      {},
      ...manifests
        .reverse()
        .map((manifest) =>
          Object.fromEntries(
            (['optionalDependencies', 'dependencies'] as const).flatMap((group) =>
              Object.keys(manifest[group]).map((name) => [name, manifest.at(group, name)]),
            ),
          ),
        ),
    ) as Record<string, Source>,
  };
}

function pythonParts(repo: Repo, { dir }: PythonApp): Running {
  return {
    files: sourceFiles(repo, dir, ['py']),
    folders: [...new Set([dir, ''])],
    dependencies: readPythonManifest(repo, dir).dependencies,
  };
}

/** What go.mod requires counts where the command's own code imports it. */
function goParts(repo: Repo, { dir, go, dependencies }: GoApp): Running {
  const files = go.sources;
  const imported = Object.entries(dependencies).flatMap(([name]): [string, Source][] => {
    const hit = findInSources(repo, files, new RegExp(`"${quotePattern(name)}(?:/[^"\\n]*)?"`));
    return hit === undefined ? [] : [[name, hit.source]];
  });
  const mail = findInSources(repo, files, /"net\/smtp"/);
  return {
    files: [
      ...files,
      ...repo.scan(
        ['{config,configs}/*.{yaml,yml,toml,json}', '{config,app}.{yaml,yml,toml}'].map((glob) =>
          join(go.moduleDir, glob),
        ),
      ),
    ],
    folders: [...new Set([dir, go.moduleDir, ''])],
    dependencies: { ...Object.fromEntries(imported), ...(mail ? { 'net/smtp': mail.source } : {}) },
  };
}

function javaParts(repo: Repo, { dir, java, dependencies }: JavaApp): Running {
  const own = repo.below(java.top).filter((path) => !/(^|\/)src\/(test|it)\w*\//.test(path));
  return {
    files: own
      .filter((path) =>
        /\.(java|kt|groovy|scala)$|(^|\/)src\/main\/resources\/[^/]*\.(ya?ml|properties|conf)$|(^|\/)config\.ya?ml$/.test(
          path,
        ),
      )
      .slice(0, 2_000),
    folders: [...new Set([dir, java.module, java.top, ''])],
    dependencies,
  };
}
