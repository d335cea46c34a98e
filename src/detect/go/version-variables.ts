import type { GoBuild } from './statements.ts';

/** What a text that is filled in at a release comes down to: GoReleaser's templates, variables of make and of CI. */
const ARGUMENTS: readonly { readonly argument: string; readonly value: RegExp }[] = [
  { argument: 'COMMIT', value: /commit|sha|revision|git_?hash/i },
  { argument: 'DATE', value: /date|time/i },
  { argument: 'VERSION', value: /version|tag|describe|github\.ref/i },
];

/**
 * The variables of the program that the repository's own builds fill in with a version, a commit or a date: a build
 * argument each. Where it is not given, what the code says stands.
 * @see https://pkg.go.dev/cmd/link
 */
export function versionVariables(
  builds: readonly GoBuild[],
  module: string,
): readonly { readonly name: string; readonly argument: string }[] {
  const [first = []] = builds.map(({ variables }) => variables).filter((variables) => variables.length > 0);
  return first.flatMap(({ name, value }) => {
    const isOwn = name.startsWith('main.') || name.startsWith(`${module}/`) || name.startsWith(`${module}.`);
    const known = /[${]/.test(value) ? ARGUMENTS.find(({ value: form }) => form.test(value)) : undefined;
    return isOwn && known && /^[\w./-]+$/.test(name) ? [{ name, argument: known.argument }] : [];
  });
}
