import { join, within, type Repo } from '../repo/repo.ts';
import { parseGradle, stringsOf } from './gradle.ts';

/** The projects of a Gradle build: what settings.gradle includes, and the root. */
export interface GradleSettings {
  readonly file?: string;
  readonly rootName: string;
  /** Project path (`:app`) to folder, the root (`:`) first. */
  readonly projects: ReadonlyMap<string, string>;
  /** Folders of builds whose plugins this one uses. */
  readonly includedBuilds: readonly string[];
}

/** @param dir the folder of the build's root. @see https://docs.gradle.org/current/userguide/multi_project_builds.html */
export function readSettings(repo: Repo, dir: string): GradleSettings {
  const file = ['settings.gradle', 'settings.gradle.kts'].map((name) => join(dir, name)).find((path) => repo.has(path));
  const statements = file === undefined ? [] : parseGradle(repo.read(file) ?? '');
  const projects = new Map([[':', dir]]);
  const includedBuilds: string[] = [];
  let rootName = dir.split('/').at(-1) ?? '';
  for (const { text, path } of statements) {
    const called = /^include\b(?!Build|Flat)/.test(text);
    if (called)
      for (const name of stringsOf(text)) {
        const parts = name.split(':').filter((part) => part !== '');
        for (const length of parts.keys()) {
          const some = parts.slice(0, length + 1);
          const folder = within(dir, some.join('/'));
          if (folder !== undefined) projects.set(`:${some.join(':')}`, folder);
        }
      }
    if (/^includeBuild\b/.test(text))
      includedBuilds.push(...stringsOf(text).flatMap((name) => within(dir, name) ?? []));
    const [root] = /^rootProject\.name\b/.test(text) ? stringsOf(text) : [];
    if (root !== undefined && path.length === 0) rootName = root;
    const [name, folder] = /^project\s*\(.*\)\.(projectDir|setProjectDir)\b/.test(text) ? stringsOf(text) : [];
    const moved = folder === undefined ? undefined : within(dir, folder);
    if (name !== undefined && moved !== undefined) projects.set(`:${name.replace(/^:/, '')}`, moved);
  }
  return { ...(file === undefined ? {} : { file }), rootName: rootName || 'app', projects, includedBuilds };
}
