import type { NodeApp } from '../../model/app.ts';
import { isStated } from '../../preset/stated.ts';
import { join } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import type { Site } from '../static-site.ts';
import { firstStated } from './stated.ts';

/** How the web server gives out what the build makes: the framework's ways, and where the project leaves them. */
export function siteOf({ app, repo, preset }: PlanContext<NodeApp>, basePath: string): Site {
  const { fallback, fallbackFrom, pagesWhere, hashed, unhashedWhere, publicFolder } = preset.defaults;
  const isPages = isStated(repo, app.dir, pagesWhere);
  const page = firstStated(repo, app.dir, fallbackFrom);
  // Files that a person put there bear the names that they had.
  const copied = join(app.dir, publicFolder);
  const isHashed = new RegExp(`^${hashed ?? '$^'}`);
  const isMixed = repo.below(copied).some((path) => isHashed.test(path.slice(copied.length + 1)));
  return {
    fallback: page !== undefined ? 'spa' : isPages ? 'pages' : (fallback ?? 'pages'),
    page: page?.path,
    basePath,
    hashed: isMixed || isStated(repo, app.dir, unhashedWhere) ? undefined : hashed,
  };
}
