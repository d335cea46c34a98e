/** A declaration at the top level of a Go file: `func`, `type`, or a `var`, `const` or `import` with what belongs to it. */
export interface GoDeclaration {
  readonly kind: 'func' | 'type' | 'other';
  /** What it declares: one name, or those of a block. */
  readonly names: readonly string[];
  /** The type of a method's receiver. */
  readonly receiver?: string;
  /** Offsets in the code. */
  readonly start: number;
  readonly end: number;
}

const BEGINS = /^(func|type|var|const|import)\b/gm;
const METHOD = /^func\s*\(\s*(?:\w+\s+)?\*?\s*(\w+)(?:\[[^\]]*\])?\s*\)\s*(\w+)/;
const NAMED = /^\w+\s+(\w+)/;
const IN_BLOCK = /^[ \t]+(\w+)\b/gm;

/** Splits code whose comments are blanked. gofmt keeps what is declared at the top level at the start of a line. */
export function goDeclarations(code: string): readonly GoDeclaration[] {
  const starts = [...code.matchAll(BEGINS)];
  return starts.map((found, index) => {
    const start = found.index;
    const end = starts[index + 1]?.index ?? code.length;
    const text = code.slice(start, end);
    const keyword = found[1];
    const method = METHOD.exec(text);
    if (method) return { kind: 'func', names: [method[2] ?? ''], receiver: method[1] ?? '', start, end };
    const kind = keyword === 'func' || keyword === 'type' ? keyword : 'other';
    const isBlock = /^\w+\s*\(/.test(text);
    const names = isBlock ? [...text.matchAll(IN_BLOCK)].map((name) => name[1] ?? '') : [NAMED.exec(text)?.[1] ?? ''];
    return { kind, names, start, end };
  });
}
