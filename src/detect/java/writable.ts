import { fact, inFile, type Fact } from '../../model/fact.ts';
import { lineAt } from '../../parse/lines.ts';
import { within, type Repo } from '../../repo/repo.ts';
import { javaSources, type JavaModule } from './module.ts';
import type { Lookup } from './settings-files.ts';

const TEXT = '"((?:\\./)?[\\w-][\\w./-]*)"';
/** Calls that write a folder, or a file. */
const CALLS: readonly { readonly pattern: RegExp; readonly isFile: boolean }[] = [
  {
    pattern: new RegExp(`\\bcreateDirector(?:y|ies)\\(\\s*(?:Paths?\\.(?:get|of)|Path)\\(\\s*${TEXT}`, 'g'),
    isFile: false,
  },
  { pattern: new RegExp(`\\bFile\\(\\s*${TEXT}\\s*\\)\\s*\\.mkdirs?\\(`, 'g'), isFile: false },
  {
    pattern: new RegExp(
      `\\b(?:File(?:Writer|OutputStream)|Files\\.(?:write\\w*|newBufferedWriter|newOutputStream)\\(\\s*(?:Paths?\\.(?:get|of)))\\(\\s*${TEXT}`,
      'g',
    ),
    isFile: true,
  },
];
/** A folder that the code names and whose name says that it keeps something. */
const NAMED = new RegExp(`\\b(?:Paths?\\.(?:get|of)|File|Path)\\(\\s*${TEXT}\\s*\\)`, 'g');
const KEEPS = /^(?:[\w-]+-)?(?:uploads?|data|storage|logs?)$/;
/** Settings of frameworks, and names that people give to their own. */
const SETTINGS: readonly { readonly key: string; readonly isFile: boolean }[] = [
  { key: 'logging.file.name', isFile: true },
  { key: 'logging.file.path', isFile: false },
  { key: 'quarkus.log.file.path', isFile: true },
  { key: 'spring.servlet.multipart.location', isFile: false },
  ...['file', 'app', 'storage', 'upload'].flatMap((owner) =>
    ['upload-dir', 'upload.dir', 'upload-path', 'upload.path', 'location', 'dir', 'path'].map((name) => ({
      key: `${owner}.${name}`,
      isFile: false,
    })),
  ),
];

function isTracked(repo: Repo, path: string): boolean {
  const folder = within('', path) ?? '';
  return folder !== '' && repo.paths.some((file) => file.startsWith(`${folder}/`));
}

/** Folders, relative to the working directory, that the code or its settings write to. */
export function writtenFolders(repo: Repo, module: JavaModule, setting: Lookup): readonly Fact<string>[] {
  const found = new Map<string, Fact<string>>();
  const add = (text: string, isFile: boolean, source: Fact<string>['sources'][number]): void => {
    const path = within('', text.replace(/^\.\//, ''));
    const folder = isFile ? path?.split('/').slice(0, -1).join('/') : path;
    if (folder !== undefined && folder !== '' && !/^(src|target|build|tmp)(\/|$)/.test(folder))
      found.set(folder, fact(folder, `the program writes to ${folder}`, source));
  };
  for (const file of javaSources(repo, module)) {
    const text = repo.read(file) ?? '';
    for (const { pattern, isFile } of CALLS)
      for (const call of text.matchAll(pattern)) add(call[1] ?? '', isFile, inFile(file, lineAt(text, call.index)));
    // What git holds there is rather read than written.
    for (const call of text.matchAll(NAMED))
      if (KEEPS.test((call[1] ?? '').split('/').at(-1) ?? '') && !isTracked(repo, call[1] ?? ''))
        add(call[1] ?? '', false, inFile(file, lineAt(text, call.index)));
  }
  for (const { key, isFile } of SETTINGS) {
    const stated = setting(key);
    if (stated && /^(?:\.\/)?[\w-][\w./-]*$/.test(stated.value)) add(stated.value, isFile, stated.source);
  }
  return [...found.values()].filter(({ value }) => ![...found.keys()].some((other) => value.startsWith(`${other}/`)));
}
