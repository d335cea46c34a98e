import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as node from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';

/** What Node has and its types of version 20 lack, or keep to themselves. */
interface Loader {
  readonly enableCompileCache?: (folder: string) => unknown;
  readonly prototype: { _compile: Compile };
}

interface LoadedModule {
  exports: unknown;
  require(this: LoadedModule, id: string): unknown;
}

type Compile = (this: LoadedModule, text: string, path: string) => unknown;
type Wrapped = (this: unknown, ...values: readonly unknown[]) => unknown;

/**
 * Lets V8 keep what it compiled of the bundle for the next run: a third of a run's time is compiling. It is kept beside the
 * bundle: who can write there can change the program anyway, and it goes when the program goes. Where nobody can write,
 * or Node is told not to by NODE_DISABLE_COMPILE_CACHE, nothing is kept; what fits another V8 is not used.
 * @see https://nodejs.org/api/module.html#module-compile-cache
 */
export function keepCompiled(): void {
  const bundle = dirname(fileURLToPath(import.meta.url));
  if (import.meta.url.endsWith('.ts') || process.env['NODE_DISABLE_COMPILE_CACHE']) return;
  const loader = node.Module as unknown as Loader;
  const folder = join(bundle, '.compiled');
  if (loader.enableCompileCache) loader.enableCompileCache(folder);
  else compileInto(loader, bundle, join(folder, `${process.version}-${process.arch}`));
}

/** The same for Node before 22.1. */
function compileInto({ prototype }: Loader, bundle: string, folder: string): void {
  const made: { readonly file: string; readonly script: Script }[] = [];
  const compile = prototype._compile;
  prototype._compile = function (text, path) {
    if (dirname(path) !== bundle) return compile.call(this, text, path);
    const file = join(folder, basename(path));
    const cachedData = kept(file);
    const script = new Script(node.Module.wrap(text), { filename: path, ...(cachedData && { cachedData }) });
    if (cachedData === undefined || script.cachedDataRejected) made.push({ file, script });
    const wrapped = script.runInThisContext() as Wrapped;
    const requireFrom = (id: string): unknown => this.require(id);
    return wrapped.call(this.exports, this.exports, requireFrom, this, path, bundle);
  };
  process.once('exit', () => {
    try {
      if (made.length > 0) mkdirSync(folder, { recursive: true });
      for (const { file, script } of made) replace(file, script.createCachedData());
    } catch {
      // Not ours to write to: the next run compiles again.
    }
  });
}

function kept(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** Whole or not at all: another run may read it now. */
function replace(file: string, bytes: Buffer): void {
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, bytes);
  renameSync(whole, file);
}
