import { describe, expect, test } from '@jest/globals';
import table from '../data/failures.json' with { type: 'json' };
import { causeOf, tellingLines } from '../src/verify/causes.ts';

/** Lines as the programs print them, by the row that has to know them, with what the row must name. */
const SAMPLES: Readonly<Record<string, readonly (readonly [line: string, names?: string])[]>> = {
  'disk-full': [['write /var/lib/docker/x: no space left on device'], ['npm error code ENOSPC']],
  'engine-gone': [['ERROR: Cannot connect to the Docker daemon at unix:///var/run/docker.sock.']],
  'base-image-unreachable': [
    ['node:24: failed to resolve source metadata for docker.io/library/node:24: dial tcp: lookup x: no such host'],
  ],
  'rate-limit': [['toomanyrequests: You have reached your unauthenticated pull rate limit.']],
  'engine-network': [
    ['failed to create endpoint x on network bridge: adding interface veth1 to bridge docker0 failed'],
  ],
  'base-image-missing': [
    [
      'failed to resolve source metadata for docker.io/library/node:99: docker.io/library/node:99: not found',
      'node:99',
    ],
  ],
  'dockerfile-unknown-target': [['target stage "prod" could not be found', 'prod']],
  'copy-source-missing': [['failed to calculate checksum of ref a::b: "/lib.js": not found', '/lib.js']],
  'lockfile-out-of-step': [
    ['npm error `npm ci` can only install packages when your package.json and lock are in sync.'],
  ],
  'registry-refuses': [
    ['npm error code E401'],
    ['ERROR: HTTP error 403 while getting https://x: 403 Forbidden'],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled"],
  ],
  'package-unknown': [
    ['ERROR: No matching distribution found for numpy==1.26.0', 'numpy==1.26.0'],
    ["npm error 404  'lodahs@1.0.0' is not in this registry.", 'lodahs@1.0.0'],
  ],
  'peers-conflict': [['npm error ERESOLVE unable to resolve dependency tree']],
  'installs-not-approved': [[' ERR_PNPM_IGNORED_BUILDS  Ignored build scripts: esbuild, sharp', 'esbuild, sharp']],
  'corepack-keys': [['Error: Cannot find matching keyid: {"signatures":[]}']],
  'go-too-old': [['go: go.mod requires go >= 1.26 (running go 1.25.3; GOTOOLCHAIN=local)', '1.26']],
  'runtime-version': [
    ["ERROR: Package 'x' requires a different Python: 3.9.1 not in '>=3.10'", '>=3.10'],
    ['error x@1: The engine "node" is incompatible with this module. Expected version ">=22". Got "20.1.0"', '>=22'],
    ['You are using Node.js 18.20.0. Vite requires Node.js version 20.19+ or 22.12+.', '20.19+'],
    ['You are using Node.js 16.0.0. For Next.js, Node.js version ">=20.9.0" is required.', '>=20.9.0'],
  ],
  'class-version': [
    [
      'java.lang.UnsupportedClassVersionError: A has been compiled by a more recent version of the Java Runtime (class file version 65.0), this version of the Java Runtime only recognizes class file versions up to 61.0',
      '65.0',
    ],
  ],
  'java-release': [
    ['error: invalid target release: 25', '25'],
    ['error: release version 24 not supported', '24'],
  ],
  'header-missing': [['psycopg.h:30:10: fatal error: libpq-fe.h: No such file or directory', 'libpq-fe.h']],
  'compiler-missing': [
    ['npm error gyp ERR! find Python You need to install the latest version of Python.'],
    ['Error: pg_config executable not found.'],
    ["error: command 'gcc' failed: No such file or directory"],
    ['# runtime/cgo: cgo: C compiler "gcc" not found: exec: "gcc": executable file not found in $PATH'],
  ],
  'program-missing-in-build': [['/bin/sh: 1: git: not found', 'git']],
  'test-red': [['--- FAIL: TestAdd (0.00s)'], ['not ok 1 - adds']],
  'read-only-root': [
    ["Error: EROFS: read-only file system, open '/app/data.txt'", '/app/data.txt'],
    ["OSError: [Errno 30] Read-only file system: '/app/x'", '/app/x'],
    ['open /app/x.db: read-only file system', '/app/x.db'],
    ['java.io.FileNotFoundException: /app/log.txt (Read-only file system)', '/app/log.txt'],
    ['[emerg] mkdir() "/var/cache/nginx/x" failed (30: Read-only file system)', '/var/cache/nginx/x'],
  ],
  'read-only-somewhere': [['sqlite3.OperationalError: attempt to write a readonly database']],
  'port-in-use': [['Error: listen EADDRINUSE: address already in use :::3000']],
  'address-not-here': [
    ['Error: listen EADDRNOTAVAIL: address not available 10.0.0.5:3000', '10.0.0.5:3000'],
    ['listen tcp 10.0.0.5:8080: bind: cannot assign requested address', '10.0.0.5:8080'],
  ],
  'port-not-allowed': [
    ['Error: listen EACCES: permission denied 0.0.0.0:80', '80'],
    ['listen tcp :80: bind: permission denied', '80'],
    ['nginx: [emerg] bind() to 0.0.0.0:80 failed (13: Permission denied)', '80'],
    ["[Errno 13] error while attempting to bind on address ('0.0.0.0', 80): permission denied", '80'],
  ],
  'module-missing': [["Error: Cannot find module './config'", './config']],
  'native-module': [
    ["Error: The module '/app/a.node' was compiled against a different Node.js version", '/app/a.node'],
    ['Error: /app/node_modules/b/b.node: invalid ELF header', 'b.node'],
  ],
  'prisma-client': [['Error: @prisma/client did not initialize yet. Please run "prisma generate"']],
  'typescript-started': [['TypeError [ERR_UNKNOWN_FILE_EXTENSION]: Unknown file extension ".ts" for /app/a.ts']],
  'script-missing': [['npm error Missing script: "start"', 'start']],
  'next-build-missing': [["Error: Could not find a production build in the '.next' directory.", '.next']],
  'python-module-missing': [["ModuleNotFoundError: No module named 'flask'", 'flask']],
  'python-app-missing': [
    ['ERROR:    Error loading ASGI app. Could not import module "main".', 'main'],
    ["Failed to find attribute 'app' in 'server'.", 'app'],
  ],
  'class-missing': [['java.lang.NoClassDefFoundError: com/acme/Tool', 'com/acme/Tool']],
  'jar-without-main': [['no main manifest attribute, in app.jar', 'app.jar']],
  'fonts-missing': [['java.lang.InternalError: Fontconfig head is null, check your fonts or fonts configuration']],
  'library-missing': [['error while loading shared libraries: libpq.so.5: cannot open', 'libpq.so.5']],
  'libc-too-old': [["/lib/libc.so.6: version `GLIBC_2.38' not found", 'GLIBC_2.38']],
  'exec-format': [['exec /app/server: exec format error']],
  'interpreter-missing': [
    ['exec /app/start.sh: no such file or directory', '/app/start.sh'],
    ['/usr/local/bin/docker-entrypoint.sh: 6: exec: /app/start.sh: not found', '/app/start.sh'],
    ["/usr/bin/env: 'bash\\r': No such file or directory", 'bash'],
    ['/bin/bash: line 1: /app/server: cannot execute: required file not found', '/app/server'],
  ],
  'program-missing': [['exec: "serve": executable file not found in $PATH', 'serve']],
  'program-not-executable': [['exec: "/app/start.sh": permission denied', '/app/start.sh']],
  'database-unreachable': [
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', '127.0.0.1:5432'],
    ['dial tcp [::1]:6379: connect: connection refused'],
  ],
  'database-refuses': [
    ['FATAL:  password authentication failed for user "app"', 'app'],
    ["Access denied for user 'root'@'172.18.0.3' (using password: YES)", 'root'],
  ],
  'table-missing': [
    ['ERROR:  relation "users" does not exist at character 15'],
    ['OperationalError: no such table: a'],
  ],
  'sqlite-folder': [['sqlite3.OperationalError: unable to open database file']],
  'datasource-missing': [["Failed to configure a DataSource: 'url' attribute is not specified and no embedded"]],
  'service-refuses': [
    ['Error: connect ECONNREFUSED 172.18.0.2:5432', '172.18.0.2:5432'],
    ['dial tcp 10.1.2.3:6379: connect: connection refused', '10.1.2.3:6379'],
  ],
  'host-unknown': [['Error: getaddrinfo ENOTFOUND db', 'db']],
  'variable-missing-python': [["KeyError: 'DATABASE_URL'", 'DATABASE_URL']],
  'variable-missing': [
    ['Error: DATABASE_URL is not defined', 'DATABASE_URL'],
    ['API_KEY must be set', 'API_KEY'],
    ['missing required env variable API_KEY', 'API_KEY'],
    ['ImproperlyConfigured: Set the SECRET_KEY environment variable', 'SECRET_KEY'],
    ["Could not resolve placeholder 'DB_URL' in value", 'DB_URL'],
    ['  SESSION_SECRET: Required', 'SESSION_SECRET'],
    ['ImproperlyConfigured: The SECRET_KEY setting must not be empty.', 'SECRET_KEY'],
    ['1 validation error for Settings\ndatabase_url\n  Field required [type=missing]', 'database_url'],
    ['error: Environment variable not found: DATABASE_URL.', 'DATABASE_URL'],
    ['/app/start.sh: 3: API_URL: parameter not set', 'API_URL'],
  ],
  'capability-missing': [
    ['chown: /data: Operation not permitted'],
    ["error: failed switching to 'node': operation not permitted"],
    ['sudo: The "no new privileges" flag is set, which prevents sudo from running as root.'],
  ],
  'user-unnamed': [["KeyError: 'getpwuid(): uid not found: 65532'"]],
  'time-zone-missing': [['panic: unknown time zone Europe/Berlin', 'Europe/Berlin']],
  'certificate-unknown': [
    ['x509: certificate signed by unknown authority'],
    ['npm error code SELF_SIGNED_CERT_IN_CHAIN'],
    ['PKIX path building failed: unable to find valid certification path to requested target'],
  ],
  'browser-missing': [["browserType.launch: Executable doesn't exist at /root/.cache/ms-playwright/chromium-1/x"]],
  'processor-too-old': [['Illegal instruction (core dumped)']],
  'permission-denied': [["EACCES: permission denied, open '/data/x.db'", '/data/x.db']],
  'file-missing': [
    ["Error: ENOENT: no such file or directory, open 'config.json'", 'config.json'],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'x.txt'", 'x.txt'],
    ['panic: open config.yml: no such file or directory', 'config.yml'],
    ['Error: Unable to access jarfile app.jar', 'app.jar'],
  ],
  'out-of-memory': [['FATAL ERROR: JavaScript heap out of memory'], ['exit code: 137'], ['Killed']],
  'network-in-build': [['npm error code ETIMEDOUT'], ['Could not resolve host: deb.debian.org']],
  'syntax-error': [
    ['SyntaxError: Cannot use import statement outside a module', 'import statement'],
    ['ReferenceError: require is not defined in ES module scope, you can use import instead', 'require'],
  ],
};

describe('the table of known failures', () => {
  test('every row has a sample, and nothing else has', () => {
    expect(table.failures.map(({ id }) => id).sort()).toEqual(Object.keys(SAMPLES).sort());
  });

  const samples = Object.entries(SAMPLES).flatMap(([id, lines]) => lines.map(([line, names]) => ({ id, line, names })));
  test.each(samples)('$id: $line', ({ id, line, names }) => {
    const found = causeOf(`first\n${line}\nlast`);
    expect(found).toMatchObject({ id });
    expect(found?.cause).toContain(names ?? '');
    expect(`${found?.cause ?? ''}${found?.fix ?? ''}`).not.toContain('…');
  });

  test('an app’s own log says nothing of the engine; a log that nobody knows says nothing', () => {
    expect(causeOf('ENOSPC: System limit for number of file watchers reached', true)).toBeUndefined();
    expect(causeOf('ENOSPC: System limit for number of file watchers reached')?.isOutside).toBe(true);
    expect(causeOf('listening on 3000')).toBeUndefined();
    expect(causeOf('')).toBeUndefined();
  });

  test('a hostile log is quick to read, and cannot forge a line', () => {
    const begin = performance.now();
    const long = `${'set env '.repeat(20_000)}\n${'EROFS '.repeat(20_000)}\n${'open '.repeat(20_000)}`;
    causeOf(long);
    causeOf('Missing environment '.repeat(10_000));
    expect(performance.now() - begin).toBeLessThan(3000);
    expect(causeOf("Cannot find module 'a\u001B[31m\u202E'")?.cause).not.toMatch(/[\u001B\u202E]/);
  });
});

describe('the lines that tell', () => {
  test('words of failure without the stack, at most eight', () => {
    const log = [
      'starting',
      '',
      'Error: no config',
      '    at a (b.js:1)',
      'node:internal/x',
      'done',
      'npm error code 1',
    ];
    expect(tellingLines(log.join('\r\n'))).toEqual(['Error: no config', 'npm error code 1']);
    expect(tellingLines(Array.from({ length: 20 }, (_, n) => `error ${n}`).join('\n'))).toHaveLength(8);
  });

  test('the end, where no word tells', () => {
    expect(tellingLines('one\ntwo\n')).toEqual(['one', 'two']);
    expect(tellingLines('')).toEqual([]);
  });
});
