import { inFile, type Source } from '../model/fact.ts';
import type { Content } from '../model/preset.ts';
import { lineAt } from '../parse/lines.ts';
import { withoutComments } from '../parse/script-source.ts';
import { join, type Repo } from '../repo/repo.ts';

/** What a preset's pattern found in a project's files. */
export interface Statement {
  readonly match: RegExpExecArray;
  readonly source: Source;
}

/** Every first match of the pattern in one of the files of an app's folder, file by file; comments do not count. */
export function statements(repo: Repo, dir: string, { files, pattern }: Content): readonly Statement[] {
  const expression = new RegExp(pattern);
  return repo.scan(files.map((glob) => join(dir, glob))).flatMap((file) => {
    const text = withoutComments(file, repo.read(file) ?? '');
    const match = expression.exec(text);
    return match === null ? [] : [{ match, source: inFile(file, lineAt(text, match.index)) }];
  });
}

/** Whether a project says something; never where nothing is asked. */
export function isStated(repo: Repo, dir: string, content: Content | undefined): boolean {
  return content !== undefined && statements(repo, dir, content).length > 0;
}
