import type { StaticApp } from '../model/app.ts';
import { fact, inFile } from '../model/fact.ts';
import { join, type Repo } from '../repo/repo.ts';
import { servedFolder } from './node/served-folder.ts';

/** Files that make a folder more than a heap of pages: the language's own detector speaks for it. */
const OTHER_MANIFESTS = [
  'package.json',
  'go.mod',
  'requirements.txt',
  'pyproject.toml',
  'Pipfile',
  'setup.py',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'Gemfile',
  'composer.json',
  'Cargo.toml',
];

/**
 * Pages that are served as they are: an index.html in the folder, or in its public folder, and no manifest beside it but a
 * package.json that does nothing else than serve them.
 */
export function detectStatic(repo: Repo, dir: string): StaticApp | undefined {
  const served = servedFolder(repo, dir);
  const others = OTHER_MANIFESTS.filter((name) => served === undefined || name !== 'package.json');
  if (others.some((name) => repo.has(join(dir, name)))) return undefined;
  const root = (served === undefined ? ['', 'public'] : [served]).find((folder) =>
    repo.has(join(dir, join(folder, 'index.html'))),
  );
  if (root === undefined) return undefined;
  const index = inFile(join(dir, join(root, 'index.html')));
  return {
    language: 'static',
    name: dir.split('/').at(-1) || 'site',
    dir,
    traits: [{ id: 'starts', because: 'index.html is there and no manifest beside it', sources: [index] }],
    dependencies: {},
    runtime: fact({ tag: '', line: '', exact: false }, 'pages need no runtime', index),
    processes: [
      {
        name: 'web',
        kind: 'web',
        command: fact(['nginx', '-g', 'daemon off;'], 'pages are served by a web server', index),
        needsShell: false,
        env: {},
        readsPort: false,
        handlesSigterm: fact(true, 'the web server ends by itself', index),
      },
    ],
    env: [],
    writablePaths: [],
    nativeNeeds: [],
    static: { root },
  };
}
