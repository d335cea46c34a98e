import { compile } from '../../src/compile.ts';
import { chooseApp, detect } from '../../src/detect/index.ts';
import type { NodeApp } from '../../src/model/app.ts';
import { defaultOptions, type Options } from '../../src/plan/options.ts';
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

/** The generated files by the end of their name, and the ids of everything that was reported. */
export interface Generated {
  readonly problems: readonly string[];
  readonly file: (name: string) => string;
}

/** The whole way from files to files, for the app in a folder. */
export function generated(files: Files, dir = '', options: Partial<Options> = {}): Generated {
  const repo = memoryRepo(files);
  const compiled = compile(repo, dir, { ...defaultOptions, ...options });
  return {
    problems: [...repo.problems, ...compiled.plan.problems].map(({ id }) => id),
    file: (name) => compiled.files.find(({ path }) => path.endsWith(name))?.text ?? '',
  };
}

export interface Written {
  readonly text: string;
  readonly preset: string | undefined;
  readonly problems: readonly string[];
  readonly compose: string;
}

/** The files that are written for a package.json and what stands beside it. */
export function written(manifest: object, files: Readonly<Record<string, string | object>> = {}, dir = ''): Written {
  const texts: Files = app(manifest, files);
  const repo = memoryRepo(texts);
  const { plan, files: made } = compile(repo, dir, defaultOptions);
  const textOf = (name: string): string => made.find(({ path }) => path.endsWith(name))?.text ?? '';
  return {
    text: textOf('Dockerfile'),
    compose: textOf('compose.yaml'),
    preset: plan.images[0]?.preset,
    problems: [...repo.problems, ...plan.problems].map(({ id }) => id),
  };
}
