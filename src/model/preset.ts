import type { Language } from './app.ts';
import type { BaseKind } from './plan.ts';

/** One stage of a shape: its template, and the planned value without which it is left out. */
export interface PresetStage {
  readonly kind: string;
  readonly when?: string;
}

/** A pattern that one of the files must hold; comments in code do not count. */
export interface Content {
  readonly files: readonly string[];
  readonly pattern: string;
}

/** What must hold for a preset to fit an app. Every condition counts as one degree of specificity. */
export interface PresetConditions {
  /** Traits that detection gave the app. */
  readonly traits: readonly string[];
  /** Traits that the app must not have. */
  readonly without: readonly string[];
  /** Dependencies of which one must be there. */
  readonly dependencies: readonly string[];
  /** Dependencies of which none may be there: a framework that only builds on this one. */
  readonly withoutDependencies: readonly string[];
  /** What one of the files must hold. */
  readonly content?: Content;
  /** What none of the files may hold. */
  readonly withoutContent?: Content;
  /** A pattern that the start command must fit, where there is one: the framework's own server, no other program. */
  readonly start?: string;
  /** A pattern that the build's commands must fit. */
  readonly build?: string;
  /** A pattern that the commands of the build must not have. */
  readonly withoutBuild?: string;
}

/** Where a project states its output folder, or the path below which it is served. */
export interface OutputRule {
  readonly files: readonly string[];
  /** Its first group is what was found. */
  readonly pattern: string;
  /** The folder, in which `{found}` stands for the group: a framework may add a part of its own. */
  readonly path: string;
}

/** What a framework does by itself, so that no detection code has to know it. */
export interface PresetDefaults {
  readonly port?: number;
  /** The variable by which the framework takes its port, whatever the code says. */
  readonly portVariable?: string;
  /** Folder that the build writes, relative to the app. */
  readonly output?: string;
  /** Where a project may name another one; the first rule that finds something wins. */
  readonly outputFrom: readonly OutputRule[];
  /** Where a project may state the path below which it is served; options of the build command go first. */
  readonly basePathFrom: readonly OutputRule[];
  /** Patterns of files that are routes, by their path in the app; the first group is the route. */
  readonly routes: readonly string[];
  /**
   * Exec-form start command, where the framework's build decides it; `{output}` stands for the output folder. A start
   * command of the repository's own goes first, unless `copies` leave out what it needs.
   */
  readonly start?: readonly string[];
  /** Options of the JVM with which the program ends as soon as it is ready. */
  readonly training?: readonly string[];
  /** What the program is told after its own name. */
  readonly arguments?: readonly string[];
  /** The settings file that is named last of them: the first file of the app that holds the pattern, shipped with the files that it names. */
  readonly settings?: {
    readonly files: readonly string[];
    readonly pattern: string;
    /** Where it says the port: the first group that is found. */
    readonly port?: string;
  };
  readonly env: Readonly<Record<string, string>>;
  /** Variables of the build stage alone. */
  readonly buildEnv: Readonly<Record<string, string>>;
  /** Package that the framework's build installs by itself where the project does not depend on it: that is said. */
  readonly adds?: string;
  /** Folders that the build keeps between runs, relative to the app, with `{output}` for the output: cache mounts. */
  readonly buildCaches: readonly string[];
  /** Shell text that the build step ends with; `{app}` stands for the app's folder in the context, `{output}` for the output; `libc` keeps it to bases of one C library, `developmentOnly` to projects that need the package for development alone. */
  readonly afterBuild: readonly {
    readonly run: string;
    readonly libc?: 'glibc' | 'musl';
    readonly developmentOnly?: string;
  }[];
  /** How a web server answers an unknown path of a static site: `spa` gives index.html, `pages` looks for path.html. */
  readonly fallback?: 'spa' | 'pages';
  /** Where a project names the page of its own that answers an unknown path: it is one page then. */
  readonly fallbackFrom: readonly OutputRule[];
  /** What tells that a project's site has several pages, though its kind usually has one. */
  readonly pagesWhere?: Content;
  /** Files of a site whose names hold a hash of their content, by their path in it: a folder (`assets/`), or a pattern. */
  readonly hashed?: string;
  /** What tells that a project leaves the hash out. */
  readonly unhashedWhere?: Content;
  /** Folders that the build reads although no image needs them elsewhere: documents, relative to the app. */
  readonly reads: readonly string[];
  /** Folder whose files the build copies as they are. */
  readonly publicFolder: string;
  readonly handlesSigterm: boolean;
  /** COPYs of the runtime from the build stage, relative to the app, with `{output}` for the output; optional ones are copied when they are tracked. */
  readonly copies: readonly {
    readonly source: string;
    readonly target: string;
    readonly optional: boolean;
    /** Whether it holds the whole context, with the app in its folder. */
    readonly isContext: boolean;
    /** What in it an edit of the app seldom changes, as a pattern: a layer of its own, wherever and however often it is there. */
    readonly apart?: string;
  }[];
  /** Folders, relative to the app, that the framework writes to at run time. */
  readonly writable: readonly string[];
  /** Whether the build loads the server's code, and so what that wants at once. */
  readonly loadsServer: boolean;
  /** Prefixes of variables that the build puts into what a browser loads. */
  readonly publicPrefixes: readonly string[];
}

/** presets/<id>.yaml, checked against src/preset/schema.ts when the program is built. */
export interface Preset {
  readonly id: string;
  readonly title: string;
  readonly language: Language;
  readonly when: PresetConditions;
  readonly supersedes: readonly string[];
  readonly stages: readonly PresetStage[];
  /** Runtime bases that the shape can stand on, the preferred one first. */
  readonly bases: readonly BaseKind[];
  readonly defaults: PresetDefaults;
  readonly asks: readonly ('base' | 'port' | 'start')[];
}
