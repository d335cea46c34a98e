import { readExample } from './examples.ts';

export type Files = Readonly<Record<string, string>>;
/** A line, by a text that stands on it alone. */
export type Line = readonly [file: string, text: string];

export interface Drift {
  readonly what: string;
  readonly files: Files;
  readonly id: string;
  readonly at: Line;
  /** The place in the repository that it contradicts, where there is one. */
  readonly against?: Line | readonly [file: string];
}

export function example(name: string): Files {
  const { files, expected } = readExample(name);
  return { ...files, ...expected };
}

/** The files with texts replaced; a text that is not there is a fault of the test. */
export function edited(files: Files, ...edits: readonly (readonly [file: string, from: string, to: string])[]): Files {
  return edits.reduce((result, [file, from, to]) => {
    const text = result[file];
    if (text?.includes(from) !== true) throw new Error(`${file} does not hold ${from}`);
    return { ...result, [file]: text.replace(from, to) };
  }, files);
}

export function without(files: Files, ...names: readonly string[]): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => !names.includes(name)));
}

export function lineOf(files: Files, [file, text]: Line): number {
  const lines = (files[file] ?? '').split('\n');
  const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
  if (found.length !== 1) throw new Error(`${text} stands on ${found.length} lines of ${file}`);
  return found[0] ?? 0;
}

export const api = example('typescript-api');
/** A FastAPI app with a Dockerfile as a person writes it. */
export const fastapi: Files = {
  'requirements.txt': 'fastapi==0.121.0\nuvicorn==0.38.0\n',
  'app/__init__.py': '',
  'app/main.py':
    "from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get('/health')\ndef health():\n    return {}\n",
  '.dockerignore': '.git\n',
  Dockerfile:
    'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt ./\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY app ./app\nUSER 1000\nEXPOSE 8000\nCMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]\n',
};

/** A Dockerfile as a person writes it, for an app of npm. */
export const PERSON = `FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build
FROM node:24-slim
WORKDIR /app
ENV NODE_ENV=production
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
COPY --from=build /app/dist ./dist
EXPOSE 4000
USER 1000
CMD ["node", "dist/server.js"]
`;
export const own: Files = { ...without(api, 'compose.yaml'), Dockerfile: PERSON };
