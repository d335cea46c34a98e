import { printable } from '../model/problem.ts';
import { megabytes, secondsText, type Report, type StepReport } from '../verify/report.ts';
import { layerRows } from './verify-report.ts';
import { markdownTable } from './markdown-table.ts';

const MARKS = { ok: '✅', failed: '❌', skipped: '➖' } as const;

/** A verification for a pull request. */
export function reportMarkdown({ name, dockerfile, passed, steps, measured }: Report): string {
  const { image, naive, rebuild, startSeconds } = measured;
  const figures = [
    ...(image === undefined
      ? []
      : [`**${megabytes(image.bytes)}**${naive === undefined ? '' : ` (naive: ${megabytes(naive.bytes)})`}`]),
    ...(startSeconds === undefined ? [] : [`starts in **${secondsText(startSeconds)}**`]),
    ...(rebuild === undefined ? [] : [`rebuilt after an edit in **${secondsText(rebuild.seconds)}**`]),
  ];
  const failures = steps.filter(({ failure }) => failure !== undefined);
  return [
    `### ${passed ? MARKS.ok : MARKS.failed} ${text(name)}: \`${code(dockerfile)}\` ${passed ? 'passes' : 'fails'}`,
    ...(figures.length === 0 ? [] : [figures.join(' · ')]),
    ...failures.map(failureText),
    details(
      'Steps',
      markdownTable(
        ['', 'step', 'what was found'],
        steps.map(({ state, title, summary }) => [MARKS[state], title, text(summary)]),
      ),
    ),
    ...(image === undefined
      ? []
      : [
          details(
            'Size by layer',
            markdownTable(
              ['layer', 'size'],
              layerRows(image.layers, image.base).map((row) => [`\`${code(row.name)}\``, megabytes(row.bytes)]),
            ),
          ),
        ]),
  ].join('\n\n');
}

function failureText({ title, failure, summary }: StepReport): string {
  const { lines = [], cause, problem } = failure ?? {};
  const log =
    lines.length === 0 ? [] : ['', '```text', ...lines.map((line) => printable(line).replaceAll('```', "'''")), '```'];
  const likely = cause === undefined ? [] : [`Likely: ${text(cause.cause)} ([more](${cause.source}))`];
  return [`**${title}**: ${text(summary)}`, ...likely, `Do: ${text(cause?.fix ?? problem?.fix ?? '')}`, ...log].join(
    '\n',
  );
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

/** A value in running text: nothing of it is markup. */
function text(value: string): string {
  return printable(value).replace(/[\\`*_{}[\]<>#@]/g, (sign) =>
    sign === '<' ? '&lt;' : sign === '@' ? '@\u200B' : `\\${sign}`,
  );
}

function code(value: string): string {
  return printable(value).replaceAll('`', "'");
}
