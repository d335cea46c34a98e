import presets from '../generated/presets.json' with { type: 'json' };
import type { Preset } from '../model/preset.ts';

/** The presets of presets/, checked when the program was built. */
export const builtInPresets = presets as unknown as readonly Preset[];
