const PACKAGE = 'create-dockerfile';

/** How each package manager runs a package that is not installed, by what it calls itself. Yarn 1 has no such command. */
const RUNNERS: readonly (readonly [agent: RegExp, command: string])[] = [
  [/^pnpm\//, `pnpm dlx ${PACKAGE}`],
  [/^yarn\/(?!1\.|0\.)/, `yarn dlx ${PACKAGE}`],
  [/^bun\//, `bunx ${PACKAGE}`],
  [/^(?:npm|yarn)\//, `npx ${PACKAGE}`],
];

/**
 * How the program was started, for commands to repeat.
 * @param agent npm_config_user_agent, which package managers set for what they run.
 * @param program the path by which the program was called.
 */
export function invocation(agent: string | undefined, program: string | undefined): string {
  const runner = RUNNERS.find(([pattern]) => pattern.test(agent ?? ''));
  if (runner !== undefined) return runner[1];
  return program !== undefined && /(?:^|[\\/])create-dockerfile$/.test(program) ? PACKAGE : `npx ${PACKAGE}`;
}
