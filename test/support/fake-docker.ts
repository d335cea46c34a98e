import { chmodSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { folderOf } from './folder.ts';

/** What a `docker` answers to the calls that begin with some words: its output, its exit code, whether it hangs. */
export interface FakeAnswer {
  readonly call: string;
  readonly prints?: string;
  readonly fails?: string;
  readonly hangs?: true;
}

/** An engine with buildx, of which nothing else is asked. */
const usualAnswers: readonly FakeAnswer[] = [
  { call: 'version', prints: 'linux' },
  { call: 'buildx version', prints: 'github.com/docker/buildx v0.29.1' },
  { call: 'ps' },
  { call: 'network' },
  { call: 'volume' },
  { call: 'image ls' },
];

/** A PATH on which `docker` gives these answers; the first that fits is taken. */
export function pathWithDocker(...answers: readonly FakeAnswer[]): string {
  const folder = folderOf({});
  const all = JSON.stringify([...answers, ...usualAnswers]);
  const program = `#!${process.execPath}
const call = process.argv.slice(2).join(' ');
const answer = ${all}.find((each) => call.startsWith(each.call));
if (answer === undefined || answer.fails !== undefined) {
  process.stderr.write((answer?.fails ?? 'unexpected: ' + call) + '\\n');
  process.exitCode = 1;
} else {
  process.stdout.write((answer.prints ?? '') + '\\n');
  if (answer.hangs) setInterval(() => {}, 1000);
}
`;
  writeFileSync(join(folder, 'docker'), program);
  chmodSync(join(folder, 'docker'), 0o755);
  return [folder, process.env['PATH'] ?? ''].join(delimiter);
}
