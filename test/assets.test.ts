import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const NPM = { 'frontend/package-lock.json': '{"lockfileVersion":3,"packages":{}}' };
const packageJson = (build: string, dependencies: Readonly<Record<string, string>> = { vite: '8.0.0' }): string =>
  JSON.stringify({ name: 'ui', scripts: { dev: 'vite', build }, devDependencies: dependencies });

function make(files: Readonly<Record<string, string>>): {
  readonly path: string;
  readonly text: string;
  readonly problems: readonly { readonly id: string; readonly what: string }[];
} {
  const repo = memoryRepo(files);
  const { plan, files: written } = compile(repo, '', defaultOptions);
  const dockerfile = written.find((file) => file.path.endsWith('Dockerfile'));
  return {
    path: dockerfile?.path ?? '',
    text: dockerfile?.text ?? '',
    problems: [...repo.problems, ...plan.problems],
  };
}

describe('a frontend beside a server that writes into a folder which is served', () => {
  const django = {
    'requirements.txt': 'django\nwhitenoise\ngunicorn\n',
    'manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')\n",
    'shop/settings.py': 'STATIC_ROOT = "static"\n',
    'shop/wsgi.py': 'application = 1\n',
    'shop/static/logo.css': '',
    'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    'package.json': JSON.stringify({
      name: 'shop',
      scripts: { build: 'npm run js && npm run css', js: 'rollup -c', css: 'postcss -o shop/static/a.css a.css' },
      dependencies: { rollup: '4.0.0' },
    }),
  };

  test('is an asset, whether a configuration or a script that another runs says so', () => {
    const config = { 'rollup.config.mjs': "export default { output: { file: 'shop/static/bundle.js' } };\n" };
    for (const files of [django, { ...django, ...config }])
      expect(make(files).text).toContain('COPY --from=assets /app/shop/static/ /app/shop/static/');
  });

  test('is one, too, where its start script runs the Python program', () => {
    const manifest = JSON.parse(django['package.json']) as { readonly scripts: object };
    const scripts = { ...manifest.scripts, start: 'concurrently "npm run watch" "npm run server"' };
    const started = {
      ...manifest,
      scripts: { ...scripts, watch: 'rollup -c -w', server: 'python manage.py runserver' },
    };
    const { text, problems } = make({ ...django, 'package.json': JSON.stringify(started) });
    expect(problems.map(({ id }) => id)).not.toContain('which-app');
    expect(text).toContain('COPY --from=assets /app/shop/static/ /app/shop/static/');
  });
});

describe('a frontend that a server serves', () => {
  const server = 'app = Flask(__name__, static_folder="../frontend/dist")\n';
  const files = {
    ...NPM,
    'frontend/package.json': packageJson('vite build'),
    'backend/requirements.txt': 'flask\ngunicorn\n',
    'backend/app.py': server,
  };

  test('beside it is built in the same image, whose context is what holds both', () => {
    const { path, text, problems } = make(files);
    expect(path).toBe('backend/Dockerfile');
    expect(text).toContain('FROM --platform=$BUILDPLATFORM node:24-trixie-slim AS assets\nWORKDIR /app/frontend\n');
    expect(text).toContain('COPY --from=assets /app/frontend/dist/ /app/frontend/dist/');
    expect(text).toContain('source=backend/requirements.txt,target=requirements.txt');
    expect(problems.map(({ id }) => id)).not.toContain('left-out');
  });

  test('is an app of its own where nothing serves it', () => {
    const { path, text, problems } = make({ ...files, 'backend/app.py': 'app = Flask(__name__)\n' });
    expect(path).toBe('backend/Dockerfile');
    expect(text).not.toContain('assets');
    expect(problems.find(({ id }) => id === 'left-out')?.what).toContain('ui (node, frontend)');
  });

  test('may build into the server’s own folder', () => {
    const { text } = make({
      ...files,
      'backend/app.py': 'app = Flask(__name__)\n',
      'frontend/vite.config.js': "export default { build: { outDir: '../backend/static', emptyOutDir: true } };\n",
    });
    expect(text).toContain('COPY --from=assets /app/backend/static/ /app/backend/static/');
  });

  test('whose output is committed is not built again', () => {
    const { text } = make({ ...files, 'frontend/dist/index.html': '' });
    expect(text).not.toContain('assets');
  });

  test('may be a member of a workspace, which is installed at its root', () => {
    const { text } = make({
      'package.json': '{"private":true,"workspaces":["web"]}',
      'package-lock.json': '{"lockfileVersion":3,"packages":{}}',
      'web/package.json': packageJson('vite build'),
      'requirements.txt': 'flask\ngunicorn\n',
      'app.py': 'app = Flask(__name__, static_folder="web/dist")\n',
    });
    expect(text).toContain('COPY --parents package.json package-lock.json web/package.json ./');
    expect(text).toMatch(/COPY \. \.\nWORKDIR \/app\/web\n/);
    expect(text).toContain('COPY --from=assets /app/web/dist/ /app/web/dist/');
    expect(text).toContain('COPY --exclude=web . .');
  });

  test('a style sheet that is made for the templates of the app sees them', () => {
    const { text } = make({
      'package.json': packageJson('tailwindcss -i css/in.css -o static/css/site.css', { '@tailwindcss/cli': '4.0.0' }),
      'requirements.txt': 'django\ngunicorn\nwhitenoise\n',
      'manage.py': 'os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/settings.py': 'STATIC_ROOT = "out"\nSECRET_KEY = "x"\n',
      'shop/wsgi.py': '',
    });
    expect(text).toContain('npm run build');
    expect(text).toMatch(/AS build\nCOPY \. \.\nCOPY --from=assets \/app\/static\/css\/ \/app\/static\/css\/\n/);
    expect(text).toContain('collectstatic');
  });

  test('names that would break out of an instruction are refused or quoted', () => {
    const folder = 'front\nRUN id';
    const { text } = make({
      [`${folder}/package.json`]: packageJson('vite build'),
      'requirements.txt': 'flask\ngunicorn\n',
      'app.py': `app = Flask(__name__, static_folder="${folder}/dist")\n`,
    });
    expect(text).not.toMatch(/^RUN id/m);
  });
});
