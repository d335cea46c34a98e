import { checkProblems } from './check.ts';
import { commandProblems } from './command.ts';
import { goProblems } from './go.ts';
import { imageProblems } from './image.ts';
import { javaProblems } from './java.ts';
import { nodeProblems } from './node.ts';
import { pinProblems } from './pins.ts';
import { presetProblems } from './presets.ts';
import { pythonProblems } from './python.ts';
import { repositoryProblems } from './repository.ts';
import { serviceProblems } from './service.ts';
import { verifyProblems } from './verify.ts';
import { versionProblems } from './version.ts';

/** Every problem that the program can report, by its id. No error text stands elsewhere. */
export const problemTable = {
  ...commandProblems,
  ...presetProblems,
  ...pinProblems,
  ...repositoryProblems,
  ...versionProblems,
  ...imageProblems,
  ...serviceProblems,
  ...nodeProblems,
  ...pythonProblems,
  ...goProblems,
  ...javaProblems,
  ...checkProblems,
  ...verifyProblems,
} as const;

export type ProblemId = keyof typeof problemTable;
