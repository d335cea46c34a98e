/** What the bundle does with libraries and data, so that a run pays for those alone that it uses. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');

/** Modules that few runs need, with what is imported from them: each is a file of its own, read when one is first used. */
export const LATE = {
  '@renovatebot/pep440': ['default'],
  diff: ['createTwoFilesPatch', 'diffArrays'],
  'dockerfile-utils': ['validate', 'ValidationCode'],
  execa: ['execa'],
  'fast-xml-parser': ['XMLParser'],
  'fs-extra': ['default'],
  handlebars: ['default'],
  inquirer: ['default'],
  'smol-toml': ['parse', 'TomlError'],
  yaml: ['isNode', 'LineCounter', 'parseDocument'],
  // The one module that takes zod.
  './schema.ts': ['checkPreset', 'presetKeys'],
};

/** The name of its file in dist/. */
export const lateFile = (name) => name.replace(/^.*\//, '').replace(/\.ts$/, '');

const SOURCES = join(ROOT, 'src/preset');
const isOurs = (importer) => !importer.includes('node_modules');

/** In the program: a stand-in for each export, until it is called, constructed or read. */
export const lateStandIns = {
  name: 'late stand-ins',
  setup(build) {
    const names = Object.keys(LATE).map((name) => name.replaceAll('.', '\\.'));
    build.onResolve({ filter: new RegExp(`^(${names.join('|')})$`) }, ({ path, importer }) =>
      isOurs(importer) ? { path, namespace: 'late', sideEffects: false } : undefined,
    );
    build.onResolve({ filter: /\.js$/, namespace: 'late' }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /.*/, namespace: 'late' }, ({ path }) => ({
      contents: `
        let library;
        const load = (name) => {
          library ??= require('./${lateFile(path)}.js');
          return library[name];
        };
        const late = (name) =>
          new Proxy(function () {}, {
            get: (_, key) => load(name)[key],
            apply: (_, self, args) => Reflect.apply(load(name), self, args),
            construct: (_, args) => Reflect.construct(load(name), args),
          });
        ${LATE[path].map((name) => exported(name, `/* @__PURE__ */ late('${name}')`)).join('\n')}`,
    }));
  },
};

function exported(name, value) {
  return name === 'default' ? `export default ${value};` : `export const ${name} = ${value};`;
}

/** In a late file: what is imported from the module, and no more of it. */
export const lateFiles = {
  name: 'late files',
  setup(build) {
    build.onResolve({ filter: /^late:/ }, ({ path }) => ({ path: path.slice('late:'.length), namespace: 'late-file' }));
    build.onLoad({ filter: /.*/, namespace: 'late-file' }, ({ path }) => ({
      contents: `export { ${LATE[path].join(', ')} } from '${path}';`,
      resolveDir: SOURCES,
    }));
  },
};

/** Parts of libraries that are never used here, and what stands in their place. */
const SLIM = [
  // Its Intl.Segmenter and emoji tables cost a third of the start of --help, whose text is ASCII.
  { filter: /^string-width$/, file: 'string-width.mjs' },
  // Looks for settings and translations of yargs in folders that the bundle does not have.
  { filter: /\/platform-shims\/esm\.mjs$/, file: 'yargs-platform.mjs' },
  // No question opens an editor; its tables of encodings are as large as all of our own code.
  { filter: /^@inquirer\/editor$/, file: 'no-editor.mjs' },
  // Dockerfiles are validated, not formatted.
  { filter: /\/dockerFormatter$/, file: 'no-formatter.mjs' },
  // Types, and a hundred functions around them that nobody here calls.
  { filter: /^vscode-languageserver-types$/, file: 'language-server-types.mjs' },
  // Handlebars takes it where it is there, for source maps that nobody asks for.
  { filter: /^source-map$/, file: 'no-source-map.mjs' },
];

export const slimLibraries = {
  name: 'slim libraries',
  setup(build) {
    for (const { filter, file } of SLIM)
      build.onResolve({ filter }, () => ({ path: join(import.meta.dirname, 'slim', file) }));
  },
};

/** What a table says of itself to those who keep it; only a cause that `verify` prints names its source. */
const FOR_READERS = ['about', 'note', 'source', 'sources'];
const isForReaders = (path, key) =>
  path.startsWith(join(ROOT, 'data')) && !path.endsWith('failures.json') && FOR_READERS.includes(key);

/** Tables as text: V8 reads JSON several times faster than the same as a program. @see https://v8.dev/blog/cost-of-javascript-2019#json */
export const jsonAsText = {
  name: 'JSON as text',
  setup(build) {
    build.onLoad({ filter: /\.json$/ }, ({ path }) => {
      const kept = JSON.parse(readFileSync(path, 'utf8'), (key, value) =>
        isForReaders(path, key) ? undefined : value,
      );
      return { contents: `export default JSON.parse(${JSON.stringify(JSON.stringify(kept))});` };
    });
  },
};
