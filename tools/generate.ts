/** Checks the presets and precompiles the templates into src/generated, so that neither YAML nor a compiler is needed at run time; writes schema.json. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { format, resolveConfig } from 'prettier';
import { parse } from 'yaml';
import { configSchema } from '../src/commands/config-schema.ts';
import { checkPreset } from '../src/preset/schema.ts';
import { helpers } from '../src/render/helpers.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'src/generated');
const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));
const SETTINGS = { strict: true, noEscape: true, knownHelpersOnly: true, knownHelpers, preventIndent: true };

/** What each block of a compiled template carries for runtimes before 4.6: a fifth of their size. */
const FALLBACK =
  /container\.lookupProperty \|\| function\(parent, propertyName\) \{[^{}]*\{[^{}]*\}\s*return undefined\s*\}/g;

/** Where in its template each call of a helper stands, which nothing reads: a sixth of their size. */
const LOCATION = /,"loc":\{"start":\{[^{}]*\},"end":\{[^{}]*\}\}/g;

function filesBelow(folder: string, extension: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .map((name) => name.replaceAll('\\', '/'))
    .sort();
}

function generatePresets(): string {
  const folder = join(root, 'presets');
  const presets = filesBelow(folder, '.yaml').map((name) => {
    const preset = checkPreset(parse(readFileSync(join(folder, name), 'utf8')));
    if (`${preset.id}.yaml` !== name) throw new Error(`presets/${name} has the id ${preset.id}`);
    return preset;
  });
  return `${JSON.stringify(presets, null, 1)}\n`;
}

function generateTemplates(): string {
  const folder = join(root, 'templates');
  const entries = filesBelow(folder, '.hbs').map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    const code = (Handlebars.precompile(text, SETTINGS) as string) // its type says otherwise
      .replaceAll(FALLBACK, 'container.lookupProperty')
      .replaceAll(LOCATION, '');
    return `  ${JSON.stringify(name.replace(/\.hbs$/, ''))}: ${code},`;
  });
  return `// Made by tools/generate.ts from templates/. Not to be edited.\nexport const templates = {\n${entries.join('\n')}\n};\n`;
}

/** Files of templates/files as texts: helper files that stand in a Dockerfile as heredocs. */
function generateFiles(): string {
  const folder = join(root, 'templates/files');
  const names = filesBelow(folder, '').filter((name) => !name.endsWith('.hbs'));
  const texts = names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]);
  return `${JSON.stringify(Object.fromEntries(texts), null, 1)}\n`;
}

/** Presets and stage templates as they were written, for those who want to own them. */
function generateSources(): string {
  const read = (folder: string, extension: string): Record<string, string> =>
    Object.fromEntries(
      filesBelow(join(root, folder), extension).map((name) => [
        name.slice(0, -extension.length),
        readFileSync(join(root, folder, name), 'utf8'),
      ]),
    );
  return `${JSON.stringify({ presets: read('presets', '.yaml'), stages: read('templates/stages', '.hbs') }, null, 1)}\n`;
}

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'presets.json'), generatePresets());
writeFileSync(join(out, 'files.json'), generateFiles());
writeFileSync(join(out, 'sources.json'), generateSources());
writeFileSync(join(out, 'templates.js'), generateTemplates());
writeFileSync(
  join(out, 'templates.d.ts'),
  `import type Handlebars from 'handlebars';\nexport const templates: Readonly<Record<string, Parameters<typeof Handlebars.template>[0]>>;\n`,
);

const schema = join(root, 'schema.json');
const style = { ...(await resolveConfig(schema)), filepath: schema };
writeFileSync(schema, await format(JSON.stringify(configSchema()), style));
