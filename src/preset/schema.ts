import en from 'zod/v4/locales/en.js';
import * as z from 'zod/mini';
import type { Preset } from '../model/preset.ts';

z.config(en());

const text = z.optional(z.string());
const texts = z._default(z.array(z.string()), []);
const map = z._default(z.record(z.string(), z.string()), {});
const no = z._default(z.boolean(), false);
const some = z.array(z.string()).check(z.minLength(1));

const stage = z.union([
  z.pipe(
    z.string(),
    z.transform((kind: string) => ({ kind })),
  ),
  z.strictObject({ kind: z.string(), when: z.string() }),
]);

const content = z.strictObject({ files: some, pattern: z.string() });

const rule = z.strictObject({ files: some, pattern: z.string(), path: z._default(z.string(), '{found}') });
const rules = z._default(z.array(rule), []);

/** The form of presets/<id>.yaml. */
const presetSchema = z.strictObject({
  id: z.string().check(z.regex(/^[a-z][a-z0-9-]*$/)),
  title: z.string(),
  language: z.enum(['node', 'go', 'python', 'java', 'static']),
  when: z.prefault(
    z.strictObject({
      traits: texts,
      without: texts,
      dependencies: texts,
      withoutDependencies: texts,
      content: z.optional(content),
      withoutContent: z.optional(content),
      start: text,
      build: text,
      withoutBuild: text,
    }),
    {},
  ),
  supersedes: texts,
  stages: z.array(stage).check(z.minLength(1)),
  bases: z.array(z.enum(['scratch', 'jlink', 'distroless', 'slim', 'alpine', 'nginx'])).check(z.minLength(1)),
  defaults: z.prefault(
    z.strictObject({
      port: z.optional(z.int().check(z.minimum(1), z.maximum(65535))),
      portVariable: text,
      output: text,
      outputFrom: rules,
      basePathFrom: rules,
      routes: texts,
      start: z.optional(z.array(z.string())),
      arguments: z.optional(z.array(z.string())),
      training: z.optional(z.array(z.string())),
      settings: z.optional(z.strictObject({ files: some, pattern: z.string(), port: text })),
      env: map,
      buildEnv: map,
      adds: text,
      buildCaches: texts,
      afterBuild: z._default(
        z.array(
          z.strictObject({
            run: z.string(),
            libc: z.optional(z.enum(['glibc', 'musl'])),
            developmentOnly: text,
          }),
        ),
        [],
      ),
      fallback: z.optional(z.enum(['spa', 'pages'])),
      fallbackFrom: rules,
      pagesWhere: z.optional(content),
      hashed: text,
      unhashedWhere: z.optional(content),
      reads: texts,
      publicFolder: z._default(z.string(), 'public'),
      handlesSigterm: no,
      copies: z._default(
        z.array(z.strictObject({ source: z.string(), target: z.string(), optional: no, isContext: no, apart: text })),
        [],
      ),
      writable: texts,
      loadsServer: no,
      publicPrefixes: texts,
    }),
    {},
  ),
  asks: z._default(z.array(z.enum(['base', 'port', 'start'])), ['base', 'port', 'start']),
});

/** What a preset takes, at its top. */
export const presetKeys: readonly string[] = Object.keys(presetSchema.shape);

/** Checks a parsed preset; throws a ZodError that names each wrong field. */
export function checkPreset(value: unknown): Preset {
  return presetSchema.parse(value) as Preset;
}
