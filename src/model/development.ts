import type { VolumeMount } from './compose.ts';

/** How a language's development target follows the edits of a person. Paths are relative to the context. */
export interface Following {
  /** Whether its server sees an edit by itself; else the container is started again. */
  readonly reloads: boolean;
  /** Folder that stands in the container; '' for all of the context. */
  readonly path: string;
  /** What of that folder is no source of the target: frontends, which have a build of their own. */
  readonly ignore: readonly string[];
  /** What is installed or built from: after its change the image is built again. */
  readonly rebuilds: readonly string[];
  readonly port?: number;
  /** Whether it also runs what runs beside the app. */
  readonly runsProcesses: boolean;
  /** What a debugger is started with. */
  readonly debugged?: Debugged;
  /** What a compiler keeps from one start to the next. */
  readonly caches?: readonly VolumeMount[];
}

/** What compose.dev.yaml says of one image. Paths are relative to its context, in a compose file to its folder. */
export interface Development extends Omit<Following, 'reloads'> {
  /** What an edit does: reaches the server, starts the container again, or builds the production image again. */
  readonly action: 'sync' | 'sync+restart' | 'rebuild';
  /** Where `path` stands in the container. */
  readonly target: string;
  readonly debugger?: Debugger;
}

/** What a development target starts, as far as a debugger has to know it. */
export interface Debugged {
  /** The command of the target, or the program that its script comes down to. */
  readonly words: readonly string[];
  /** What stands before that program where a script hides it: `npx`. */
  readonly runner?: readonly string[];
}

/** The command of a target that lets a debugger in, and where it is let in. */
export interface Debugger {
  readonly port: number;
  readonly command: readonly string[];
}

/** A stage that is another name of the runtime, so that a target exists for every stack. */
export interface Alias {
  readonly name: string;
  readonly why: string;
}
