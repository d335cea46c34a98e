import type { NodeApp } from '../../model/app.ts';
import { inFile, type Source } from '../../model/fact.ts';
import type { OutputRule } from '../../model/preset.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { statements } from '../../preset/stated.ts';
import { join, within, type Repo } from '../../repo/repo.ts';
import type { PlanContext } from '../context.ts';
import type { BuildContext } from './build.ts';

/** What a project states, and where. */
export interface Stated {
  readonly path: string;
  readonly source: Source;
}

/** The folder that the build writes, relative to the app: the project's words, then what the framework does by itself. */
export function outputOf({ app, repo, preset }: BuildContext): Stated | undefined {
  const { build } = app.node;
  if (build === undefined) return undefined;
  const { output, outputFrom } = preset.defaults;
  const source = build.sources[0] ?? inFile(join(app.dir, 'package.json'));
  const detected = build.value.output === undefined ? undefined : { path: build.value.output, source };
  // Without a start, only an option of the build command is explicit: it goes before the configuration.
  if (detected && build.value.explicit && app.processes.length === 0) return detected;
  const configured = firstStated(repo, app.dir, outputFrom);
  if (configured) return configured;
  if (detected && (output === undefined || build.value.explicit)) return detected;
  return output === undefined ? undefined : { path: output, source: { kind: 'preset', id: preset.id } };
}

/** A text of a preset in which `{output}` stands for the folder that the build writes. */
export function withOutput(text: string, output: string | undefined): string {
  return text.replaceAll('{output}', () => output ?? '.');
}

/** Options of build commands that state the path below which a site is served. */
const BASE_OPTIONS = ['--base', '--base-href', '--baseHref', '--pathprefix'];
/** What can stand in an address, and in a web server's configuration, as it is. */
const PLAIN_PATH = /^[\w.~-]+(?:\/[\w.~-]+)*$/;

/** The path below which the app is served, with a slash at both ends: `/` unless the project states another. */
export function basePathOf({ app, repo, preset }: PlanContext<NodeApp>): Stated {
  const option = optionOf(app.node.build?.value.text ?? '');
  const stated =
    option === undefined
      ? firstStated(repo, app.dir, preset.defaults.basePathFrom)
      : { path: option, source: app.node.build?.sources[0] ?? inFile(join(app.dir, 'package.json')) };
  const path = stated?.path.replace(/^\/+|\/+$/g, '') ?? '';
  if (stated === undefined || !PLAIN_PATH.test(path)) return { path: '/', source: { kind: 'preset', id: preset.id } };
  return { path: `/${path}/`, source: stated.source };
}

/** The value of a build command's own option, which goes before the configuration. */
function optionOf(text: string): string | undefined {
  for (const { words } of parseCommandLine(text).commands) {
    const index = words.findIndex((word) => BASE_OPTIONS.includes(word.split('=')[0] ?? ''));
    const value = words[index]?.split('=')[1] ?? words[index + 1];
    if (index !== -1 && value !== undefined) return value;
  }
  return undefined;
}

/** What the first rule that fits found; a path that leaves the app's folder is none. */
export function firstStated(repo: Repo, dir: string, rules: readonly OutputRule[]): Stated | undefined {
  for (const rule of rules) {
    for (const { match, source } of statements(repo, dir, rule)) {
      const groups = match.slice(1) as (string | undefined)[];
      const found = groups.reduce<string | undefined>(
        (at, group) => (at === undefined ? undefined : within(at, group ?? '')),
        '.',
      );
      // A group that holds nothing is a mark: the rule's path says it all.
      const path = found === undefined ? undefined : within('', rule.path.split('{found}').join(found));
      if (path) return { path, source };
    }
  }
  return undefined;
}
