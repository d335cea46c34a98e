import type { Imported } from '../import/compare.ts';
import { KEPT } from '../import/additions.ts';
import { printable } from '../model/problem.ts';
import { cut, type Style } from './terminal.ts';

const SUBJECT_WIDTH = 16;

/** An old Dockerfile beside the new one: what it said, what becomes of it, and below that why. */
export function importRows({ file, rows }: Imported, style: Style, columns: number): readonly string[] {
  const indent = ' '.repeat(4);
  const width = Math.max(30, columns - SUBJECT_WIDTH - 4);
  const isKept = rows.some(({ ours }) => ours === KEPT);
  return [
    `${printable(file)} ${style('dim', 'and what would stand in its place')}`,
    ...rows.flatMap(({ subject, theirs, ours, why, line }, index) => {
      const shown = printable(ours);
      const room = Math.max(width - shown.length - 3, Math.floor(width / 2) - 2);
      const place = line === undefined ? '' : `line ${line}: `;
      const isSaid = why === '' || (why === rows[index - 1]?.why && line === rows[index - 1]?.line);
      return [
        `  ${style('bold', printable(subject).padEnd(SUBJECT_WIDTH))} ${cut(`${cut(printable(theirs), room)} → ${shown}`, width)}`,
        ...(isSaid
          ? []
          : wrapped(printable(place + why), columns - indent.length - 1).map((part) => indent + style('dim', part))),
      ];
    }),
    ...(isKept ? ['', style('dim', 'What is kept goes into .create-dockerfile.json, where later runs find it.')] : []),
    '',
  ];
}

/** Words in lines of at most so many characters. */
function wrapped(text: string, width: number): readonly string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length + 1 > width) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
