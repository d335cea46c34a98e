import type { Process } from '../../model/app.ts';
import { healthWhy, NOTHING_SERVED } from '../serving.ts';
import type { BaseKind, RuntimeValues } from '../../model/plan.ts';

/** The exec-form check by the class that the `health` stage compiles; the compiler tiers and the collector are those that start fastest. */
export function javaHealth(
  process: Process,
  port: number | undefined,
  base: BaseKind,
  workdir: string,
): Pick<RuntimeValues, 'health' | 'healthWhy'> {
  if (port === undefined) return { healthWhy: NOTHING_SERVED };
  if (process.health === undefined)
    return { healthWhy: 'It speaks a protocol of its own: there is nothing to ask by HTTP.' };
  const { path, known, port: own = port } = process.health.value;
  const java = base === 'distroless' ? '/usr/bin/java' : 'java';
  return {
    health: [
      java,
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-cp',
      `${workdir}/health`,
      'Health',
      `http://127.0.0.1:${own}${path}`,
      known ? '400' : '500',
    ],
    healthWhy: healthWhy(known),
  };
}
