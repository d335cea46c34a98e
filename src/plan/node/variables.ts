import {
  configurationVariables,
  placeholderOf,
  publicVariables,
  requiredVariables,
  type BuildVariable,
} from '../../detect/node/build-variables.ts';
import { PLAIN_VALUE, type Assignment } from '../../model/plan.ts';
import type { BuildContext } from './build.ts';

/** How the variables that a build reads reach it. */
export interface Variables {
  /** Build arguments, with their tracked values. */
  readonly args: readonly BuildVariable[];
  /** Names that are given by a secret mount, which leaves no trace in the image. */
  readonly secrets: readonly string[];
  /** What a secret is where none is given. */
  readonly defaults: readonly Assignment[];
  /** Names whose default is a placeholder. */
  readonly placeholders: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Names that checkers take for secrets. */
const LOOKS_SECRET =
  /(?:^|_)(?:apikey|api_key|client_key|auth|credentials?|key|password|pword|passwd|private|secret|token|username)(?:_|$)/i;

/** Public names and those of configurations are arguments, or secrets by their name; what loaded code wants gets a placeholder. */
export function planVariables({ app, repo, preset }: BuildContext): Variables {
  const { publicPrefixes, loadsServer } = preset.defaults;
  const isPublic = ({ name }: BuildVariable): boolean => publicPrefixes.some((prefix) => name.startsWith(prefix));
  const inBrowser = publicVariables(repo, app.dir, publicPrefixes);
  const { variables, skips } = loadsServer ? requiredVariables(repo, app.dir) : { variables: [], skips: false };
  const required = variables.filter((each) => !isPublic(each));
  const isRequired = ({ name }: BuildVariable): boolean => required.some((each) => each.name === name);
  const configured = configurationVariables(repo, app.dir).filter((each) => !isPublic(each) && !isRequired(each));
  const read = [...inBrowser, ...configured];
  const secret = read.filter(({ name }) => LOOKS_SECRET.test(name));
  // What a browser loads is no secret, whatever its name says.
  const shown = inBrowser.filter(({ name, value = '' }) => LOOKS_SECRET.test(name) && value !== '');
  return {
    args: read.filter(({ name }) => !LOOKS_SECRET.test(name)),
    secrets: [...new Set([...secret, ...required].map(({ name }) => name))],
    defaults: [
      ...shown
        .filter(({ value = '' }) => PLAIN_VALUE.test(value))
        .map(({ name, value = '' }) => ({ name, value, isDefault: true })),
      ...required.map(({ name, value = '' }) => ({
        name,
        value: isHarmless(name, value) ? value : placeholderOf(name),
        isDefault: true,
      })),
    ],
    placeholders: required.map(({ name }) => name),
    env: skips ? { SKIP_ENV_VALIDATION: '1' } : {},
  };
}

/** Whether a tracked value can be repeated: it is there, is plain, and neither it nor its name speaks of a credential. */
function isHarmless(name: string, value: string): boolean {
  return value !== '' && PLAIN_VALUE.test(value) && !LOOKS_SECRET.test(name) && !value.includes('@');
}
