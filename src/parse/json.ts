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

/**
 * JSON with comments and trailing commas, as tsconfig.json allows. Plain JSON, which lockfiles of megabytes are, is read
 * by the engine itself, and places are looked for only when somebody asks for a line.
 */
export function parseJson(text: string, file: string): Document | Problem {
  const plain = plainJson(text);
  if (plain === undefined) return parseTolerantly(text, file);
  let tree: Node | undefined;
  return { file, value: plain.value, lineOf: (...path) => lineIn(text, (tree ??= parseTree(text)), path) };
}

function plainJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function parseTolerantly(text: string, file: string): Document | Problem {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (tree === undefined || first !== undefined) {
    const line = lineAt(text, first?.offset ?? 0);
    return problem(
      'malformed-file',
      { file, reason: first ? `${printParseErrorCode(first.error)} on line ${line}` : 'it is empty' },
      { file, line },
    );
  }
  return { file, value: getNodeValue(tree), lineOf: (...path) => lineIn(text, tree, path) };
}

function lineIn(text: string, tree: Node | undefined, path: readonly (string | number)[]): number | undefined {
  const node = tree && findNodeAtLocation(tree, [...path]);
  return node && lineAt(text, (node.parent?.type === 'property' ? node.parent : node).offset);
}
