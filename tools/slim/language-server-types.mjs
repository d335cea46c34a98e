/** What the readers of Dockerfiles take of it: places in a text, and the numbers of two tables. */
export const Position = { create: (line, character) => ({ line, character }) };
export const Range = {
  create: (start, end, ...last) =>
    last.length === 0 ? { start, end } : { start: Position.create(start, end), end: Position.create(...last) },
};
export const DiagnosticSeverity = { Error: 1, Warning: 2 };
export const DiagnosticTag = { Unnecessary: 1, Deprecated: 2 };
