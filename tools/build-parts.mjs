/** The program in parts: files that are read one after the other, so that a run reads what its command needs. */
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');

/** What each part starts with, and the part that has been read whenever it is. The later ones import it dynamically. */
const PARTS = {
  cli: { entry: 'src/cli.ts' },
  main: { entry: 'src/main.ts' },
  help: { entry: 'src/commands/help.ts', after: 'main' },
  commands: { entry: 'src/commands/index.ts', after: 'main' },
  check: { entry: 'src/commands/check.ts', after: 'commands' },
  completion: { entry: 'src/commands/completion.ts', after: 'commands' },
  explain: { entry: 'src/commands/explain.ts', after: 'commands' },
  presets: { entry: 'src/commands/presets.ts', after: 'commands' },
  verify: { entry: 'src/commands/verify.ts', after: 'commands' },
  agree: { entry: 'src/ui/agree.ts', after: 'commands' },
  import: { entry: 'src/commands/import.ts', after: 'commands' },
  own: { entry: 'src/preset/own.ts', after: 'commands' },
  registry: { entry: 'src/docker/registry.ts', after: 'commands' },
  write: { entry: 'src/write/index.ts', after: 'commands' },
};

/**
 * Builds every part. What a part before it has, a part borrows from there: no module is in two files that one run reads,
 * and a class stays one class. (esbuild splits ES modules alone, and into more files than a start can afford.)
 */
export async function buildParts(settings) {
  const modules = {};
  for (const name of Object.keys(PARTS)) {
    const { metafile } = await buildPart(name, { ...settings, write: false, metafile: true }, modules, {});
    modules[name] = new Set(Object.keys(metafile.inputs));
  }
  // The last first: what they borrow is known when those that lend are built.
  const lent = {};
  for (const name of Object.keys(PARTS).reverse()) await buildPart(name, settings, modules, lent);
}

function buildPart(name, settings, modules, lent) {
  const { entry } = PARTS[name];
  const own = { in: lent[name] ? `part:${name}` : entry, out: name };
  const plugins = [separate, borrowing(lendersOf(name), modules, lent), entering(entry, lent[name] ?? [])];
  return build({ ...settings, entryPoints: [own], plugins: [...plugins, ...settings.plugins] });
}

function lendersOf(name) {
  const { after } = PARTS[name];
  return after ? [...lendersOf(after), after] : [];
}

/** Packages of the command line that the help takes too: what each exports by default. */
const PACKAGES = ['cliui', 'yargs-parser'];

const separate = {
  name: 'separate parts',
  setup({ onResolve }) {
    onResolve({ filter: /\.ts$/ }, ({ path, resolveDir, kind }) => {
      if (kind !== 'dynamic-import') return undefined;
      const part = Object.entries(PARTS).find(([, { entry }]) => join(resolveDir, path) === join(ROOT, entry));
      return part && { path: `./${part[0]}.js`, external: true };
    });
  },
};

function borrowing(lenders, modules, lent) {
  return {
    name: 'borrowing',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.{1,2}\/.*\.(ts|js|json)$/, namespace: 'file' }, ({ path, resolveDir }) => {
        const file = relative(ROOT, join(resolveDir, path)).replaceAll('\\', '/');
        const lender = lenders.find((each) => modules[each]?.has(file));
        if (lender === undefined || !/^(src|data)\//.test(file)) return undefined;
        (lent[lender] ??= new Set()).add(file);
        return { path: file, namespace: 'borrowed', pluginData: lender, sideEffects: false };
      });
      onResolve({ filter: new RegExp(`^(${PACKAGES.join('|')})$`), namespace: 'file' }, ({ path }) => {
        const isIn = (file) => file.startsWith(`node_modules/${path}/`);
        const lender = lenders.find((each) => [...modules[each]].some(isIn));
        if (lender === undefined) return undefined;
        (lent[lender] ??= new Set()).add(path);
        return { path, namespace: 'borrowed', pluginData: lender, sideEffects: false };
      });
      onResolve({ filter: /.*/, namespace: 'borrowed' }, ({ path }) => ({ path, external: true }));
      onLoad({ filter: /.*/, namespace: 'borrowed' }, async ({ path, pluginData }) => {
        const from = `require('./${pluginData}.js')['${path}']`;
        if (!path.endsWith('.ts') && !path.endsWith('.js')) return { contents: `export default ${from}.default;` };
        return { contents: `export const { ${(await exportsOf(path)).join(', ')} } = ${from};` };
      });
    },
  };
}

function importedAs(file) {
  if (PACKAGES.includes(file)) return `'${file}'`;
  return `'./${file}'${file.endsWith('.json') ? " with { type: 'json' }" : ''}`;
}

async function exportsOf(file) {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [file],
    outdir: 'dist',
    format: 'esm',
    write: false,
    metafile: true,
  });
  return Object.values(metafile.outputs)[0].exports;
}

/** A part's entry together with what other parts borrow. */
function entering(entry, files) {
  return {
    name: 'entering',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^part:/ }, ({ path }) => ({ path, namespace: 'part' }));
      onLoad({ filter: /.*/, namespace: 'part' }, () => ({
        contents: [
          `export * from './${entry}';`,
          ...[...files].map((file) => `export * as '${file}' from ${importedAs(file)};`),
        ].join('\n'),
        resolveDir: ROOT,
      }));
    },
  };
}
