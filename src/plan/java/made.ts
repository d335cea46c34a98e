/** Folders of the manifests that bear one of the names: each is a module, which builds into a folder of its own. */
export function foldersOf(manifests: readonly string[], ...names: readonly string[]): readonly string[] {
  return manifests
    .filter((path) => names.includes(path.slice(path.lastIndexOf('/') + 1)))
    .map((path) => path.slice(0, Math.max(0, path.lastIndexOf('/'))));
}
