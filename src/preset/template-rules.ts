import { helpers } from '../render/helpers.ts';

const BLOCKS = ['if', 'each'];

/** A `{{…}}` that may not stand in a template. */
export interface ForeignStatement {
  readonly name: string;
  readonly line: number;
}

/**
 * Every `{{…}}` that is neither a call of a helper with one value nor `if` or `each`: values reach a template's text
 * only by helpers, which quote them, and a template can do nothing else.
 */
export function foreignStatements(program: hbs.AST.Program): readonly ForeignStatement[] {
  return program.body.flatMap((statement) => {
    if (statement.type === 'ContentStatement' || statement.type === 'CommentStatement') return [];
    const { path, params, hash, loc } = statement as hbs.AST.MustacheStatement;
    const name = isPath(path) ? path.original : statement.type.replace('Statement', '').toLowerCase();
    const foreign = [{ name, line: loc.start.line }];
    const isCall = isPath(path) && params.length === 1 && params.every(isHarmless) && isEmpty(hash);
    if (statement.type === 'MustacheStatement') return isCall && Object.hasOwn(helpers, name) ? [] : foreign;
    if (statement.type !== 'BlockStatement' || !isCall || !BLOCKS.includes(name)) return foreign;
    const { program: inner, inverse } = statement as hbs.AST.BlockStatement;
    const parts: readonly (hbs.AST.Program | undefined)[] = [inner, inverse]; // there is no else: no inverse
    return parts.flatMap((part) => (part === undefined ? [] : foreignStatements(part)));
  });
}

/** A partial has no path, whatever the types say. */
function isPath(expression: hbs.AST.Node | undefined): expression is hbs.AST.PathExpression {
  return expression?.type === 'PathExpression';
}

/** The parser gives no hash at all where none is written, whatever its types say. */
function isEmpty(hash: hbs.AST.Hash | undefined): boolean {
  return hash === undefined || hash.pairs.length === 0;
}

/** A path to a planned value: nothing of the language that the program is written in. */
function isHarmless(expression: hbs.AST.Expression): boolean {
  return (
    isPath(expression) &&
    !expression.data &&
    expression.parts.every((part) => !['constructor', 'prototype', '__proto__'].includes(part))
  );
}
