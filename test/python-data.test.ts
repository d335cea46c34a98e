import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import { makePython as make } from './support/python.ts';

const FLASK = 'app = Flask(__name__)\n';

describe('what runs beside the app', () => {
  const files = {
    'requirements.txt': 'flask\ngunicorn\ncelery\n',
    'app.py': FLASK,
    'shop/tasks.py': 'queue = Celery("shop")\nqueue.conf.beat_schedule = {}\n',
  };

  test('Celery’s worker and scheduler', () => {
    const { compose } = make(files);
    expect(compose).toContain('command: ["celery", "--app", "shop.tasks:queue", "worker", "--loglevel", "info"]');
    expect(compose).toMatch(/beat:[\s\S]*--schedule", "\/tmp\/celerybeat-schedule"/);
    expect(compose).toContain(`test: ["CMD", "python", "-c", ""]`);
  });

  test('the other lines of a Procfile; a release comes first', () => {
    const { compose } = make({
      ...files,
      Procfile: 'web: gunicorn app:app\nrelease: flask db upgrade\nworker: celery -A shop.tasks worker\n',
    });
    expect(compose).toMatch(/release:\n {8}condition: service_completed_successfully/);
    expect(compose).toContain('command: ["flask", "db", "upgrade"]');
    expect(compose).toContain('command: ["celery", "-A", "shop.tasks", "worker"]');
    expect(compose).not.toContain('shop.tasks:queue');
  });

  test('a Procfile’s server is reached from outside, though it is the last of several commands', () => {
    const { text } = make({
      'requirements.txt': 'flask\ngunicorn\n',
      'app.py': FLASK,
      Procfile: 'web: flask db upgrade; flask translate compile; gunicorn app:app\n',
    });
    expect(text).toMatch(/ENV [\s\S]*\bPORT=8000\n/);
    expect(text).toContain('EXPOSE 8000');
    expect(text).not.toContain('FLASK_RUN');
  });

  test('a variable of a command is the container’s, not that of the person who starts it', () => {
    const { compose } = make({ ...files, Procfile: 'web: gunicorn app:app\nworker: rq worker -u $REDIS_URL jobs\n' });
    expect(compose).toContain('["sh", "-c", "rq worker -u $$REDIS_URL jobs"]');
  });
});

describe('hostile words', () => {
  const word = fc.string({ unit: fc.constantFrom(...Array.from('aZ9 ;&|$(){}[]"\'`\\\n\t#:=-_./é')) });

  test('of a Procfile, of FLASK_APP and of paths stay words', () => {
    fc.assert(
      fc.property(word, word, word, (name, text, path) => {
        const { text: dockerfile, compose } = make({
          'requirements.txt': 'flask\ngunicorn\ncelery\n',
          'app.py': `${FLASK}os.makedirs("${path}")\nDB = "sqlite:///${path}.db"\n`,
          '.flaskenv': `FLASK_APP=${text}\n`,
          Procfile: `Worker: ${text}\n${name}: celery worker\n`,
          [`${path.replace(/[\n/]/g, '')}x.py`]: FLASK,
        });
        if (dockerfile === '') return;
        const { services } = parse(compose) as { services: Readonly<Record<string, { readonly command?: unknown }>> };
        expect(Object.keys(services)).toContain('app');
        for (const { command } of Object.values(services))
          if (command !== undefined) expect(Array.isArray(command)).toBe(true);
        const instructions = dockerfile.split('\n').filter((line) => /^[A-Z]+ /.test(line));
        const known = /^(FROM|RUN|COPY|ENV|WORKDIR|USER|VOLUME|EXPOSE|HEALTHCHECK|ENTRYPOINT|CMD) /;
        expect(instructions.filter((line) => !known.test(line))).toEqual([]);
      }),
      { numRuns: 60, seed: 20261121 },
    );
  });
});

describe('what it writes', () => {
  const flask = { 'requirements.txt': 'flask\ngunicorn\n' };

  test.each([
    [
      'a folder that the code makes',
      'os.makedirs("uploads/images", exist_ok=True)\n',
      'VOLUME ["/app/uploads/images"]',
    ],
    [
      'a folder of a setting',
      'app.config["UPLOAD_FOLDER"] = os.path.join(os.path.dirname(__file__), "files")\n',
      'VOLUME ["/app/files"]',
    ],
    ['a log', 'handler = RotatingFileHandler("logs/app.log")\n', 'VOLUME ["/app/logs"]'],
    ['a database in a folder', 'engine = create_engine("sqlite:///./state/shop.db")\n', 'VOLUME ["/app/state"]'],
    [
      'a database behind an empty text on the same line',
      `URL = os.environ.get('URL', '').strip() or 'sqlite:///' + os.path.join(os.path.dirname(__file__), 'state', 'a.db')\n`,
      'VOLUME ["/app/state"]',
    ],
    ['a database at an absolute path', 'engine = create_engine("sqlite:////data/shop.db")\n', 'VOLUME ["/data"]'],
    ['the instance folder', 'app = Flask(__name__, instance_relative_config=True)\n', 'VOLUME ["/app/instance"]'],
  ])('%s is a volume', (_name, line, volume) => {
    expect(make({ ...flask, 'app.py': FLASK + line }).text).toContain(volume);
  });

  test("so is Django's of any name, which a variable may change", () => {
    const name = 'os.path.join(\n    BASE_DIR, os.environ.get("DATABASE_NAME", "shopdb")\n)';
    const settings = `HERE = os.path.dirname(os.path.abspath(__file__))\nBASE_DIR = os.path.dirname(HERE)\nD = {"ENGINE": "django.db.backends.sqlite3", "NAME": ${name}}\n`;
    const files = { ...flask, 'app.py': FLASK, 'shop/__init__.py': '', 'shop/settings.py': settings };
    expect(make(files).text).toContain('ln -s /app/data/shopdb /links/shopdb');
  });

  test('a database beside the sources is led into a volume by a link', () => {
    const { text, compose } = make({ ...flask, 'app.py': `${FLASK}engine = create_engine("sqlite:///shop.db")\n` });
    expect(text).toContain('ln -s /app/data/shop.db /links/shop.db');
    expect(text).toContain('COPY --from=links /links/ /app/');
    expect(text).toContain('VOLUME ["/app/data"]');
    expect(compose).toContain('- "data:/app/data"');
  });

  test('a database that is committed is what the volume begins with', () => {
    const { text } = make({
      ...flask,
      'app.py': `${FLASK}PATH = Path(__file__).parent / "shop.sqlite3"\n`,
      'shop.sqlite3': 'x',
    });
    expect(text).toContain('COPY --exclude=shop.sqlite3 . .');
    expect(text).toContain('COPY --chown=65532:65532 shop.sqlite3 /app/data/shop.sqlite3');
  });

  test('Flask-SQLAlchemy keeps relative databases in the instance folder', () => {
    const files = {
      'requirements.txt': 'flask-sqlalchemy\ngunicorn\n',
      'app.py': `${FLASK}URI = "sqlite:///shop.db"\n`,
    };
    expect(make(files).text).toContain('VOLUME ["/app/instance"]');
  });

  test('what a framework leaves where it starts', () => {
    const files = { 'requirements.txt': 'python-fasthtml\n', 'main.py': 'app, rt = fast_app()\n' };
    expect(make(files).text).toContain('ln -s /app/data/.sesskey /links/.sesskey');
  });

  test('folders of code, of /tmp and of other programs are none', () => {
    const text = `${FLASK}os.makedirs("/tmp/x")\nos.makedirs("static/out")\nos.makedirs(f"{name}/x")\nENGINE = "django.db.backends.sqlite3"\n`;
    expect(make({ ...flask, 'app.py': text }).text).not.toContain('VOLUME');
  });
});
