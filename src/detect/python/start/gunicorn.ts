import { inFile, type Source } from '../../../model/fact.ts';
import { lineOfMatch } from '../../../parse/lines.ts';
import { join } from '../../../repo/repo.ts';
import type { StartContext } from './model.ts';

/** What gunicorn.conf.py says, which Gunicorn reads by itself from the folder that it starts in. */
export interface GunicornFile {
  readonly source: Source & { readonly kind: 'file' };
  readonly port?: number;
  readonly app?: string;
  readonly servesAsgi: boolean;
}

/** @see https://docs.gunicorn.org/en/stable/configure.html */
export function gunicornFile({ repo, root }: Pick<StartContext, 'repo' | 'root'>): GunicornFile | undefined {
  const file = join(root, 'gunicorn.conf.py');
  const text = repo.read(file);
  if (text === undefined) return undefined;
  const bind = /^\s*bind\s*=\s*\[?\s*f?['"][\w.*]*:(\d{2,5})['"]/m;
  const port = bind.exec(text)?.[1];
  const app = /^\s*wsgi_app\s*=\s*['"]([^'"\n]+)['"]/m.exec(text)?.[1];
  return {
    source: { ...inFile(file, lineOfMatch(text, bind)), kind: 'file', file },
    ...(port === undefined ? {} : { port: Number(port) }),
    ...(app === undefined ? {} : { app }),
    servesAsgi: /^\s*worker_class\s*=\s*['"](?:uvicorn|uvicorn_worker)\./m.test(text),
  };
}
