import { join, within, type Repo } from '../../repo/repo.ts';

/** Tracked files whose values a production build takes, the one that it prefers first. */
const VALUES = ['.env.production', '.env'];
/** Tracked files that show what there is to set. */
const EXAMPLES = ['.env.example', '.env.sample', '.env.template'];
/** What an example can say that is true of every machine: an address or a number, no word to be replaced. */
const USABLE = /^(?:https?:\/\/\S+|\d+)$/;

/** The paths of all of them. */
export function envFiles(repo: Repo, dir: string): readonly string[] {
  const folder = envFolder(repo, dir);
  return [...VALUES, ...EXAMPLES].map((file) => join(folder, file));
}

/** The folder of the .env files: the app's, or the one that its Vite configuration names. @see https://vite.dev/config/shared-options#envdir */
function envFolder(repo: Repo, dir: string): string {
  const files = repo.scan([join(dir, '*.config.{js,mjs,cjs,ts,mts,cts}')]);
  const stated = files.map((file) => /\benvDir\s*:\s*['"`]([\w./-]+)['"`]/.exec(repo.read(file) ?? '')?.[1]);
  return within(dir, stated.find((each) => each !== undefined) ?? '') ?? dir;
}

/** Looks a variable up in the tracked files: a value, else what an example says where it can be used as it is. */
export function trackedValues(repo: Repo, dir: string): (name: string) => string | undefined {
  const folder = envFolder(repo, dir);
  const read = (file: string): ReadonlyMap<string, string> => readEnvFile(repo.read(join(folder, file)) ?? '');
  const [values, examples] = [VALUES.map(read), EXAMPLES.map(read)];
  return (name) => {
    const value = values.map((file) => file.get(name)).find((each) => each !== undefined);
    return value ?? examples.map((file) => file.get(name)).find((each) => each !== undefined && USABLE.test(each));
  };
}

/** NAME=value lines; quotes around a value and a comment behind it are taken away. */
function readEnvFile(text: string): ReadonlyMap<string, string> {
  const pairs = text.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) return [];
    const quoted = /^(['"])(.*?)\1/.exec(value)?.[2];
    return [[name, quoted ?? value.replace(/(?:^|\s+)#.*$/, '')]];
  });
  return new Map(pairs);
}
