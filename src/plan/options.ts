import type { BaseKind } from '../model/plan.ts';

/** What a person adds to an image without a template of their own. */
export interface Additions {
  /** Variables of the running program. */
  readonly env?: Readonly<Record<string, string>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Debian packages of the runtime image. */
  readonly packages?: readonly string[];
  /** Files and folders of the context that the runtime needs beside what is found. */
  readonly copies?: readonly { readonly source: string; readonly target: string }[];
  /** Commands that run after the project's own build. */
  readonly build?: readonly string[];
}

/** What a person decided, by flags, by answers or in the configuration. Everything left out is decided from the repository. */
export interface Options extends Additions {
  readonly app?: string;
  /** Whether every app that starts gets files. */
  readonly all: boolean;
  readonly preset?: string;
  /** A folder of a person's own presets, as seen from the working directory or, in the configuration, from its folder. */
  readonly presetsFrom?: string;
  readonly base?: BaseKind;
  readonly port?: number;
  readonly start?: string;
  /** Modules of the Java runtime that is made for the image; every standard one where left out. */
  readonly modules?: 'standard' | 'minimal';
  /** `host/prefix` of the registry that mirrors the public ones. */
  readonly registry?: string;
  /** An old Dockerfile to read as evidence, as seen from the working directory; '' for the one that would be replaced. */
  readonly import?: string;
  /** A certificate bundle for the steps that download: absolute, or as seen from the repository's root. */
  readonly ca?: string;
  /** Whether Java starts from an archive of its classes that the build makes. */
  readonly cds?: boolean;
  /** Whether of Node's dependencies the image gets what the start file leads to. */
  readonly trace?: boolean;
  /** Whether Node runs without its symbols. */
  readonly strip?: boolean;
  /** Whether base images are named by their newest patch release, or by digest. */
  readonly pin?: 'patch' | 'digest';
  /** The code host whose workflow is written. */
  readonly ci?: 'github';
  /** The scanner of that workflow, and the one that is named before others. */
  readonly scanner?: 'trivy' | 'scout' | 'grype';
  /** Whether the image is labelled with what the manifests say of it. */
  readonly describe: boolean;
  /** Whether a docker-bake.hcl is written. */
  readonly bake: boolean;
  /** Whether a renovate.json is written. */
  readonly renovate: boolean;
  /** Whether compose.dev.yaml lets a debugger in. */
  readonly debugger: boolean;
  /** Name of the Dockerfile, without a folder. */
  readonly output: string;
  /** Whether the `# syntax` line is written. */
  readonly syntax: boolean;
  readonly compose: boolean;
  /** Whether a person's lines stay where they and this tool changed the same ones. */
  readonly keepMine: boolean;
  /** Whether the options are kept in the configuration. */
  readonly save: boolean;
}

export const defaultOptions: Options = {
  all: false,
  output: 'Dockerfile',
  syntax: true,
  compose: true,
  describe: false,
  bake: false,
  renovate: false,
  debugger: false,
  keepMine: false,
  save: false,
};
