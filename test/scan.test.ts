import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { countBySeverity, sarifCommand, scanCommand, scannersHere, SCANNERS } from '../src/docker/scan.ts';
import { run } from './support/cli.ts';
import { folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

/** Programs that only say with which arguments they were called, in a folder that is the PATH and the home. */
function fakes(...paths: readonly string[]): string {
  const root = folderOf(Object.fromEntries(paths.map((path) => [path, '#!/bin/sh\necho "$@"\n'])));
  for (const path of paths) chmodSync(join(root, path), 0o755);
  return root;
}

const SCOUT = '.docker/cli-plugins/docker-scout';
const here = (root: string): readonly string[] => scannersHere({ PATH: root, HOME: root });

describe('which scanner is there', () => {
  test.each([
    [
      ['trivy', 'grype'],
      ['trivy', 'grype'],
    ],
    [['docker', SCOUT], ['scout']],
    [['docker'], []],
    [[SCOUT], []],
  ])('%j gives %j', (programs, expected) => {
    expect(here(fakes(...programs))).toEqual(expected);
  });

  test('a file that cannot be run is none', () => {
    expect(here(folderOf({ trivy: 'text' }))).toEqual([]);
  });
});

describe('its commands', () => {
  test.each(SCANNERS)('%s is given the image as its last word', (scanner) => {
    for (const { args } of [scanCommand(scanner, 'my-app'), sarifCommand(scanner, 'my-app')])
      expect(args.at(-1)).toMatch(/(^|[:/])my-app$/);
  });

  test.each([
    [['trivy'], 'trivy image --severity CRITICAL,HIGH --ignore-unfixed --exit-code 1 app'],
    [['grype'], 'grype --only-fixed --fail-on high docker:app'],
    [['docker', SCOUT], 'docker scout cves --only-severity critical,high --only-fixed --exit-code local://app'],
    [['docker', SCOUT, 'trivy'], 'trivy image'],
  ])('%j: --scan says it among the next steps', (programs, command) => {
    const root = folderOf({
      'package.json': '{ "name": "app", "scripts": { "start": "node server.js" } }',
      'server.js': `require('http').createServer().listen(3000);\n`,
    });
    const home = fakes(...programs);
    const env = { PATH: `${home}:${dirname(process.execPath)}`, HOME: home };
    const { code, stderr } = run(root, ['--scan'], env);
    expect(code).toBe(0);
    expect(stderr).toContain(`Scan      ${command}`);
    expect(run(root, [], env).stderr).not.toContain('Scan');
  });

  test('without a scanner there is one hint', () => {
    const { code, stderr } = run(folderOf({ 'index.html': '' }), ['--scan'], { PATH: '', HOME: folderOf({}) });
    expect(code).toBe(0);
    expect(stderr.match(/No scanner was found/g)).toHaveLength(1);
  });
});

describe('counting what a report holds', () => {
  const report = (rules: readonly object[], results: readonly object[]): string =>
    JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { rules } }, results }] });

  test('the severity that the scanner names comes before the score', () => {
    const rules = [
      { id: 'A', properties: { 'security-severity': '9.8', tags: ['vulnerability', 'security', 'HIGH'] } },
      { id: 'B', properties: { 'security-severity': '5.0', tags: ['UNSPECIFIED'] } },
      { id: 'C', properties: { 'security-severity': '9.1' } },
    ];
    const message = { text: 'A critical vulnerability in deb package: libc6, version 2.41 was found' };
    const results = [
      { ruleId: 'A' },
      { ruleId: 'A' },
      { ruleId: 'B' },
      { ruleId: 'C' },
      { ruleId: 'B', message },
      { ruleId: 'unknown' },
    ];
    expect(countBySeverity(report(rules, results))).toEqual({ critical: 2, high: 2, medium: 1, low: 0, unknown: 1 });
  });

  test('an image without findings has none', () => {
    expect(countBySeverity(report([], []))).toEqual({ critical: 0, high: 0, medium: 0, low: 0, unknown: 0 });
  });

  test.each(['', 'FATAL no such image', '{}', '[]', 'null', '{"runs": 1}'])('%j is no report', (text) => {
    expect(countBySeverity(text)).toBeUndefined();
  });
});
