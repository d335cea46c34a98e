import { printable } from '../model/problem.ts';
import type { LayerSize } from '../verify/image.ts';
import { megabytes, secondsText, type Failure, type Measured, type Report, type StepReport } from '../verify/report.ts';
import { cut, type Style } from './terminal.ts';

const MARKS = {
  ok: { word: 'ok', colour: 'green' },
  failed: { word: 'FAIL', colour: 'red' },
  skipped: { word: '-', colour: 'dim' },
} as const;
const TITLE_WIDTH = 18;
const BAR_WIDTH = 40;
/** Layers below this share of the image stand together. */
const SMALL = 0.01;

/** A verification as a terminal shows it. */
export function reportLines(report: Report, style: Style, columns: number): readonly string[] {
  const { steps, measured, name, dockerfile, passed } = report;
  const failed = steps.filter(({ state }) => state === 'failed').length;
  const end = passed
    ? style('green', `${printable(name)} passes: ${steps.filter(({ state }) => state === 'ok').length} steps.`)
    : style('red', `${printable(name)} fails: ${failed === 1 ? '1 step' : `${failed} steps`}.`);
  return [
    style('bold', `${printable(name)} · ${printable(dockerfile)}`),
    '',
    ...steps.flatMap((step) => stepLines(step, style, columns)),
    ...sizeLines(measured, style, columns),
    '',
    end,
  ];
}

function stepLines(step: StepReport, style: Style, columns: number): readonly string[] {
  const { word, colour } = MARKS[step.state];
  const head = `  ${style(colour, word.padEnd(4))}  ${step.title.padEnd(TITLE_WIDTH)}  `;
  const summary = printable(step.summary);
  const { failure } = step;
  if (failure === undefined)
    return [
      `${head}${cut(step.state === 'skipped' ? style('dim', summary) : summary, Math.max(20, columns - TITLE_WIDTH - 11))}`,
    ];
  return [`${head}${summary}`, ...failureLines(failure, style)];
}

/** The log's lines, the likely cause, and what to do. */
function failureLines({ lines, cause, problem }: Failure, style: Style): readonly string[] {
  const said = lines.map((line) => style('dim', `        | ${printable(line)}`));
  const likely = cause === undefined ? [] : [`        ${style('yellow', 'likely')} ${cause.cause}`];
  const todo = cause?.fix ?? problem.fix;
  return [
    ...said,
    ...likely,
    `        ${style('cyan', 'do')} ${todo}${cause === undefined ? '' : style('dim', ` ${cause.source}`)}`,
  ];
}

function sizeLines({ image, naive, rebuild }: Measured, style: Style, columns: number): readonly string[] {
  if (image === undefined) return [];
  const layers = [
    '',
    style('bold', `${megabytes(image.bytes)} by layer`),
    ...layerRows(image.layers, image.base).map(({ name, bytes }) => barLine(name, bytes, image.bytes, style, columns)),
  ];
  if (naive === undefined) return layers;
  const again = rebuild === undefined ? '' : `   after an edit ${secondsText(rebuild.seconds)}`;
  return [
    ...layers,
    '',
    style('bold', 'The same app as a beginner would build it'),
    `${barLine('naive', naive.bytes, naive.bytes, style, columns)}   after an edit ${secondsText(naive.rebuildSeconds)}`,
    `${barLine('this one', image.bytes, naive.bytes, style, columns)}${again}`,
  ];
}

function barLine(name: string, bytes: number, whole: number, style: Style, columns: number): string {
  const width = Math.min(BAR_WIDTH, Math.max(10, columns - 60));
  const bar = '█'.repeat(Math.max(bytes > 0 ? 1 : 0, Math.round((bytes / whole) * width)));
  return `  ${cut(printable(name), 40).padEnd(40)} ${megabytes(bytes).padStart(8)}  ${style('cyan', bar.padEnd(width))}`;
}

/** The layers as rows: the base image's together, small ones together at the end. */
export function layerRows(
  layers: readonly LayerSize[],
  base: string,
): readonly { readonly name: string; readonly bytes: number }[] {
  const sum = (some: readonly LayerSize[]): number => some.reduce((total, { bytes }) => total + bytes, 0);
  const own = layers.filter(({ isBase }) => !isBase);
  const isSmall = ({ bytes }: LayerSize): boolean => bytes < sum(layers) * SMALL;
  const small = own.filter(isSmall);
  const rows = own.filter((layer) => !isSmall(layer)).map(({ instruction, bytes }) => ({ name: instruction, bytes }));
  const [only] = small;
  return [
    ...(own.length === layers.length ? [] : [{ name: base, bytes: sum(layers) - sum(own) }]),
    ...rows,
    ...(only === undefined
      ? []
      : [{ name: small.length === 1 ? only.instruction : `${small.length} small layers`, bytes: sum(small) }]),
  ];
}
