import { describe, expect, test } from '@jest/globals';
import { chooseApp, detect } from '../src/detect/index.ts';
import { detectGo } from '../src/detect/go/index.ts';
import type { GoApp } from '../src/model/app.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MOD = 'module example.com/app\n\ngo 1.23\n';
const PRINTS = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hi") }\n';
const SERVES = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":9090", nil) }\n';

type Files = Readonly<Record<string, string>>;

function chosen(files: Files, wanted?: string): GoApp | string {
  const app = chooseApp(detect(memoryRepo(files), ''), wanted);
  if ('id' in app) return `${app.id}: ${app.what}`;
  if (app.language !== 'go') throw new Error(app.language);
  return app;
}

function mainOf(files: Files, wanted?: string): string | undefined {
  const app = chosen(files, wanted);
  return typeof app === 'string' ? app : app.go.main?.value;
}

describe('the command', () => {
  test('is the root, or the only one in cmd', () => {
    expect(mainOf({ 'go.mod': MOD, 'main.go': PRINTS })).toBe('.');
    expect(mainOf({ 'go.mod': MOD, 'lib.go': 'package app', 'cmd/tool/main.go': PRINTS })).toBe('./cmd/tool');
  });

  test('is the only one that serves, through what it imports', () => {
    const files = {
      'go.mod': MOD,
      'cmd/admin/main.go': PRINTS,
      'cmd/zserver/main.go': 'package main\nimport "example.com/app/internal/web"\nfunc main() { web.Run() }',
      'internal/web/web.go': SERVES.replace('package main', 'package web').replace('main()', 'Run()'),
    };
    expect(mainOf(files)).toBe('./cmd/zserver');
    expect(mainOf(files, 'admin')).toBe('./cmd/admin');
  });

  test('is asked for when several could be it', () => {
    expect(mainOf({ 'go.mod': MOD, 'cmd/a/main.go': PRINTS, 'cmd/b/main.go': PRINTS })).toMatch(
      /^which-app:.*a \(go\).*b \(go\)/,
    );
    expect(mainOf({ 'go.mod': MOD, 'cmd/a/main.go': SERVES, 'cmd/b/main.go': SERVES, 'main.go': PRINTS })).toMatch(
      /^which-app:.*a \(go\).*b \(go\)/,
    );
  });

  test('is never an example, generator, test or helper', () => {
    const files = {
      'go.mod': MOD,
      'main.go': PRINTS,
      'gen.go': `//go:build ignore\n\n${SERVES}`,
      'main_test.go': PRINTS,
      'examples/server/main.go': SERVES,
      'testdata/main.go': SERVES,
      'vendor/x/main.go': SERVES,
      'tools/gen/main.go': SERVES,
      'other/go.mod': 'module other',
      'other/main.go': SERVES,
    };
    expect(mainOf(files)).toBe('.');
  });

  test('is missing in a library', () => {
    const [app] = detectGo(memoryRepo({ 'go.mod': MOD, 'lib.go': 'package app', 'examples/x/main.go': PRINTS }), '');
    expect(app).toMatchObject({ processes: [], go: { module: 'example.com/app' } });
    expect(app?.go.main).toBeUndefined();
  });

  test('stands in a module of go.work', () => {
    const files = {
      'go.work': 'go 1.23\n\nuse (\n\t./api\n\t./shared\n)\n',
      'api/go.mod': 'module example.com/api',
      'api/main.go': PRINTS,
      'shared/go.mod': 'module example.com/shared',
      'shared/shared.go': PRINTS,
    };
    expect(chosen(files)).toMatchObject({
      go: { main: { value: './api' }, root: '', manifests: ['go.work', 'api/go.mod', 'shared/go.mod'] },
    });
  });
});

describe('the version', () => {
  const versionOf = (files: Files): unknown =>
    detectGo(memoryRepo({ 'main.go': PRINTS, ...files }), '')[0]?.runtime.value.tag;

  test.each<[string, Files]>([
    ['1.26', { 'go.mod': MOD }],
    ['1.26', { 'go.mod': 'module a\ngo 1.24\ntoolchain go1.25.3' }],
    ['1.25.3', { 'go.mod': MOD, '.tool-versions': 'golang 1.25.3' }],
    ['1.26', { 'go.mod': MOD, 'mise.toml': '[tools]\ngo = "1.26"' }],
    ['1.26.2', { 'go.mod': MOD, '.go-version': 'go1.26.2', 'mise.toml': '[tools]\ngo = "1.25"' }],
    ['1.29.1', { 'go.mod': 'module a\ngo 1.29.1' }],
    ['1.26', { 'go.mod': 'module a\ngo 1.26', '.tool-versions': 'golang 1.24.1' }],
  ])('is %s from %j', (tag, files) => {
    expect(versionOf(files)).toBe(tag);
  });

  test('a pin that is older than go.mod is said', () => {
    const repo = memoryRepo({ 'go.mod': 'module a\ngo 1.26', 'main.go': PRINTS, '.go-version': '1.24' });
    detectGo(repo, '');
    expect(repo.problems).toMatchObject([{ id: 'version-below-minimum', where: { file: '.go-version', line: 1 } }]);
  });
});

describe('the server', () => {
  const processOf = (body: string, imports = 'net/http'): unknown =>
    detectGo(
      memoryRepo({
        'go.mod': MOD,
        'main.go': `package main\nimport (\n${imports
          .split(' ')
          .map((path) => `"${path}"\n`)
          .join('')})\nfunc main() {\n${body}\n}`,
      }),
      '',
    )[0]?.processes[0];

  test.each<[string, string | undefined, object]>([
    ['http.ListenAndServe(":3000", nil)', undefined, { kind: 'web', port: { value: 3000 }, readsPort: false }],
    [
      's := &http.Server{Addr: "localhost:7000"}; s.ListenAndServe()',
      undefined,
      { port: { value: 7000 }, bindAddress: { value: 'localhost' } },
    ],
    [
      'r := gin.Default(); r.Run()',
      'github.com/gin-gonic/gin',
      { kind: 'web', port: { value: 8080 }, readsPort: true },
    ],
    [
      'p := getEnv("PORT", "4000"); redis.Dial("localhost:6379"); e.Start(":" + p)',
      'github.com/labstack/echo/v4',
      { port: { value: 4000 }, readsPort: true },
    ],
    [
      'p := flag.Int("port", 5050, "the port"); http.ListenAndServe(fmt.Sprintf(":%d", *p), nil)',
      undefined,
      { port: { value: 5050 } },
    ],
    ['exec.Command("ls").Run()', 'os/exec', { kind: 'job' }],
    ['for range time.NewTicker(time.Second).C {}', 'time', { kind: 'worker' }],
    ['// http.ListenAndServe(":3000", nil)', undefined, { kind: 'job' }],
  ])('%s', (body, imports, expected) => {
    expect(processOf(body, imports)).toMatchObject(expected);
  });

  test('has a known health route only where no group comes before it', () => {
    const route = 'r.GET("/healthz", ok); http.ListenAndServe(":1", nil)';
    expect(processOf(route)).toMatchObject({ health: { value: { path: '/healthz', known: true } } });
    expect(processOf(`r := e.Group("/api"); ${route}`)).toMatchObject({
      health: { value: { path: '/', known: false } },
    });
  });

  test('is a subcommand where a command library says so', () => {
    const files = {
      'go.mod': MOD,
      'main.go': `${SERVES.replace('"net/http"', '(\n"net/http"\n"github.com/spf13/cobra"\n)')}\nvar c = &cobra.Command{Use: "serve"}`,
    };
    expect(detectGo(memoryRepo(files), '')[0]?.processes[0]?.command.value).toEqual(['app', 'serve']);
  });
});

describe('what the build and the program read', () => {
  test('cgo is needed by imports and by modules of the table', () => {
    const cgoOf = (files: Files): unknown => detectGo(memoryRepo({ 'main.go': PRINTS, ...files }), '')[0]?.go.cgo.value;
    expect(cgoOf({ 'go.mod': MOD })).toBe(false);
    expect(cgoOf({ 'go.mod': MOD, 'c.go': 'package main\nimport "C"' })).toBe(true);
    expect(cgoOf({ 'go.mod': `${MOD}require github.com/mattn/go-sqlite3 v1.14.22 // indirect\n`, 'go.sum': '' })).toBe(
      true,
    );
  });

  test('files by relative path, but no embedded ones and no Go', () => {
    const app = chosen({
      'go.mod': MOD,
      'main.go': `package main
import "embed"
//go:embed static/*.css
var files embed.FS
func main() { open("./templates/*.html"); open("static/a.css"); open("data/x.json"); open("internal"); viper.SetConfigName("config") }`,
      'templates/a.html': '',
      'static/a.css': '',
      'data/x.json': '',
      'data/y.json': '',
      'internal/a/a.go': 'package a',
      'config.yaml': '',
    });
    expect(app).toMatchObject({ go: { runtimeFiles: ['config.yaml', 'data/x.json', 'templates'] } });
    expect((app as GoApp).go.reads).toEqual(
      expect.arrayContaining(['static/a.css', 'templates/a.html', 'internal/a/a.go', 'go.mod']),
    );
  });

  test('a replacement that is not in the repository is a problem', () => {
    const repo = memoryRepo({ 'go.mod': `${MOD}replace example.com/x => ./x\n`, 'main.go': PRINTS });
    detectGo(repo, '');
    expect(repo.problems).toMatchObject([{ id: 'path-dependency-missing', where: { file: 'go.mod', line: 4 } }]);
  });

  test('CRLF and a BOM are as nothing', () => {
    expect(
      mainOf({
        'go.mod': `\uFEFF${MOD.replaceAll('\n', '\r\n')}`,
        'main.go': `\uFEFF${PRINTS.replaceAll('\n', '\r\n')}`,
      }),
    ).toBe('.');
  });
});
