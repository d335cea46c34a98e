import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const MOD = 'module example.com/app\n\ngo 1.26\n';

type Files = Readonly<Record<string, string>>;

function generate(files: Files): { dockerfile: string; compose: string; problems: readonly string[] } {
  const repo = memoryRepo({ 'go.mod': MOD, ...files });
  const compiled = compile(repo, '', defaultOptions);
  const text = (name: string): string => compiled.files.find(({ path }) => path.endsWith(name))?.text ?? '';
  return {
    dockerfile: text('Dockerfile'),
    compose: text('compose.yaml'),
    problems: [...repo.problems, ...compiled.plan.problems].map(({ id }) => id),
  };
}

/** A program that serves, with these statements in main. */
const server = (body: string, imports = ''): Files => ({
  'main.go': `package main\n\nimport (\n\t"net/http"\n${imports})\n\nfunc main() {\n${body}\n\thttp.ListenAndServe(addr, nil)\n}\n`,
});

describe('an address that is loopback unless it is set', () => {
  test.each<[string, string, string]>([
    ['flag', 'addr := flag.String("addr", "127.0.0.1:8081", "")', 'CMD ["--addr=0.0.0.0:8081"]'],
    [
      'flag of a variable',
      'flag.StringVar(&cfg.listen, "listen", "localhost:8081", "")',
      'CMD ["--listen=0.0.0.0:8081"]',
    ],
    ['pflag', 'c.Flags().StringVarP(&addr, "http", "a", "localhost:8081", "")', 'CMD ["--http=0.0.0.0:8081"]'],
    [
      'set later',
      'c.Flags().StringVar(&addr, "http", "", "")\n\tif addr == "" { addr = "127.0.0.1:8081" }',
      'CMD ["--http=0.0.0.0:8081"]',
    ],
    ['urfave/cli', '_ = &cli.StringFlag{Name: "addr", Value: "localhost:8081"}', 'CMD ["--addr=0.0.0.0:8081"]'],
    ['getter', 'addr := getEnv("LISTEN_ADDR", "localhost:8081")', 'ENV LISTEN_ADDR=0.0.0.0:8081'],
    [
      'os.Getenv',
      'addr := os.Getenv("ADDR")\n\tif addr == "" {\n\t\taddr = "localhost:8081"\n\t}',
      'ENV ADDR=0.0.0.0:8081',
    ],
    ['tag', 'var c struct { Host string `env:"HTTP_HOST" envDefault:"127.0.0.1"` }', 'ENV HTTP_HOST=0.0.0.0'],
  ])('%s', (_name, body, expected) => {
    const { dockerfile, problems } = generate(server(`\t${body}`));
    expect(dockerfile).toContain(expected);
    if (expected.includes('8081')) expect(dockerfile).toContain('EXPOSE 8081');
    expect(problems).not.toContain('listens-on-loopback');
  });

  test('a database’s address is none of the server’s', () => {
    const { dockerfile } = generate(server('\tdb := getEnv("DB_HOST", "localhost"); addr := ":8081"'));
    expect(dockerfile).not.toContain('DB_HOST');
  });
});

describe('folders that the program writes to', () => {
  test.each<[string, string, string]>([
    ['a folder that it makes', 'os.MkdirAll("uploads", 0o755)', 'VOLUME ["/app/uploads"]'],
    ['by a constant', 'const dir = "./var/cache"\n\tos.MkdirAll(dir, 0o755)', 'VOLUME ["/app/var/cache"]'],
    ['of a database', 'sql.Open("sqlite3", "file:data/app.db?_fk=1")', 'VOLUME ["/app/data"]'],
    ['of the user', 'open("~/.app/db")', 'VOLUME ["/home/nonroot/.app"]'],
    ['an absolute one', 'bolt.Open("/var/lib/app/bolt.db", 0o600, nil)', 'VOLUME ["/var/lib/app"]'],
    ['by a setting', 'db := getEnv("DB_PATH", "app.db")\n\tsql.Open("sqlite", db)', 'ENV DB_PATH=/app/data/app.db'],
  ])('%s', (_name, body, expected) => {
    expect(generate(server(`\t${body}`)).dockerfile).toContain(expected);
  });

  test('may be the working directory', () => {
    const body = '\tgorm.Open(sqlite.Open("app.db"))';
    const { dockerfile, compose, problems } = generate(server(body));
    expect(dockerfile).toMatch(/USER 65532:65532\nWORKDIR \/data\n/);
    expect(dockerfile).toContain('VOLUME ["/data"]');
    expect(compose).toContain('"data:/data"');
    expect(problems).not.toContain('writes-beside-files');
    const withFiles = generate({ ...server(`${body}\n\tparse("templates/*.html")`), 'templates/a.html': '' });
    expect(withFiles.problems).toContain('writes-beside-files');
  });

  test.each(['os.MkdirAll("/tmp/x", 0o755)', 'sql.Open("sqlite3", ":memory:")', 'os.MkdirAll(unknown, 0o755)'])(
    '%s is none',
    (body) => {
      expect(generate(server(`\t${body}`)).dockerfile).not.toContain('VOLUME');
    },
  );
});

test('a program that looks for files beside itself stands beside them', () => {
  const { dockerfile } = generate(server('\texe, _ := os.Executable()\n\t_ = filepath.Join(exe, "app_data")'));
  expect(dockerfile).toContain('ENTRYPOINT ["/app/app"]');
  expect(dockerfile).toContain('VOLUME ["/app/app_data"]');
});

describe('what an existing Dockerfile says', () => {
  const files = {
    ...server('\taddr := ":8081"'),
    'config.yaml': '',
    'Dockerfile.old': [
      'FROM golang AS build',
      'WORKDIR /src',
      'RUN go build -o /bin/daemon .',
      'FROM scratch',
      'COPY --from=build /src/config.yaml /config/config.yaml',
      'ENV APP_PORT=9000 \\',
      '    APP_HOME=/opt/x',
      'ENV API_TOKEN abc',
      'EXPOSE 9000/tcp',
      'VOLUME /var/opt/app',
      'ENTRYPOINT ["/bin/daemon"]',
      'CMD ["--verbose"]',
    ].join('\n'),
  };

  test('counts: arguments, variables, port, volumes, files', () => {
    const { dockerfile } = generate(files);
    expect(dockerfile).toContain('ENV APP_PORT=9000\n');
    expect(dockerfile).toContain('EXPOSE 9000');
    expect(dockerfile).toContain('VOLUME ["/var/opt/app"]');
    expect(dockerfile).toContain('COPY config.yaml ./config/config.yaml');
    expect(dockerfile).toContain('CMD ["--verbose"]');
    expect(dockerfile).not.toContain('abc');
  });

  test('but not one that this tool wrote', () => {
    const { dockerfile } = generate({ ...files, '.create-dockerfile.lock': '{"files":{"Dockerfile.old":[]}}' });
    expect(dockerfile).toContain('EXPOSE 8081');
  });

  test('and a Procfile goes before it', () => {
    expect(generate({ ...files, Procfile: 'web: bin/app serve\n' }).dockerfile).toContain('CMD ["serve"]');
  });
});

describe('the subcommand that serves', () => {
  const cobra = (commands: string): Files => ({
    'main.go': `package main\n\nimport (\n\t"net/http"\n\t"github.com/spf13/cobra"\n)\n\n${commands}\n\nfunc main() { rootCmd.Execute(); http.ListenAndServe(":8081", nil) }\n`,
  });
  test.each([
    ['var rootCmd = &cobra.Command{Use: "app"}\nvar s = &cobra.Command{Use: "serve [domain]"}', 'CMD ["serve"]'],
    ['var rootCmd = &cobra.Command{Use: "server"}', 'ENTRYPOINT ["/usr/local/bin/app"]\n'],
  ])('%s', (commands, expected) => {
    expect(generate(cobra(commands)).dockerfile).toContain(expected);
  });

  test('may be a case of os.Args', () => {
    const body = '\tswitch os.Args[1] {\n\tcase "migrate":\n\tcase "serve":\n\t}\n\taddr := ":8081"';
    expect(generate(server(body)).dockerfile).toContain('CMD ["serve"]');
  });
});

test('a known health route may stand beside groups', () => {
  const gin = (route: string): Files => ({
    'main.go': `package main\n\nimport "github.com/gin-gonic/gin"\n\nfunc main() {\n\tr := gin.Default()\n\tv1 := r.Group("/v1")\n\t${route}\n\tr.Run()\n}\n`,
  });
  expect(generate(gin('r.GET("/health", h)')).dockerfile).toContain('"/health", "400"');
  expect(generate(gin('v1.GET("/health", h)')).dockerfile).toContain('"/", "500"');
});

test.each<[string, Files, boolean]>([
  ['"~/app.conf"', {}, true],
  ['"config/app.toml"', {}, true],
  ['"config/app.toml"', { 'config/app.toml': '' }, false],
  ['""', {}, false],
])('a configuration at %s with %j is said to be missing: %s', (path, files, isMissing) => {
  const { problems } = generate({
    ...server(`\tflag.StringVar(&c.path, "config", ${path}, "")\n\taddr := ":8081"`),
    ...files,
  });
  expect(problems.includes('configuration-missing')).toBe(isMissing);
});
