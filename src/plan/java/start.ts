import { coerce, gte } from 'semver';
import type { JavaApp } from '../../model/app.ts';
import type { BaseKind, Copy } from '../../model/plan.ts';
import type { Preset } from '../../model/preset.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import type { Builder } from './builder.ts';
import { warShape } from './war.ts';

/** How the archive is taken apart in the build stage, what is copied from there, and how it is started. */
export interface Shape {
  /** A command for the build stage, after the archive stands there as app.jar. */
  readonly extract?: readonly string[];
  /** A folder whose jars are laid into lib, the app's own left out. */
  readonly install?: string;
  /** Paths in the build stage, in the order of how seldom they change. */
  readonly copies: readonly Copy[];
  /** Arguments of java. */
  readonly start: readonly string[];
  /** What the classes are looked for in, in the build stage. */
  readonly classes: { readonly path: string; readonly archive: string };
}

/**
 * Layers of Spring Boot by version, the newest first: the tool that extracts them, and what starts them.
 * @see https://docs.spring.io/spring-boot/reference/packaging/efficient.html
 */
const LAYERS = [
  {
    since: '3.3.0',
    mode: 'tools',
    options: ['--layers'],
    names: ['dependencies', 'snapshot-dependencies', 'application'],
    start: undefined,
  },
  {
    since: '3.2.0',
    mode: 'layertools',
    options: [],
    names: ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'],
    start: 'org.springframework.boot.loader.launch.JarLauncher',
  },
  {
    since: '2.4.0',
    mode: 'layertools',
    options: [],
    names: ['dependencies', 'spring-boot-loader', 'snapshot-dependencies', 'application'],
    start: 'org.springframework.boot.loader.JarLauncher',
  },
] as const;

/** The shape of an app's image: what its preset lays out, layers of Spring Boot, or an archive with or without libraries beside it. */
export function shapeOf(app: JavaApp, preset: Preset, builder: Builder, workdir: string, port: number): Shape {
  const { java } = app;
  const name = archiveName(app);
  const copy = (path: string, target: string): Copy => ({ from: 'build', sources: [`${workdir}/${path}`], target });
  if (java.servlet) return warShape(app, name, port);
  const { copies, start } = preset.defaults;
  if (copies.length > 0 && start !== undefined)
    return {
      copies: copies.map(({ source, target }) => copy(`${java.output}/${source}`, target)),
      start,
      classes: { path: `${java.output}/**`, archive: java.archive.value },
    };
  if (java.layers) return layered(java.layers.value, java.output, name, copy);
  const { libraries } = builder;
  const isWhole = java.isExecutable && libraries === undefined;
  return {
    ...(java.install ? { install: java.install } : {}),
    copies: [
      ...(libraries === undefined ? [] : [copy(java.install ? 'lib/' : `${libraries}/`, './lib/')]),
      copy(name, './'),
    ],
    start: isWhole
      ? ['-jar', name]
      : [
          ...(java.jvmArguments ?? []),
          '-cp',
          libraries === undefined ? name : `${name}:lib/*`,
          java.mainClass?.value ?? '',
        ],
    classes: { path: libraries === undefined ? name : `${java.install ? 'lib' : libraries}/*`, archive: name },
  };
}

function layered(version: string, output: string, name: string, copy: (path: string, target: string) => Copy): Shape {
  const release = coerce(version) ?? '4.0.0';
  const layers = LAYERS.find(({ since }) => gte(release, since)) ?? LAYERS[0];
  const folder = `${output}/extracted`;
  return {
    extract: [
      ...['java', `-Djarmode=${layers.mode}`, '-jar', name, 'extract'],
      ...[...layers.options, '--destination', folder],
    ],
    copies: layers.names.map((layer) => copy(`${folder}/${layer}/`, './')),
    start: layers.start === undefined ? ['-jar', name] : [layers.start],
    classes:
      layers.start === undefined
        ? { path: `${folder}/dependencies/lib/*`, archive: `${folder}/application/${name}` }
        : { path: `${folder}/dependencies/BOOT-INF/lib/*`, archive: `${folder}/application/BOOT-INF/classes` },
  };
}

/** The archive's name without its version. */
export function archiveName({ java }: JavaApp): string {
  return java.archive.value.endsWith('.war') ? 'app.war' : 'app.jar';
}

/** ENTRYPOINT and CMD. Distroless Java starts `java -jar`; where that does not fit, `java` alone. */
export function startOn(
  base: BaseKind,
  words: readonly string[],
): { entrypoint?: readonly string[]; command: readonly string[] } {
  if (base !== 'distroless') return { command: ['java', ...words] };
  return words[0] === '-jar' ? { command: words.slice(1) } : { entrypoint: ['/usr/bin/java'], command: words };
}

/** A person's own start command, without the `java` in front. */
export function statedStart(text: string): { words: readonly string[]; needsShell: boolean } {
  const { commands, needsShell } = parseCommandLine(text);
  const [only, ...others] = commands;
  const isPlain = !needsShell && others.length === 0 && only?.words[0] === 'java';
  return isPlain ? { words: only.words.slice(1), needsShell: false } : { words: ['sh', '-c', text], needsShell: true };
}
