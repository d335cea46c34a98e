import type { Problem } from './problem.ts';
import type { AppBase } from './app.ts';
import type { Fact } from './fact.ts';

export type PythonManager = 'pip' | 'uv' | 'poetry' | 'pdm' | 'pipenv' | 'none';

/** A command to run once the sources are there, with the variables that it needs to start. */
export interface Preparation {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The folder outside of the app that it writes for the runtime. */
  readonly makes?: string;
  readonly because: string;
}

export interface PythonApp extends AppBase {
  readonly language: 'python';
  readonly python: {
    readonly manager: Fact<PythonManager>;
    /** Folder of the context in which the manager runs and the program starts: the app's, or its workspace's. */
    readonly root: string;
    /** Exact version of the manager where the repository states one. */
    readonly managerVersion?: string;
    /** Files that an install reads, relative to the context. */
    readonly manifests: readonly string[];
    /** Requirements files given to pip, and those that add what development needs. */
    readonly requirements: readonly string[];
    readonly developmentRequirements: readonly string[];
    /** Path in the context of the lockfile that can be installed from. */
    readonly lockfile?: string;
    /** Whether the first install needs the sources: a requirement names a folder of the repository. */
    readonly installsSources: boolean;
    /** Whether the project, or folders that it depends on, are installed into the virtualenv themselves. */
    readonly packaged: boolean;
    /** Whether Poetry installs folders that the project depends on: alone, or beside the project. */
    readonly installsFolders?: 'alone' | 'too';
    /** Groups that the manager installs unless it is told not to. */
    readonly leftOutGroups: readonly string[];
    /** The variable that gives the version which the build backend would ask git for. */
    readonly versionVariable?: string;
    readonly isWorkspace: boolean;
    /** The member of a workspace that is installed, by its package name. */
    readonly member?: string;
    readonly hasDevelopmentDependencies: boolean;
    /** Groups and extras that development needs beside the default ones, as options of the manager. */
    readonly developmentOptions: readonly string[];
    /** Servers that the image adds because none is depended on. */
    readonly additions: readonly string[];
    /** Requirements that the project's pins do not run without, and that it leaves open. */
    readonly partners: readonly string[];
    /** Folder of the modules, relative to the context, where it is not the working directory. */
    readonly importRoot?: string;
    /** What lints and tests it, in order. */
    readonly tests: readonly Fact<readonly string[]>[];
    /** Command with reload, for people; `%PORT%` stands for the port. */
    readonly development?: readonly string[];
    /** Variables of the run that development does without: its commands take settings of their own. */
    readonly productionEnv: readonly string[];
    readonly prepare: readonly Preparation[];
    /** Folders of databases, which code that is loaded may open: relative to the app, and not of the repository. */
    readonly databaseFolders: readonly string[];
    /** Why no image could run it, though something starts. */
    readonly refusal?: Problem;
    /** What the program has to be given before it starts. */
    readonly startProblems: readonly Problem[];
    /** Whether what listens speaks HTTP; something else can only be connected to. */
    readonly speaksHttp: boolean;
    /** The package whose wheels carry debug data worth taking out. */
    readonly debugData?: Fact<string>;
    /** What the code does that an image without a shell would break. */
    readonly needsPrograms?: Fact<string>;
  };
}
