import type { Preset } from '../model/preset.ts';
import { builtInPresets } from './built-in.ts';

/** Renders one stage; throws where a value is missing, or cannot be written safely. */
export type StageTemplate = (values: unknown) => string;

/** The presets that a run chooses from, and the stage templates that stand in the place of built-in ones or beside them. */
export interface Library {
  readonly presets: readonly Preset[];
  readonly stages: ReadonlyMap<string, StageTemplate>;
}

export const builtInLibrary: Library = { presets: builtInPresets, stages: new Map() };
