import { describe, expect, test } from '@jest/globals';
import type { Preset } from '../src/model/preset.ts';
import { builtInPresets as presets } from '../src/preset/built-in.ts';
import { exampleNames, readExample } from './support/examples.ts';
import { templateTexts } from './support/templates.ts';

const ids = presets.map((preset) => preset.id);
const stageKinds = [...templateTexts().keys()].flatMap((name) => /^stages\/(.*)$/.exec(name)?.[1] ?? []);

/** Everything that a preset supersedes, and what that supersedes, and so on. */
function supersededBy({ supersedes }: Preset, depth = 0): readonly string[] {
  if (depth > presets.length) return supersedes;
  const others = supersedes.flatMap((id) => presets.find((preset) => preset.id === id) ?? []);
  return [...supersedes, ...others.flatMap((other) => supersededBy(other, depth + 1))];
}

test('every preset has an example, and every example a preset', () => {
  const used = exampleNames().map((name) => readExample(name).spec.preset);
  expect([...new Set(used)].sort()).toEqual([...ids].sort());
});

test('every stage template is used by a preset', () => {
  // Commands that a person adds are no part of a shape, nor are the targets that it lacks.
  const used = new Set(['added', 'aliases', ...presets.flatMap((preset) => preset.stages.map((stage) => stage.kind))]);
  expect(stageKinds.filter((kind) => !used.has(kind))).toEqual([]);
});

describe.each(presets.map((preset): [string, Preset] => [preset.id, preset]))('%s', (id, preset) => {
  test('names stages that have a template', () => {
    expect(preset.stages.map((stage) => stage.kind).filter((kind) => !stageKinds.includes(kind))).toEqual([]);
  });

  test('supersedes presets that exist, and never itself', () => {
    expect(preset.supersedes.filter((other) => !ids.includes(other))).toEqual([]);
    expect(supersededBy(preset)).not.toContain(id);
  });

  test('has patterns that can be compiled', () => {
    const patterns = [preset.when.content?.pattern, ...preset.defaults.outputFrom.map((rule) => rule.pattern)];
    for (const pattern of patterns) expect(() => new RegExp(pattern ?? '')).not.toThrow();
  });
});
