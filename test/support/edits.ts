/** What people do to a generated Dockerfile, and what becomes of it when the app changes under them. */

/** One way in which the app changed since. */
export type AppChange = 'dependency' | 'port' | 'version';

export interface PersonsEdit {
  readonly name: string;
  readonly edit: (text: string) => string;
  /** Lines that must stay, and lines that must not come back. */
  readonly added: readonly string[];
  readonly deleted: readonly string[];
  /** The changes that speak of the same lines, and so are asked about. */
  readonly conflicts: readonly AppChange[];
}

interface Parts {
  readonly added?: readonly string[];
  readonly deleted?: readonly string[];
  readonly conflicts?: readonly AppChange[];
}

function edit(name: string, change: PersonsEdit['edit'], { added = [], deleted = [], conflicts = [] }: Parts) {
  return { name, edit: change, added, deleted, conflicts };
}

/** Puts lines after or before the first line that starts so. */
function after(start: string, ...lines: readonly string[]): PersonsEdit['edit'] {
  return (text) => splice(text, start, (line) => [line, ...lines]);
}

function before(start: string, ...lines: readonly string[]): PersonsEdit['edit'] {
  return (text) => splice(text, start, (line) => [...lines, line]);
}

function splice(text: string, start: string, change: (line: string) => readonly string[]): string {
  const lines = text.split('\n');
  const index = lines.findIndex((line) => line.startsWith(start));
  if (index < 0) throw new Error(`no line starts with ${start}`);
  return lines.toSpliced(index, 1, ...change(lines[index] ?? '')).join('\n');
}

/** Takes a whole stage out. */
function withoutStage(text: string, name: string): string {
  return text
    .split('\n\n')
    .filter((block) => !new RegExp(`^FROM .* AS ${name}$`, 'm').test(block))
    .join('\n\n');
}

const LABEL = 'LABEL org.opencontainers.image.source="https://example.com/shop"';
const DEBUG = ['FROM base AS profile', 'COPY . .', 'CMD ["node", "--prof", "server.js"]', ''];

export const personsEdits: readonly PersonsEdit[] = [
  edit('a label in the runtime', after('USER', LABEL), { added: [LABEL] }),
  edit('a comment above a stage', before('FROM dependencies AS build', '# Ask Ada before you touch this.'), {
    added: ['# Ask Ada before you touch this.'],
  }),
  edit('a variable of its own line', before('COPY --from=production-dependencies', 'ENV TZ=Europe/Berlin'), {
    added: ['ENV TZ=Europe/Berlin'],
  }),
  edit(
    'a variable appended to the others',
    (text) => text.replace('    PORT=3000', '    PORT=3000 \\\n    TZ=Europe/Berlin'),
    { added: ['    TZ=Europe/Berlin'] },
  ),
  edit('another base of the build', (text) => text.replace('node:22-trixie-slim', 'node:22-bookworm'), {
    added: ['FROM node:22-bookworm AS base'],
    deleted: ['FROM node:22-trixie-slim AS base'],
    conflicts: ['dependency', 'version'],
  }),
  edit('a stage removed', (text) => withoutStage(text, 'test'), {
    deleted: ['FROM build AS test', 'ENV CI=true', 'RUN npm test'],
  }),
  edit('the debug stages removed', (text) => withoutStage(withoutStage(text, 'shell'), 'debug'), {
    deleted: ['COPY --from=shell /busybox /busybox', 'FROM runtime AS debug'],
  }),
  edit('a stage added', before('FROM build AS test', ...DEBUG), { added: DEBUG.slice(0, 3) }),
  edit('lines in another order', (text) => text.replace(/(USER 65532.*\n)(EXPOSE 3000\n)/, '$2$1'), {
    conflicts: ['dependency'],
  }),
  edit('a stage renamed', (text) => text.replaceAll(/(?<= AS | --from=|^FROM )build\b/gm, 'compile'), {
    added: ['FROM dependencies AS compile', 'FROM compile AS test'],
    deleted: ['FROM dependencies AS build'],
  }),
  edit('CRLF', (text) => text.replaceAll('\n', '\r\n'), {}),
  edit('CRLF and a label', (text) => after('USER', LABEL)(text).replaceAll('\n', '\r\n'), { added: [LABEL] }),
  edit('a byte order mark', (text) => `\uFEFF${text}`, {}),
  edit('comments removed', (text) => text.replaceAll(/^# (?!syntax).*\n/gm, ''), {
    deleted: ['# Installed again only when a manifest or the lockfile changes.'],
    conflicts: ['dependency'],
  }),
  edit('no health check', (text) => text.replace(/HEALTHCHECK[^]*?\n(?=CMD \["server)/, 'HEALTHCHECK NONE\n'), {
    added: ['HEALTHCHECK NONE'],
    conflicts: ['dependency', 'port'],
  }),
  edit('another interval of the check', (text) => text.replace('--interval=30s', '--interval=10s'), {
    added: ['HEALTHCHECK --interval=10s --timeout=3s --start-period=10s \\'],
  }),
  edit('an argument of the install', (text) => text.replace(/npm ci$/m, 'npm ci --no-audit'), {
    added: ['    npm ci --no-audit'],
    deleted: ['    npm ci'],
  }),
  edit(
    'a step before the build',
    (text) => text.replace('COPY . .\nRUN npm run build', 'COPY . .\nRUN ./tools/prepare.sh\nRUN npm run build'),
    { added: ['RUN ./tools/prepare.sh'] },
  ),
  edit('another port published', (text) => text.replaceAll('EXPOSE 3000', 'EXPOSE 3000 9090'), {
    added: ['EXPOSE 3000 9090'],
    deleted: ['EXPOSE 3000'],
    conflicts: ['port'],
  }),
  edit('the end of the file without a line break', (text) => `${text.trimEnd()}\nLABEL team=shop`, {
    added: ['LABEL team=shop'],
  }),
];
