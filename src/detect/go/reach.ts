import { goDeclarations, type GoDeclaration } from '../../parse/go-declarations.ts';
import type { GoFile } from './packages.ts';

interface Node {
  readonly file: GoFile;
  readonly declaration: GoDeclaration;
  readonly text: string;
}

const IDENTIFIER = /\b[A-Za-z_]\w*\b/g;

/**
 * The files with only what can run when the command does: what `main`, `init` and the variables of the packages mention,
 * and what that mentions. Names alone are compared, so that too much is taken rather than too little. A client that
 * imports the package of a server does not start it.
 * @param dir the command's folder.
 * @returns the same files, everything else blanked; lines and offsets stay.
 */
export function reachedFiles(files: readonly GoFile[], dir: string): readonly GoFile[] {
  const nodes = files.flatMap((file) =>
    goDeclarations(file.source.code).map((declaration): Node => ({
      file,
      declaration,
      text: file.source.code.slice(declaration.start, declaration.end),
    })),
  );
  const waitingFor = new Map<string, Node[]>();
  const mentioned = new Set<string>();
  const reached = new Set<Node>();
  const queue = nodes.filter((node) => isRoot(node, dir));
  for (const node of nodes) {
    const { names, receiver } = node.declaration;
    for (const name of receiver === undefined ? names : [...names, receiver])
      waitingFor.set(name, [...(waitingFor.get(name) ?? []), node]);
  }
  for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    for (const [name] of node.text.matchAll(IDENTIFIER)) {
      if (mentioned.has(name)) continue;
      mentioned.add(name);
      queue.push(...(waitingFor.get(name) ?? []).filter((other) => isMentioned(other.declaration, mentioned)));
    }
  }
  return files.map((file) =>
    withOnly(
      file,
      nodes.filter((node) => node.file === file && !reached.has(node)),
    ),
  );
}

/** What runs without being called. */
function isRoot({ file, declaration: { kind, names, receiver } }: Node, dir: string): boolean {
  if (kind !== 'func') return kind === 'other';
  const isOwn = file.path.split('/').slice(0, -1).join('/') === dir;
  return receiver === undefined && (names[0] === 'init' || (isOwn && names[0] === 'main'));
}

function isMentioned({ names, receiver }: GoDeclaration, mentioned: ReadonlySet<string>): boolean {
  return names.some((name) => mentioned.has(name)) && (receiver === undefined || mentioned.has(receiver));
}

function withOnly(file: GoFile, others: readonly Node[]): GoFile {
  if (others.length === 0) return file;
  let code = file.source.code;
  for (const { declaration, text } of others)
    code = code.slice(0, declaration.start) + text.replace(/[^\n]/g, ' ') + code.slice(declaration.end);
  return { ...file, source: { ...file.source, code } };
}
