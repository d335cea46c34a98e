import { describe, expect, test } from '@jest/globals';
import { makePython as make } from './support/python.ts';

const FLASK = 'app = Flask(__name__)\n';

describe('an app object', () => {
  const flask = { 'requirements.txt': 'flask\ngunicorn\n' };

  test.each([
    ['Starlette', 'starlette\nuvicorn\n', 'app = Starlette(routes=[])\n', 'uvicorn'],
    ['Litestar', 'litestar[standard]\n', 'app = Litestar([index])\n', 'uvicorn'],
    ['FastHTML', 'python-fasthtml\n', 'app, rt = fast_app()\n', 'uvicorn'],
    ['Quart', 'quart\n', 'app = Quart(__name__)\n', 'hypercorn'],
    ['Sanic', 'sanic\n', 'app = Sanic("shop")\n', 'sanic'],
    ['Bottle', 'bottle\nwaitress\n', 'app = Bottle()\n', 'waitress-serve'],
    ['Falcon', 'falcon\nuwsgi\n', 'app = falcon.App()\n', 'uwsgi'],
    ['Falcon, asynchronous', 'falcon\ngranian\n', 'app = falcon.asgi.App()\n', 'granian'],
  ])('%s is served by what the project depends on', (_name, requirements, text, server) => {
    const { command } = make({ 'requirements.txt': requirements, 'main.py': text });
    expect(command[0]).toBe(server);
    expect(command.join(' ')).toContain('0.0.0.0');
    expect(command.join(' ')).toContain('main:app');
  });

  test('is served from the module that takes it over to start it: that one imports the routes', () => {
    const { command } = make({
      ...flask,
      'shop/__init__.py': FLASK,
      'shop/views.py': 'from . import app\n',
      'shop/webapp.py': 'from . import app\nfrom . import views\n',
      'startup.py': 'from shop.webapp import app as application\n',
    });
    expect(command.at(-1)).toBe('startup:application');
  });

  test('is not served from a module that starts a server when it is imported', () => {
    const { command } = make({
      ...flask,
      'shop/__init__.py': FLASK,
      'run.py': 'from shop import app\n\napp.run(debug=True)\n',
    });
    expect(command.at(-1)).toBe('shop:app');
  });

  test('of a Dash app is the server that it gives out', () => {
    const text = 'app = Dash(__name__)\nserver = app.server\n';
    expect(make({ 'requirements.txt': 'dash\ngunicorn\n', 'app.py': text }).command.at(-1)).toBe('app:server');
  });

  test('whose own main listens on the loopback is served so that it can be reached', () => {
    const { command, problems } = make({
      'requirements.txt': 'fastapi\nuvicorn\n',
      'main.py': 'app = FastAPI()\n\nif __name__ == "__main__":\n    uvicorn.run(app, host="127.0.0.1", port=9000)\n',
    });
    expect(command).toEqual(['uvicorn', 'main:app', '--host', '0.0.0.0', '--port', '9000']);
    expect(problems).not.toContain('listens-on-loopback');
  });

  test('with long connections gets threads', () => {
    const files = { 'requirements.txt': 'flask-socketio\ngunicorn\n', 'app.py': FLASK };
    expect(make(files).command.join(' ')).toContain('gunicorn --workers 1 --threads 100 --bind');
  });

  test('is none in a module that no name can import', () => {
    expect(make({ ...flask, 'a-b.py': FLASK, 'x;id.py': FLASK }).problems).toContain('nothing-to-run');
  });
});

describe('a project that names its app', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    [
      'FastAPI’s entrypoint',
      {
        'pyproject.toml':
          '[project]\nname = "x"\ndependencies = ["fastapi[standard]"]\n[tool.fastapi]\nentrypoint = "web.main:api"\n',
      },
      'web.main:api',
    ],
    [
      'FLASK_APP',
      { 'requirements.txt': 'flask\ngunicorn\n', '.flaskenv': 'FLASK_APP=shop:create_app("live")\n' },
      'shop:create_app("live")',
    ],
    [
      'FLASK_APP as a file',
      {
        'requirements.txt': 'flask\ngunicorn\n',
        '.flaskenv': 'export FLASK_APP="wsgi.py"\n',
        'wsgi.py': 'application = Flask(__name__)\n',
        'app.py': FLASK,
      },
      'wsgi:application',
    ],
    [
      'gunicorn.conf.py',
      {
        'requirements.txt': 'flask\ngunicorn\n',
        'gunicorn.conf.py': 'bind = "127.0.0.1:9001"\nwsgi_app = "shop.web:app"\n',
      },
      'shop.web:app',
    ],
    [
      'uwsgi.ini',
      { 'requirements.txt': 'flask\nuwsgi\n', 'uwsgi.ini': '[uwsgi]\nmodule = shop.web\ncallable = app\n' },
      'shop.web:app',
    ],
  ])('%s', (_name, files, spec) => {
    expect(make({ 'shop/web.py': '', ...files }).command).toContain(spec);
  });

  test('the port of gunicorn.conf.py is the image’s', () => {
    const { text } = make({
      'requirements.txt': 'flask\ngunicorn\n',
      'gunicorn.conf.py': 'bind = "127.0.0.1:9001"\n',
      'app.py': FLASK,
    });
    expect(text).toContain('EXPOSE 9001');
    expect(text).toContain('"--bind", "0.0.0.0:9001"');
  });

  test('an ASGI app under Gunicorn’s workers stays there', () => {
    const { command } = make({
      'requirements.txt': 'fastapi\nuvicorn\ngunicorn\n',
      'gunicorn.conf.py': 'worker_class = "uvicorn.workers.UvicornWorker"\n',
      'main.py': 'app = FastAPI()\n',
    });
    expect(command[0]).toBe('gunicorn');
  });
});

describe('a stated command', () => {
  const web = (text: string, requirements = 'flask\ngunicorn\nuvicorn\n'): ReturnType<typeof make> =>
    make({ 'requirements.txt': requirements, 'app.py': FLASK, Procfile: `web: ${text}\n` });

  test('that listens on the loopback by default is told to listen everywhere', () => {
    expect(web('uvicorn app:app').text).toContain('UVICORN_HOST=0.0.0.0');
    expect(web('flask run').text).toContain('FLASK_RUN_HOST=0.0.0.0');
    expect(web('hypercorn app:app').command).toEqual(['hypercorn', 'app:app', '--bind', '0.0.0.0:8000']);
    expect(web('daphne app:app').command).toEqual(['daphne', 'app:app', '-b', '0.0.0.0']);
    expect(web('python manage.py runserver').command.at(-1)).toBe('0.0.0.0:8000');
  });

  test('that names the loopback is mended', () => {
    expect(web('uvicorn app:app --host 127.0.0.1 --port 9000').command.join(' ')).toContain(
      '--host 0.0.0.0 --port 9000',
    );
  });

  test('keeps what it says', () => {
    expect(web('gunicorn --bind 0.0.0.0:7000 app:app').command).toEqual([
      'gunicorn',
      '--bind',
      '0.0.0.0:7000',
      'app:app',
    ]);
  });

  test('may stand in the file of a hosting platform', () => {
    const files = {
      'requirements.txt': 'flask\n',
      'shop/__init__.py': FLASK,
      'startup.txt': 'gunicorn --bind=0.0.0.0 shop:app\n',
    };
    const { command, text, problems } = make(files);
    expect(command).toEqual(['gunicorn', '--bind=0.0.0.0', 'shop:app']);
    expect(text).toMatch(/install gunicorn==/);
    expect(problems).toContain('server-missing');
  });

  test('with variables puts them into the image', () => {
    const { text, command } = web('CONFIG=./web.cfg STREAMLIT_SERVER_PORT=$PORT streamlit run ui.py', 'streamlit\n');
    expect(command).toEqual(['streamlit', 'run', 'ui.py']);
    expect(text).toMatch(/CONFIG=\.\/web\.cfg/);
    expect(text).toMatch(/STREAMLIT_SERVER_PORT=8000/);
  });
});

describe('frameworks with a program of their own', () => {
  test('Streamlit', () => {
    const { command, text } = make({
      'requirements.txt': 'streamlit\n',
      'pages/1_more.py': 'import streamlit as st\n',
      'dashboard.py': 'import streamlit as st\n',
    });
    expect(command).toEqual([
      'streamlit',
      'run',
      'dashboard.py',
      '--server.address',
      '0.0.0.0',
      '--server.port',
      '8501',
    ]);
    expect(text).toContain('STREAMLIT_SERVER_HEADLESS=true');
    expect(text).toContain('EXPOSE 8501');
  });

  test('Gradio is told by variables', () => {
    const { text } = make({ 'requirements.txt': 'gradio\n', 'app.py': 'demo.launch()\n' });
    expect(text).toContain('GRADIO_SERVER_NAME=0.0.0.0');
    expect(text).toContain('GRADIO_SERVER_PORT=7860');
  });
});

describe('conventions', () => {
  test('of several console scripts the one of the project’s name', () => {
    const pyproject =
      '[project]\nname = "shop"\n[project.scripts]\nother = "a:b"\nshop = "shop:main"\n[build-system]\nbuild-backend = "x"\n';
    expect(
      make({ 'pyproject.toml': pyproject, 'uv.lock': 'version = 1\n', 'src/shop/__init__.py': '' }).command,
    ).toEqual(['shop']);
  });

  test('the only file that is written to be run', () => {
    const files = { 'requirements.txt': '', 'report.py': 'if __name__ == "__main__":\n    main()\n', 'helpers.py': '' };
    expect(make(files).command.at(-1)).toBe('report.py');
  });

  test('a library is told so, and so are notebooks', () => {
    expect(make({ 'requirements.txt': 'pandas\n', 'analysis.ipynb': '{}' }).problems).toContain('notebooks-only');
    expect(make({ 'analysis.ipynb': '{}' }).problems).toContain('notebooks-only');
  });
});

describe('uWSGI', () => {
  const project = { 'requirements.txt': 'flask\nuwsgi\n', 'app.py': FLASK };

  test('is told where the virtualenv is and to end on SIGTERM, in its words or in variables', () => {
    const served = make(project);
    expect(served.command.join(' ')).toContain('--die-on-term --worker-reload-mercy 1 --virtualenv /app/.venv');
    const stated = make({ ...project, Procfile: 'web: uwsgi --http-socket 127.0.0.1:9000 --module app:app\n' });
    expect(stated.command).toEqual(['uwsgi', '--http-socket', '0.0.0.0:9000', '--module', 'app:app']);
    expect(stated.text).toContain('VIRTUAL_ENV=/app/.venv');
    expect(stated.text).toContain('UWSGI_DIE_ON_TERM=true');
    expect(stated.text).toContain('UWSGI_WORKER_RELOAD_MERCY=1');
    expect(stated.text).toContain('EXPOSE 9000');
    expect(stated.text).not.toContain('ENTRYPOINT');
  });

  test.each([
    ['$(PORT)', 8000, true],
    ['0.0.0.0:8123', 8123, false],
    ['[::]:8123', 8123, false],
  ])('listens where its configuration says: %s', (address, port, readsPort) => {
    const ini = `[uwsgi]\nhttp-socket = ${address.startsWith('$') ? `:${address}` : address}\n`;
    const { text } = make({ ...project, Procfile: 'web: uwsgi ./etc/uwsgi.ini\n', 'etc/uwsgi.ini': ini });
    expect(text).toContain(`EXPOSE ${String(port)}`);
    expect(text.includes(`PORT=${String(port)}`)).toBe(readsPort);
  });
});

describe('what loading the code needs and leaves', () => {
  const django = {
    'requirements.txt': 'django\nuwsgi\nwhitenoise\n',
    'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\n',
    'site/wsgi.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.settings")\napplication = get()\n',
    'site/settings.py': 'from .prod import *\n',
    'site/prod.py':
      'BASE_DIR = Path(__file__).parent.parent\nSTATIC_ROOT = "static"\nINSTALLED_APPS = ["django.contrib.staticfiles"]\n' +
      'DATABASES = {"default": {"NAME": os.path.join(BASE_DIR, "data", "db.sqlite3")}}\n',
  };

  test('the folder of a database is there when the code is loaded, and is not taken over', () => {
    const { text } = make({ ...django, 'site/backup.py': 'archive.write(copy, "db.sqlite3")\n' });
    expect(text).toContain('RUN mkdir -p data \\\n    && python manage.py collectstatic');
    expect(text).toContain('--exclude=data');
    expect(text).toContain('VOLUME ["/app/data"]');
    expect(text).not.toContain('/links');
  });

  test('the settings that the server’s configuration names are the served ones', () => {
    const ini = '[uwsgi]\nmodule = site.wsgi:application\nenv = DJANGO_SETTINGS_MODULE=site.prod\n';
    expect(make({ ...django, 'uwsgi.ini': ini }).text).toContain('DJANGO_SETTINGS_MODULE=site.prod');
  });

  test.each(['plt.savefig("out/a.png")', 'frame.to_csv("out/a.csv")', 'cairo.SVGSurface("out/a.svg", 9, 9)'])(
    'what a library writes is data: %s',
    (call) => {
      const { text } = make({ 'requirements.txt': 'flask\n', 'app.py': `${FLASK}${call}\n` });
      expect(text).toContain('VOLUME ["/app/out"]');
    },
  );

  test('a committed file that is led elsewhere reaches the build; a document is no data', () => {
    const repo = { 'requirements.txt': 'flask\n', 'README.state': '', 'CHANGELOG.md': '', 'app.py': FLASK };
    const writes = `${FLASK}open("README.state", "w")\nopen("CHANGELOG.md", "w")\nopen("data/x.db", "w")\n`;
    const { text, ignore } = make({ ...repo, 'app.py': writes });
    expect(text).toContain('COPY --chown=65532:65532 README.state /app/data/README.state');
    expect(ignore).toContain('!README.state');
    expect(text).not.toContain('CHANGELOG.md /app/data');
    expect(text).toContain('VOLUME ["/app/data"]');
  });
});
