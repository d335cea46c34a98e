/**
 * Compares examples/spring-boot as it is generated, with and without --cds, with the layered JRE image of articles, and
 * writes bench/results-java.json: npm run bench:java [-- --only NAME …]. Needs a Docker engine.
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ask, docker, eventually, HARDENED, prepareImages, run } from '../test/engine/docker.ts';
import { median, seconds } from './measure.ts';

const ROOT = join(import.meta.dirname, '..');
const RESULTS = join(import.meta.dirname, 'results-java.json');
const SOURCE = 'src/main/java/com/example/orders/OrderController.java';
const TIMES = 3;

const ARTICLES = `FROM maven:3.9-eclipse-temurin-21 AS builder
WORKDIR /app
COPY pom.xml .
RUN mvn -B dependency:go-offline
COPY src ./src
RUN mvn -B package -DskipTests
RUN java -Djarmode=tools -jar target/*.jar extract --layers --launcher --destination extracted

FROM eclipse-temurin:21-jre
RUN useradd --system app
WORKDIR /app
COPY --from=builder /app/extracted/dependencies/ ./
COPY --from=builder /app/extracted/spring-boot-loader/ ./
COPY --from=builder /app/extracted/snapshot-dependencies/ ./
COPY --from=builder /app/extracted/application/ ./
USER app
EXPOSE 8080
ENTRYPOINT ["java", "org.springframework.boot.loader.launch.JarLauncher"]
`;

/** What the generator is told; undefined for the file of the articles. */
const VARIANTS: Readonly<Record<string, readonly string[] | undefined>> = {
  articles: undefined,
  generated: [],
  cds: ['--cds'],
};

interface Layer {
  readonly id: string;
  readonly bytes: number;
}

interface Variant {
  readonly megabytes: number;
  readonly startSeconds: number;
  /** Sizes of the layers that an edit of one source file makes anew. */
  readonly editedLayerBytes: readonly number[];
}

/** The layers of an image, with their sizes before compression. */
async function layers(image: string): Promise<readonly Layer[]> {
  const ids = JSON.parse(await docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', image)) as string[];
  const { stdout } = await execa('sh', ['-c', 'docker save "$1" | tar -tvf -', '_', image]);
  return ids.map((id) => {
    const line = stdout.split('\n').find((text) => text.includes(id.replace('sha256:', 'blobs/sha256/')));
    return { id, bytes: Number(line?.split(/\s+/)[2]) };
  });
}

async function start(image: string): Promise<number> {
  const container = await docker('create', ...HARDENED, image);
  try {
    return await seconds(async () => {
      await docker('start', container);
      const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
      const address = await docker('inspect', '--format', format, container);
      await eventually(120, () => ask(`http://${address}:8080/orders`));
    });
  } finally {
    await docker('rm', '--force', container);
  }
}

async function measure(name: string): Promise<Variant> {
  const folder = mkdtempSync(join(tmpdir(), 'create-dockerfile-'));
  const image = `create-dockerfile-bench/java:${name}`;
  try {
    for (const path of ['pom.xml', 'src'])
      cpSync(join(ROOT, 'examples/spring-boot', path), join(folder, path), { recursive: true });
    mkdirSync(join(folder, '.git'));
    const options = VARIANTS[name];
    if (options === undefined) writeFileSync(join(folder, 'Dockerfile'), ARTICLES);
    else await run(process.execPath, [join(ROOT, 'dist/cli.js'), folder, '--yes', ...options]);
    await prepareImages(join(folder, 'Dockerfile'));
    await docker('build', '--tag', image, folder);
    const size = Number(await docker('image', 'inspect', '--format', '{{.Size}}', image));
    const times: number[] = [];
    for (let i = 0; i < TIMES; i += 1) times.push(await start(image));
    const before = (await layers(image)).map(({ id }) => id);
    const source = join(folder, SOURCE);
    writeFileSync(source, readFileSync(source, 'utf8').replace('tea', 'cocoa'));
    await docker('build', '--tag', image, folder);
    return {
      megabytes: Math.round(size / 1e5) / 10,
      startSeconds: median(times),
      editedLayerBytes: (await layers(image)).filter(({ id }) => !before.includes(id)).map(({ bytes }) => bytes),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await docker('image', 'rm', '--force', image).catch(() => undefined);
  }
}

function known(): { readonly variants: Readonly<Record<string, Variant>> } {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8')) as { variants: Record<string, Variant> };
  } catch {
    return { variants: {} };
  }
}

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
for (const name of values.only ?? Object.keys(VARIANTS)) {
  const found = await measure(name);
  const text = {
    date: new Date().toISOString().slice(0, 10),
    engine: await docker('version', '--format', '{{.Server.Version}}'),
    variants: { ...known().variants, [name]: found },
  };
  writeFileSync(RESULTS, `${JSON.stringify(text, null, 1)}\n`);
  process.stdout.write(`${name}: ${JSON.stringify(found)}\n`);
}
