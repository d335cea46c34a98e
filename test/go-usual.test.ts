import { describe, expect, test } from '@jest/globals';
import { compile } from '../src/compile.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { memoryRepo } from '../src/repo/memory.ts';

const SERVES = 'http.ListenAndServe(":8080", nil)';

/** A program of one file, beside other files; what it requires is what it imports of others. */
function generate(body: string, imports: readonly string[] = [], files: Readonly<Record<string, string>> = {}) {
  const modules = imports.filter((path) => path.includes('.'));
  const lines = ['net/http', ...imports].map((path) => `\t"${path}"\n`).join('');
  const repo = memoryRepo({
    'go.mod': `module example.com/app\n\ngo 1.24\n${modules.map((path) => `\nrequire ${path} v1.0.0\n`).join('')}`,
    'go.sum': '',
    'main.go': `package main\n\nimport (\n${lines})\n\n${body}\n`,
    ...files,
  });
  const { plan, files: made } = compile(repo, '', defaultOptions);
  return {
    dockerfile: made.find(({ path }) => path === 'Dockerfile')?.text ?? '',
    ids: [...repo.problems, ...plan.problems].map(({ id }) => id),
  };
}

describe('the signal that ends a program', () => {
  test.each([
    ['signal.Notify(quit, os.Interrupt)', true],
    ['signal.Notify(quit, os.Interrupt, os.Kill)', true],
    ['ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT)', true],
    ['signal.Notify(quit, os.Interrupt, syscall.SIGTERM)', false],
    ['ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)', false],
    ['signal.Notify(quit)', false],
    ['', false],
  ])('%s: an interrupt %s', (text, isInterrupt) => {
    const { dockerfile } = generate(`func main() {\n\t${text}\n\t${SERVES}\n}`);
    expect(dockerfile.includes('\nSTOPSIGNAL SIGINT\n')).toBe(isInterrupt);
  });
});

describe('the command that serves', () => {
  const cobra = 'github.com/spf13/cobra';
  const root = 'var rootCmd = &cobra.Command{Use: "app"}\nfunc main() { rootCmd.Execute() }\n';
  test.each([
    ['by a usual name', `${root}var s = &cobra.Command{Use: "serve", Run: func() { ${SERVES} }}`, 'CMD ["serve"]'],
    ['by what it does', `${root}var s = &cobra.Command{Use: "hooks", Run: func() { ${SERVES} }}`, 'CMD ["hooks"]'],
    [
      'by the function that it names',
      `${root}var s = &cobra.Command{Use: "hooks", Run: runHooks}\nfunc runHooks() { ${SERVES} }`,
      'CMD ["hooks"]',
    ],
  ])('is found %s', (_how, body, expected) => {
    expect(generate(body, [cobra]).dockerfile).toContain(expected);
  });

  test('is none where the program itself serves', () => {
    const body = `var rootCmd = &cobra.Command{Use: "app", Run: func() { ${SERVES} }}\nfunc main() { rootCmd.Execute() }`;
    expect(generate(body, [cobra]).dockerfile).toMatch(/ENTRYPOINT \["\/usr\/local\/bin\/app"\]\n(?!CMD)/);
  });

  test("is a framework's own, with what it needs", () => {
    const body = 'func main() { app := pocketbase.New(); app.Start() }';
    const { dockerfile } = generate(body, ['github.com/pocketbase/pocketbase'], { 'pb_migrations/1.js': '' });
    expect(dockerfile).toContain('CMD ["serve", "--http=0.0.0.0:8090"]');
    expect(dockerfile).toContain('VOLUME ["/app/pb_data"]');
    expect(dockerfile).toContain('COPY pb_migrations ./pb_migrations');
    expect(dockerfile).toContain('"8090", "/api/health", "400"');
  });
});

describe('the port', () => {
  test.each([
    ['of a flag with a letter', 'cmd.Flags().IntVarP(&port, "port", "p", 3000, "")', {}, 'EXPOSE 3000'],
    [
      'of a field that names its variable',
      'type C struct {\n\tAddr string `default:"127.0.0.1:7000"`\n}\nfunc init() { var c C; envconfig.Process("app", &c) }',
      {},
      'EXPOSE 7000',
    ],
    [
      'of a file that is shipped',
      'var c = read("config.json")',
      { 'config.json': '{\n  "port": 3333\n}' },
      'EXPOSE 3333',
    ],
    ['of a variable without a default', 'var p = os.Getenv("HTTP_PORT")', {}, 'HTTP_PORT=8080'],
    [
      'that an example of the variables shows',
      'var p = os.Getenv("SERVER_ADDRESS")',
      { '.env.example': 'SERVER_ADDRESS=0.0.0.0:9000\n' },
      'SERVER_ADDRESS=:9000',
    ],
  ])('%s', (_where, text, files, expected) => {
    const imports = text.includes('envconfig') ? ['github.com/kelseyhightower/envconfig'] : [];
    const body = `${text.startsWith('cmd') ? `func init() { ${text} }` : text}\nfunc main() { http.ListenAndServe(addr, nil) }`;
    expect(generate(body, imports, files).dockerfile).toContain(expected);
  });

  test('of a gateway goes before that of its gRPC server', () => {
    const body =
      'func main() { lis, _ := net.Listen("tcp", ":9090"); s := grpc.NewServer(); go s.Serve(lis); http.ListenAndServe(":8081", mux) }';
    expect(generate(body, ['net', 'google.golang.org/grpc']).dockerfile).toContain('EXPOSE 8081');
  });
});

test('an address that a constant holds is seen', () => {
  const body = 'const host = "localhost"\nfunc main() { http.ListenAndServe(fmt.Sprintf("%s:%d", host, 8000), nil) }';
  expect(generate(body).ids).toContain('listens-on-loopback');
});

describe('a file of variables without which the program ends', () => {
  test.each([
    [
      'if err := godotenv.Load(); err != nil { log.Fatal(err) }',
      'github.com/joho/godotenv',
      "COPY <<'EOF' ./.env\n\nEOF",
    ],
    [
      'viper.SetConfigName("app"); viper.SetConfigType("env"); if err := viper.ReadInConfig(); err != nil { panic(err) }',
      'github.com/spf13/viper',
      "COPY <<'EOF' ./app.env\nDB_SOURCE=\nEOF",
    ],
  ])('%s', (text, module, expected) => {
    const { dockerfile } = generate(`func main() { ${text}; ${SERVES} }`, [module], {
      'app.env': 'DB_SOURCE=secret\n',
    });
    expect(dockerfile).toContain(expected);
  });

  test('is none where it may be missing', () => {
    expect(
      generate(`func main() { _ = godotenv.Load(); ${SERVES} }`, ['github.com/joho/godotenv']).dockerfile,
    ).not.toContain('.env');
  });
});

test('a program that opens a window is told so', () => {
  expect(generate('func main() { app.New() }', ['fyne.io/fyne/v2']).ids).toEqual(
    expect.arrayContaining(['opens-a-window']),
  );
});

test('a command that reads files above its folder is started in its folder', () => {
  const { dockerfile } = generate('var unused = 1', [], {
    'main.go': 'package lib\n',
    'cmd/shop/main.go': `package main\n\nimport "net/http"\n\nfunc main() { read("../../configs"); ${SERVES} }\n`,
    'configs/config.yaml': 'server:\n  http:\n    addr: 0.0.0.0:8000\n',
  });
  expect(dockerfile).toContain('WORKDIR /app/cmd/shop\n');
  expect(dockerfile).toContain('COPY configs /app/configs');
});

test('a log file makes its folder a volume', () => {
  const body = `func main() { f, _ := os.OpenFile("logs/app.log", os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644); ${SERVES} }`;
  expect(generate(body).dockerfile).toContain('VOLUME ["/app/logs"]');
});
