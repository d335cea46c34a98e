import { chooseApp, detect } from '../../src/detect/index.ts';
import type { NodeApp } from '../../src/model/app.ts';
import { memoryRepo } from '../../src/repo/memory.ts';

export type Files = Readonly<Record<string, string>>;

export const SERVES = "require('http').createServer((q, s) => s.end()).listen(process.env.PORT || 4000);\n";

/** A package.json of these keys, with files beside it; a file that is an object is written as JSON. */
export function app(manifest: object, files: Readonly<Record<string, string | object>> = {}): Files {
  const texts = Object.entries({ 'package.json': manifest, ...files }).map(([path, content]): [string, string] => [
    path,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  return Object.fromEntries(texts);
}

/** The app that is chosen without a question. */
export function chosen(files: Files, wanted?: string): NodeApp {
  const found = chooseApp(detect(memoryRepo(files), '', wanted), wanted);
  if ('id' in found) throw new Error(`${found.id}: ${found.what}`);
  if (found.language !== 'node') throw new Error(found.language);
  return found;
}
