import { coerce } from 'semver';
import data from '../../../data/servlet-containers.json' with { type: 'json' };
import { fact, type Fact } from '../../model/fact.ts';
import { problem } from '../../model/problem.ts';
import type { Repo } from '../../repo/repo.ts';
import { findInSources } from '../sources.ts';
import { javaSources, librariesOf, usedLibrary, type JavaModule } from './module.ts';

const BEYOND = new RegExp(data.beyond);
const API = /^(javax\.|jakarta\.)?servlet-api$/;
const IMPORTS_SERVLETS = /^import\s+(?:static\s+)?(jakarta|javax)\.servlet\b/m;
/** The whole platform as one dependency, of which a project may use servlets alone; and what else it is used for. */
const WHOLE = /^(jakarta\.jakartaee|javaee)-(web-)?api$/;
const BEYOND_SERVLETS =
  /^import\s+(?:static\s+)?(?:jakarta|javax)\.(?:batch|ejb|enterprise|faces|inject|jms|json|mail|mvc|persistence|resource|security|transaction|validation|ws)\b/m;
/** Where the package of the API was renamed. @see https://jakarta.ee/specifications/servlet/5.0/ */
const JAKARTA = '5.0.0';
const JAVAX = '4.0.0';

/**
 * The release of the Servlet API that a war is written for, which decides the container that can serve it; undefined,
 * and said, where it needs more of an application server than servlets.
 */
export function servletOf(repo: Repo, module: JavaModule): Fact<string> | undefined {
  const beyond = usedLibrary(module, (artifact) => BEYOND.test(artifact));
  const files = javaSources(repo, module);
  const isServletsAlone =
    beyond !== undefined &&
    WHOLE.test(beyond.artifact) &&
    findInSources(repo, files, IMPORTS_SERVLETS) !== undefined &&
    findInSources(repo, files, BEYOND_SERVLETS) === undefined;
  if (beyond && !isServletsAlone) {
    repo.report(problem('war-needs-server', { name: module.name, api: beyond.artifact }));
    return undefined;
  }
  const api = librariesOf(module).find(({ artifact }) => API.test(artifact));
  const stated = coerce(api?.version ?? '')?.version;
  if (api && stated !== undefined) return fact(stated, `it is written for the Servlet API ${stated}`, api.source);
  const hit = findInSources(repo, files, IMPORTS_SERVLETS);
  if (hit === undefined && api?.artifact.startsWith('jakarta'))
    return fact(JAKARTA, 'it depends on the renamed Servlet API', api.source);
  if (hit)
    return hit.match[1] === 'jakarta'
      ? fact(JAKARTA, 'the code imports jakarta.servlet', hit.source)
      : fact(JAVAX, 'the code imports javax.servlet', hit.source);
  const spring = librariesOf(module).find(({ artifact }) => /^spring-(web|webmvc)$/.test(artifact));
  const isNew = (coerce(spring?.version ?? '')?.major ?? 0) >= 6;
  return fact(isNew ? JAKARTA : JAVAX, isNew ? 'Spring 6 is written for it' : 'nothing says a newer one', {
    kind: 'absent',
    lookedFor: ['a Servlet API among the dependencies'],
  });
}
