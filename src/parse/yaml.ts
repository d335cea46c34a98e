import { isNode, LineCounter, parseDocument } from 'yaml';
import { problem, type Problem } from '../model/problem.ts';
import type { Document } from './json.ts';

export function parseYaml(text: string, file: string): Document | Problem {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'error', merge: true });
  const [error] = document.errors;
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0]);
    return problem('malformed-file', { file, reason: `${error.code} on line ${line}` }, { file, line });
  }
  return {
    file,
    value: toPlain(() => document.toJS({ maxAliasCount: 100 }) as unknown),
    lineOf: (...path) => {
      const node = document.getIn(path, true);
      return isNode(node) && node.range ? counter.linePos(node.range[0]).line : undefined;
    },
  };
}

/** An alias bomb makes `toJS` throw: such a document has no value. */
function toPlain(read: () => unknown): unknown {
  try {
    return read();
  } catch {
    return undefined;
  }
}
