import { describe, expect, test } from '@jest/globals';
import { explain } from '../src/explain/index.ts';
import type { Explained } from '../src/explain/index.ts';
import { explanationMarkdown } from '../src/ui/explanation.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';

/** The example's Dockerfile explained, as it stands or as a person edited it. */
function explained(name: string, edit = (text: string): string => text): readonly Explained[] {
  const { plan, files } = compileExample(readExample(name));
  const [image] = plan.images;
  const text = files.find(({ path }) => /(^|\/)Dockerfile$/.test(path))?.text ?? '';
  return image === undefined ? [] : explain(edit(text), text, plan, image);
}

/** The lines that begin an instruction, read without a parser: not a comment, not the middle of one, not a heredoc. */
function beginnings(text: string): readonly number[] {
  const lines = text.split('\n');
  let end: string | undefined;
  let continues = false;
  return lines.flatMap((line, index) => {
    if (end !== undefined) {
      if (line === end) end = undefined;
      return [];
    }
    const isStart = !continues && /^[A-Z]+ /.test(line);
    if (!line.startsWith('#')) continues = line.endsWith('\\');
    end = /<<'?(\w+)'?/.exec(line)?.[1];
    return isStart ? [index + 1] : [];
  });
}

describe('explain', () => {
  test.each(exampleNames())('covers every instruction of %s', (name) => {
    const all = explained(name);
    const { files } = compileExample(readExample(name));
    const text = files.find(({ path }) => /(^|\/)Dockerfile$/.test(path))?.text ?? '';
    expect(all.map(({ line }) => line)).toEqual(beginnings(text));
    expect(all.filter(({ isOurs, because }) => !isOurs || !because.endsWith('.'))).toEqual([]);
  });

  test('a line leads to the place in the repository that it was concluded from', () => {
    const port = explained('typescript-api').find(
      ({ text, stage }) => text.startsWith('EXPOSE') && stage === 'runtime',
    );
    expect(port?.decisions).toMatchObject([{ subject: 'port', flag: '--port', sources: [{ file: 'src/server.ts' }] }]);
  });

  test('what a person added is said to be theirs, and the rest is still explained', () => {
    const all = explained('typescript-api', (text) =>
      text.replace('EXPOSE 4000\nHEALTH', 'LABEL team=web\nEXPOSE 4000\nHEALTH'),
    );
    expect(all.filter(({ isOurs }) => !isOurs).map(({ text }) => text)).toEqual(['LABEL team=web']);
  });

  test('the comment above an instruction is a part of its reason', () => {
    const install = explained('typescript-api').find(({ text }) => text === 'FROM base AS dependencies');
    expect(install?.because).toMatch(/^Installed again only when a manifest or the lockfile changes\. /);
  });

  test('Markdown keeps a table row on one line', () => {
    const rows = explanationMarkdown(explained('go-cli'), 'Dockerfile')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row).toMatch(/^\| .* \| .* \| .* \|$/);
  });
});
