import type { Fact, Source } from './fact.ts';
import type { JavaApp } from './java-app.ts';
import type { Problem } from './problem.ts';
import type { NodeApp } from './node-app.ts';
import type { PythonApp } from './python-app.ts';
import type { OwnSecret, ServiceUse } from './service.ts';
import type { ToolVersion } from './version.ts';

export type { Generation, LeftOutHook, NodeApp, NodeBuild, NodeManager, WorkspaceMember } from './node-app.ts';
export type { JavaApp, JavaTool } from './java-app.ts';
export type { Preparation, PythonApp, PythonManager } from './python-app.ts';

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
  /** The variable by which its framework takes the port, whatever the settings say. */
  readonly portVariable?: string;
  readonly bindAddress?: Fact<string>;
  /** The path that the health check asks; `known` where the code serves it, and `port` where that is not the app's own. */
  readonly health?: Fact<{ readonly path: string; readonly known: boolean; readonly port?: number }>;
  /** Whether it is only there where a database server is started beside the app. */
  readonly needsDatabase?: boolean;
  /** Whether the sources or the runtime end the process on SIGTERM. */
  readonly handlesSigterm: Fact<boolean>;
  /** The signal that ends it in order, where that is another one. */
  readonly stopSignal?: Fact<string>;
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
  /** Variables of the stages that install, and of the runtime. */
  readonly installEnv?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Why it does not run on musl. */
  readonly musl?: string;
  /** What it needs and no package of the distribution gives. */
  readonly lacks?: string;
  readonly source: Source;
}

export interface AppBase {
  readonly name: string;
  /** The folder in the build context, '' for its root. All paths of an app are relative to its context. */
  readonly dir: string;
  /** Where its files are written, when that is not its own folder: the root whose start script leads to it. */
  readonly home?: string;
  /** The folder of the repository that is the build context; the repository's root where left out. */
  readonly context?: string;
  readonly traits: readonly Trait[];
  /** Names of what the app depends on, with where each is stated. */
  readonly dependencies: Readonly<Record<string, Source>>;
  readonly runtime: Fact<ToolVersion>;
  /** Never empty for an app that starts something; the first one is what the image runs, the others run beside it. */
  readonly processes: readonly Process[];
  readonly env: readonly EnvVariable[];
  /** Folders that the program writes to at run time: relative to the app ('' is its working directory), or absolute. */
  readonly writablePaths: readonly Fact<string>[];
  /** Files, relative to the app, that it writes beside its own sources, where no folder can be made a volume. */
  readonly writableFiles?: readonly Fact<string>[];
  readonly nativeNeeds: readonly NativeNeed[];
  /** Why it starts nothing, where it does not. */
  readonly idle?: string;
  /** What is said of that instead of calling it a library. */
  readonly idleProblem?: Problem;
  /** Why the app is only taken when a person names it; another one is the usual choice. */
  readonly onlyByName?: string;
  /** Servers that it talks to, and secrets of its own that it cannot start without. */
  readonly services?: readonly ServiceUse[];
  readonly ownSecrets?: readonly OwnSecret[];
  /** Variables that its settings files (.env.example and the like) name. */
  readonly settingNames?: readonly string[];
  /** What is to be known of servers that it has a client for, and that it gets none of. */
  readonly serviceProblems?: readonly Problem[];
  /** Frontends that the app serves, built by Node. */
  readonly assets?: readonly Asset[];
}

/** A frontend that an app of another language serves: its build writes to where that app looks. */
export interface Asset {
  /** The frontend as an app of its own; its paths are relative to `root`. */
  readonly app: NodeApp;
  /** Folder of the serving app's context in which the frontend is installed: its own, or its workspace's. */
  readonly root: string;
  /** Folder that its build writes, relative to the serving app's context, where something states it. */
  readonly output?: string;
  /** Whether its build reads files beside its own folder: templates that a style sheet is made for. */
  readonly readsAround: boolean;
  readonly because: string;
  readonly source: Source;
}

/** A file of the context, or a variable of the person who builds, that a build reads by a secret mount. */
export type BuildSecret =
  { readonly id: string; readonly file: string } | { readonly id: string; readonly variable: string };

export interface GoApp extends AppBase {
  readonly language: 'go';
  readonly go: {
    /** Folder of the context in which the go command runs: the module's, or the one of go.work. */
    readonly root: string;
    /** Folder of the module that holds the command. */
    readonly moduleDir: string;
    readonly module: string;
    /** What is built, as `go build` is told: `.` or `./cmd/server`; undefined for a library. */
    readonly main?: Fact<string>;
    /** Name of the built program. */
    readonly binary: string;
    /** Every file that `go mod download` reads, relative to the context. */
    readonly manifests: readonly string[];
    readonly hasDependencies: boolean;
    readonly hasSum: boolean;
    readonly hasVendor: boolean;
    /** GOPRIVATE, where go.mod requires a module that it matches. */
    readonly privateModules?: Fact<string>;
    readonly hasTests: boolean;
    readonly cgo: Fact<boolean>;
    /** Whether it may need certificates, time zones, a user or /tmp. */
    readonly needsSystem: Fact<boolean>;
    /** Whether it serves plain HTTP; what serves something else can only be connected to. */
    readonly speaksHttp: boolean;
    /** Files and folders that the program opens by relative path, relative to the module. */
    readonly runtimeFiles: readonly string[];
    /** Folder of the module in which the program is meant to be started, where that is not the module's. */
    readonly runsIn?: string;
    /** What an existing Dockerfile puts into its image, by path in the context; `to` is relative to the working directory or absolute. */
    readonly copies: readonly { readonly path: string; readonly to: string }[];
    /** Files of variables that the program ends without, with names alone: the container's own variables count. */
    readonly emptyFiles: readonly { readonly path: string; readonly text: string }[];
    /** What makes code that git does not hold, in order. */
    readonly generates: readonly {
      readonly name: string;
      readonly command: readonly string[];
      readonly because: string;
    }[];
    /** What is wrong with the command, for the one that is chosen. */
    readonly problems: readonly Problem[];
    /** Folders of the context that the program embeds. */
    readonly embedded: readonly string[];
    /** Whether the program looks for files in the folder that it stands in. */
    readonly looksBeside: Fact<boolean>;
    /** Build tags, and variables that the repository's own builds set to a version. */
    readonly tags: readonly string[];
    readonly versions: readonly { readonly name: string; readonly argument: string }[];
    /** The files of the command and of what it imports from the repository. */
    readonly sources: readonly string[];
    /** Sources and embedded files, relative to the context: the build needs every one. */
    readonly reads: readonly string[];
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
