import { describe, expect, test } from '@jest/globals';
import { chooseApp, detect } from '../src/detect/index.ts';
import { reachedFiles } from '../src/detect/go/reach.ts';
import { goBuilds, statedTags } from '../src/detect/go/statements.ts';
import type { GoApp } from '../src/model/app.ts';
import { goDeclarations } from '../src/parse/go-declarations.ts';
import { parseGoSource } from '../src/parse/go-source.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MOD = 'module example.com/app\n\ngo 1.26\n';
const PRINTS = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hi") }\n';
const SERVES = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":9090", nil) }\n';

type Files = Readonly<Record<string, string>>;

function chosen(files: Files, wanted?: string): GoApp | string {
  const app = chooseApp(detect(memoryRepo(files), '', wanted), wanted);
  if ('id' in app) return app.id;
  if (app.language !== 'go') throw new Error(app.language);
  return app;
}

function mainOf(files: Files, wanted?: string): string | undefined {
  const app = chosen(files, wanted);
  return typeof app === 'string' ? app : app.go.main?.value;
}

describe('of several servers', () => {
  const servers = { 'go.mod': MOD, 'cmd/api/main.go': SERVES, 'cmd/storybook/main.go': SERVES };

  test.each<[string, Files, string]>([
    ['nothing says which', {}, 'which-app'],
    ['GoReleaser', { '.goreleaser.yaml': 'builds:\n  - main: ./cmd/api\n    binary: api\n' }, './cmd/api'],
    ['a Dockerfile', { Dockerfile: 'FROM golang\nRUN go build -o /x ./cmd/api\n' }, './cmd/api'],
    [
      'a Makefile, by a variable',
      { Makefile: 'MAIN := ./cmd/api\nbuild:\n\tgo build -o bin/x $(MAIN)\n' },
      './cmd/api',
    ],
    ['a workflow', { '.github/workflows/a.yml': 'run: |\n  go build -o x example.com/app/cmd/api\n' }, './cmd/api'],
    [
      'a release goes before a script',
      { '.goreleaser.yml': 'builds:\n- main: cmd/api/main.go\n', Makefile: 'x:\n\tgo run ./cmd/storybook\n' },
      './cmd/api',
    ],
    ['a script that builds both', { Makefile: 'x:\n\tgo build ./cmd/api ./cmd/storybook\n' }, 'which-app'],
    ['tools of others', { Makefile: 'x:\n\tgo install example.org/cmd/api@latest\n\tgo build ./...\n' }, 'which-app'],
  ])('%s', (_name, files, expected) => {
    expect(mainOf({ ...servers, ...files })).toBe(expected);
  });
});

test('a client that imports the package of a server does not serve', () => {
  const web =
    'package web\n\nimport "net/http"\n\ntype Server struct{}\n\nfunc (s *Server) Open() { http.ListenAndServe(":1080", nil) }\n\nfunc NewServer() *Server { return &Server{} }\n\nfunc Ask() {}\n';
  const main = (call: string): string => `package main\n\nimport "example.com/app/web"\n\nfunc main() { ${call} }\n`;
  const files = {
    'go.mod': MOD,
    'web/web.go': web,
    'cmd/client/main.go': main('web.Ask()'),
    'cmd/server/main.go': main('web.NewServer().Open()'),
  };
  expect(mainOf(files)).toBe('./cmd/server');
  expect(chosen(files, 'client')).toMatchObject({ processes: [{ kind: 'job' }] });
});

describe('a library', () => {
  const library = {
    'go.mod': MOD,
    'lib.go': 'package app\n',
    'examples/base/main.go': SERVES,
    'internal/gen/main.go': PRINTS,
  };

  test('has helpers and examples, but no command', () => {
    expect(mainOf(library)).toBeUndefined();
    expect(mainOf(library, 'base')).toBe('./examples/base');
  });

  test('may release an example, whose name is then that of the release', () => {
    const app = chosen({ ...library, '.goreleaser.yaml': 'builds:\n  - main: ./examples/base\n    binary: app\n' });
    expect(app).toMatchObject({ name: 'app', go: { main: { value: './examples/base' }, binary: 'app' } });
  });

  test('is none where nothing but helpers stand', () => {
    expect(mainOf({ 'go.mod': MOD, 'pkg/server/main.go': SERVES })).toBe('./pkg/server');
  });
});

test('a module below that takes others from outside has the whole context', () => {
  const files = {
    'services/api/go.mod': `${MOD}require example.com/x v0.0.0\nreplace example.com/x => ../../x\n`,
    'services/api/main.go': SERVES,
    'x/go.mod': 'module example.com/x',
    'x/x.go': 'package x',
  };
  expect(chosen(files)).toMatchObject({ dir: 'services/api', go: { root: 'services/api' } });
});

test('builds state tags and variables', () => {
  const repo = memoryRepo({
    '.goreleaser.yaml':
      'builds:\n  - tags: [netgo]\n    flags: -tags=osusergo\n    ldflags: -s -w -X main.version={{.Version}}\n',
    Makefile: 'build:\n\tgo build -tags dev \\\n\t\t-ldflags "-X main.rev=$(shell git describe)" -o bin/app .\n',
  });
  const builds = goBuilds(repo, '', 'example.com/app');
  expect(builds).toMatchObject([
    { dirs: [''], tags: ['netgo', 'osusergo'], variables: [{ name: 'main.version' }], isRelease: true },
    { dirs: [''], tags: ['dev'], output: 'app', variables: [{ name: 'main.rev' }], isRelease: false },
  ]);
  expect(statedTags(builds)).toEqual(['netgo', 'osusergo']);
  expect(statedTags(builds.slice(1))).toEqual(['dev']);
});

test('declarations are split, and only what can run is kept', () => {
  const code =
    'package main\n\nvar (\n\ta = first()\n\tb = 1\n)\n\ntype T[K any] struct{}\n\nfunc (t *T[K]) Run() { "run" }\n\nfunc first() {}\n\nfunc never() { second() }\n\nfunc main() {}\n';
  expect(goDeclarations(code).map(({ kind, names, receiver }) => [kind, names, receiver])).toEqual([
    ['other', ['a', 'b'], undefined],
    ['type', ['T'], undefined],
    ['func', ['Run'], 'T'],
    ['func', ['first'], undefined],
    ['func', ['never'], undefined],
    ['func', ['main'], undefined],
  ]);
  const [file] = reachedFiles([{ path: 'main.go', source: parseGoSource(code, 'main.go') }], '');
  expect(file?.source.code).toContain('func first()');
  expect(file?.source.code).not.toContain('second');
  expect(file?.source.code).toHaveLength(code.length);
});
