import type { Copy } from '../model/plan.ts';
import { join, type Repo } from '../repo/repo.ts';

/** The values of the stage `links`, which makes links where the runtime has no shell to make them. */
export interface LinksStage {
  readonly image: string;
  readonly commands: readonly (readonly string[])[];
}

/** How files that a program writes beside its sources are led into a folder that it may write to. */
export interface LinksPlan {
  /** For `values.links`; undefined where nothing has to be led elsewhere. */
  readonly stage: LinksStage | undefined;
  readonly copies: readonly Copy[];
  /** Files of the context that the links stand for: the runtime's other COPYs leave them out. */
  readonly replaced: readonly string[];
  /** The folder, absolute, that has to be writable. */
  readonly writable: readonly string[];
}

/** Where the stage keeps what it makes. */
const MADE = '/links';

/**
 * A file beside the sources can stand in no volume without hiding them: a link leads to a data folder, and a file that
 * is committed is what that folder begins with.
 * @param files paths in the context.
 * @param place where the context stands in the image, and the folder of the app there.
 * @param image one with a shell.
 */
export function planLinks(
  repo: Repo,
  files: readonly string[],
  place: { readonly context: string; readonly dir: string; readonly user: string },
  image: string,
): LinksPlan {
  if (files.length === 0) return { stage: undefined, copies: [], replaced: [], writable: [] };
  const isTaken = (name: string): boolean => repo.hasFolder(join(place.dir, name));
  const name = ['data', 'state', 'writable'].find((each) => !isTaken(each)) ?? 'app-data';
  const folder = join(place.context, join(place.dir, name));
  const target = (file: string): string => {
    const last = file.split('/').at(-1) ?? file;
    const isShared = files.some((other) => other !== file && other.split('/').at(-1) === last);
    return `${folder}/${isShared ? file.replaceAll('/', '-') : last}`;
  };
  const folders = [...new Set(files.map((file) => join(MADE, file).replace(/\/[^/]*$/, '')))].sort();
  return {
    stage: {
      image,
      commands: [['mkdir', '-p', ...folders], ...files.map((file) => ['ln', '-s', target(file), join(MADE, file)])],
    },
    copies: [
      ...files
        .filter((file) => repo.has(file))
        .map((file) => ({ sources: [file], target: target(file), chown: place.user })),
      {
        from: 'links',
        sources: [`${MADE}/`],
        target: `${place.context}/`,
        why: 'The program writes these files beside its sources: links lead to a folder that it may write to.',
      },
    ],
    replaced: files.filter((file) => repo.has(file)),
    writable: [folder],
  };
}
