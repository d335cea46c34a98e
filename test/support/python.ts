import { compile } from '../../src/compile.ts';
import { defaultOptions, type Options } from '../../src/plan/options.ts';
import { memoryRepo } from '../../src/repo/memory.ts';
import { parseDockerfile } from './dockerfile.ts';

/** What is made of a Python repository. */
export interface Made {
  readonly text: string;
  readonly compose: string;
  readonly ignore: string;
  readonly command: readonly string[];
  readonly problems: readonly string[];
  readonly preset: string | undefined;
}

export function makePython(files: Readonly<Record<string, string>>, options: Partial<Options> = {}): Made {
  const repo = memoryRepo(files);
  const { plan, files: written } = compile(repo, '', { ...defaultOptions, ...options });
  const text = written.find((file) => file.path === 'Dockerfile')?.text ?? '';
  const commands = parseDockerfile(text).execForms.filter((form) => form.keyword === 'CMD');
  return {
    text,
    compose: written.find((file) => file.path === 'compose.yaml')?.text ?? '',
    ignore: written.find((file) => file.path.endsWith('ignore'))?.text ?? '',
    command: (commands.at(-1)?.words ?? []) as readonly string[],
    problems: [...repo.problems, ...plan.problems].map((each) => each.id),
    preset: plan.images[0]?.preset,
  };
}
