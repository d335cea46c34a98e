/** One step of a build as BuildKit tells it. */
export interface BuildStep {
  /** `[stage 2/5] RUN npm ci`. */
  readonly name: string;
  readonly isCached: boolean;
  readonly seconds: number;
  readonly lines: readonly string[];
  readonly error?: string;
}

/** A build as its plain progress tells it. */
export interface BuildLog {
  readonly steps: readonly BuildStep[];
  /** Why it failed. */
  readonly error?: string;
  /** The Dockerfile's line that failed. */
  readonly line?: number;
}

/**
 * Reads what `docker build --progress plain` prints.
 * @see https://docs.docker.com/reference/cli/docker/buildx/build/#progress
 */
export function readProgress(text: string): BuildLog {
  const steps = new Map<
    string,
    { name: string; isCached: boolean; seconds: number; lines: string[]; error?: string }
  >();
  for (const line of text.split(/\r?\n/)) {
    const [, id, rest = ''] = /^#(\d+) (.*)$/.exec(line) ?? [];
    if (id === undefined) continue;
    const step = steps.get(id);
    const [, seconds] = /^DONE ([\d.]+)s$/.exec(rest) ?? [];
    if (step === undefined) steps.set(id, { name: rest, isCached: false, seconds: 0, lines: [] });
    else if (rest === 'CACHED') step.isCached = true;
    else if (seconds !== undefined) step.seconds = Number(seconds);
    else if (rest.startsWith('ERROR: ')) step.error = rest.slice(7);
    else if (rest !== step.name) step.lines.push(rest.replace(/^[\d.]+ /, ''));
  }
  const [, error] = /^ERROR: (.*)$/m.exec(text) ?? [];
  const [, line] = /^[^\s#].*:(\d+)\n-{20}$/m.exec(text) ?? [];
  return {
    steps: [...steps.values()],
    ...(error === undefined ? {} : { error: error.replace(/^(failed to (build|solve): )+/, '') }),
    ...(line === undefined ? {} : { line: Number(line) }),
  };
}

/** A step's name without its place and its mounts, on one line. */
export function shortName(name: string): string {
  return name
    .replace(/ --(?:mount|network|security|chown|chmod|from|exclude|parents|link)(?:=\S+)?/g, '')
    .replace(/\s+/g, ' ');
}

/** The steps that a stage's instructions are; the others are the builder's own. */
export function ownSteps({ steps }: BuildLog): readonly BuildStep[] {
  return steps.filter(({ name }) => /^\[[^\]]* \d+\/\d+\] (?!FROM )/.test(name));
}

/** Commands that fetch an app's dependencies. */
const INSTALLS: readonly RegExp[] = [
  /\b(?:npm (?:ci|install|i)|yarn(?: install)?(?= --|$| &&)|pnpm (?:install|i|fetch)|bun (?:install|i|ci))(?! (?:-g|--global))(?=\s|$)/,
  /\b(?:pip3? install|uv (?:sync|pip install)|poetry install|pdm (?:install|sync)|pipenv (?:install|sync))\b/,
  /\bgo mod download\b/,
  /\bdependency:(?:resolve|go-offline)|\bgradlew? .*\bdependencies\b/,
  /\bbundle install|\bcargo fetch|\bcomposer install/,
];

/** Whether a command fetches dependencies. */
export function isInstall(command: string): boolean {
  return INSTALLS.some((pattern) => pattern.test(command));
}

/** Steps that fetched dependencies again, where none of their kind was taken from the cache. */
export function repeatedInstalls(log: BuildLog): readonly BuildStep[] {
  const own = ownSteps(log);
  return INSTALLS.flatMap((pattern) => {
    const all = own.filter(({ name }) => / RUN /.test(` ${name}`) && pattern.test(name));
    return all.some(({ isCached }) => isCached) ? [] : all;
  });
}
