/** What yargs asks of Node, without what reads the disk: our texts are in one language, our settings are ours. */
import { basename, dirname, extname, join, relative, resolve } from 'node:path';
import { format, inspect } from 'node:util';
import cliui from 'cliui';
import Parser from 'yargs-parser';
import stringWidth from './string-width.mjs';

const plural = (one, many, count, ...values) => format(count === 1 ? one : many, ...values);

function fail(message) {
  throw new Error(message);
}

export default {
  assert: {
    strictEqual: (a, b, message) => a === b || fail(message),
    notStrictEqual: (a, b, message) => a !== b || fail(message),
  },
  cliui,
  findUp: () => undefined,
  getEnv: (name) => process.env[name],
  inspect,
  getProcessArgvBin: () => process.argv[1],
  mainFilename: process.cwd(),
  Parser,
  path: { basename, dirname, extname, join, relative, resolve },
  process: {
    argv: () => process.argv,
    cwd: () => process.cwd(),
    emitWarning: (warning, type) => process.emitWarning(warning, type),
    execPath: () => process.execPath,
    exit: (code) => process.exit(code),
    nextTick: process.nextTick,
    stdColumns: process.stdout.columns ?? null,
  },
  readFileSync: () => fail('nothing is read'),
  readdirSync: () => [],
  require: () => fail('nothing is required'),
  getCallerFile: () => process.argv[1],
  stringWidth,
  // The keys of its texts are English. https://github.com/yargs/y18n#api
  y18n: { __: format, __n: plural, setLocale() {}, getLocale: () => 'en', updateLocale() {} },
};
