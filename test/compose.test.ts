import { describe, expect, test } from '@jest/globals';
import { composeFile } from '../src/plan/compose/file.ts';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { composeOf, node, python } from './support/compose.ts';

describe('what a person wrote', () => {
  test('is never copied from an example of settings', () => {
    const { text, environment } = composeOf(
      node({ pg: '8' }, 'process.env.DB_HOST; process.env.DB_PASSWORD; process.env.JWT_SECRET', {
        '.env.example': 'DB_HOST=db.corp.example\nDB_PASSWORD=hunter2real\nJWT_SECRET=eyJhbGciOi\nDB_USER=root\n',
      }),
    );
    expect(text).not.toMatch(/corp|hunter2|eyJ|root/);
    expect(environment['JWT_SECRET']).toMatch(/^\$\{JWT_SECRET:-[\w-]{32,}\}$/);
  });

  test.each([
    'DATABASE_URL',
    '=x\n==\n',
    '\0\x01 = \n',
    'DATABASE_URL="unclosed\nDB_HOST=\'',
    'export export DATABASE_URL=1',
  ])('may be malformed: %j', (text) => {
    const { names } = composeOf(node({ pg: '8' }, 'process.env.DATABASE_URL', { '.env.example': text }));
    expect(names).toEqual(['shop', 'postgres']);
  });

  test('may bear the name of a server', () => {
    const files = node({ pg: '8' }, 'process.env.DATABASE_URL');
    const { services, names, environment } = composeOf({
      ...files,
      'package.json': (files['package.json'] ?? '').replace('"shop"', '"postgres"'),
    });
    expect(names).toEqual(['postgres', 'postgres-2']);
    expect(environment['DATABASE_URL']).toContain('@postgres-2:5432/');
    expect(services['postgres']?.depends_on).toEqual({ 'postgres-2': { condition: 'service_healthy' } });
  });

  test('may have processes of that name', () => {
    const { names } = composeOf({
      ...python('redis', 'os.environ["REDIS_URL"]'),
      Procfile: 'web: uvicorn main:app\nredis: python other.py\n',
      'other.py': '',
    });
    expect(names.slice(1)).toEqual(['redis', 'redis-2']);
  });

  test('with a default of its own needs no secret', () => {
    const { environment } = composeOf(node({}, `process.env.SESSION_SECRET || 'x'; process.env.STRIPE_SECRET_KEY`));
    expect(environment).toEqual({});
  });
});

test('a Django project has its tables made where its database is started', () => {
  const settings = 'import dj_database_url, os\nDATABASES = {"default": dj_database_url.config()}\n';
  const files = {
    'requirements.txt': 'django\npsycopg2\ndj-database-url\ngunicorn\n',
    'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings")',
    'site_config/settings.py': settings,
    'site_config/wsgi.py': 'application = get_wsgi_application()',
  };
  const { names, services } = composeOf(files);
  expect(names).toEqual(['app', 'migrate', 'postgres']);
  expect(services['migrate']?.depends_on).toEqual({ postgres: { condition: 'service_healthy' } });
  expect(services['app']?.depends_on).toMatchObject({ migrate: { condition: 'service_completed_successfully' } });
  const mixed = composeOf({
    ...files,
    'site_config/settings.py': settings.replace('config()', 'config(default="sqlite:///db.sqlite3")'),
  });
  expect(mixed.names).toContain('postgres');
});

describe('one file over several apps', () => {
  const imageOf = (dir: string, files: Readonly<Record<string, string>>) => {
    const { plan } = compile(memoryRepo(files), '', defaultOptions);
    return plan.images.map((image) => ({ ...image, dir, context: dir }));
  };
  const shop = node({ pg: '8' }, `process.env.DATABASE_URL; require('fs').writeFileSync('./data/x')`);
  const images = [
    ...imageOf('apps/shop', shop),
    ...imageOf('apps/api', python('psycopg\nredis', 'os.environ["DATABASE_URL"], os.environ["REDIS_URL"]')),
    ...imageOf('apps/old', { ...shop, '.github/workflows/test.yml': 'image: postgres:15\n' }),
  ];
  const { services, volumes } = composeFile(images, 'Dockerfile');

  test('lets them share a server of one version, and numbers what bears the same name', () => {
    expect(services.map(({ name }) => name)).toEqual(['shop', 'app', 'shop-2', 'postgres', 'redis', 'postgres-2']);
    const hosts = services.map((service) => service.kind === 'app' && service.image.connections[0]?.value);
    expect(hosts.slice(0, 3).map((value) => /@([\w-]+):/.exec(String(value))?.[1])).toEqual([
      'postgres',
      'postgres',
      'postgres-2',
    ]);
  });

  test('keeps their volumes and contexts apart', () => {
    const contexts = services.flatMap((service) => (service.kind === 'app' ? service.image.context : []));
    expect(contexts).toEqual(['apps/shop', 'apps/api', 'apps/old']);
    expect(new Set(volumes).size).toBe(volumes.length);
    expect(volumes).toEqual(expect.arrayContaining(['postgres-data', 'postgres-2-data', 'redis-data']));
  });
});

test('what a .env holds for the machine of a person does not move the port of the image', () => {
  const { environment, services } = composeOf(
    node({}, '', { '.env.example': 'PORT=8081\nLOG_LEVEL=debug\nNODE_ENV=development\n' }),
  );
  expect(environment).toEqual({ PORT: '3000', NODE_ENV: 'production' });
  expect(services['shop']?.ports).toEqual(['127.0.0.1:3000:3000']);
});
