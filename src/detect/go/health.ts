import type { Process } from '../../model/app.ts';
import { inFile } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { healthOf } from '../health.ts';
import type { Hit } from '../sources.ts';
import { findInGo, type GoFile } from './packages.ts';

const ROUTE = '\\b(\\w+)\\.(?:HandleFunc|Handle|GET|Get|All|Any)\\(\\s*"(?:GET )?';
const HEALTH =
  '(/(?:api/|v1/)?(?:health|healthz|healthcheck|health-check|livez|readyz|live|ready|ping|status)(?:/(?:live|ready|liveness|readiness))?)"';
const ROOT = '(/)(?:\\{\\$\\})?"';
/** Routes below a prefix: the path in the code may not be the whole one. */
const GROUPS = /\.(?:Group|Route|Mount|PathPrefix|Subrouter)\(|StripPrefix\((?![^\n]*FileServer)/;

/** The route that a check asks. */
export function healthIn(files: readonly GoFile[]): NonNullable<Process['health']> {
  const hasGroups = findInGo(files, GROUPS) !== undefined;
  const find = (path: string): Hit | undefined => {
    for (const file of files) {
      const { code } = file.source;
      for (const found of code.matchAll(new RegExp(ROUTE + path, 'g'))) {
        const [whole, router = '', route = ''] = found;
        if (hasGroups && !isTopRouter(code.slice(0, found.index), router)) continue;
        const match = Object.assign([whole, route], { index: found.index, input: code }) as unknown as RegExpExecArray;
        const source = { ...inFile(file.path, lineAt(code, found.index)), kind: 'file', file: file.path } as const;
        return { match, source };
      }
    }
    return undefined;
  };
  return healthOf(find(HEALTH), find(ROOT));
}

/** Whether a variable is the router that the server has, and no group below it: what was said of it last counts. */
function isTopRouter(before: string, name: string): boolean {
  if (name === 'http') return true;
  const lastOf = (pattern: string): number =>
    Math.max(-1, ...[...before.matchAll(new RegExp(pattern, 'g'))].map((found) => found.index));
  const made = lastOf(
    `\\b${name}\\s*:?=\\s*\\w+\\.(?:New\\w*|Default|Classic)\\(|\\b${name}\\s+\\*(?:gin\\.Engine|echo\\.Echo|fiber\\.App)\\b`,
  );
  const other = lastOf(
    `\\b${name}\\s*:?=\\s*[^\\n]*\\.(?:Group|Route|PathPrefix|Subrouter)\\b|\\(\\s*(?:\\w+[^()]*,\\s*)?${name}\\s+\\*?(?:chi\\.Router|mux\\.Router|gin\\.RouterGroup|echo\\.Group|fiber\\.Router)`,
  );
  return made > other;
}
