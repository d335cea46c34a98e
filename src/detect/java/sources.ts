import type { Pom } from '../../parse/pom.ts';
import { within, type Repo } from '../../repo/repo.ts';

/** As many sources are read as other languages' detection reads. */
const LIMIT = 2_000;

/**
 * The app's sources. Maven says where they stand, so that packages may bear any name (`com.example`, `org.test`).
 * @see https://maven.apache.org/guides/introduction/introduction-to-the-standard-directory-layout.html
 */
export function javaSources(repo: Repo, pom: Pom): readonly string[] {
  const stated = pom.root.child('build', 'sourceDirectory')?.text;
  const own =
    stated === undefined ? undefined : within(pom.dir, pom.resolve(stated).replace(/^\$\{(project\.)?basedir\}\//, ''));
  const folders = [own, within(pom.dir, 'src/main')].flatMap((folder) => (folder === undefined ? [] : `${folder}/`));
  return repo.paths
    .filter((path) => /\.(java|kt|groovy|scala)$/.test(path) && folders.some((folder) => path.startsWith(folder)))
    .slice(0, LIMIT);
}
