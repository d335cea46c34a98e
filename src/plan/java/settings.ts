import { databaseIn, filesNamedIn } from '../../detect/java/storage.ts';
import type { JavaApp } from '../../model/app.ts';
import { fact, inFile, type Fact } from '../../model/fact.ts';
import type { Copy } from '../../model/plan.ts';
import type { Preset } from '../../model/preset.ts';
import { problem, type Problem } from '../../model/problem.ts';
import { lineAt } from '../../parse/lines.ts';
import { join, type Repo } from '../../repo/repo.ts';

/** What a framework's program is told on its command line, and what that takes along. */
interface ProgramSettings {
  readonly words: readonly string[];
  readonly copies: readonly Copy[];
  readonly writable: readonly Fact<string>[];
  /** Paths of the context that are copied. */
  readonly reads: readonly string[];
  readonly problems: readonly Problem[];
  readonly port?: Fact<number>;
}

/** Secrets by their names, which the ignore file drops unless the settings name them. */
const KEYS = /\.(jks|keystore|p12|pfx|pem|key)$/;

/** The arguments of the preset and the settings file that it looks for, with the files of the repository that this names. */
export function settingsOf(repo: Repo, { java, dir }: JavaApp, { defaults }: Preset): ProgramSettings {
  const folder = java.module === '' ? dir : java.module;
  const { settings } = defaults;
  const pattern = settings && new RegExp(settings.pattern, 'm');
  const file = settings?.files
    .flatMap((glob) => repo.scan([join(folder, glob)]))
    .find((path) => pattern?.test(repo.read(path) ?? ''));
  const words = defaults.arguments ?? [];
  if (file === undefined) return { words, copies: [], writable: [], reads: [], problems: [] };
  const text = repo.read(file) ?? '';
  const files = [file, ...filesNamedIn(repo, text, folder)];
  const inside = (path: string): string => (folder === '' ? path : path.slice(folder.length + 1));
  const stated = settings?.port === undefined ? null : new RegExp(settings.port).exec(text);
  const port = stated && Number(stated[1]);
  const database = databaseIn(text, (line) => inFile(file, line));
  return {
    words: [...words, inside(file)],
    copies: files.map((path) => ({ sources: [path], target: `./${inside(path)}` })),
    ...(stated && port && port < 65536
      ? { port: fact(port, `${file} says the port ${port}`, inFile(file, lineAt(text, stated.index), 'port')) }
      : {}),
    writable: database ? [database.folder] : [],
    reads: files,
    problems: files
      .filter((path) => KEYS.test(path))
      .map((path) => problem('key-in-image', { file: path, settings: file }, { file: path })),
  };
}
