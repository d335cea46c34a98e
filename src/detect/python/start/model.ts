import type { Process, PythonApp } from '../../../model/app.ts';
import { fact, type Fact, type Source } from '../../../model/fact.ts';
import type { Repo } from '../../../repo/repo.ts';
import type { DjangoProject } from '../django/index.ts';
import type { PythonManifest } from '../manifest.ts';

/** How the project starts, and what the image must add for it. */
export interface Start {
  readonly command: Fact<readonly string[]>;
  readonly needsShell: boolean;
  readonly env: Readonly<Record<string, string>>;
  /** web where a server is started for an app object; undefined where only the sources can tell. */
  readonly kind?: Process['kind'];
  readonly interface?: 'asgi' | 'wsgi';
  /** A stated port in the command itself. */
  readonly port?: Fact<number>;
  readonly readsPort: boolean;
  readonly handlesSigterm?: Fact<boolean>;
  /** The route that the framework answers by itself. */
  readonly route?: string;
  /** Whether it was led away from a loopback that the code names. */
  readonly isReachable?: true;
  readonly additions: readonly string[];
  readonly importRoot?: string;
  readonly development?: readonly string[];
}

/** What detection knows when it asks how the project starts. */
export interface StartContext {
  readonly repo: Repo;
  readonly manifest: PythonManifest;
  /** Folder that the program starts in. */
  readonly root: string;
  readonly files: readonly string[];
  readonly locked: ReadonlySet<string>;
  readonly django: DjangoProject | undefined;
  readonly manager: PythonApp['python']['manager'];
}

/** A start of which only the command is known. */
export function plainStart(command: readonly string[], because: string, source: Source): Start {
  return { command: fact(command, because, source), needsShell: false, env: {}, readsPort: false, additions: [] };
}

/** Whether the project depends on a package, by its manifest or its lockfile. */
export function dependsOn({ manifest, locked }: Pick<StartContext, 'manifest' | 'locked'>, name: string): boolean {
  return Object.hasOwn(manifest.dependencies, name) || locked.has(name);
}
