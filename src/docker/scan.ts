import { homedir } from 'node:os';
import { join } from 'node:path';
import { asRecord, at } from '../parse/shape.ts';
import { isOnPath, isProgramIn } from './present.ts';

/** The scanners, in the order in which the first one that is there is taken. */
export const SCANNERS = ['trivy', 'scout', 'grype'] as const;
export type Scanner = (typeof SCANNERS)[number];

/** What a scanner finds matters where it is critical or high, and an update mends it. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'unknown'] as const;
export type Severity = (typeof SEVERITIES)[number];
export type SeverityCounts = Readonly<Record<Severity, number>>;

/** A program and its arguments. */
export interface ScanCommand {
  readonly file: string;
  readonly args: readonly string[];
}

/** Where Docker looks for plugins, beside the folder of the user. @see https://docs.docker.com/engine/cli/#plugins */
const PLUGIN_FOLDERS = ['lib', 'libexec'].flatMap((lib) =>
  ['/usr/local', '/usr'].map((prefix) => `${prefix}/${lib}/docker/cli-plugins`),
);

/** The scanners that this machine has. Nothing is run. */
export function scannersHere(env: Readonly<Record<string, string | undefined>> = process.env): readonly Scanner[] {
  const path = env['PATH'] ?? '';
  const configuration = env['DOCKER_CONFIG'] ?? join(env['HOME'] ?? homedir(), '.docker');
  const hasScout = (): boolean =>
    [join(configuration, 'cli-plugins'), ...PLUGIN_FOLDERS].some((folder) => isProgramIn(folder, 'docker-scout'));
  return SCANNERS.filter((scanner) =>
    scanner === 'scout' ? isOnPath('docker', path) && hasScout() : isOnPath(scanner, path),
  );
}

/**
 * The command that scans an image of the local engine for what is critical or high and has a fix; it fails where
 * something is found.
 * @see https://trivy.dev/latest/docs/references/configuration/cli/trivy_image/
 * @see https://docs.docker.com/reference/cli/docker/scout/cves/
 * @see https://oss.anchore.com/docs/reference/grype/cli/
 */
export function scanCommand(scanner: Scanner, image: string): ScanCommand {
  switch (scanner) {
    case 'trivy':
      return {
        file: 'trivy',
        args: ['image', '--severity', 'CRITICAL,HIGH', '--ignore-unfixed', '--exit-code', '1', image],
      };
    case 'scout':
      return {
        file: 'docker',
        args: ['scout', 'cves', '--only-severity', 'critical,high', '--only-fixed', '--exit-code', `local://${image}`],
      };
    case 'grype':
      return { file: 'grype', args: ['--only-fixed', '--fail-on', 'high', `docker:${image}`] };
  }
}

/** The command that prints all that the scanner finds as SARIF on stdout, and fails only where it could not scan. */
export function sarifCommand(scanner: Scanner, image: string): ScanCommand {
  switch (scanner) {
    case 'trivy':
      return { file: 'trivy', args: ['image', '--quiet', '--scanners', 'vuln', '--format', 'sarif', image] };
    case 'scout':
      return { file: 'docker', args: ['scout', 'cves', '--format', 'sarif', `local://${image}`] };
    case 'grype':
      return { file: 'grype', args: ['--quiet', '--output', 'sarif', `docker:${image}`] };
  }
}

/**
 * Counts the findings of a SARIF report by severity; undefined where the text is none. A finding counts once for each
 * package that it is in, as the scanners count.
 */
export function countBySeverity(sarif: string): SeverityCounts | undefined {
  let report: unknown;
  try {
    report = JSON.parse(sarif);
  } catch {
    return undefined;
  }
  const runs = at(report, 'runs');
  if (!Array.isArray(runs)) return undefined;
  const found = runs.flatMap(severitiesOf);
  const counts = SEVERITIES.map((severity) => [severity, found.filter((each) => each === severity).length] as const);
  return Object.fromEntries(counts) as Record<Severity, number>;
}

function severitiesOf(run: unknown): readonly Severity[] {
  const rules = new Map(listOf(at(run, 'tool', 'driver', 'rules')).map((rule) => [at(rule, 'id'), rule]));
  return listOf(at(run, 'results')).map((result) => severityOf(result, rules.get(at(result, 'ruleId'))));
}

/** Trivy and Scout name the severity in tags, Grype in its message; the score stands in for it. */
function severityOf(result: unknown, rule: unknown): Severity {
  const properties = asRecord(at(rule, 'properties'));
  const [, told] = /^An? (\w+) vulnerability/.exec(textOf(at(result, 'message', 'text'))) ?? [];
  const words = [...listOf(properties['tags']), told].map((word) => textOf(word).toLowerCase());
  const named = SEVERITIES.find((severity) => words.includes(severity));
  return named ?? ofScore(Number(properties['security-severity']));
}

/** @see https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning */
function ofScore(score: number): Severity {
  if (!(score > 0)) return 'unknown';
  if (score >= 9) return 'critical';
  if (score >= 7) return 'high';
  return score >= 4 ? 'medium' : 'low';
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
