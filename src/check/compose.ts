import { isProblem } from '../model/problem.ts';
import { asRecord, asString, at } from '../parse/shape.ts';
import { parseYaml } from '../parse/yaml.ts';
import { COMPOSE_NAMES } from '../model/compose.ts';
import { join, within, type Repo } from '../repo/repo.ts';

export interface ComposeService {
  readonly name: string;
  readonly line?: number;
  readonly image?: string;
  /** The build's Dockerfile and target; the Dockerfile is relative to the repository. */
  readonly build?: {
    readonly context: string;
    readonly dockerfile: string;
    readonly target?: string;
    readonly targetLine?: number;
  };
  /** Container sides of the published ports. */
  readonly ports: readonly { readonly container: number; readonly line?: number }[];
}

export interface ComposeFile {
  readonly file: string;
  readonly services: readonly ComposeService[];
}

/** The compose file that stands in a folder. */
export function composeFileIn(repo: Repo, dir: string): string | undefined {
  return COMPOSE_NAMES.map((name) => join(dir, name)).find((path) => repo.has(path));
}

/** The compose file of a folder, as far as it can be read. */
export function readCompose(repo: Repo, dir: string): ComposeFile | undefined {
  const file = composeFileIn(repo, dir);
  const document = file === undefined ? undefined : parseYaml(repo.read(file) ?? '', file);
  if (file === undefined || document === undefined || isProblem(document)) return undefined;
  const services = Object.entries(asRecord(at(document.value, 'services'))).map(([name, value]): ComposeService => {
    const line = document.lineOf('services', name);
    const image = asString(at(value, 'image'));
    const build = at(value, 'build');
    const context =
      asString(build) ?? asString(at(build, 'context')) ?? (build === undefined || build === null ? undefined : '.');
    const target = asString(at(build, 'target'));
    const targetLine = document.lineOf('services', name, 'build', 'target');
    const ports = at(value, 'ports');
    return {
      name,
      ...(line === undefined ? {} : { line }),
      ...(image === undefined ? {} : { image }),
      ...(context === undefined
        ? {}
        : {
            build: {
              context: within(dir, context) ?? context,
              dockerfile: within(within(dir, context) ?? dir, asString(at(build, 'dockerfile')) ?? 'Dockerfile') ?? '',
              ...(target === undefined ? {} : { target }),
              ...(targetLine === undefined ? {} : { targetLine }),
            },
          }),
      ports: (Array.isArray(ports) ? ports : []).flatMap((port: unknown, index) => {
        const container = containerPort(port);
        const portLine = document.lineOf('services', name, 'ports', index);
        return container === undefined ? [] : [{ container, ...(portLine === undefined ? {} : { line: portLine }) }];
      }),
    };
  });
  return { file, services };
}

/** `8080`, `80:8080`, `127.0.0.1:80:8080/tcp` and the long form. */
function containerPort(port: unknown): number | undefined {
  const text = typeof port === 'object' ? at(port, 'target') : port;
  const digits = /(\d+)(?:\/\w+)?$/.exec(typeof text === 'string' || typeof text === 'number' ? String(text) : '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}
