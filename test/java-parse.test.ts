import { describe, expect, test } from '@jest/globals';
import { dependenciesOf, pluginsOf, readPom } from '../src/parse/pom.ts';
import { parseXml } from '../src/parse/xml.ts';
import { memoryRepo } from '../src/repo/memory.ts';

describe('parseXml', () => {
  test.each([
    ['<project>\n <a>\n</project>', '</project> closes <a> (line 3)'],
    ['<project>\n <a></a>', '<project> is never closed (line 1)'],
    ['<project>\n</project>\n</b>', '</b> closes nothing (line 3)'],
    ['<project><name>\n1 < 2</name></project>', 'a tag is not well-formed (line 2)'],
    ['<other/>', 'there is no <project> element (line 1)'],
    ['', 'there is no <project> element (line 1)'],
  ])('says where %j is malformed', (text, reason) => {
    expect(parseXml(text, 'pom.xml', 'project')).toMatchObject({
      id: 'malformed-file',
      what: `pom.xml is malformed: ${reason}.`,
    });
  });

  test('reads texts as they stand, with comments, CDATA, namespaces and attributes around them', () => {
    const text =
      '<?xml version="1.0"?>\n<!-- <a> -->\n<m:project xmlns:m="x" note="1 > 0">\n<m:v>1.10</m:v><v><![CDATA[<017>]]></v>\n</m:project>';
    const root = parseXml(text, 'pom.xml', 'project');
    if ('what' in root) throw new Error(root.what);
    expect(root.all('v').map(({ text: value, line }) => [value, line])).toEqual([
      ['1.10', 4],
      ['<017>', 4],
    ]);
    expect(root.child('v', 'w')).toBeUndefined();
  });

  test('takes no long time over text that only begins tags', () => {
    for (const text of ['<'.repeat(200_000), '<a "'.repeat(50_000), '<!--'.repeat(50_000)]) {
      expect(parseXml(text, 'pom.xml', 'project')).toHaveProperty('id', 'malformed-file');
    }
  });
});

describe('readPom', () => {
  const parent = `<project><artifactId>top</artifactId><version>2</version>
    <properties><lib>1.5</lib><loop>\${pool}</loop><pool>\${loop}</pool></properties>
    <dependencies><dependency><artifactId>shared</artifactId><scope>test</scope></dependency></dependencies></project>`;
  const child = `<project><parent><artifactId>top</artifactId><version>2</version></parent><artifactId>app</artifactId>
    <dependencies><dependency><artifactId>own</artifactId><version>\${lib}</version></dependency></dependencies>
    <build><plugins><plugin><artifactId>p</artifactId></plugin></plugins></build></project>`;
  const pom = readPom(memoryRepo({ 'pom.xml': parent, 'app/pom.xml': child }), 'app');

  test('takes properties and dependencies of a parent in the repository', () => {
    expect(pom && dependenciesOf(pom).map(({ artifact, version, scope }) => [artifact, version, scope])).toEqual([
      ['own', '1.5', 'compile'],
      ['shared', undefined, 'test'],
    ]);
    expect(pom && pluginsOf(pom).map(({ artifact, managed }) => [artifact, managed])).toEqual([['p', false]]);
  });

  test('resolves what the project says of itself, and stops where properties turn in a circle', () => {
    expect(pom?.resolve('${project.artifactId}-${project.version}-${unknown}')).toBe('app-2-${unknown}');
    expect(pom?.resolve('${loop}')).toMatch(/^\$\{(loop|pool)\}$/);
  });

  test('a POM that is its own parent ends', () => {
    const own =
      '<project><parent><artifactId>a</artifactId><relativePath>./pom.xml</relativePath></parent><artifactId>a</artifactId></project>';
    expect(readPom(memoryRepo({ 'pom.xml': own }), '')?.local).toBeUndefined();
  });
});
