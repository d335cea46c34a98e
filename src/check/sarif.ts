import type { Location, Log } from 'sarif';
import { checkProblems } from '../problems/check.ts';
import type { Checked } from './index.ts';
import type { Place } from './context.ts';

const LEVELS = { error: 'error', warning: 'warning', hint: 'note' } as const;

/**
 * The findings as a SARIF log, which code hosts show beside the lines.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif(checked: readonly Checked[], version: string): Log {
  const ids = Object.keys(checkProblems);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'create-dockerfile',
            version,
            rules: Object.entries(checkProblems).map(([id, { level, why, source, fix }]) => ({
              id,
              shortDescription: { text: why },
              help: { text: fix },
              helpUri: source,
              defaultConfiguration: { level: LEVELS[level] },
            })),
          },
        },
        results: checked
          .flatMap(({ findings }) => findings)
          .map(({ id, level, what, fix, where, evidence }) => ({
            ruleId: id,
            ruleIndex: ids.indexOf(id),
            level: LEVELS[level],
            message: { text: `${what} ${fix}` },
            locations: where === undefined ? [] : [location(where)],
            ...(evidence === undefined ? {} : { relatedLocations: [location(evidence)] }),
          })),
      },
    ],
  };
}

function location({ file, line }: Place): Location {
  return {
    physicalLocation: {
      artifactLocation: { uri: file.split('/').map(encodeURIComponent).join('/') },
      ...(line === undefined ? {} : { region: { startLine: line } }),
    },
  };
}
