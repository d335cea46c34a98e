import { describe, expect, test } from '@jest/globals';
import { makePython as make } from './support/python.ts';

const APP = { 'main.py': 'app = Flask(__name__)\n' };
const pythonOf = (text: string): string | undefined => /^FROM python:(\S+?)-/m.exec(text)?.[1];

describe('a pin that a later Python cannot import', () => {
  test.each([
    ['Django==1.10.5\n', '3.7'],
    ['Django==1.11.29\n', '3.9'],
    ['Django==2.2.28\n', '3.11'],
    ['Django>=3.2,<4.0\n', '3.12'],
    ['Django==4.2.16\n', '3.13'],
    ['Django>=3.2\n', '3.13'],
    ['SQLAlchemy==2.0.9\n', '3.12'],
    ['SQLAlchemy~=2.0.9\n', '3.13'],
    ['bottle==0.12.25\n', '3.12'],
  ])('%s is given one that can', (requirements, line) => {
    expect(pythonOf(make({ ...APP, 'requirements.txt': `flask\n${requirements}` }).text)).toBe(line);
  });

  test('is read from Poetry’s caret', () => {
    const pyproject = '[tool.poetry]\nname = "x"\n[tool.poetry.dependencies]\npython = "^3.8"\ndjango = "^3.2"\n';
    expect(pythonOf(make({ ...APP, 'pyproject.toml': pyproject }).text)).toBe('3.12');
  });

  test('is said where another Python is stated', () => {
    const { text, problems } = make({ ...APP, 'requirements.txt': 'Django==3.2.18\n', '.python-version': '3.13\n' });
    expect(problems).toContain('pin-not-importable');
    expect(pythonOf(text)).toBe('3.13');
  });

  test('is an error where no Python of today can', () => {
    const { text, problems } = make({ ...APP, 'requirements.txt': 'flask\ncelery==4.2.1\n' });
    expect(problems).toContain('pin-too-old');
    expect(text).toBe('');
  });
});

describe('what a pin needs and leaves open', () => {
  test('is installed in releases of its time, and said', () => {
    const { text, problems } = make({ ...APP, 'requirements.txt': 'Flask==1.1.2\ngunicorn==20.0.4\n' });
    expect(text).toContain(
      `install --requirement requirements.txt 'jinja2<3.1' 'werkzeug<2.1' 'itsdangerous<2.1' 'markupsafe<2.1' 'setuptools<81'`,
    );
    expect(problems.filter((id) => id === 'pin-needs-partners')).toHaveLength(2);
  });

  test('is left alone where it is pinned, or the pin is newer', () => {
    const pinned = 'Flask==1.1.2\nJinja2==2.11.3\nWerkzeug==1.0.1\nitsdangerous==1.1.0\nMarkupSafe==1.1.1\n';
    expect(make({ ...APP, 'requirements.txt': pinned }).problems).not.toContain('pin-needs-partners');
    expect(make({ ...APP, 'requirements.txt': 'Flask==3.0.0\n' }).problems).not.toContain('pin-needs-partners');
  });
});

describe('an exact release', () => {
  test('that has no image on a living Debian gives the newest of its line', () => {
    const { text, problems } = make({ ...APP, 'requirements.txt': 'flask\n', 'runtime.txt': 'python-3.10.4\n' });
    expect(problems).toContain('version-without-image');
    expect(text).toContain('FROM python:3.10-slim-trixie');
  });

  test('that has one is used', () => {
    const { text } = make({ ...APP, 'requirements.txt': 'flask\n', 'runtime.txt': 'python-3.11.9\n' });
    expect(text).toContain('FROM python:3.11.9-slim-bookworm');
  });
});
