import type { GoApp } from '../../model/app.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { GoFile } from './packages.ts';

/** Code that ends the program, or hands the error on, in what follows a call. */
const GIVES_UP = '[^}]{0,80}?!= nil[^}]{0,240}?\\b(?:Fatal\\w*|panic|Exit|return)\\b';
const DOTENV = new RegExp(`\\bgodotenv\\.(?:Load|Overload)\\(\\s*(?:"([^"]*)")?\\s*\\)${GIVES_UP}`);
const VIPER = new RegExp(`\\bReadInConfig\\(\\)${GIVES_UP}`);
const VIPER_FILE = /\bSetConfigFile\(\s*"((?:\.\/)?[\w-]*\.env)"/;
const VIPER_NAME = /\bSetConfigName\(\s*"([\w.-]+)"/;
const VIPER_TYPE = /\bSetConfigType\(\s*"(?:env|dotenv)"/;
const SHOWN = ['.env.example', '.env.sample', '.env.template', '.env.dist'];

/**
 * Files of variables without which the program ends. No image has one, since they hold secrets: it gets one without
 * values, and those of the container count. viper only takes variables whose names stand there.
 */
export function emptyEnvFiles(repo: Repo, root: string, files: readonly GoFile[]): GoApp['go']['emptyFiles'] {
  const found = files.flatMap(({ source: { code } }) => {
    const loaded = DOTENV.exec(code);
    const named = VIPER_TYPE.test(code) ? VIPER_NAME.exec(code)?.[1] : undefined;
    const file = VIPER_FILE.exec(code)?.[1] ?? (named === undefined ? undefined : nameOf(repo, root, named));
    return [
      ...(loaded ? [{ path: loaded[1] ?? '.env', text: '' }] : []),
      ...(file !== undefined && VIPER.test(code) ? [{ path: file, text: namesIn(repo, root, file) }] : []),
    ];
  });
  const known = found.filter(({ path }) => /^(?:\.\/)?[\w.-]*\.env(?:\.[\w-]+)?$/.test(path));
  return known
    .map(({ path, text }) => ({ path: path.replace(/^\.\//, ''), text }))
    .filter(({ path }, index, all) => all.findIndex((other) => other.path === path) === index);
}

/** viper adds the type to the name, or takes the name as it is. */
function nameOf(repo: Repo, root: string, name: string): string {
  return name.startsWith('.') && !repo.has(join(root, `${name}.env`)) ? name : `${name}.env`;
}

function namesIn(repo: Repo, root: string, file: string): string {
  const [text = ''] = [file, ...SHOWN].flatMap((each) => repo.read(join(root, each)) ?? []);
  return [...text.matchAll(/^(?:export )?([A-Za-z_]\w*)[ \t]*=/gm)].map(([, name = '']) => `${name}=\n`).join('');
}
