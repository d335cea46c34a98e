import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions, type Options } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MOD = 'module example.com/app\n\ngo 1.23\n';
const REQUIRE = `${MOD}\nrequire github.com/a/b v1.0.0\n`;
const SERVES = 'package main\n\nimport "net/http"\n\nfunc main() { http.ListenAndServe(":9090", nil) }\n';

function generate(
  files: Readonly<Record<string, string>>,
  options: Partial<Options> = {},
  dir = '',
): (name: string) => string {
  const compiled = compile(memoryRepo(files), dir, { ...defaultOptions, ...options });
  return (name) => {
    if (name === 'problems') return compiled.plan.problems.map(({ id, what }) => `${id}: ${what}`).join('\n');
    return compiled.files.find(({ path }) => path.endsWith(name))?.text ?? '';
  };
}

describe('bases', () => {
  test('scratch gets certificates, time zones, a user and /tmp', () => {
    const files = { 'go.mod': REQUIRE, 'go.sum': 'x', 'main.go': SERVES };
    const dockerfile = generate(files, { base: 'scratch' })('Dockerfile');
    expect(dockerfile).toContain('FROM scratch AS runtime');
    for (const part of ['ca-certificates.crt', 'ZONEINFO=', 'mkdir -m 1777 /rootfs/tmp', 'nonroot:x:65532'])
      expect(dockerfile).toContain(part);
  });

  test('C code takes a base with a C library, refuses scratch, and is not built across platforms', () => {
    const files = { 'go.mod': MOD, 'main.go': SERVES.replace('import', 'import "C"\nimport') };
    const dockerfile = generate(files)('Dockerfile');
    expect(dockerfile).toContain('FROM gcr.io/distroless/base-debian13:nonroot');
    expect(dockerfile).toContain('CGO_ENABLED=1');
    expect(dockerfile).not.toContain('BUILDPLATFORM');
    expect(generate(files, { base: 'scratch' })('problems')).toMatch(/^base-refused: .*calls C/);
  });

  test('C++ takes distroless/cc of the suite that the program is built on', () => {
    const mod = `${MOD}\nrequire github.com/marcboeker/go-duckdb v1.8.0\n`;
    const files = { 'go.mod': mod, 'go.sum': 'x', 'main.go': SERVES, '.go-version': '1.23.4' };
    expect(generate(files)('Dockerfile')).toContain('FROM gcr.io/distroless/cc-debian12:nonroot');
    expect(generate(files, { base: 'slim' })('Dockerfile')).toContain('FROM debian:bookworm-slim');
  });
});

describe('modules', () => {
  test('are downloaded before the sources', () => {
    const dockerfile = generate({ 'go.mod': REQUIRE, 'go.sum': 'x', 'main.go': SERVES })('Dockerfile');
    expect(dockerfile).toContain('source=go.sum,target=go.sum');
    expect(dockerfile).toContain('FROM dependencies AS build');
  });

  test('in vendor are not downloaded', () => {
    const files = {
      'go.mod': REQUIRE,
      'go.sum': 'x',
      'main.go': SERVES,
      'vendor/modules.txt': '',
      'vendor/a/a.go': 'package a',
    };
    const written = generate(files);
    expect(written('Dockerfile')).not.toMatch(/go mod download|pkg\/mod/);
    expect(written('.dockerignore')).not.toContain('vendor');
  });

  test('without go.sum are taken as they come, and that is said', () => {
    const repo = memoryRepo({ 'go.mod': REQUIRE, 'main.go': SERVES });
    const { files } = compile(repo, '', defaultOptions);
    expect(files.find(({ path }) => path === 'Dockerfile')?.text).toContain('go build -mod=mod -trimpath');
    expect(repo.problems).toMatchObject([{ id: 'lockfile-missing', where: { file: 'go.mod' } }]);
  });

  test('beside the app are in the context', () => {
    const files = {
      'services/api/go.mod': `${REQUIRE}replace example.com/shared => ../../shared\n`,
      'services/api/go.sum': 'x',
      'services/api/main.go': SERVES,
      'services/api/main_test.go': 'package main',
      'services/api/web/index.html': '',
      'services/api/web.go': 'package main\nvar page = "web/index.html"',
      'shared/go.mod': 'module example.com/shared',
      'shared/shared.go': 'package shared',
    };
    const dockerfile = generate(files, {}, 'services/api')('Dockerfile');
    expect(dockerfile).toContain('WORKDIR /app/services/api');
    expect(dockerfile).toContain('source=shared/go.mod,target=/app/shared/go.mod');
    expect(dockerfile).toContain('COPY . /app\n');
    expect(dockerfile).toContain('COPY services/api/web/index.html ./web/index.html');
    expect(dockerfile).toContain('go test ./...');
  });

  test('of a workspace are tested by folder', () => {
    const files = {
      'go.work': 'go 1.23\nuse ./api\n',
      'api/go.mod': MOD,
      'api/main.go': SERVES,
      'api/a_test.go': 'package main',
    };
    expect(generate(files)('Dockerfile')).toContain('go test ./api/...');
  });
});

test('no source or embedded file is dropped by the ignore file', () => {
  const main = SERVES.replace(
    'import',
    'import _ "embed"\nimport _ "example.com/app/docs"\n//go:embed README.md certs/ca.pem\nvar readme string\nimport',
  );
  const written = generate({
    'go.mod': MOD,
    'main.go': main,
    'README.md': '',
    'certs/ca.pem': '',
    'docs/docs.go': 'package docs',
    'app/app.go': 'package app',
  });
  expect(written('.dockerignore')).toMatch(/^!README\.md$/m);
  expect(written('.dockerignore')).toMatch(/^!docs\/docs\.go$/m);
  expect(written('.dockerignore')).toMatch(/^!certs\/ca\.pem$/m);
  expect(written('.dockerignore')).not.toMatch(/^app$/m);
});

test('a library is told so', () => {
  expect(generate({ 'go.mod': MOD, 'lib.go': 'package app' })('problems')).toMatch(
    /^main-not-found: .*example\.com\/app/,
  );
});

test('--start gives the program its arguments, and a shell where it needs one', () => {
  const files = { 'go.mod': MOD, 'main.go': SERVES };
  expect(generate(files, { start: './app serve --verbose' })('Dockerfile')).toContain(
    'ENTRYPOINT ["/usr/local/bin/app"]\nCMD ["serve", "--verbose"]',
  );
  const withShell = generate(files, { start: 'app migrate && app serve' })('Dockerfile');
  expect(withShell).toContain('FROM debian:trixie-slim AS runtime');
  expect(withShell).toContain('ENTRYPOINT ["sh", "-c", "app migrate && exec app serve"]');
});

test('what speaks no HTTP is only connected to', () => {
  const grpc =
    'package main\nimport (\n"net"\n"google.golang.org/grpc"\n)\nfunc main() { l, _ := net.Listen("tcp", ":50051"); grpc.NewServer().Serve(l) }';
  expect(generate({ 'go.mod': REQUIRE, 'go.sum': 'x', 'main.go': grpc })('Dockerfile')).toContain(
    'CMD ["/usr/local/bin/healthcheck", "50051"]',
  );
});
