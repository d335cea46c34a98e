import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEngine, type Engine } from './engine.ts';

/** The label that everything of a run bears. */
const LABEL = 'create-dockerfile.verify';
/** What compose calls its own. @see https://docs.docker.com/reference/compose-file/services/#labels */
const PROJECT_LABEL = 'com.docker.compose.project';

/** Everything that one run makes outside of itself, named so that it can be found and removed. */
export interface Belongings {
  /** A name of this run: of its compose project, and the first part of its images' names. */
  readonly name: string;
  /** `--label` for whatever is made. */
  readonly label: string;
  /** A folder for temporary files. */
  readonly folder: string;
  /** Removes all of it. @returns what could not be removed. */
  remove(): Promise<readonly string[]>;
}

/** How each kind of thing is listed and removed; containers first, for they hold the others. */
const KINDS = [
  { list: ['ps', '--all', '--quiet'], remove: ['rm', '--force', '--volumes'] },
  { list: ['network', 'ls', '--quiet'], remove: ['network', 'rm'] },
  { list: ['volume', 'ls', '--quiet'], remove: ['volume', 'rm', '--force'] },
  { list: ['image', 'ls', '--quiet'], remove: ['image', 'rm', '--force'] },
] as const;

/** How often it is looked again: a command that was cut off may still have been at work in the engine. */
const ROUNDS = 5;

export function openBelongings(): Belongings {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-verify-'));
  const name = `verify-${folder.slice(-6).toLowerCase()}-${process.pid}`;
  return {
    name,
    label: `${LABEL}=${name}`,
    folder,
    async remove() {
      const engine = openEngine(undefined, true);
      let left: readonly string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const found = await removeOnce(engine, name);
        left = found;
        if (found.length === 0 && round > 0) break;
        await sleep(200);
      }
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
      return left;
    },
  };
}

/** One round over everything; what was there before it. */
async function removeOnce(engine: Engine, name: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { list, remove } of KINDS)
    for (const label of [LABEL, PROJECT_LABEL]) {
      const { stdout } = await engine.try([...list, '--filter', `label=${label}=${name}`]);
      const ids = [...new Set(stdout.split('\n').filter((id) => id !== ''))];
      if (ids.length > 0) await engine.try([...remove, ...ids]);
      found.push(...ids);
    }
  return found;
}
