import { assignments, expand } from '../../parse/dockerfile.ts';
import { finding, placeOfSource, type CheckContext, type Finding, type Rule } from '../context.ts';
import { lastOf, startOf, stepsOf } from '../steps.ts';

/** The port that the container listens on, as far as the code, its variables and the start command say. */
export function listening({
  app,
  plan,
  final,
}: CheckContext): { readonly port: number; readonly isCertain: boolean } | undefined {
  const process = app?.processes[0];
  const env = stepsOf(final).at(-1)?.env;
  const stated = startOf(final)?.words.join(' ') ?? '';
  const told = /(?:--port[= ]|--http-port[= ]|-p |--bind[= ]\S*:|-b \S*:|:)(\d{2,5})\b/.exec(stated)?.[1];
  if (told !== undefined) return { port: Number(told), isCertain: true };
  const variable = env?.get('PORT');
  if (variable !== undefined && /^\d+$/.test(variable))
    return { port: Number(variable), isCertain: process?.readsPort === true };
  const port = process?.port?.value ?? plan?.images[0]?.values.runtime.port;
  return port === undefined ? undefined : { port, isCertain: process?.port?.sources[0]?.kind === 'file' };
}

/** Ports of EXPOSE, with the variables that are known put in. */
function exposed({ final }: CheckContext): readonly { readonly port: number; readonly line: number }[] {
  return stepsOf(final)
    .filter(({ instruction }) => instruction.keyword === 'EXPOSE')
    .flatMap(({ instruction, env }) =>
      expand(instruction.text, env)
        .split(' ')
        .map((word) => ({ port: Number(word.split('/')[0]), line: instruction.line })),
    );
}

export const ports: Rule = (context) => {
  const { app, dockerfile, final } = context;
  const found = listening(context);
  const all = exposed(context);
  if (found?.isCertain !== true || app === undefined) return [];
  const evidence = placeOfSource(app.processes[0]?.port?.sources ?? []);
  const wrong =
    all.length > 0 && all.every(({ port }) => Number.isInteger(port) && port !== found.port) ? all[0] : undefined;
  const check = lastOf(final, 'HEALTHCHECK');
  const asked = /(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\]):(\d+)/.exec(check?.text ?? '')?.[1];
  return [
    ...(wrong === undefined
      ? []
      : [
          finding(
            'port-mismatch',
            { exposed: wrong.port, port: found.port },
            { file: dockerfile.path, line: wrong.line },
            evidence,
          ),
        ]),
    ...(check === undefined || asked === undefined || Number(asked) === found.port
      ? []
      : [finding('health-port', { asked, port: found.port }, { file: dockerfile.path, line: check.line }, evidence)]),
  ];
};

/** An address that only the container itself reaches, and nothing in the Dockerfile that sets another. */
export const loopback: Rule = ({ app, dockerfile, final }) => {
  const bind = app?.processes[0]?.bindAddress;
  const start = startOf(final);
  const env = stepsOf(final).at(-1)?.env ?? new Map<string, string>();
  const isSet = [...env].some(
    ([name, value]) => /HOST|BIND|ADDR|LISTEN/.test(name) && /^(0\.0\.0\.0|::|\*)/.test(value),
  );
  if (
    bind === undefined ||
    start === undefined ||
    isSet ||
    /0\.0\.0\.0|\[?::\]?:|(^|\s):\d/.test(start.words.join(' '))
  )
    return [];
  return [
    finding(
      'binds-loopback',
      { address: bind.value },
      { file: dockerfile.path, line: start.line },
      placeOfSource(bind.sources),
    ),
  ];
};

/** Variables that the sources read at build and that no stage declares. */
export const buildVariables: Rule = ({ dockerfile, plan }): readonly Finding[] => {
  const image = plan?.images[0];
  const build = image?.values['build'] as
    { readonly args?: readonly { readonly name: string; readonly value?: string }[] } | undefined;
  const declared = new Set(
    dockerfile.stages.flatMap(({ instructions }) =>
      instructions
        .filter(({ keyword }) => keyword === 'ARG' || keyword === 'ENV')
        .flatMap(({ text }) => assignments(text).map(({ name }) => name)),
    ),
  );
  const missing = (build?.args ?? []).filter(
    ({ name, value }) => !declared.has(name) && (value === undefined || value === ''),
  );
  const step = dockerfile.stages
    .flatMap(({ instructions }) => instructions)
    .find(({ keyword, text }) => keyword === 'RUN' && /\bbuild\b/.test(text));
  if (missing.length === 0 || step === undefined) return [];
  return [
    finding(
      'build-variable-missing',
      { names: missing.map(({ name }) => name).join(' ') },
      { file: dockerfile.path, line: step.line },
    ),
  ];
};
