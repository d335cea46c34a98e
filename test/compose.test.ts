import { describe, expect, test } from '@jest/globals';
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
