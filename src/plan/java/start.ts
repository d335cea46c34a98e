import { coerce, gte } from 'semver';
import type { JavaApp } from '../../model/app.ts';
import type { BaseKind, Copy } from '../../model/plan.ts';
import { parseCommandLine } from '../../parse/command-line.ts';
import { targetDir } from './maven.ts';

/** How the archive is taken apart in the build stage, what is copied from there, and how it is started. */
export interface Shape {
  /** A command for the build stage, after the archive stands there as app.jar. */
  readonly extract?: readonly string[];
  /** Paths in the build stage, in the order of how seldom they change. */
  readonly copies: readonly Copy[];
  /** Arguments of java. */
  readonly start: readonly string[];
  /** Goals of Maven beside `package`. */
  readonly goals: readonly string[];
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

export function shapeOf(app: JavaApp, workdir: string): Shape {
  const { java } = app;
  const name = archiveName(app);
  const copy = (path: string, target: string): Copy => ({ from: 'build', sources: [`${workdir}/${path}`], target });
  const target = targetDir(app);
  if (java.layers) {
    const version = coerce(java.layers.value) ?? '4.0.0';
    const layers = LAYERS.find(({ since }) => gte(version, since)) ?? LAYERS[0];
    const folder = `${target}/extracted`;
    return {
      extract: [
        'java',
        `-Djarmode=${layers.mode}`,
        '-jar',
        name,
        'extract',
        ...layers.options,
        '--destination',
        folder,
      ],
      copies: layers.names.map((layer) => copy(`${folder}/${layer}/`, './')),
      start: layers.start === undefined ? ['-jar', name] : [layers.start],
      goals: [],
    };
  }
  const library = java.hasLibraries ? [copy(`${target}/lib/`, './lib/')] : [];
  const goals = java.hasLibraries
    ? ['dependency:copy-dependencies', '-DincludeScope=runtime', '-DoutputDirectory=target/lib']
    : [];
  const isWhole = java.isExecutable && !java.hasLibraries;
  const start = isWhole
    ? ['-jar', name]
    : ['-cp', java.hasLibraries ? `${name}:lib/*` : name, java.mainClass?.value ?? ''];
  return { copies: [...library, copy(name, './')], start, goals };
}

/** The archive's name without its version. */
export function archiveName({ java }: JavaApp): string {
  return java.archive.value.endsWith('.war') ? 'app.war' : 'app.jar';
}

/** ENTRYPOINT and CMD. Distroless starts `java -jar`; where that does not fit, `java` alone. */
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
