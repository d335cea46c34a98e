import { middle, rounded } from './processes.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

const REST = 'the rest';

/** The parts of a run, by the functions that they are; what is within another part counts there. */
const PARTS: Readonly<Record<string, RegExp>> = {
  'loading the bundle': /^(Module\._load|prototype\._compile|Module\.require)$/,
  arguments: /^readArguments$/,
  walk: /^openRepo$/,
  detect: /^detect$/,
  plan: /^planApp$/,
  render: /^renderFiles$/,
  compare: /^compareFiles$/,
};
/** Called from within a load, and not a part of it. */
const OURS = /^(main|generate|check|explainFile)$/;

/**
 * The milliseconds of each part, from CPU profiles of some runs: the median. Profiling makes all of them slower.
 * @param texts the files that `node --cpu-prof` wrote.
 * @param empty those of an empty program: what Node takes before and after ours.
 */
export function partsOf(texts: readonly string[], empty: readonly string[]): Record<string, number> {
  const [runs, empties] = [texts, empty].map((each) => each.map((text) => partsOfRun(JSON.parse(text) as Profile)));
  const median = (of: typeof runs, name: string): number => middle((of ?? []).map((run) => run.get(name) ?? 0));
  const node = median(empties, REST);
  return Object.fromEntries([
    ['Node itself', rounded(node, 1)],
    ...Object.keys(PARTS).map((name) => [name, rounded(median(runs, name), 1)]),
    [REST, rounded(Math.max(0, median(runs, REST) - node), 1)],
  ]) as Record<string, number>;
}

function partsOfRun({ nodes, samples, timeDeltas }: Profile): ReadonlyMap<string, number> {
  const own = new Map<number, number>();
  samples.forEach((id, index) => own.set(id, (own.get(id) ?? 0) + (timeDeltas[index] ?? 0) / 1000));
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const sums = new Map<string, number>();
  const visit = (id: number, above: string): void => {
    const node = byId.get(id);
    if (node === undefined) return;
    const { functionName } = node.callFrame;
    const named = Object.entries(PARTS).find(([, pattern]) => pattern.test(functionName))?.[0];
    const part = named ?? (OURS.test(functionName) && node.callFrame.url !== '' ? REST : above);
    sums.set(part, (sums.get(part) ?? 0) + (own.get(id) ?? 0));
    for (const child of node.children ?? []) visit(child, part);
  };
  const [root] = nodes;
  if (root !== undefined) visit(root.id, REST);
  return sums;
}
