import { printable } from '../model/problem.ts';
import type { LayerSize } from '../verify/image.ts';
import { megabytes, secondsText, type Failure, type Measured, type Report, type StepReport } from '../verify/report.ts';
import { cut, wrap, type Style } from './terminal.ts';

const MARKS = {
  ok: { word: 'ok', colour: 'green' },
  failed: { word: 'FAIL', colour: 'red' },
  skipped: { word: '-', colour: 'dim' },
} as const;
const TITLE_WIDTH = 18;
const BAR_WIDTH = 40;
const LEAST_BAR = 10;
/** Layers below this share of the image stand together. */
const SMALL = 0.01;

/** A verification as a terminal shows it. */
export function reportLines(report: Report, style: Style, columns: number): readonly string[] {
  const { steps, measured, name, dockerfile, passed } = report;
  const failed = steps.filter(({ state }) => state === 'failed').length;
  const tried = steps.filter(({ blockedBy }) => blockedBy === undefined);
  const rest = steps.filter(({ blockedBy }) => blockedBy !== undefined);
  const width = Math.max(TITLE_WIDTH, ...steps.map(({ title }) => title.length));
  const end = passed
    ? style('green', `${printable(name)} passes: ${steps.filter(({ state }) => state === 'ok').length} steps.`)
    : style('red', `${printable(name)} fails: ${failed === 1 ? '1 step' : `${failed} steps`}.`);
  return [
    style('bold', `${printable(name)} · ${printable(dockerfile)}`),
    '',
    ...tried.flatMap((step) => stepLines(step, style, columns, width)),
    ...(rest.length === 0 ? [] : stepLines(notTried(rest), style, columns, width)),
    ...sizeLines(measured, style, columns),
    '',
    end,
  ];
}

/** What could not be known, as something before it failed, as one step. */
function notTried(steps: readonly StepReport[]): Told {
  return { title: 'not tried', state: 'skipped', summary: steps.map(({ title }) => title).join(', ') };
}

type Told = Pick<StepReport, 'title' | 'state' | 'summary' | 'failure'>;

function stepLines(step: Told, style: Style, columns: number, width: number): readonly string[] {
  const { word, colour } = MARKS[step.state];
  const head = `  ${style(colour, word.padEnd(4))}  ${step.title.padEnd(width)}  `;
  const room = Math.max(20, columns - width - 11);
  const summary = printable(step.summary);
  const { failure } = step;
  const said = hanging(head, summary, room, ' '.repeat(width + 10));
  return failure === undefined ? said : [...said, ...failureLines(failure, style, columns)];
}

/** The log's lines, the likely cause, what to do, and where that is explained. */
function failureLines({ lines, cause, problem }: Failure, style: Style, columns: number): readonly string[] {
  const said = lines.map((line) => style('dim', `        | ${printable(line)}`));
  const told = (label: string, text: string): readonly string[] =>
    hanging(`        ${label}  `, text, Math.max(40, columns - 17), ' '.repeat(16));
  if (cause === undefined) return [...said, ...told(style('cyan', 'do    '), problem.fix)];
  return [
    ...said,
    ...told(style('yellow', 'likely'), cause.cause),
    ...told(style('cyan', 'do    '), cause.fix),
    ...told(style('dim', 'see   '), style('dim', cause.source)),
  ];
}

/** A text in lines, below each other behind what it begins with. */
function hanging(head: string, text: string, room: number, indent: string): readonly string[] {
  return wrap(text, room)
    .split('\n')
    .map((line, index) => (index === 0 ? head : indent) + line);
}

interface Bar {
  readonly name: string;
  readonly bytes: number;
  readonly note?: string;
}

function sizeLines({ image, naive, rebuild }: Measured, style: Style, columns: number): readonly string[] {
  if (image === undefined) return [];
  const layers = layerRows(image.layers, image.base);
  const again = (seconds?: number) => (seconds === undefined ? {} : { note: `${secondsText(seconds)} after an edit` });
  const compared =
    naive === undefined
      ? []
      : [
          { name: 'naive', bytes: naive.bytes, ...again(naive.rebuildSeconds) },
          { name: 'this one', bytes: image.bytes, ...again(rebuild?.seconds) },
        ];
  return [
    ...['', style('bold', `${megabytes(image.bytes)} by layer`), ...barLines(layers, image.bytes, style, columns)],
    ...(naive === undefined ? [] : ['', style('bold', 'The same app as a beginner would build it')]),
    ...barLines(compared, naive?.bytes ?? 0, style, columns),
  ];
}

/** A bar for each, as long as the terminal has room. @param whole the bytes of the longest possible bar. */
function barLines(bars: readonly Bar[], whole: number, style: Style, columns: number): readonly string[] {
  const longest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const notes = longest(bars.map(({ note = '' }) => note));
  const room = columns - notes - LEAST_BAR - 16;
  const names = Math.max(10, Math.min(room, longest(bars.map(({ name }) => printable(name)))));
  const width = Math.max(LEAST_BAR, Math.min(BAR_WIDTH, columns - notes - names - 16));
  return bars.map(({ name, bytes, note }) => {
    const bar = '█'.repeat(Math.max(bytes > 0 ? 1 : 0, Math.min(width, Math.round((bytes / whole) * width))));
    const rest = note === undefined ? '' : `${' '.repeat(width - bar.length)}  ${note}`;
    return `  ${cut(printable(name), names).padEnd(names)} ${megabytes(bytes).padStart(8)}  ${style('cyan', bar)}${rest}`;
  });
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
