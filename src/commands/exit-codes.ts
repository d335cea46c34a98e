/** What the exit codes mean, for every command. */
export const exitCodes: readonly (readonly [code: number, what: string])[] = [
  [0, 'done'],
  [1, 'something was found (check), failed (verify), or would change (--exit-code)'],
  [2, 'wrong usage'],
  [3, 'nothing was recognised that an image could run'],
  [4, 'a question needs an answer, and nobody was asked'],
  [5, 'a file that a person wrote, or lines that they changed, are in the way'],
  [6, 'the repository cannot be read as it stands'],
  [7, 'something outside is missing: an engine, disk, permission'],
  [70, 'a fault of create-dockerfile'],
  [130, 'interrupted or cancelled; nothing was written'],
];
