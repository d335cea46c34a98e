/**
 * Compares a FastAPI service (uvicorn[standard], SQLAlchemy) as it is generated with what articles and beginners write,
 * and writes bench/results-python.json: npm run bench:python [-- --only NAME …]. Needs a Docker engine.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ask, docker, eventually, HARDENED, prepareImages, run } from '../test/engine/docker.ts';
import { median, seconds } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(import.meta.dirname, 'results-python.json');
const TIMES = 5;

const APP: Readonly<Record<string, string>> = {
  'requirements.txt': 'fastapi\nuvicorn[standard]\nsqlalchemy\n',
  'main.py': `from fastapi import FastAPI
from sqlalchemy import create_engine, text

app = FastAPI()
engine = create_engine("sqlite://")


@app.get("/health")
def health() -> dict[str, int]:
    with engine.connect() as connection:
        return {"answer": connection.execute(text("select 1")).scalar_one()}
`,
};

/** The file of a beginner, and the two stages that articles show: a virtualenv, copied whole. */
const OTHERS: Readonly<Record<string, string>> = {
  naive: `FROM python:3.13
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
`,
  articles: `FROM python:3.13-slim AS builder
WORKDIR /app
RUN python -m venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY requirements.txt .
RUN pip install --no-cache-dir -r requirements.txt

FROM python:3.13-slim
RUN useradd --create-home --uid 1000 app
WORKDIR /app
COPY --from=builder /opt/venv /opt/venv
ENV PATH="/opt/venv/bin:$PATH"
COPY . .
USER app
CMD ["uvicorn", "main:app", "--host", "0.0.0.0", "--port", "8000"]
`,
};

interface Variant {
  readonly megabytes: number;
  readonly startSeconds: number;
  /** The same image, its bytecode looked for where there is none. */
  readonly startSecondsWithoutBytecode: number;
}

async function build(folder: string, image: string): Promise<string> {
  const { all } = await execa('docker', ['build', '--progress', 'plain', '--tag', image, folder], { all: true });
  return all;
}

async function start(image: string, ...options: readonly string[]): Promise<number> {
  const container = await docker('create', ...HARDENED, ...options, image);
  try {
    return await seconds(async () => {
      await docker('start', container);
      const address = await docker(
        'inspect',
        '--format',
        '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}',
        container,
      );
      await eventually(60, () => ask(`http://${address}:8000/health`));
    });
  } finally {
    await docker('rm', '--force', container);
  }
}

/** The steps that ran again after an edit of a source file; the rest was cached. */
async function rebuild(folder: string, image: string): Promise<{ cached: readonly string[]; ran: readonly string[] }> {
  appendFileSync(join(folder, 'main.py'), '# edited\n');
  const log = await build(folder, image);
  const steps = [...log.matchAll(/^#(\d+) (\[.+?\] (?:RUN|COPY|WORKDIR|FROM).*)$/gm)];
  const isCached = (id: string): boolean => new RegExp(`^#${id} CACHED$`, 'm').test(log);
  const named = (wanted: boolean): string[] => [
    ...new Set(steps.filter(([, id = '']) => isCached(id) === wanted).map(([, , step = '']) => step)),
  ];
  return { cached: named(true), ran: named(false).filter((step) => !step.includes(' FROM ')) };
}

interface Results {
  readonly variants: Readonly<Record<string, Variant>>;
  readonly rebuild?: Awaited<ReturnType<typeof rebuild>>;
}

async function measure(name: string): Promise<Results> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  const image = `create-dockerfile-bench/python:${name}`;
  try {
    for (const [path, text] of Object.entries(APP)) writeFileSync(join(folder, path), text);
    mkdirSync(join(folder, '.git'));
    const dockerfile = OTHERS[name];
    if (dockerfile === undefined)
      await run(process.execPath, [join(ROOT, 'dist/cli.js'), folder, '--yes', '--base', name]);
    else writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    await prepareImages(join(folder, 'Dockerfile'));
    await build(folder, image);
    const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
    const [compiled, plain]: [number[], number[]] = [[], []];
    for (let i = 0; i < TIMES; i += 1) {
      compiled.push(await start(image));
      plain.push(await start(image, '--env', 'PYTHONPYCACHEPREFIX=/nowhere'));
    }
    const variant = {
      megabytes: Math.round(size / 1e5) / 10,
      startSeconds: median(compiled),
      startSecondsWithoutBytecode: median(plain),
    };
    return {
      variants: { [name]: variant },
      ...(name === 'distroless' ? { rebuild: await rebuild(folder, image) } : {}),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker('image', 'rm', '--force', image).catch(() => undefined);
  }
}

function known(): Results {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as Results;
  } catch {
    return { variants: {} };
  }
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
for (const name of values.only ?? ['naive', 'articles', 'distroless', 'slim']) {
  const [before, found] = [known(), await measure(name)];
  const text = {
    date: new Date().toISOString().slice(0, 10),
    engine: await docker('version', '--format', '{{.Server.Version}}'),
    requirements: APP['requirements.txt']?.trim().split('\n'),
    ...before,
    ...found,
    variants: { ...before.variants, ...found.variants },
  };
  writeFileSync(RESULTS, `${JSON.stringify(text, null, 1)}\n`);
  process.stdout.write(`${name}: ${JSON.stringify(found)}\n`);
}
