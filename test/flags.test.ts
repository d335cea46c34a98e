import { describe, expect, test } from '@jest/globals';
import { commandLine } from '../src/commands/command-line.ts';
import { exitCodes } from '../src/commands/exit-codes.ts';
import { flags } from '../src/commands/flags.ts';
import { invocation } from '../src/commands/invocation.ts';
import { nearest } from '../src/commands/nearest.ts';
import { toRequest } from '../src/commands/request.ts';
import { isProblem } from '../src/model/problem.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { problemTable } from '../src/problems/index.ts';

describe('the table of options', () => {
  test('names and short names are unique', () => {
    const names = flags.flatMap((flag) => [flag.name, ...('short' in flag ? [flag.short] : [])]);
    expect(new Set(names).size).toBe(names.length);
  });

  test('every flag that a problem advises is an option', () => {
    const known = flags.map(({ name }) => `--${name}`);
    for (const entry of Object.values(problemTable)) {
      const advised = [...entry.fix.matchAll(/(?<![\w{"])--[a-z][a-z-]+/g)].map(([flag]) => flag);
      const outside = [
        '--help',
        '--host',
        '--env-file',
        '--build-arg',
        '--bind',
        '--mount',
        '--secret',
        '--target',
        '--progress',
        '--omit',
        '--no-dev',
        '--only',
        '--use',
      ];
      expect(advised.filter((flag) => !known.includes(flag) && !outside.includes(flag))).toEqual([]);
      if ('flag' in entry) expect(known).toContain(entry.flag);
    }
  });

  test('every exit code of a problem is explained', () => {
    const codes = exitCodes.map(([code]) => code);
    for (const entry of Object.values(problemTable)) if ('exit' in entry) expect(codes).toContain(entry.exit);
  });
});

describe('reading options', () => {
  const request = (values: Record<string, unknown>): ReturnType<typeof toRequest> =>
    toRequest('create', { _: [], $0: '', ...values });

  test('nothing given is the default', () => {
    expect(request({})).toMatchObject({ dir: '.', given: {}, yes: false, json: false });
  });

  test('--base auto is no choice; a port is a number', () => {
    expect(request({ base: 'auto', port: '08080' })).toMatchObject({ given: { port: 8080 } });
  });

  test('the command of a result leads to the same options', () => {
    const options = { ...defaultOptions, app: 'web', base: 'slim', port: 81, start: `a 'b'`, compose: false } as const;
    expect(commandLine('a b', { options, force: true })).toBe(
      `npx create-dockerfile 'a b' --app web --base slim --port 81 --start 'a '\\''b'\\''' --no-compose --force --yes`,
    );
    expect(commandLine('a\nb', { options: defaultOptions, force: false })).toBe(`npx create-dockerfile $'a\\nb' --yes`);
    const same = request({ app: 'web', base: 'slim', port: '81', start: `a 'b'`, 'no-compose': true });
    expect(isProblem(same) ? same : { ...defaultOptions, ...same.given }).toEqual(options);
    expect(commandLine('.', { options, force: false }, { app: 'web', port: 81, compose: false })).toBe(
      `npx create-dockerfile --base slim --start 'a '\\''b'\\''' --yes`,
    );
  });

  test.each([
    ['npm/11.6.0 node/v24.1.0 linux x64 workspaces/false', 'npx create-dockerfile'],
    ['pnpm/11.2.0 npm/? node/v24.1.0 linux x64', 'pnpm dlx create-dockerfile'],
    ['yarn/4.9.1 npm/? node/v24.1.0 linux x64', 'yarn dlx create-dockerfile'],
    ['yarn/1.22.22 npm/? node/v24.1.0 linux x64', 'npx create-dockerfile'],
    ['bun/1.3.1 npm/? node/v24.3.0 linux x64', 'bunx create-dockerfile'],
    [undefined, 'npx create-dockerfile'],
  ])('the command names how it was started: %s', (agent, command) => {
    expect(invocation(agent, '/x/dist/cli.js')).toBe(command);
    expect(commandLine('.', { options: defaultOptions, force: false }, {}, command)).toBe(`${command} --yes`);
  });

  test('what is installed for good is called by its name', () => {
    expect(invocation(undefined, '/usr/local/bin/create-dockerfile')).toBe('create-dockerfile');
    expect(invocation(undefined, undefined)).toBe('npx create-dockerfile');
  });

  test('the nearest name', () => {
    expect(nearest('prot', ['port', 'print'])).toBe('port');
    expect(nearest('dry', ['diff', 'dry-run'])).toBe('dry-run');
    expect(nearest('quiet', ['port', 'print'])).toBeUndefined();
  });
});
