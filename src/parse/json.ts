import {
  findNodeAtLocation,
  parseTree,
  printParseErrorCode,
  getNodeValue,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { problem, type Problem } from '../model/problem.ts';
import { lineAt } from './lines.ts';

/** A parsed manifest that still knows where each key stands. */
export interface Document {
  readonly file: string;
  readonly value: unknown;
  /** The line of a key, counted from 1. */
  lineOf(...path: readonly (string | number)[]): number | undefined;
}

/** JSON with comments and trailing commas, as tsconfig.json allows. */
export function parseJson(text: string, file: string): Document | Problem {
  const errors: ParseError[] = [];
  const tree: Node | undefined = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    const line = lineAt(text, first?.offset ?? 0);
    return problem(
      'malformed-file',
      { file, reason: first ? `${printParseErrorCode(first.error)} on line ${line}` : 'it is empty' },
      { file, line },
    );
  }
  return {
    file,
    value: getNodeValue(tree),
    lineOf: (...path) => {
      const node = findNodeAtLocation(tree, [...path]);
      return node === undefined
        ? undefined
        : lineAt(text, (node.parent?.type === 'property' ? node.parent : node).offset);
    },
  };
}
