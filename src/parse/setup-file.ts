/** What an older setuptools project states, read without running it. @see https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
export interface SetupFile {
  readonly name?: string;
  readonly requirements: readonly string[];
  readonly pythonRequires?: string;
  /** Names of its console scripts. */
  readonly scripts: readonly string[];
  /** Whether its version is asked of git. */
  readonly usesScm?: boolean;
}

/** Reads setup.cfg: sections of keys, whose values may stand on indented lines below. */
export function parseSetupConfig(text: string): SetupFile {
  const values = new Map<string, string[]>();
  let [section, key] = ['', ''];
  for (const line of text.split('\n')) {
    const header = /^\[([^\]]+)\]/.exec(line)?.[1];
    const [, name, value = ''] = /^([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? [];
    if (header !== undefined) [section, key] = [header.trim(), ''];
    else if (name !== undefined) {
      key = `${section}.${name}`;
      values.set(key, value.trim() === '' ? [] : [value.trim()]);
    } else if (/^\s+[^\s#;]/.test(line)) values.get(key)?.push(line.trim());
  }
  const first = (path: string): string | undefined => values.get(path)?.[0];
  return made(
    first('metadata.name'),
    values.get('options.install_requires') ?? [],
    first('options.python_requires'),
    (values.get('options.entry_points.console_scripts') ?? []).flatMap((line) => line.split('=')[0]?.trim() ?? []),
  );
}

/** Reads the literal arguments of setup(); what a program computes stays unknown. */
export function parseSetupProgram(text: string): SetupFile {
  const list = (name: string): readonly string[] =>
    texts(new RegExp(`\\b${name}['"]?\\s*[=:]\\s*\\[([^\\]]*)\\]`).exec(text)?.[1]);
  const value = (name: string): string | undefined =>
    texts(new RegExp(`\\b${name}\\s*=\\s*(['"][^'"\\n]*['"])`).exec(text)?.[1])[0];
  const stated = made(
    value('name'),
    // Extras hold brackets: the list ends where a line or an argument does.
    texts(/\binstall_requires\s*=\s*\[([\s\S]*?)\]\s*[,)\n]/.exec(text)?.[1]),
    value('python_requires'),
    list('console_scripts').flatMap((line) => line.split('=')[0]?.trim() ?? []),
  );
  return { ...stated, usesScm: /\buse_scm_version\b|\bpbr\s*=\s*True/.test(text) };
}

function made(
  name: string | undefined,
  requirements: readonly string[],
  pythonRequires: string | undefined,
  scripts: readonly string[],
): SetupFile {
  return {
    ...(name === undefined ? {} : { name }),
    requirements,
    ...(pythonRequires === undefined ? {} : { pythonRequires }),
    scripts,
  };
}

/** The string literals of a piece of Python. */
function texts(piece: string | undefined): readonly string[] {
  return [...(piece ?? '').replace(/#.*$/gm, '').matchAll(/(['"])(.*?)\1/g)].map((found) => found[2] ?? '');
}
