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
  'go-too-old': [['go: go.mod requires go >= 1.26 (running go 1.25.3; GOTOOLCHAIN=local)', '1.26']],
  'header-missing': [['psycopg.h:30:10: fatal error: libpq-fe.h: No such file or directory', 'libpq-fe.h']],
  'program-missing-in-build': [['/bin/sh: 1: git: not found', 'git']],
  'test-red': [['--- FAIL: TestAdd (0.00s)'], ['not ok 1 - adds']],
  'read-only-root': [
    ["Error: EROFS: read-only file system, open '/app/data.txt'", '/app/data.txt'],
    ["OSError: [Errno 30] Read-only file system: '/app/x'", '/app/x'],
    ['open /app/x.db: read-only file system', '/app/x.db'],
    ['java.io.FileNotFoundException: /app/log.txt (Read-only file system)', '/app/log.txt'],
  ],
  'port-in-use': [['Error: listen EADDRINUSE: address already in use :::3000']],
  'port-not-allowed': [['Error: listen EACCES: permission denied 0.0.0.0:80', '80']],
  'module-missing': [["Error: Cannot find module './config'", './config']],
  'python-module-missing': [["ModuleNotFoundError: No module named 'flask'", 'flask']],
  'class-missing': [['java.lang.NoClassDefFoundError: com/acme/Tool', 'com/acme/Tool']],
  'library-missing': [['error while loading shared libraries: libpq.so.5: cannot open', 'libpq.so.5']],
  'libc-too-old': [["/lib/libc.so.6: version `GLIBC_2.38' not found", 'GLIBC_2.38']],
  'exec-format': [['exec /app/server: exec format error']],
  'program-missing': [
    ['exec: "serve": executable file not found in $PATH', 'serve'],
    ['exec /app/start.sh: no such file or directory', '/app/start.sh'],
  ],
  'program-not-executable': [['exec: "/app/start.sh": permission denied', '/app/start.sh']],
  'database-unreachable': [
    ['Error: connect ECONNREFUSED 127.0.0.1:5432', '127.0.0.1:5432'],
    ['dial tcp [::1]:6379: connect: connection refused'],
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
  ],
  'permission-denied': [["EACCES: permission denied, open '/data/x.db'", '/data/x.db']],
  'file-missing': [
    ["Error: ENOENT: no such file or directory, open 'config.json'", 'config.json'],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'x.txt'", 'x.txt'],
    ['panic: open config.yml: no such file or directory', 'config.yml'],
  ],
  'out-of-memory': [['FATAL ERROR: JavaScript heap out of memory'], ['exit code: 137']],
  'network-in-build': [['npm error code ETIMEDOUT'], ['Could not resolve host: deb.debian.org']],
  'syntax-error': [['SyntaxError: Cannot use import statement outside a module', 'import statement']],
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
