import type { Fact, Source } from './fact.ts';
import type { ToolVersion } from './version.ts';

export type Language = 'node' | 'go' | 'python' | 'java' | 'static';

/** A label that presets choose by (`node`, `compiled`, `spring-boot`), with what it was concluded from. */
export interface Trait {
  readonly id: string;
  readonly because: string;
  readonly sources: readonly Source[];
}

export type ProcessKind = 'web' | 'worker' | 'release' | 'job';

export interface Process {
  readonly name: string;
  /** web answers on a port; worker runs on without one; job prints and ends; release runs once before the others. */
  readonly kind: ProcessKind;
  /** The real process, exec form: what `npm start` comes down to. */
  readonly command: Fact<readonly string[]>;
  /** Whether the command is `sh -c` text, so that the image needs a shell. */
  readonly needsShell: boolean;
  readonly env: Readonly<Record<string, string>>;
  readonly port?: Fact<number>;
  /** Whether the code reads the environment variable PORT. */
  readonly readsPort: boolean;
  readonly bindAddress?: Fact<string>;
  /** The path that the health check asks; `known` where the code serves it. */
  readonly health?: Fact<{ readonly path: string; readonly known: boolean }>;
  /** Whether the sources or the runtime end the process on SIGTERM. */
  readonly handlesSigterm: Fact<boolean>;
}

export interface EnvVariable {
  readonly name: string;
  readonly when: 'build' | 'run';
  readonly secret: boolean;
  readonly source: Source;
  readonly defaultValue?: string;
}

/** A dependency that needs OS packages: rows of data/os-packages.json that apply. */
export interface NativeNeed {
  readonly dependency: string;
  readonly build: readonly string[];
  readonly run: readonly string[];
  readonly source: Source;
}

export interface AppBase {
  readonly name: string;
  /** The folder in the repository, '' for its root. */
  readonly dir: string;
  readonly traits: readonly Trait[];
  /** Names of what the app depends on, with where each is stated. */
  readonly dependencies: Readonly<Record<string, Source>>;
  readonly runtime: Fact<ToolVersion>;
  /** Never empty for an app that starts something; the first one is what the image runs. */
  readonly processes: readonly Process[];
  readonly env: readonly EnvVariable[];
  /** Folders, relative to the app, that the program writes to at run time. */
  readonly writablePaths: readonly Fact<string>[];
  readonly nativeNeeds: readonly NativeNeed[];
}

export interface NodeManager {
  readonly name: 'npm' | 'yarn' | 'yarn-berry' | 'pnpm' | 'bun';
  /** Exact version to install, or undefined for the one that the base image carries. */
  readonly version?: string;
}

export interface NodeApp extends AppBase {
  readonly language: 'node';
  readonly node: {
    readonly engine: 'node' | 'bun';
    readonly manager: Fact<NodeManager>;
    /** Path of the lockfile in the context, where there is one that can be installed from. */
    readonly lockfile?: string;
    /** Every file that an install reads, relative to the context. */
    readonly manifests: readonly string[];
    readonly hasDependencies: boolean;
    readonly hasProductionDependencies: boolean;
    readonly isWorkspace: boolean;
    /** Name of a script in package.json, and what it makes. */
    readonly build?: Fact<{ readonly script: string; readonly output?: string; /** Whether the script or the start names the output. */ readonly explicit: boolean }>;
    readonly test?: Fact<string>;
    readonly dev?: Fact<string>;
    /** Packages whose install scripts must run for the app to work. */
    readonly installScripts: readonly string[];
    /** Files and folders that the run reads beside the build output, relative to the app. */
    readonly runtimeFiles: readonly string[];
    /** `prepare` runs after every install and may need a development tool: it is taken out where sources are not there yet. */
    readonly hasPrepare: boolean;
  };
}

export interface GoApp extends AppBase {
  readonly language: 'go';
  readonly go: {
    /** Import path relative to the module, `.` or `./cmd/server`. */
    readonly main: Fact<string>;
    readonly hasSum: boolean;
    readonly hasVendor: boolean;
    readonly hasTests: boolean;
    readonly cgo: Fact<boolean>;
    readonly runtimeFiles: readonly string[];
  };
}

export interface PythonApp extends AppBase {
  readonly language: 'python';
  readonly python: {
    readonly manager: Fact<'pip' | 'uv' | 'none'>;
    /** Files that the install of the dependencies reads, relative to the context. */
    readonly manifests: readonly string[];
    /** Requirements files given to pip, in order. */
    readonly requirements: readonly string[];
    readonly lockfile?: string;
    /** Packages that the image adds because a server is missing. */
    readonly additions: readonly string[];
    readonly packaged: boolean;
    readonly test?: Fact<readonly string[]>;
    readonly development: readonly string[];
    /** Commands to run once the sources are there (collectstatic), with the variables that they need. */
    readonly prepare: readonly {
      readonly command: readonly string[];
      readonly env: Readonly<Record<string, string>>;
      readonly because: string;
    }[];
  };
}

export interface JavaApp extends AppBase {
  readonly language: 'java';
  readonly java: {
    readonly tool: Fact<'maven' | 'gradle'>;
    readonly wrapper: boolean;
    readonly manifests: readonly string[];
    /** Path pattern of the built jar below the app. */
    readonly jar: Fact<string>;
    readonly layered: boolean;
    readonly mainClass?: Fact<string>;
    readonly hasTests: boolean;
  };
}

export interface StaticApp extends AppBase {
  readonly language: 'static';
  readonly static: { readonly root: string };
}

export type App = NodeApp | GoApp | PythonApp | JavaApp | StaticApp;

/** What detection found. */
export interface Repository {
  readonly apps: readonly App[];
}

export function hasTrait(app: App, id: string): boolean {
  return app.traits.some((trait) => trait.id === id);
}
