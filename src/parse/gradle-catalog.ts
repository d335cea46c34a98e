import type { Repo } from '../repo/repo.ts';
import { readDocument } from './document.ts';
import { asRecord, asString, asStrings, at } from './shape.ts';

/** What the accessors of a version catalog stand for: `libs.spring.web` and its like. */
export interface GradleCatalog {
  /** `group:artifact:version` of a library, or those of a bundle. */
  libraries(accessor: string): readonly string[];
  /** `id:version` of a plugin. */
  plugin(accessor: string): string | undefined;
  version(accessor: string): string | undefined;
}

/** Reads a catalog file. @see https://docs.gradle.org/current/userguide/version_catalogs.html */
export function readCatalog(repo: Repo, file: string): GradleCatalog {
  const document = readDocument(repo, file, 'toml')?.value;
  const versions = byAccessor(at(document, 'versions'));
  const libraries = byAccessor(at(document, 'libraries'));
  const bundles = byAccessor(at(document, 'bundles'));
  const plugins = byAccessor(at(document, 'plugins'));
  const versionOf = (value: unknown): string | undefined => {
    const reference = asString(at(value, 'version', 'ref'));
    const stated = reference === undefined ? at(value, 'version') : versions.get(accessorOf(reference));
    return asString(stated) ?? asString(at(stated, 'strictly')) ?? asString(at(stated, 'require')) ?? asString(value);
  };
  const coordinates = (value: unknown): string | undefined => {
    const short = asString(value);
    if (short !== undefined) return short;
    const module =
      asString(at(value, 'module')) ?? `${asString(at(value, 'group')) ?? ''}:${asString(at(value, 'name')) ?? ''}`;
    const version =
      asString(at(value, 'version')) ?? (asRecord(value)['version'] === undefined ? undefined : versionOf(value));
    return module === ':' ? undefined : [module, ...(version === undefined ? [] : [version])].join(':');
  };
  return {
    libraries: (accessor) => {
      const bundle = /^bundles\.(.+)$/.exec(accessor)?.[1];
      const aliases = bundle === undefined ? [accessor] : asStrings(bundles.get(bundle)).map(accessorOf);
      return aliases.flatMap((alias) => coordinates(libraries.get(alias)) ?? []);
    },
    plugin: (accessor) => {
      const value = plugins.get(accessor);
      const id = asString(at(value, 'id'));
      if (id === undefined) return asString(value);
      const version = asString(at(value, 'version')) ?? versionOf(value);
      return [id, ...(version === undefined ? [] : [version])].join(':');
    },
    version: (accessor) => versionOf(versions.get(accessor)),
  };
}

/** An alias as scripts write it: every separator is a dot. */
function accessorOf(alias: string): string {
  return alias.replace(/[-_]/g, '.');
}

function byAccessor(table: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(asRecord(table)).map(([alias, value]) => [accessorOf(alias), value]));
}
