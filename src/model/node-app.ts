import type { SimpleCommand } from '../parse/command-line.ts';
import type { AppBase, BuildSecret } from './app.ts';
import type { Fact } from './fact.ts';
import type { Problem } from './problem.ts';

export interface NodeManager {
  readonly name: 'npm' | 'yarn' | 'yarn-berry' | 'pnpm' | 'bun';
  /** Exact version to install, or undefined for the one that the base image carries. */
  readonly version?: string;
}

/** A script of package.json that an install would run, and that cannot where an image installs. */
export interface LeftOutHook {
  /** Folder of its package.json. */
  readonly dir: string;
  readonly name: string;
  /** Whether only the install of the production dependencies lacks what it needs. */
  readonly isForProduction: boolean;
  /** The development dependency that it needs. */
  readonly tool?: string;
}

/** A member of a workspace that the app needs, or that is the app. */
export interface WorkspaceMember {
  readonly dir: string;
  readonly name?: string;
  /** Whether the run needs it, not only the build. */
  readonly isForRun: boolean;
  readonly isBuilt: boolean;
  /** The folder that its build makes, where nothing else of it is loaded. */
  readonly output?: string;
}

/** A command that writes code from a schema before the packages are built. */
export interface Generation {
  /** Folder of the package that it belongs to. */
  readonly dir: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Whether the build script of the package runs it by itself. */
  readonly isScripted: boolean;
  /** What it writes and no compiler takes up, relative to the context; `*` stands for any text. */
  readonly made: readonly string[];
}

export interface NodeBuild {
  /** Name of a script in package.json, undefined where only the steps make what is started; the app's own commands. */
  readonly script?: string;
  readonly text: string;
  /** What the app's own script comes down to, read through. */
  readonly runs: string;
  /** Folder of the package.json that holds the script. */
  readonly dir: string;
  /** Names of the workspace's members whose build scripts run before, in order. */
  readonly members: readonly string[];
  readonly generations: readonly Generation[];
  /** Commands that the start script runs before the start; `isInstalled` where the program is a dependency's. */
  readonly steps: readonly (SimpleCommand & { readonly isInstalled: boolean })[];
  /** Commands of the script that belong to no build: migrations. */
  readonly leftOut: readonly string[];
  /** What it makes. */
  readonly output?: string;
  /** Whether the script or the start names the output. */
  readonly explicit: boolean;
}

export interface NodeApp extends AppBase {
  readonly language: 'node';
  readonly node: {
    readonly engine: 'node' | 'bun';
    readonly manager: Fact<NodeManager>;
    /** Path of the lockfile in the context, where there is one that an install can read. */
    readonly lockfile?: string;
    /** Whether it can be installed from as it stands; else the install changes it. */
    readonly isLocked: boolean;
    /** Packages whose install scripts the manager refuses to run. */
    readonly blockedScripts: readonly string[];
    /** Every file that an install reads, relative to the context. */
    readonly manifests: readonly string[];
    /** What an install is given by secret mounts alone: configuration files with a credential, and their variables. */
    readonly secrets: readonly BuildSecret[];
    readonly hasDependencies: boolean;
    readonly hasProductionDependencies: boolean;
    readonly workspace?: {
      /** The name of its root's package. */
      readonly root?: string;
      /** What others need comes first. */
      readonly members: readonly WorkspaceMember[];
      /** Folders of the members that the app does not need. */
      readonly others: readonly string[];
    };
    /** Name of a script in package.json, and what it makes. */
    readonly build?: Fact<NodeBuild>;
    /** Names of the scripts that lint and test, in order. */
    readonly tests: readonly Fact<string>[];
    readonly testProblems: readonly Problem[];
    readonly dev?: Fact<string>;
    /** Whether what that script starts sees edits by itself. */
    readonly devReloads: boolean;
    readonly devServer?: { readonly host: readonly string[]; readonly port: number };
    /** Packages that build native code at install; `unknown` where nothing says what will be installed. */
    readonly compiles: readonly string[] | 'unknown';
    /** Installed binaries that only musl could load, as paths with a `*`. */
    readonly muslBinaries: readonly string[];
    /** Folders of compilers that an install for production keeps and the run can do without. */
    readonly keptCompilers: readonly string[];
    /** Files and folders that the run reads beside the build output, relative to the app. */
    readonly runtimeFiles: readonly string[];
    /** Scripts that an install would run, and that cannot where an image installs. */
    readonly leftOutHooks: readonly LeftOutHook[];
    /** The development dependency that the start command cannot do without. */
    readonly developmentTool?: string;
    /** What is wrong with the start command that was found. */
    readonly startProblems: readonly Problem[];
  };
}
