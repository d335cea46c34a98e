import { inFile, type Candidate } from '../model/fact.ts';
import { readDocument } from '../parse/document.ts';
import { lineOfMatch } from '../parse/lines.ts';
import { asRecord, asString, asStrings, at } from '../parse/shape.ts';
import { join, type Repo } from '../repo/repo.ts';

/** A file whose whole text is the version: its first line that is no comment. */
export function plainVersionFile(repo: Repo, dir: string, name: string): Candidate<string>[] {
  const file = join(dir, name);
  const lines = (repo.read(file) ?? '').split('\n').map((line) => line.replace(/#.*/, '').trim());
  const index = lines.findIndex((line) => line !== '');
  const value = lines[index];
  return value === undefined ? [] : [{ value, source: inFile(file, index + 1), because: `${file} says ${value}` }];
}

/** `.tool-versions` of asdf and mise. @see https://asdf-vm.com/manage/configuration.html */
export function toolVersions(repo: Repo, dir: string, tools: readonly string[]): Candidate<string>[] {
  const file = join(dir, '.tool-versions');
  const text = repo.read(file) ?? '';
  return text.split('\n').flatMap((line, index) => {
    const [tool, value] = line.replace(/#.*/, '').trim().split(/\s+/);
    if (tool === undefined || value === undefined || !tools.includes(tool)) return [];
    return [{ value, source: inFile(file, index + 1, tool), because: `${file} says ${tool} ${value}` }];
  });
}

/** `[tools]` of mise.toml: a text, a list or a table with `version`. @see https://mise.jdx.dev/configuration.html */
export function miseVersions(repo: Repo, dir: string, tools: readonly string[]): Candidate<string>[] {
  for (const name of ['mise.toml', '.mise.toml', '.config/mise.toml', '.config/mise/config.toml', 'mise/config.toml']) {
    const file = join(dir, name);
    const document = readDocument(repo, file, 'toml');
    const entries = asRecord(at(document?.value, 'tools'));
    for (const tool of tools) {
      const entry = entries[tool];
      const value = asString(entry) ?? asStrings(entry)[0] ?? asString(at(entry, 'version'));
      if (value === undefined) continue;
      const line = document?.lineOf('tools', tool) ?? lineOfMatch(repo.read(file) ?? '', new RegExp(`\\b${tool}\\b`));
      return [{ value, source: inFile(file, line, tool), because: `${file} says ${tool} ${value}` }];
    }
  }
  return [];
}

/** The same look-up in the app's folder, then in each folder above it up to the root. */
export function upwards<T>(dir: string, look: (dir: string) => T[]): T[] {
  const found = look(dir);
  return dir === '' ? found : [...found, ...upwards(dir.split('/').slice(0, -1).join('/'), look)];
}
