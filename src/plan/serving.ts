import type { Process } from '../model/app.ts';
import { problem, type Problem } from '../model/problem.ts';

/** The comment above `HEALTHCHECK NONE` where no port is served. */
export const NOTHING_SERVED = 'Nothing is served: there is nothing to ask.';

/** The comment above a health check; empty where the code is known to serve the route. */
export function healthWhy(known: boolean): string {
  return known ? '' : 'No health route is known: any answer below 500 is one.';
}

/** A process that only its own container could reach. */
export function loopbackProblems({ bindAddress }: Process): readonly Problem[] {
  if (bindAddress === undefined) return [];
  const [source] = bindAddress.sources;
  const where =
    source?.kind === 'file'
      ? { file: source.file, ...(source.line === undefined ? {} : { line: source.line }) }
      : undefined;
  return [problem('listens-on-loopback', { address: bindAddress.value }, where)];
}

/** What is to be known of a server that is asked by a program of ours: its address, its port and its health route. */
export function servingProblems(process: Process, port: number | undefined): readonly Problem[] {
  return [
    ...loopbackProblems(process),
    ...(port !== undefined && port < 1024 ? [problem('port-privileged', { port })] : []),
    ...(process.health && !process.health.value.known
      ? [problem('health-unknown', { path: process.health.value.path })]
      : []),
  ];
}
