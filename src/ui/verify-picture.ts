import { printable } from '../model/problem.ts';
import { megabytes, type Measured } from '../verify/report.ts';
import { layerRows } from './verify-report.ts';
import { cut } from './terminal.ts';

const WIDTH = 760;
const LEFT = 90;
const BAR = { height: 30, gap: 16, top: 50 };
const LEGEND = 20;
/** Told apart by most people, on white and on black. @see https://www.nature.com/articles/nmeth.1618 */
const COLOURS = ['#7f8c99', '#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#a89f00'];

/** The sizes as a picture: a bar for the naive image and one for this, cut into layers. It follows light and dark. */
export function sizesPicture(name: string, { image, naive }: Measured): string {
  if (image === undefined) return '';
  const own = layerRows(image.layers, image.base);
  const bars = [
    ...(naive === undefined
      ? []
      : [{ title: 'naive', bytes: naive.bytes, parts: layerRows(naive.layers, 'its base image') }]),
    { title: naive === undefined ? 'image' : 'this one', bytes: image.bytes, parts: own },
  ];
  const most = Math.max(...bars.map(({ bytes }) => bytes), 1);
  const scale = (WIDTH - LEFT - 100) / most;
  const legendTop = BAR.top + bars.length * (BAR.height + BAR.gap) + 16;
  const height = legendTop + own.length * LEGEND + 10;
  const rows = bars.flatMap(({ title, bytes, parts }, index) => {
    const y = BAR.top + index * (BAR.height + BAR.gap);
    let x = LEFT;
    const cells = parts.map((part, layer) => {
      const width = part.bytes * scale;
      const cell = rectangle(x, y, width, BAR.height, layer, `${part.name}: ${megabytes(part.bytes)}`);
      x += width;
      return cell;
    });
    const middle = y + BAR.height / 2 + 5;
    return [label(LEFT - 10, middle, title, 'end'), ...cells, label(x + 8, middle, megabytes(bytes))];
  });
  const legend = own.flatMap(({ name: layer, bytes }, index) => {
    const y = legendTop + index * LEGEND;
    return [
      rectangle(LEFT, y, 12, 12, index, layer),
      label(LEFT + 20, y + 11, `${cut(printable(layer), 70)}  ${megabytes(bytes)}`),
    ];
  });
  const title = `Image size of ${printable(name)}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escape(title)}">`,
    '<style>text { font: 13px system-ui, sans-serif; fill: #1f2328 } rect { stroke: #ffffff; stroke-width: 1 } @media (prefers-color-scheme: dark) { text { fill: #e6edf3 } rect { stroke: #0d1117 } }</style>',
    `<text x="${LEFT}" y="28" style="font-weight: 600; font-size: 15px">${escape(title)}</text>`,
    ...rows,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}

function rectangle(x: number, y: number, width: number, height: number, index: number, title: string): string {
  const colour = COLOURS[index % COLOURS.length] ?? '';
  const size = `width="${Math.max(width, 0.5).toFixed(1)}" height="${height}"`;
  return `<rect x="${x.toFixed(1)}" y="${y}" ${size} fill="${colour}"><title>${escape(printable(title))}</title></rect>`;
}

function label(x: number, y: number, text: string, anchor = 'start'): string {
  return `<text x="${x.toFixed(1)}" y="${y}" text-anchor="${anchor}">${escape(text)}</text>`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
