import type Handlebars from 'handlebars';
import runtime from 'handlebars/runtime.js';
import { templates } from '../generated/templates.js';
import { helpers } from './helpers.ts';

// The runtime alone has no types of its own: it is Handlebars without its compiler.
const instance = (runtime as unknown as typeof Handlebars).create();
for (const [name, helper] of Object.entries(helpers)) instance.registerHelper(name, helper);

/**
 * Renders a precompiled template (`stages/node/base`) with its values.
 * @throws UnquotableError where a value cannot be written safely; an Error where a value is missing.
 */
export function renderTemplate(name: string, values: unknown): string {
  const specification = Object.hasOwn(templates, name) ? templates[name] : undefined;
  if (specification === undefined) throw new Error(`no template ${name}`);
  return instance.template(specification)(values);
}
