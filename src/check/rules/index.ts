import type { Rule } from '../context.ts';
import { composeAsks, services } from './compose.ts';
import { developmentDependencies } from './contents.ts';
import { contextSources, outputs } from './files.ts';
import { frozen, inputs, manager, managerVersion, order } from './install.ts';
import { goBinary, musl, osPackages } from './native.ts';
import { buildVariables, loopback, ports } from './reach.ts';
import { copiedCredentials, ignoreFile, secretsInContext } from './secrets.ts';
import { scripts, startFile, startThroughManager } from './start.ts';
import { mixedStages, runtimeEndOfLife, runtimeVersion, tableAge } from './versions.ts';

/** Every rule. Those that compare with the app find nothing where it is not known. */
export const rules: readonly Rule[] = [
  contextSources,
  outputs,
  scripts,
  startFile,
  startThroughManager,
  runtimeVersion,
  runtimeEndOfLife,
  mixedStages,
  manager,
  managerVersion,
  frozen,
  inputs,
  order,
  developmentDependencies,
  ports,
  loopback,
  buildVariables,
  musl,
  osPackages,
  goBinary,
  secretsInContext,
  ignoreFile,
  copiedCredentials,
  composeAsks,
  services,
  tableAge,
];
