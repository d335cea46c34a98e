import { describe, expect, test } from '@jest/globals';
import { makePython as make } from './support/python.ts';

const WSGI =
  "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.production')\napplication = 1\n";
const DJANGO = {
  'requirements.txt': 'django\ngunicorn\n',
  'manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings.local')\n",
  'shop/settings/local.py': 'from .base import *\n',
  'shop/settings/production.py': 'from .base import *\n',
  'shop/wsgi.py': WSGI,
};

describe('a start that its own container alone could reach', () => {
  test('is led to a server for the object that it makes', () => {
    const made = make({
      'requirements.txt': 'flask\n',
      Procfile: 'web: python app.py\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\nif __name__ == "__main__":\n    app.run(debug=True)\n',
    });
    expect(made.command).toEqual(['gunicorn', '--bind', '0.0.0.0:8000', '--worker-tmp-dir', '/dev/shm', 'app:app']);
    expect(made.problems).not.toContain('listens-on-loopback');
  });

  test('stays as it is stated where it can be reached', () => {
    const text = 'from flask import Flask\napp = Flask(__name__)\napp.run(host="0.0.0.0", port=5000)\n';
    const made = make({ 'requirements.txt': 'flask\n', Procfile: 'web: python app.py\n', 'app.py': text });
    expect(made.command).toEqual(['python', 'app.py']);
  });

  test('is led to aiohttp’s own program where a function makes the application', () => {
    const text =
      'from aiohttp import web\nasync def init(argv=None):\n    app = web.Application()\n    return app\n' +
      'if __name__ == "__main__":\n    web.run_app(init(), host="localhost", port=9000)\n';
    const { command } = make({ 'requirements.txt': 'aiohttp\n', 'main.py': text });
    expect(command).toEqual(['python', '-m', 'aiohttp.web', '--hostname', '0.0.0.0', '--port', '9000', 'main:init']);
  });

  test('is led to Gunicorn with aiohttp’s worker where the application is an object', () => {
    const text =
      'from aiohttp import web\napp = web.Application()\nif __name__ == "__main__":\n    web.run_app(app, host="127.0.0.1")\n';
    const { command, text: dockerfile } = make({ 'requirements.txt': 'aiohttp\n', 'main.py': text });
    expect(command.join(' ')).toContain('--worker-class aiohttp.GunicornWebWorker main:app');
    expect(dockerfile.match(/gunicorn==/g)).toHaveLength(1);
  });

  test.each([
    ['an object that no constructor shows', 'app = api.app\nuvicorn.run(app, host="127.0.0.1")\n', 'main:app'],
    ['a name', 'uvicorn.run("shop.web:api", host="localhost", port=9000)\n', 'shop.web:api'],
    ['what a function makes', 'from shop.web import build\nuvicorn.run(build())\n', 'shop.web:build --factory'],
  ])('is led to Uvicorn’s own program where it is told %s', (_what, text, target) => {
    const { command } = make({ 'requirements.txt': 'fastapi\nuvicorn\n', 'main.py': `import uvicorn\n${text}` });
    expect(command.join(' ')).toMatch(new RegExp(`^uvicorn ${target} --host 0.0.0.0 --port \\d+$`));
  });

  test('of a Dash app is served through its attribute', () => {
    const text = 'from dash import Dash\napp = Dash()\nif __name__ == "__main__":\n    app.run(debug=True)\n';
    const { command } = make({ 'requirements.txt': 'dash\n', 'app.py': text });
    expect(command).toEqual(['waitress-serve', '--listen=0.0.0.0:8000', 'app:app.server']);
  });
});

describe('Django', () => {
  test('has one settings module in all processes of production, and its own in development', () => {
    const { text } = make(DJANGO);
    const [development = '', runtime = ''] = text.split(' AS runtime');
    expect(runtime).toContain('DJANGO_SETTINGS_MODULE=shop.settings.production');
    expect(development.split(' AS development')[1]).not.toContain('DJANGO_SETTINGS_MODULE');
  });

  test('needs no variable where every file says the same', () => {
    const manage = { 'manage.py': DJANGO['manage.py'].replace('local', 'production') };
    expect(make({ ...DJANGO, ...manage }).text).not.toContain('DJANGO_SETTINGS_MODULE=');
  });

  test('whose static files lie outside of the app has them in the runtime', () => {
    const { text } = make({ ...DJANGO, 'shop/settings/base.py': 'STATIC_ROOT = "/var/www/shop/static"\n' });
    expect(text).toContain('RUN mkdir -p /var/www/shop/static \\\n');
    expect(text).toContain('COPY --from=build /var/www/shop/static/ /var/www/shop/static/');
  });

  test('with configurations is loaded with the one that is served', () => {
    const wsgi = `${WSGI}os.environ.setdefault("DJANGO_CONFIGURATION", "Production")\n`;
    const base = 'class Common(Configuration):\n    SECRET_KEY = values.SecretValue()\n    STATIC_ROOT = "static"\n';
    const { text } = make({ ...DJANGO, 'shop/wsgi.py': wsgi, 'shop/settings/base.py': base });
    expect(text).toContain(
      'DJANGO_CONFIGURATION=Production DJANGO_SECRET_KEY=build-only python manage.py collectstatic',
    );
  });
});

describe('migrations', () => {
  const app = { 'main.py': 'app = FastAPI()\n', 'alembic.ini': '[alembic]\n', 'alembic/versions/a.py': '' };
  const requirements = { 'requirements.txt': 'fastapi\nuvicorn\nalembic\nsqlalchemy\n' };
  const url = { 'db.py': 'URL = "sqlite:///data/app.db"\n' };

  test('of Alembic run before the app where they read the app’s settings', () => {
    const env = { 'alembic/env.py': 'config.set_main_option("sqlalchemy.url", settings.url)\n' };
    expect(make({ ...app, ...requirements, ...url, ...env }).compose).toContain(
      'command: ["python", "-m", "alembic", "upgrade", "head"]',
    );
  });

  test('of Alembic are left alone where they read a file of their own', () => {
    const env = { 'alembic/env.py': 'engine_from_config(config.get_section(name))\n' };
    expect(make({ ...app, ...requirements, ...url, ...env }).compose).not.toContain('alembic');
  });

  test('of Flask-Migrate run before the app', () => {
    const files = { 'migrations/versions/a.py': '', 'app.py': 'URI = "sqlite:///app.db"\napp = Flask(__name__)\n' };
    const { compose } = make({ 'requirements.txt': 'flask\nflask-migrate\ngunicorn\n', ...files });
    expect(compose).toContain('command: ["python", "-m", "flask", "--app", "app:app", "db", "upgrade"]');
  });
});

describe('a script that starts the project', () => {
  const requirements = { 'requirements.txt': 'fastapi\nuvicorn\nalembic\n', 'app/main.py': 'app = FastAPI()\n' };

  test('of plain commands is what the image runs', () => {
    const script =
      '#!/bin/bash\nset -e\nalembic upgrade head\nexec uvicorn app.main:app --host 0.0.0.0 --port ${PORT:-8080}\n';
    expect(make({ ...requirements, 'start.sh': script }).command).toEqual([
      'sh',
      '-c',
      'alembic upgrade head && exec uvicorn app.main:app --host 0.0.0.0 --port 8080',
    ]);
  });

  test.each([
    ['reloads', 'uvicorn app.main:app --reload\n'],
    ['does more', 'source venv/bin/activate\nuvicorn app.main:app --port 9000\n'],
    ['decides', 'if [ -f .env ]; then\nuvicorn app.main:app --port 9000\nfi\n'],
  ])('that %s is one for a person’s machine', (_what, script) => {
    const { command } = make({ ...requirements, 'start.sh': script });
    expect(command).toEqual(['uvicorn', 'app.main:app', '--host', '0.0.0.0', '--port', '8000']);
  });
});

test.each([
  ['asgi', 'async def app(scope, receive, send):\n    pass\n', 'uvicorn'],
  ['wsgi', 'def app(environ, start_response):\n    return []\n', 'gunicorn'],
])('an app without a framework is served by its interface: %s', (_what, text, server) => {
  const { command } = make({ 'requirements.txt': 'requests\n', 'example.py': text });
  expect(command[0]).toBe(server);
  expect(command).toContain('example:app');
});

test.each(['poe', 'taskipy'])('a task of %s that is called start is the start', (tool) => {
  const pyproject = `[project]\nname = "x"\nversion = "0"\ndependencies = ["requests"]\n[tool.${tool}.tasks]\nstart = "python -m svc.work"\n`;
  expect(make({ 'pyproject.toml': pyproject, 'svc/work.py': 'print(1)\n' }).command).toEqual([
    'python',
    '-m',
    'svc.work',
  ]);
});

test('a bot is started, not the server that keeps a platform from stopping it', () => {
  const { command } = make({
    'requirements.txt': 'discord.py\nflask\n',
    'main.py': 'import discord\nfrom keep_alive import keep_alive\nkeep_alive()\nclient.run("x")\n',
    'keep_alive.py': 'from flask import Flask\napp = Flask("")\napp.run(host="0.0.0.0", port=8080)\n',
  });
  expect(command).toEqual(['python', 'main.py']);
});

describe('what nothing lists', () => {
  test('is an error: no image could run it', () => {
    const { text, problems } = make({ 'app.py': 'import os\nimport local\nfrom flask import Flask\n', 'local.py': '' });
    expect(problems).toContain('dependencies-not-listed');
    expect(text).toBe('');
  });

  test('may be optional, Python’s or the project’s', () => {
    const text = 'import json, local.x\ntry:\n    import uvloop\nexcept ImportError:\n    pass\n';
    expect(make({ 'app.py': text, 'local/x.py': '' }).problems).not.toContain('dependencies-not-listed');
  });
});

test('a workspace that is no project itself is its members', () => {
  const member = (name: string): string =>
    `[project]\nname = "${name}"\nversion = "0"\ndependencies = ["fastapi", "uvicorn"]\n`;
  const { preset } = make({
    'pyproject.toml': '[tool.uv.workspace]\nmembers = ["apps/*", "libs/*"]\n',
    'uv.lock': 'version = 1\nrequires-python = ">=3.12"\n',
    'apps/api/pyproject.toml': member('api'),
    'apps/api/main.py': 'app = FastAPI()\n',
    'libs/common/pyproject.toml': member('common'),
    'libs/common/common.py': '',
  });
  expect(preset).toBe('fastapi');
});
