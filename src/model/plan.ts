import type { ComposeFile, ComposeNeeds } from './compose.ts';
import type { Development } from './development.ts';
import type { Fact } from './fact.ts';
import type { Problem } from './problem.ts';

export type BaseKind = 'scratch' | 'jlink' | 'distroless' | 'slim' | 'alpine' | 'nginx';

/** One decision of a plan, with its evidence and the flag that changes it. */
export interface Decision extends Fact<string> {
  readonly subject: string;
  readonly flag?: string;
  /** The app that it is about, where several are planned. */
  readonly app?: string;
}

/** A RUN --mount option. Paths are relative to the context (source) or absolute (target). */
export type Mount =
  | { readonly type: 'bind'; readonly source: string; readonly target: string }
  | { readonly type: 'cache'; readonly target: string; readonly sharing?: 'locked' }
  | { readonly type: 'secret'; readonly id: string; readonly target: string }
  | { readonly type: 'secret-env'; readonly id: string; readonly env: string };

/** COPY of `sources` to `target`, from another stage or from the context. */
export interface Copy {
  readonly from?: string;
  readonly sources: readonly string[];
  readonly target: string;
  readonly chown?: string;
  /** Whether `*` in the sources stands for any text. */
  readonly glob?: boolean;
  /** Whether sources keep their folders, from `/./` on. */
  readonly parents?: boolean;
  readonly exclude?: readonly string[];
  readonly why?: string;
}

export interface EnvPair {
  readonly name: string;
  readonly value: string;
}

/** A variable of one command; as a default, only where it is not given. */
export interface Assignment extends EnvPair {
  readonly isDefault?: boolean;
}

/** What a default may be: it stands between braces in a shell's quotes. */
export const PLAIN_VALUE = /^[\w@%+=:,./?&*-]*$/;

/** A small file of ours, as it is or as a template makes it. */
export type HelperFile = {
  readonly target: string;
  readonly why: string;
} & ({ readonly text: string } | { readonly template: string; readonly values: Readonly<Record<string, unknown>> });

/** What the last part of every runtime stage says: who runs what, where it answers and how its health is seen. */
export interface RuntimeValues {
  readonly image: string;
  readonly workdir: string;
  /** Numeric `uid:gid`. */
  readonly user: string;
  readonly osPackages: readonly string[];
  /** A folder of the app's own programs, absolute, that comes first on the PATH. Only beside `env`. */
  readonly programs?: string;
  readonly env: readonly EnvPair[];
  readonly labels?: readonly EnvPair[];
  readonly copies: readonly Copy[];
  /** Folders, absolute, that the user must be able to write to. */
  readonly writable: readonly string[];
  /** The working directory, alone in a list, where the program writes into it. */
  readonly ownsWorkdir?: readonly [string];
  readonly port?: number;
  /** Exec-form command; undefined gives `HEALTHCHECK NONE`. */
  readonly health?: readonly string[];
  readonly healthWhy: string;
  readonly entrypoint?: readonly string[];
  /** Whether the base image's entrypoint is taken away, so that the command is the whole of it. */
  readonly clearsEntrypoint?: boolean;
  readonly command: readonly string[];
  /** The signal that an engine stops it by, where that is not SIGTERM. */
  readonly stopSignal?: string;
  /** Small files of ours that the image needs, written as heredocs. */
  readonly files: readonly HelperFile[];
  /** Whether an account has to be made for the user, because the image has none. */
  readonly account: boolean;
  /** Whether the image has a shell; without one a `debug` target is added. */
  readonly hasShell: boolean;
}

export interface StagePlan {
  readonly kind: string;
}

/** Everything that the files of one app are rendered from. JSON-serialisable and deterministic. */
export interface ImagePlan {
  readonly app: string;
  readonly preset: string;
  /** Folder of the Dockerfile, '' for the root. */
  readonly dir: string;
  /** Folder that is the build context. */
  readonly context: string;
  readonly stages: readonly StagePlan[];
  /** The values that the stage templates read. */
  readonly values: Readonly<Record<string, unknown>> & { readonly runtime: RuntimeValues };
  /** Lines of the ignore file, in order, by section. */
  readonly ignore: readonly IgnoreSection[];
  /** Paths of the context that the build reads by name. */
  readonly reads: readonly string[];
  readonly compose: ComposeNeeds;
  readonly development: Development;
}

export interface IgnoreSection {
  readonly title: string;
  readonly patterns: readonly string[];
  /** The folders that the patterns name, where these are other apps and nothing of this one's. */
  readonly apart?: readonly string[];
}

/** What became of one app of several. */
export interface AppPlan {
  readonly name: string;
  readonly folder: string;
  readonly language: string;
  readonly decisions: readonly Decision[];
  /** An app with an error among them has no image. */
  readonly problems: readonly Problem[];
  /** The name of its service, where it has an image. */
  readonly service?: string;
}

export interface Plan {
  /** Where every app was asked for, what became of each. */
  readonly apps?: readonly AppPlan[];
  readonly images: readonly ImagePlan[];
  /** What runs them together; left out where nobody wants it. */
  readonly compose?: ComposeFile;
  /** The certificate bundle that builds are given: absolute, or as seen from the repository's root. */
  readonly bundle?: string;
  readonly decisions: readonly Decision[];
  readonly problems: readonly Problem[];
}
