import { describe, expect, test } from '@jest/globals';
import { readPythonStatement } from '../src/detect/python/pep440.ts';
import { readRequirements } from '../src/detect/python/requirements.ts';
import { parseRequirements } from '../src/parse/requirements.ts';
import { memoryRepo } from '../src/repo/memory.ts';

describe('a requirements file', () => {
  test.each([
    ['Flask==3.1.0', { kind: 'package', name: 'flask', extras: [], specifiers: '==3.1.0', line: 1 }],
    [
      'flask==3.1 \\\n    --hash=sha256:abc',
      { kind: 'package', name: 'flask', extras: [], specifiers: '==3.1', line: 1 },
    ],
    [
      'psycopg[binary]>=3 ; python_version < "4" # why',
      { kind: 'package', name: 'psycopg', extras: ['binary'], line: 1 },
    ],
    [
      'zope.interface @ https://example.org/z.whl',
      { kind: 'package', name: 'zope-interface', extras: [], url: 'https://example.org/z.whl', line: 1 },
    ],
    [
      'pywin32==306; sys_platform == "win32"',
      { kind: 'package', name: 'pywin32', extras: [], isElsewhere: true, line: 1 },
    ],
    ['# only a comment\n\n-r base.txt', { kind: 'include', option: '-r', path: 'base.txt', line: 3 }],
    ['--constraint=pins.txt', { kind: 'include', option: '-c', path: 'pins.txt', line: 1 }],
    ['-e .', { kind: 'local', path: '.', line: 1 }],
    ['./libs/tools[fast]', { kind: 'local', path: './libs/tools', line: 1 }],
    [
      '--index-url https://example.org/simple',
      { kind: 'option', text: '--index-url https://example.org/simple', line: 1 },
    ],
    ['git+https://example.org/a.git', { kind: 'option', text: 'git+https://example.org/a.git', line: 1 }],
  ])('%j', (text, expected) => {
    expect(parseRequirements(text)).toEqual([expected]);
  });

  test('is read with its includes, each once; a constraint adds no dependency', () => {
    const repo = memoryRepo({
      'requirements.txt': '-r requirements/base.txt\n-c pins.txt\ngunicorn\n',
      'requirements/base.txt': '-r ../requirements.txt\nflask\n',
      'pins.txt': 'celery==5\n',
    });
    const { inputs, packages } = readRequirements(repo, ['requirements.txt']);
    expect(inputs).toEqual(['requirements.txt', 'requirements/base.txt', 'pins.txt']);
    expect(Object.keys(packages)).toEqual(['flask', 'gunicorn']);
  });
});

describe('a version of Python', () => {
  test.each([
    ['3.12', '3.12'],
    ['python-3.11.4', '3.11.4'],
    ['cpython-3.12.1', '3.12.1'],
    ['==3.12.*', '3.12'],
  ])('%s is the release %s', (text, release) => {
    expect(readPythonStatement(text)).toEqual({ kind: 'release', release });
  });

  test.each([
    ['>=3.11,<3.14', '3.13.15', true],
    ['>=3.14', '3.13.15', false],
    ['^3.10', '3.13.15', true],
    ['~3.12', '3.13.15', false],
    ['>=3.9,!=3.13.*', '3.13.15', false],
    ['latest', '3.13.15', true],
  ])('%s and %s: %s', (text, release, fits) => {
    const statement = readPythonStatement(text);
    expect(statement?.kind === 'range' && statement.allows(release)).toBe(fits);
  });

  test.each(['', 'pypy3.10', 'three', '>=3.x'])('%j is not understood', (text) => {
    expect(readPythonStatement(text)).toBeUndefined();
  });
});
