import { inFile, type Fact, fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { quotePattern } from '../../quote.ts';
import { join, type Repo } from '../../repo/repo.ts';
import type { GoFile } from './packages.ts';
import type { Setting } from './settings.ts';

/** Variables of the server's own port or address, as people name them. */
const WHOSE = '(?:HTTP|SERVER|APP|API|WEB|LISTEN|SERVICE|REST|BIND)';
/** An address of an API or a service may be another's, which the program calls. */
const MINE = '(?:HTTP|SERVER|APP|WEB|LISTEN|BIND)';
const OWN = new RegExp(`^${WHOSE}(?:_?${WHOSE})*_?PORT$|^(?:${MINE}_?)*ADDR(?:ESS)?$`);
/** How a variable is read: by os.Getenv and its like, by a tag of a struct. */
const READ = /(?:[eE]nv\w*\(\s*|\b(?:env(?:config)?|mapstructure):)"([A-Z][A-Z0-9_]*)/g;
/** Files that show which variables there are. */
const SHOWN = ['.env.example', '.env.sample', '.env.template', '.env.dist', 'env.example', 'example.env', 'app.env'];

/** Variables that the program takes its own address from and has no default for: without a value it ends, or listens nowhere. */
export function ownVariables(
  repo: Repo,
  root: string,
  files: readonly GoFile[],
  settings: readonly Setting[],
): { readonly port?: Fact<number>; readonly values: (port: number) => Readonly<Record<string, string>> } {
  const names = new Set(
    files
      .flatMap(({ source: { code } }) => [...code.matchAll(READ)].map((found) => found[1] ?? ''))
      .filter((name) => OWN.test(name) && !settings.some((each) => each.name === name)),
  );
  const [port] = [...names].flatMap((name) => shownPort(repo, root, name) ?? []);
  return {
    ...(port ? { port } : {}),
    values: (value) =>
      Object.fromEntries([...names].map((name) => [name, `${name.endsWith('PORT') ? '' : ':'}${value}`])),
  };
}

function shownPort(repo: Repo, root: string, name: string): Fact<number> | undefined {
  for (const file of SHOWN.map((shown) => join(root, shown))) {
    const text = repo.read(file) ?? '';
    const found = new RegExp(`^(?:export )?${quotePattern(name)}=["']?(?:[\\w.-]*:)?(\\d{2,5})["']?\\s*$`, 'm').exec(
      text,
    );
    if (found)
      return fact(Number(found[1]), `${file} says ${found[0].trim()}`, inFile(file, lineAt(text, found.index), name));
  }
  return undefined;
}

const CONFIGURES = /\.(ya?ml|json|toml|conf|ini|properties)$/;
const STATED =
  /^[ \t]*["']?(?:(?:http|server|app|rest|listen|web|api)_?)?(?:port|addr|address|listen)["']?[ \t]*[:=][ \t]*["']?(?:[\w.[\]-]*:)?(\d{2,5})["']?[ \t]*,?[ \t]*$/gim;
/** Ports of databases, queues and mail. */
const FOREIGN = new Set([25, 465, 587, 1433, 1521, 2379, 3306, 5432, 5672, 6379, 9042, 9092, 9200, 11_211, 27_017]);

/** The port that a configuration file says which the image ships. */
export function configuredPort(repo: Repo, paths: readonly string[]): Fact<number> | undefined {
  const files = repo.paths.filter(
    (path) => CONFIGURES.test(path) && paths.some((each) => path === each || path.startsWith(`${each}/`)),
  );
  for (const file of files) {
    const text = repo.read(file) ?? '';
    for (const found of text.matchAll(STATED)) {
      const port = Number(found[1]);
      if (port < 65_536 && !FOREIGN.has(port))
        return fact(port, `${file} says ${found[0].trim()}`, inFile(file, lineAt(text, found.index)));
    }
  }
  return undefined;
}
