/** Checks the presets and precompiles the templates into src/generated, so that neither YAML nor a compiler is needed at run time. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { parse } from 'yaml';
import { checkPreset } from '../src/preset/schema.ts';
import { helpers } from '../src/render/helpers.ts';

const root = join(import.meta.dirname, '..');
const out = join(root, 'src/generated');
const knownHelpers = Object.fromEntries(Object.keys(helpers).map((name) => [name, true]));

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
    const code = String(
      Handlebars.precompile(text, {
        strict: true,
        noEscape: true,
        knownHelpersOnly: true,
        knownHelpers,
        preventIndent: true,
      }),
    );
    return `  ${JSON.stringify(name.replace(/\.hbs$/, ''))}: ${code},`;
  });
  return `// Made by tools/generate.ts from templates/. Not to be edited.\nexport const templates = {\n${entries.join('\n')}\n};\n`;
}

/** Files of templates/files as texts: helper files that stand in a Dockerfile as heredocs. */
function generateFiles(): string {
  const folder = join(root, 'templates/files');
  return `${JSON.stringify(
    Object.fromEntries(
      filesBelow(folder, '')
        .filter((name) => /\.\w+$/.test(name))
        .map((name) => [relative('.', name), readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n')]),
    ),
    null,
    1,
  )}\n`;
}

mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'presets.json'), generatePresets());
writeFileSync(join(out, 'files.json'), generateFiles());
writeFileSync(join(out, 'templates.js'), generateTemplates());
writeFileSync(
  join(out, 'templates.d.ts'),
  "export const templates: Readonly<Record<string, TemplateSpecification>>;\nimport type { TemplateSpecification } from 'handlebars';\n",
);
