import type { Explained } from '../explain/index.ts';
import { sourceText } from '../model/fact.ts';
import type { Decision } from '../model/plan.ts';
import { escapeControls, printable } from '../model/problem.ts';
import type { Style } from './terminal.ts';

/** The explanations as a terminal shows them, stage by stage. */
export function explanationLines(explained: readonly Explained[], style: Style): readonly string[] {
  return explained.flatMap((each, index) => [
    ...(explained[index - 1]?.stage === each.stage ? [] : ['', style('bold', `Stage ${each.stage}`)]),
    `${style('cyan', String(each.line).padStart(4))}  ${printable(each.text)}`,
    `      ${each.because}${each.source === undefined ? '' : style('dim', ` ${each.source}`)}`,
    ...each.decisions.map((decision) => style('dim', `      ${decisionText(decision)}`)),
  ]);
}

/** The explanations as Markdown, for the documents of a team. */
export function explanationMarkdown(explained: readonly Explained[], title: string): string {
  const stages = [...new Set(explained.map(({ stage }) => stage))];
  const parts = stages.map((stage) => {
    const rows = explained
      .filter((each) => each.stage === stage)
      .map((each) => {
        const lines = [each.because, ...each.decisions.map(decisionText)].join('<br>');
        return `| ${each.line} | \`${each.text.replaceAll('|', '\\|').replaceAll('`', "'")}\` | ${lines.replaceAll('|', '\\|')} |`;
      });
    return `## Stage ${stage}\n\n| line | instruction | why |\n| --- | --- | --- |\n${rows.join('\n')}`;
  });
  return `# ${title}\n\n${parts.join('\n\n')}`;
}

/** What was decided, from what, what it overruled, and the option that changes it. */
function decisionText({ subject, value, because, sources, rejected, flag }: Decision): string {
  const places = [...new Set(sources.filter(({ kind }) => kind === 'file' || kind === 'flag').map(sourceText))];
  return escapeControls(
    [
      `${subject}: ${value}`,
      ...(places.length === 0 ? [] : [`from ${places.join(', ')}`]),
      because,
      ...rejected.map((loser) => `not ${loser.value} of ${sourceText(loser.source)}: ${loser.why}`),
      ...(flag === undefined ? [] : [`${flag} changes it`]),
    ].join(' · '),
  );
}
