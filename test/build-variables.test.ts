import { describe, expect, test } from '@jest/globals';
import { written } from './support/node.ts';

describe('a Next.js server', () => {
  const manifest = { scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '16' } };
  const config = (text: string): Readonly<Record<string, string>> => ({
    'next.config.mjs': `export default { ${text} }`,
  });

  test('listens where its start command says', () => {
    const { text } = written({ ...manifest, scripts: { build: 'next build', start: 'next start -p 4000' } });
    expect(text).toContain('EXPOSE 4000');
    expect(text).toContain('PORT=4000');
  });

  test('takes no port and no route from code that speaks of other servers', () => {
    const { text } = written(manifest, { 'app/mail.ts': "send({ port: 587 }); fetch('/health')" });
    expect(text).toContain('EXPOSE 3000');
    expect(text).toContain("127.0.0.1:3000/').then(r => process.exit(r.status < 500");
  });

  test.each([
    ['app/api/health/route.ts', '', '/api/health'],
    ['src/app/(internal)/healthz/route.js', '', '/healthz'],
    ['pages/api/health.ts', '', '/api/health'],
    ['pages/api/health/index.ts', '', '/api/health'],
    ['app/api/health/route.ts', "basePath: '/shop'", '/shop/api/health'],
  ])('with %s and %j is asked at %s', (file, text, path) => {
    expect(written(manifest, { [file]: '', ...config(text) }).text).toContain(
      `127.0.0.1:3000${path}').then(r => process.exit(r.ok`,
    );
  });

  test('keeps its own output folder', () => {
    const { text } = written(manifest, config("distDir: 'made'"));
    expect(text).toContain(
      'COPY --from=build --exclude=**/node_modules /app/made/standalone ./\nCOPY --from=build /app/made/static ./made/static\n',
    );
    expect(text).toContain('COPY --from=build --parents /app/made/standalone/./**/node_modules ./\n');
    expect(text).toContain('--mount=type=cache,target=/app/made/cache');
    expect(text).toContain('ln -s /tmp made/standalone/made/cache');
  });
});

describe('variables of a build', () => {
  const manifest = { scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '16' } };

  test('for a browser are arguments with tracked values, and compose hands them on', () => {
    const { text, compose } = written(manifest, {
      '.env': 'NEXT_PUBLIC_A=1 # one\nNEXT_PUBLIC_KEY=pk_1\n',
      '.env.example': 'NEXT_PUBLIC_URL=http://localhost:8080/api\nNEXT_PUBLIC_NAME=your-name\n',
    });
    expect(text).toContain(
      'ARG NEXT_PUBLIC_A=1\nARG NEXT_PUBLIC_NAME\nARG NEXT_PUBLIC_URL=http://localhost:8080/api\n',
    );
    expect(text).toContain('--mount=type=secret,id=NEXT_PUBLIC_KEY,env=NEXT_PUBLIC_KEY');
    expect(text).toContain('NEXT_PUBLIC_KEY="${NEXT_PUBLIC_KEY:-pk_1}"');
    expect(compose).toContain(
      '      args:\n        - NEXT_PUBLIC_A\n        - NEXT_PUBLIC_NAME\n        - NEXT_PUBLIC_URL\n',
    );
  });

  test('that a configuration reads are arguments, or secrets by their name', () => {
    const { text } = written(manifest, {
      'next.config.ts':
        'x(process.env.SENTRY_ORG, process.env.SENTRY_AUTH_TOKEN, process.env.CI, process.env.VERCEL_URL)',
    });
    expect(text).toContain('ARG SENTRY_ORG\n');
    expect(text).toContain('--mount=type=secret,id=SENTRY_AUTH_TOKEN,env=SENTRY_AUTH_TOKEN');
    expect(text).not.toMatch(/\bCI\b|VERCEL_URL/);
  });

  test('that loaded code wants have placeholders, and that is said', () => {
    const { text, problems, compose } = written(manifest, {
      'lib/db.ts': 'export const db = neon(process.env.POSTGRES_URL!);',
      'lib/env.ts':
        'export const env = createEnv({\n  server: {\n    API_SECRET: z.string().min(1),\n    LOG: z.string().optional(),\n  },\n  client: {},\n});',
    });
    expect(text).toContain('--mount=type=secret,id=POSTGRES_URL,env=POSTGRES_URL');
    expect(text).toMatch(/POSTGRES_URL="\$\{POSTGRES_URL:-postgresql:[^"]*\}"/);
    expect(text).toContain('API_SECRET="${API_SECRET:-placeholder}"');
    expect(text).not.toContain('LOG=');
    expect(problems).toContain('build-needs-values');
    expect(compose).not.toContain('POSTGRES_URL');
  });

  test('of a schema that can be skipped need none', () => {
    const code =
      'createEnv({\n server: {\n  A: z.string(),\n },\n skipValidation: !!process.env.SKIP_ENV_VALIDATION })';
    const { text, problems } = written(manifest, { 'env.ts': code });
    expect(text).toContain('SKIP_ENV_VALIDATION=1');
    expect(problems).not.toContain('build-needs-values');
  });

  test('that is no build but a migration is left out, and that is said', () => {
    const scripts = {
      build: 'run-s migrate compile',
      migrate: 'drizzle-kit migrate',
      compile: 'next build',
      start: 'next start',
    };
    const { text, problems } = written({ ...manifest, scripts });
    expect(text).toContain('npx next build');
    expect(text).not.toContain('drizzle-kit');
    expect(problems).toContain('build-migrates');
  });
});

describe('the development target', () => {
  test.each([
    ['vite', 'CMD ["npm", "run", "dev", "--", "--host", "0.0.0.0"]', 5173],
    ['cross-env A=1 vite dev --port 4444', 'CMD ["npm", "run", "dev", "--", "--host", "0.0.0.0"]', 4444],
    ['vite --host', 'CMD ["npm", "run", "dev"]', 5173],
    ['ng serve', 'CMD ["npm", "run", "dev", "--", "--host", "0.0.0.0"]', 4200],
    ['next dev --turbopack', 'CMD ["npm", "run", "dev"]', 3000],
  ])('of %s listens where it can be reached', (dev, command, port) => {
    const text = written(
      { scripts: { dev, build: 'vite build' }, devDependencies: { vite: '7' } },
      { 'src/a.ts': '' },
    ).text;
    expect(text).toContain(`EXPOSE ${port}\n${command}\n`);
  });
});

describe('a health route', () => {
  const start = { scripts: { start: 'node server.js' } };
  const health = (files: Readonly<Record<string, string>>): string =>
    /fetch\('http:\/\/127\.0\.0\.1:\d+([^']*)'\)\.then\(r => process\.exit\((r\.\w+)/
      .exec(written(start, files).text)
      ?.slice(1)
      .join(' ') ?? 'none';
  const serves = 'app.listen(process.env.PORT);';

  test.each<[Readonly<Record<string, string>>, string]>([
    [{ 'server.js': `app.get('/health', h); ${serves}` }, '/health r.ok'],
    [{ 'server.js': `fastify.route({ method: 'GET', url: '/ping' }); ${serves}` }, '/ping r.ok'],
    [
      { 'server.js': `app.use('/api', routes); ${serves}`, 'routes.js': "router.get('/health', h)" },
      '/health r.status',
    ],
    [{ 'server.js': `fetch('/health'); ${serves}` }, '/health r.status'],
    [
      { 'server.js': `@Controller('health') class A { @Get() a() {} } app.setGlobalPrefix('api'); ${serves}` },
      '/api/health r.ok',
    ],
    [{ 'server.js': `@Controller() class A { @Get('healthz') a() {} } ${serves}` }, '/healthz r.ok'],
    [{ 'server.js': `@Controller({ path: 'health' }) class A { @Get('live') a() {} } ${serves}` }, '/health/live r.ok'],
    [
      { 'server.js': `@Controller('health') class A { @Get() a() {} } app.enableVersioning(); ${serves}` },
      '/ r.status',
    ],
  ])('of %j is asked as %s', (files, asked) => {
    expect(health(files)).toBe(asked);
  });
});
