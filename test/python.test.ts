import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';
import { makePython as make } from './support/python.ts';

const FASTAPI = 'from fastapi import FastAPI\n\napi: FastAPI = FastAPI(title="x")\n';
const MANAGE = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n';

describe('what starts', () => {
  test('an ASGI app of any name in any module', () => {
    const { command, preset } = make({ 'requirements.txt': 'fastapi\nuvicorn\n', 'service/web.py': FASTAPI });
    expect(command).toEqual(['uvicorn', 'service.web:api', '--host', '0.0.0.0', '--port', '8000']);
    expect(preset).toBe('fastapi');
  });

  test('a module of the src layout is imported from src', () => {
    const { command, text } = make({
      'requirements.txt': 'fastapi\nuvicorn\n',
      'src/shop/__init__.py': '',
      'src/shop/main.py': FASTAPI,
    });
    expect(command[1]).toBe('shop.main:api');
    expect(text).toContain('PYTHONPATH=/app/src');
  });

  test('a folder without __init__.py that the code imports from is a package', () => {
    const { command } = make({
      'requirements.txt': 'fastapi\nuvicorn\n',
      'app/main.py': `from app.db import x\n${FASTAPI}`,
      'app/db.py': '',
    });
    expect(command[1]).toBe('app.main:api');
  });

  test('a factory without required arguments', () => {
    const files = {
      'requirements.txt': 'flask\ngunicorn\n',
      'shop/__init__.py': 'def create_app(config=None):\n    app = Flask(__name__)\n    return app\n',
    };
    expect(make(files).command.at(-1)).toBe('shop:create_app()');
  });

  test('an object that a factory made is preferred to the factory', () => {
    const files = {
      'requirements.txt': 'flask\ngunicorn\n',
      'shop/__init__.py': 'def create_app(config):\n    return Flask(__name__)\n',
      'wsgi.py': 'from shop import create_app\n\napplication = create_app("x")\n',
    };
    expect(make(files).command.at(-1)).toBe('wsgi:application');
  });

  test('a server that is missing is added, pinned, and said', () => {
    const { text, problems } = make({ 'requirements.txt': 'flask\n', 'app.py': 'app = Flask(__name__)\n' });
    expect(text).toMatch(/pip --python \.venv install gunicorn==\d/);
    expect(problems).toContain('server-missing');
  });

  test('the Procfile comes first; $PORT is settled without a shell', () => {
    const files = {
      'requirements.txt': 'fastapi\nuvicorn\n',
      'main.py': FASTAPI,
      Procfile: 'web: uvicorn main:api --host 0.0.0.0 --port ${PORT:-5000} --workers 2\n',
    };
    const { command, text } = make(files);
    expect(command).toEqual(['uvicorn', 'main:api', '--host', '0.0.0.0', '--port', '5000', '--workers', '2']);
    expect(text).toContain('EXPOSE 5000');
  });

  test('a Procfile that chains commands keeps their order in a shell', () => {
    const { command, text } = make({
      'requirements.txt': 'django\ngunicorn\n',
      'manage.py': MANAGE,
      'shop/wsgi.py': '',
      Procfile: 'web: python manage.py migrate && gunicorn shop.wsgi',
    });
    expect(command).toEqual(['sh', '-c', 'python manage.py migrate && exec gunicorn shop.wsgi']);
    expect(text).toContain('PORT=8000');
  });

  test('a script that nothing handles SIGTERM for gets an init', () => {
    const { text, command, preset } = make({ 'bot.py': 'while True:\n    pass\n' });
    expect(command.at(-1)).toBe('bot.py');
    expect(text).toContain('ENTRYPOINT ["/usr/bin/tini", "--"]');
    expect(text).toContain('HEALTHCHECK NONE');
    expect(text).not.toContain('EXPOSE');
    expect(preset).toBe('python-script');
  });

  test('a handler in the code needs none', () => {
    expect(make({ 'main.py': 'signal.signal(signal.SIGTERM, stop)\n' }).text).not.toContain('tini');
  });

  test('a library is told so', () => {
    expect(make({ 'pyproject.toml': '[project]\nname = "lib"\n', 'src/lib/__init__.py': '' }).problems).toContain(
      'nothing-to-run',
    );
  });

  test('a program that listens on the loopback is said', () => {
    const { problems, preset } = make({ 'main.py': 'HTTPServer(("127.0.0.1", 9000), Handler).serve_forever()\n' });
    expect(preset).toBe('python-server');
    expect(problems).toContain('listens-on-loopback');
  });
});

describe('Django', () => {
  const settings =
    'SECRET_KEY = os.environ["SECRET_KEY"]\nWORKERS = int(os.environ["WORKERS"])\nDSN = os.environ.get("SENTRY_DSN")\nDEBUG = config("DEBUG", default=False, cast=bool)\nSTATIC_ROOT = BASE_DIR / "static-files"\nWSGI_APPLICATION = "shop.wsgi.app"\n';
  const files = {
    'requirements.txt': 'django\ngunicorn\n',
    'manage.py': MANAGE,
    'shop/settings.py': settings,
    'shop/wsgi.py': '',
  };

  test('is served by the module that its settings name', () => {
    const { command, preset } = make(files);
    expect(command).toEqual(['gunicorn', '--bind', '0.0.0.0:8000', '--worker-tmp-dir', '/dev/shm', 'shop.wsgi:app']);
    expect(preset).toBe('django');
  });

  test('collects static files with placeholders for what settings cannot do without', () => {
    const { text } = make(files);
    expect(text).toContain('RUN SECRET_KEY=build-only WORKERS=1 python manage.py collectstatic --noinput');
  });

  test('collects none where STATIC_ROOT is not set', () => {
    expect(make({ ...files, 'shop/settings.py': 'SECRET_KEY = "x"\n' }).text).not.toContain('collectstatic');
  });

  test('runs no migration by itself', () => {
    expect(make(files).text).not.toContain('migrate');
  });
});

describe('the install', () => {
  const uv = {
    'pyproject.toml': '[project]\nname = "shop"\nrequires-python = ">=3.12"\ndependencies = ["fastapi", "uvicorn"]\n',
    'uv.lock': 'version = 1\nrequires-python = ">=3.12"\n',
    'main.py': FASTAPI,
  };

  test('uv installs from its lock without the project', () => {
    const { text } = make(uv);
    expect(text).toContain('uv sync --locked --no-dev --no-install-project');
    expect(text).toMatch(/^FROM ghcr\.io\/astral-sh\/uv:\d+\.\d+\.\d+ AS uv$/m);
    expect(text).toContain('FROM python:3.13-slim-trixie AS base');
  });

  test('the version of uv that the project requires is taken', () => {
    expect(
      make({
        ...uv,
        'uv.toml': '',
        'pyproject.toml': `${uv['pyproject.toml']}[tool.uv]\nrequired-version = "==0.9.1"\n`,
      }).text,
    ).toContain('uv:0.9.1 AS uv');
  });

  test('a project with a build backend is installed too, with the documents that it names', () => {
    const pyproject =
      '[project]\nname = "shop"\nreadme = "README.md"\nversion = "1"\n[project.scripts]\nshop = "shop:main"\n[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';
    const repo = memoryRepo({
      'pyproject.toml': pyproject,
      'uv.lock': 'version = 1\n',
      'README.md': '#',
      'src/shop/__init__.py': '',
    });
    const { files } = compile(repo, '', defaultOptions);
    expect(files.find((file) => file.path === 'Dockerfile')?.text).toContain('uv sync --locked --no-dev --no-editable');
    expect(files.find((file) => file.path === '.dockerignore')?.text).toContain('!README.md');
  });

  test('a server that uv added is not taken away by the next sync', () => {
    const { text } = make({
      ...uv,
      'pyproject.toml': '[project]\nname = "shop"\ndependencies = ["flask"]\n[build-system]\nbuild-backend = "x"\n',
      'main.py': 'app = Flask(__name__)\n',
    });
    expect(text).toContain('uv pip install gunicorn==');
    expect(text).toContain('uv sync --locked --inexact --no-dev --no-editable');
  });

  test('psycopg2 is compiled in the full image and gets its library', () => {
    const { text } = make({ 'requirements.txt': 'psycopg2\n', 'main.py': 'print(1)\n', '.python-version': '3.11\n' });
    expect(text).toContain('FROM python:3.11-trixie AS base');
    expect(text).toContain("'libpq5=17.*'");
    expect(text).toContain('FROM python:3.11-slim-trixie AS runtime');
  });

  test('a wheel that brings its libraries needs none', () => {
    const { text } = make({ 'requirements.txt': 'psycopg[binary]\n', 'main.py': 'print(1)\n' });
    expect(text).not.toContain('libpq5');
    expect(text).toContain('gcr.io/distroless/python3-debian13:nonroot');
  });

  test('a requirement that is a folder of the repository brings the sources', () => {
    expect(make({ 'requirements.txt': '-e .\n', 'main.py': 'print(1)\n', 'setup.py': '' }).text).toMatch(
      /AS dependencies\nCOPY \. \.\nRUN --mount=type=cache/,
    );
  });

  test('code that runs other programs keeps an image with a shell', () => {
    expect(make({ 'main.py': 'subprocess.run(["ls"])\n' }).text).toContain('FROM python:3.13-slim-trixie AS runtime');
  });

  test('pytest is the test target', () => {
    const { text } = make({
      'requirements.txt': 'flask\ngunicorn\n',
      'requirements-dev.txt': '-r requirements.txt\npytest\n',
      'app.py': 'app = Flask(__name__)\n',
      'tests/test_app.py': '',
    });
    expect(text).toContain('FROM development AS test\nRUN pytest');
    expect(text).toContain('COPY --exclude=tests . .');
  });
});
