import { describe, expect, test } from '@jest/globals';
import { memoryRepo } from '../src/repo/memory.ts';
import { runVariables } from '../src/detect/node/run-variables.ts';
import { app, chosen, SERVES, type Files } from './support/node.ts';

describe('the variables that a program demands', () => {
  const namesOf = (text: string, file = 'env.ts'): readonly string[] | undefined =>
    runVariables(memoryRepo({ [file]: text }), [file])?.names;

  test.each<[string, string, readonly string[] | undefined]>([
    [
      'envalid',
      `const { cleanEnv, str, num } = require("envalid");
module.exports = cleanEnv(process.env, {
  PORT: num({ default: 3000 }),
  NAME: str({ example: "a", default: "b" }),
  JWT_SECRET: str({ devDefault: "x" }),
  // OLD_SECRET: str(),
  MAIL_HOST: envalid.host(),
  NODE_ENV: str({ choices: ["a", "b"] }),
});`,
      ['JWT_SECRET', 'MAIL_HOST'],
    ],
    [
      'zod',
      `const schema = z.object({
  DATABASE_URL: z.string().url(),
  LOG_LEVEL: z.enum(['a', 'b']).default('a'),
  TOKEN: z
    .string()
    .min(1),
  MAYBE: z.string().optional()
});
export const env = schema.parse(process.env);`,
      ['DATABASE_URL', 'TOKEN'],
    ],
    [
      'zod of something else',
      `const body = z.object({\n  NAME: z.string(),\n});\nbody.parse(request.body);`,
      undefined,
    ],
    [
      'a JSON schema of @fastify/env',
      `import env from '@fastify/env'
const schema = {
  type: 'object',
  required: ['DB_HOST', 'DB_USER', 'SECURE'],
  properties: { DB_HOST: { type: 'string', default: 'localhost' }, DB_USER: { type: 'string' }, SECURE: { type: 'boolean' } }
}`,
      ['DB_USER', 'SECURE'],
    ],
    [
      'TypeBox with env-schema',
      `import envSchema from 'env-schema';
const schema = Type.Object({
  SECRET: Type.String(),
  LEVEL: Type.Optional(Type.String()),
  SIZE: Type.Number({ default: 1 }),
})`,
      ['SECRET'],
    ],
    ['a list that belongs to no library', `const s = { required: ['A', 'B'] }`, undefined],
  ])('by %s', (_, text, names) => {
    expect(namesOf(text)).toEqual(names);
  });

  test('are named by a hint, with the line', () => {
    const files = app(
      { scripts: { start: 'node server.js' } },
      { 'server.js': SERVES, 'env.js': "require('envalid').cleanEnv(process.env, {\n  KEY: str(),\n});" },
    );
    expect(chosen(files).node.startProblems).toMatchObject([
      { id: 'run-needs-values', what: expect.stringContaining('KEY'), where: { file: 'env.js', line: 2 } },
    ]);
  });
});

describe('a script that migrates', () => {
  const problemsOf = (scripts: object, more: object = {}, files: Files = {}): readonly string[] =>
    chosen(
      app(
        { scripts: { start: 'node server.js --production', ...scripts }, dependencies: { knex: '3' }, ...more },
        { 'server.js': SERVES, ...files },
      ),
    ).node.startProblems.map(({ id, fix }) => `${id} ${fix.split('--start ')[1] ?? ''}`.trim());

  test('is said where the start does not run it, with the start that does', () => {
    expect(problemsOf({ migrate: 'knex migrate:latest' })).toEqual([
      'migration-apart "knex migrate:latest && node server.js --production".',
    ]);
    expect(problemsOf({ 'db:up': 'npx knex migrate:latest --env production' })).toHaveLength(1);
  });

  test.each<[string, object, object, Files]>([
    ['runs before the start', { prestart: 'npm run migrate', migrate: 'knex migrate:latest' }, {}, {}],
    ['runs in the start', { start: 'knex migrate:latest && node server.js', migrate: 'knex migrate:latest' }, {}, {}],
    ['needs a tool that the image lacks', { migrate: 'knex migrate:latest' }, { dependencies: {} }, {}],
    ['only writes a migration', { migrate: 'knex migrate:make' }, {}, {}],
    ['goes back', { down: 'knex migrate:rollback' }, {}, {}],
    ['is done by the code', { migrate: 'knex migrate:latest' }, {}, { 'db.js': 'await db.migrate.latest();' }],
    ['may run in a shell script', { start: './run.sh', migrate: 'knex migrate:latest' }, {}, { 'run.sh': '' }],
  ])('that %s is not', (_, scripts, more, files) => {
    expect(problemsOf(scripts, more, files)).toEqual([]);
  });
});
