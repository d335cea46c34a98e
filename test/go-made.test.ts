import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MOD = 'module example.com/app\n\ngo 1.26\n';
const SERVES = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":9090", nil) }\n';

type Files = Readonly<Record<string, string>>;

function generate(files: Files): {
  dockerfile: string;
  ignore: string;
  problems: readonly { id: string; what: string; fix: string }[];
} {
  const repo = memoryRepo({ 'go.mod': MOD, 'main.go': SERVES, ...files });
  const compiled = compile(repo, '', defaultOptions);
  const text = (name: string): string => compiled.files.find(({ path }) => path === name)?.text ?? '';
  return {
    dockerfile: text('Dockerfile'),
    ignore: text('.dockerignore'),
    problems: [...repo.problems, ...compiled.plan.problems],
  };
}

/** The program with these imports of its own module. */
function importing(...packages: readonly string[]): string {
  return SERVES.replace(
    'import "net/http"',
    `import (\n\t"net/http"\n${packages.map((path) => `\t_ "example.com/app/${path}"\n`).join('')})`,
  );
}

describe('generated code that git does not hold', () => {
  const view = { 'main.go': importing('view'), 'view/page.templ': '', 'view/view.go': 'package view' };

  test('is made by a tool of go.mod', () => {
    const tool = 'tool github.com/a-h/templ/cmd/templ\nrequire github.com/a-h/templ v0.3.1\n';
    expect(generate({ ...view, 'go.mod': `${MOD}${tool}`, 'go.sum': 'x' }).dockerfile).toContain(
      '    go tool templ generate\n',
    );
  });

  test('is made by a required module, in its version', () => {
    const mod = `${MOD}require github.com/a-h/templ v0.3.1\n`;
    const { dockerfile, problems } = generate({ ...view, 'go.mod': mod, 'go.sum': 'x' });
    expect(dockerfile).toContain('    go run github.com/a-h/templ/cmd/templ@v0.3.1 generate\n');
    expect(problems.map(({ id }) => id)).not.toContain('generated-code-missing');
  });

  test('is said with the command where no tool is known to go.mod', () => {
    const said = generate(view).problems.find(({ id }) => id === 'generated-code-missing');
    expect(said?.fix).toMatch(/templ@latest generate.*go get -tool/);
    const proto = generate({ 'main.go': importing('gen/pb'), 'api/a.proto': '' });
    expect(proto.problems.find(({ id }) => id === 'generated-code-missing')?.fix).toMatch(/protoc/);
  });

  test('is no matter where it stands, or where the command does not import it', () => {
    expect(generate({ ...view, 'view/page_templ.go': 'package view' }).problems).not.toContainEqual(
      expect.objectContaining({ id: 'generated-code-missing' }),
    );
    expect(generate({ 'view/page.templ': '', 'view/view.go': 'package view' }).problems).not.toContainEqual(
      expect.objectContaining({ id: 'generated-code-missing' }),
    );
  });

  test('of an unknown tool is said by its package', () => {
    expect(generate({ 'main.go': importing('internal/gen') }).problems).toContainEqual(
      expect.objectContaining({
        id: 'generated-package-missing',
        what: expect.stringContaining('internal/gen') as unknown,
      }),
    );
  });
});

describe('a frontend that is embedded', () => {
  const frontend = (scripts: object): Files => ({
    'web/package.json': JSON.stringify({ name: 'ui', scripts, devDependencies: { vite: '8.0.0' } }),
    'web/package-lock.json': '{"lockfileVersion":3,"packages":{}}',
    '.gitignore': 'dist/\n',
  });
  const embed = 'package web\n\nimport "embed"\n\n//go:embed all:dist\nvar Files embed.FS\n';

  test('is built where its folder is embedded', () => {
    const { dockerfile, problems } = generate({
      ...frontend({ build: 'vite build' }),
      'web/embed.go': embed,
      'main.go': importing('web'),
    });
    expect(dockerfile).toContain('AS assets\nWORKDIR /app/web\n');
    expect(dockerfile).toMatch(/COPY \. \.\nCOPY --from=assets \/app\/web\/dist\/ \/app\/web\/dist\/\n/);
    expect(problems.map(({ id }) => id)).not.toContain('embedded-files-missing');
  });

  test('may be told by another script to write elsewhere; a page that keeps the place is no bundle', () => {
    const files = {
      ...frontend({ build: 'vite build', release: 'vite build --mode release --outDir=../server/dist' }),
      'main.go': importing('server'),
      'server/embed.go': embed.replace('package web', 'package server').replace('all:dist', 'dist/*'),
      '.gitignore': 'web/dist/\n',
      'server/dist/index.html': 'build me',
    };
    const { dockerfile } = generate(files);
    expect(dockerfile).toContain('RUN npm run release');
    expect(dockerfile).toContain('COPY --exclude=web . .\nCOPY --from=assets /app/server/dist/ /app/server/dist/');
    expect(generate({ ...files, 'server/dist/app.js': '' }).dockerfile).not.toContain('assets');
  });

  test('is served from the working directory where it is only named', () => {
    const serves = SERVES.replace(
      'http.Listen',
      'http.Handle("/", http.FileServer(http.Dir("./web/dist"))); http.Listen',
    );
    const { dockerfile } = generate({ ...frontend({ build: 'vite build' }), 'main.go': serves });
    expect(dockerfile).toContain('COPY --from=assets /app/web/dist/ ./web/dist/');
  });

  test('that nothing builds is said', () => {
    const { problems } = generate({ 'web/embed.go': embed, 'main.go': importing('web') });
    expect(problems).toContainEqual(expect.objectContaining({ id: 'embedded-files-missing' }));
  });
});

describe('C code', () => {
  const sqlite = `${MOD}require github.com/mattn/go-sqlite3 v1.14.22\n`;

  test('names what there is in Go alone', () => {
    const files = {
      'go.mod': sqlite,
      'go.sum': 'x',
      'main.go': SERVES.replace('import', 'import _ "github.com/mattn/go-sqlite3"\nimport'),
    };
    const { dockerfile, problems } = generate(files);
    expect(dockerfile).toContain('CGO_ENABLED=1');
    expect(problems.find(({ id }) => id === 'cgo-needed')?.fix).toContain('modernc.org/sqlite');
  });

  test('of another command alone is none of this one’s', () => {
    const other = 'package main\nimport _ "github.com/mattn/go-sqlite3"\nfunc main() {}\n';
    expect(generate({ 'go.mod': sqlite, 'go.sum': 'x', 'cmd/dump/main.go': other }).dockerfile).toContain(
      'CGO_ENABLED=0',
    );
  });

  test('is compiled against packages of the same suite', () => {
    const mod = `${MOD}require github.com/pebbe/zmq4 v1.2.0\n`;
    const { dockerfile } = generate({ 'go.mod': mod, 'go.sum': 'x' });
    expect(dockerfile).toMatch(/apt-get install -y --no-install-recommends 'libzmq3-dev=4\.\*'/);
    expect(dockerfile).toMatch(/FROM debian:trixie-slim[^]*'libzmq5=4\.\*'/);
  });
});

describe('the base', () => {
  test.each([
    ['', 'FROM scratch AS runtime'],
    ['time.LoadLocation("Europe/Paris")', 'distroless/static'],
    ['os.CreateTemp("", "x")', 'distroless/static'],
    ['http.Get("https://example.com")', 'distroless/static'],
    ['user.Current()', 'distroless/static'],
  ])('of a program that calls %j is %s', (call, base) => {
    expect(generate({ 'main.go': SERVES.replace('http.Listen', `${call}; http.Listen`) }).dockerfile).toContain(base);
  });
});

test('private modules are fetched with credentials by a secret', () => {
  const { dockerfile, problems } = generate({
    'go.mod': `${MOD}require git.corp.example/team/lib v1.0.0\n`,
    'go.sum': 'x',
    Makefile: 'export GOPRIVATE = git.corp.example/*\n',
  });
  expect(dockerfile).toContain('--mount=type=secret,id=netrc,target=/root/.netrc');
  expect(dockerfile).toContain('GOPRIVATE="git.corp.example/*"');
  expect(problems.map(({ id }) => id)).toContain('private-modules');
});

test('a version is a build argument, without which the code’s own stands', () => {
  const { dockerfile } = generate({
    '.goreleaser.yaml':
      'builds:\n  - ldflags: -s -w -X main.version={{.Version}} -X main.builtBy=me -X other.com/x.V={{.Version}}\n',
  });
  expect(dockerfile).toContain('ARG VERSION\n');
  expect(dockerfile).toContain('-ldflags="-s -w${VERSION:+ -X main.version=$VERSION}"');
});

test('files that are tracked although git ignores them stay in the context', () => {
  const files = { 'go.mod': MOD, 'main.go': SERVES, '.gitignore': 'config.yaml\n' };
  const repo = memoryRepo(files);
  const tracked = { ...repo, paths: [...repo.paths, 'config.yaml'].sort() };
  const { files: written } = compile(tracked, '', defaultOptions);
  expect(written.find(({ path }) => path === '.dockerignore')?.text).toMatch(/^\*\*\/config\.yaml\n!config\.yaml$/m);
});
