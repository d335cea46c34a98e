import * as z from 'zod';
import type { Preset } from '../model/preset.ts';

const stage = z.union([
  z.string().transform((kind) => ({ kind })),
  z.strictObject({ kind: z.string(), when: z.string() }),
]);

const content = z.strictObject({ files: z.array(z.string()).min(1), pattern: z.string() });

const rule = z.strictObject({
  files: z.array(z.string()).min(1),
  pattern: z.string(),
  path: z.string().default('{found}'),
});

/** The form of presets/<id>.yaml. */
const presetSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  title: z.string(),
  language: z.enum(['node', 'go', 'python', 'java', 'static']),
  when: z
    .strictObject({
      traits: z.array(z.string()).default([]),
      without: z.array(z.string()).default([]),
      dependencies: z.array(z.string()).default([]),
      withoutDependencies: z.array(z.string()).default([]),
      content: content.optional(),
      withoutContent: content.optional(),
      start: z.string().optional(),
      build: z.string().optional(),
    })
    .prefault({}),
  supersedes: z.array(z.string()).default([]),
  stages: z.array(stage).min(1),
  bases: z.array(z.enum(['scratch', 'jlink', 'distroless', 'slim', 'alpine', 'nginx'])).min(1),
  defaults: z
    .strictObject({
      port: z.int().min(1).max(65535).optional(),
      portVariable: z.string().optional(),
      output: z.string().optional(),
      outputFrom: z.array(rule).default([]),
      basePathFrom: z.array(rule).default([]),
      routes: z.array(z.string()).default([]),
      start: z.array(z.string()).optional(),
      arguments: z.array(z.string()).optional(),
      training: z.array(z.string()).optional(),
      settings: z
        .strictObject({ files: z.array(z.string()).min(1), pattern: z.string(), port: z.string().optional() })
        .optional(),
      env: z.record(z.string(), z.string()).default({}),
      buildEnv: z.record(z.string(), z.string()).default({}),
      adds: z.string().optional(),
      buildCaches: z.array(z.string()).default([]),
      afterBuild: z
        .array(
          z.strictObject({
            run: z.string(),
            libc: z.enum(['glibc', 'musl']).optional(),
            developmentOnly: z.string().optional(),
          }),
        )
        .default([]),
      fallback: z.enum(['spa', 'pages']).optional(),
      fallbackFrom: z.array(rule).default([]),
      pagesWhere: content.optional(),
      hashed: z.string().optional(),
      unhashedWhere: content.optional(),
      reads: z.array(z.string()).default([]),
      publicFolder: z.string().default('public'),
      handlesSigterm: z.boolean().default(false),
      copies: z
        .array(
          z.strictObject({
            source: z.string(),
            target: z.string(),
            optional: z.boolean().default(false),
            isContext: z.boolean().default(false),
          }),
        )
        .default([]),
      writable: z.array(z.string()).default([]),
      loadsServer: z.boolean().default(false),
      publicPrefixes: z.array(z.string()).default([]),
    })
    .prefault({}),
  asks: z.array(z.enum(['base', 'port', 'start'])).default(['base', 'port', 'start']),
});

/** What a preset takes, at its top. */
export const presetKeys: readonly string[] = Object.keys(presetSchema.shape);

/** Checks a parsed preset; throws a ZodError that names each wrong field. */
export function checkPreset(value: unknown): Preset {
  return presetSchema.parse(value) as Preset;
}
