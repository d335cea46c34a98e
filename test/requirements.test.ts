import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parsePipRequirementsLine } from 'pip-requirements-js';
import { normaliseName, parsePackage } from '../src/parse/requirements.ts';

/** The same by the library that follows the grammar of PEP 508 rule by rule. */
function byGrammar(text: string): unknown {
  try {
    const read = parsePipRequirementsLine(text);
    if (read?.type !== 'ProjectName' && read?.type !== 'ProjectURL') return undefined;
    const specifiers =
      read.type === 'ProjectName' && read.environmentMarkerTree === undefined ? (read.versionSpec ?? []) : [];
    return {
      name: normaliseName(read.name),
      extras: (read.extras ?? []).map(normaliseName),
      ...(specifiers.length > 0
        ? { specifiers: specifiers.map(({ operator, version }) => `${operator}${version}`).join(',') }
        : {}),
      ...(read.type === 'ProjectURL' ? { url: read.url } : {}),
    };
  } catch {
    return undefined;
  }
}

function read(text: string): unknown {
  const requirement = parsePackage(text);
  return requirement && Object.fromEntries(Object.entries(requirement).filter(([key]) => key !== 'isElsewhere'));
}

const space = fc.constantFrom('', '', ' ', '\t ');
const spaced = (part: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, part, space).map((parts) => parts.join(''));
const name = fc.stringMatching(/^[A-Za-z0-9]{1,3}([._-]{0,2}[A-Za-z0-9]{1,3}){0,2}$/);
const extras = fc
  .array(spaced(name), { maxLength: 3 })
  .map((names) => (names.length > 0 ? `[${names.join(',')}]` : ''));
const version = fc.stringMatching(/^[0-9a-z]{1,3}(\.[0-9*]{1,2}){0,2}([+!_-][a-z0-9]{1,3})?$/);
const specifier = fc.tuple(fc.constantFrom('<=', '<', '!=', '==', '>=', '>', '~='), space, version);
const list = fc.array(spaced(specifier.map((parts) => parts.join(''))), { maxLength: 3 }).map((all) => all.join(','));
const specifiers = fc.oneof(
  list,
  list.map((each) => `(${each})`),
);
const variable = fc.constantFrom('python_version', 'python_full_version', 'os_name', 'sys_platform', 'extra');
const text = fc.stringMatching(/^[a-z0-9. ,;()-]{0,6}$/).chain((each) => fc.constantFrom(`"${each}"`, `'${each}'`));
const comparison = fc.constantFrom('<=', '<', '!=', '==', '>=', '>', '~=', ' in ', ' not in ');
const { marker } = fc.letrec<{ marker: string; leaf: string }>((tie) => ({
  leaf: fc.tuple(fc.oneof(variable, text), comparison, fc.oneof(variable, text)).map((parts) => parts.join(' ')),
  marker: fc.oneof(
    { depthSize: 'small' },
    tie('leaf'),
    fc.tuple(tie('marker'), fc.constantFrom(' and ', ' or '), tie('marker')).map((parts) => parts.join('')),
    tie('marker').map((each) => `(${each})`),
  ),
}));
const condition = fc.option(spaced(marker), { nil: undefined }).map((each) => (each === undefined ? '' : `;${each}`));
const requirement = fc.tuple(name, spaced(extras), specifiers, condition).map((parts) => parts.join(''));

describe('a requirement is read as the grammar of PEP 508 says', () => {
  test('with extras, specifiers and a marker', () => {
    fc.assert(
      fc.property(requirement, (each) => {
        const expected = byGrammar(each);
        expect(expected).toBeDefined();
        expect(read(each)).toEqual(expected);
      }),
    );
  });

  test('with a character too many, too few or another', () => {
    const broken = fc
      .tuple(requirement, fc.nat(), fc.nat(2), fc.stringMatching(/^[ ,;[\]()<>=!~@"'._*a1-]$/))
      .map(([each, place, taken, put]) => {
        const at = place % (each.length + 1);
        return each.slice(0, at) + put + each.slice(at + taken);
      })
      // What the library refuses, and the grammar does not; and what is an address by chance.
      .filter((each) => !/===|@|\\/.test(each));
    fc.assert(
      fc.property(broken, (each) => {
        expect([each, read(each)]).toEqual([each, byGrammar(each)]);
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    'a @ https://example.org/a-1.0.zip',
    'a[b,c]@git+ssh://git@example.org/a.git@v1#egg=a',
    'a @ file:///app/wheels/a.whl',
    'a @ ./a;b',
    'a @ https://[::1]/a',
    'a @ https://example.org/a b',
    'a @ https://example.org/{b}',
  ])('with an address: %s', (each) => {
    expect(read(each)).toEqual(byGrammar(each));
  });
});

describe('what the library does not read', () => {
  test.each([
    ['a === 1.0', { name: 'a', extras: [], specifiers: '===1.0' }],
    [
      'a @ https://example.org/a.zip ; sys_platform == "win32"',
      { name: 'a', extras: [], url: 'https://example.org/a.zip', isElsewhere: true },
    ],
  ])('%s', (each, expected) => {
    expect(parsePackage(each)).toEqual(expected);
  });
});

test.each([
  ['sys_platform == "win32"', true],
  ['"linux" == sys_platform', undefined],
  ['os_name == "nt" and python_version < "3"', true],
  ['os_name == "nt" or python_version < "3"', undefined],
  ['(os_name == "nt" or platform_system == "Darwin") and extra == "x"', true],
  ['os_name == "posix" or os_name == "nt" and extra == "x"', undefined],
  ['platform_system != "Linux"', true],
])('%s leaves Linux out: %s', (each, isElsewhere) => {
  expect(parsePackage(`a; ${each}`)?.isElsewhere).toBe(isElsewhere);
});

test.each([
  `a; ${'('.repeat(100_000)}`,
  `a${'-'.repeat(100_000)}`,
  `a[${'b,'.repeat(50_000)}`,
  `a${'==1,'.repeat(50_000)}`,
])('a hostile line is none, at once', (each) => {
  expect(parsePackage(each)).toBeUndefined();
});
