import type { Decision, Plan } from '../model/plan.ts';
import { problem, type Problem } from '../model/problem.ts';
import type { Additions } from '../plan/options.ts';
import type { Repo } from '../repo/repo.ts';
import { copies, KEPT, labels, LEFT, packages, programs, variables, type ImportRow } from './additions.ts';
import { startInOrder } from './start.ts';
import type { WrittenImage } from './read.ts';

/** An old Dockerfile beside the one that would be written. */
export interface Imported {
  readonly file: string;
  readonly rows: readonly ImportRow[];
  readonly problems: readonly Problem[];
}

/** What only the old Dockerfile says, and a later run has to know. */
export interface TakenOver extends Imported {
  readonly additions: Additions;
  /** The port that it exposes, where the repository does not say one. */
  readonly port?: number;
  /** What it runs, where that is more than the program. */
  readonly start?: string;
}

/** Two Dockerfiles, and what is behind ours. */
export interface Comparison {
  readonly theirs: WrittenImage;
  /** A generated Dockerfile, read in the same way. */
  readonly ours: WrittenImage;
  readonly plan: Plan;
}

/** Where the old Dockerfile stands. */
export interface Surroundings {
  /** The build context, and the app's folder there. */
  readonly repo: Repo;
  readonly dir: string;
  /** Whether there is a base on which packages can be installed. */
  readonly takesPackages: boolean;
}

/** What is taken over because nothing else in the repository says it, and what is left out, each with its reason. */
export function takeOver({ theirs, ours, plan }: Comparison, { repo, dir, takesPackages }: Surroundings): TakenOver {
  const found = plan.images[0]?.values.runtime.osPackages ?? [];
  const taken = [
    variables(theirs, ours),
    labels(theirs, ours),
    packages(theirs, found, takesPackages),
    copies(theirs, ours, repo),
  ];
  const port = portOf(theirs, plan);
  const start = startInOrder(theirs.startText, repo, dir);
  return {
    file: theirs.file,
    rows: [
      ...taken.flatMap(({ rows }) => rows),
      ...theirs.rare.map(({ name, value, line }) => ({
        subject: name,
        theirs: value,
        ours: LEFT,
        why: 'nothing here needs it; a line that you add stays',
        line,
      })),
      ...programs(theirs),
    ],
    additions: Object.assign({}, ...taken.map(({ additions }) => additions)) as Additions,
    ...(port === undefined ? {} : { port }),
    ...(start === undefined ? {} : { start }),
    problems: taken.flatMap(({ secrets = [] }) =>
      secrets.map(({ name, line }) =>
        problem('import-secret', { file: theirs.file, name }, { file: theirs.file, line }),
      ),
    ),
  };
}

/** How the image itself changes, and why. */
export function compareImages({ theirs, ours, plan }: Comparison, taken: TakenOver): readonly ImportRow[] {
  const because = (subject: string): string => decisionOf(plan, subject)?.because ?? '';
  const list = (values: readonly string[]): string => values.join(', ') || 'none';
  const rows: readonly ImportRow[] = [
    { subject: 'runs on', theirs: theirs.image, ours: ours.image, why: because('base') },
    { subject: 'built on', theirs: list(buildersOf(theirs)), ours: list(buildersOf(ours)), why: because('runtime') },
    {
      subject: 'stages',
      theirs: list(theirs.stages),
      ours: list(ours.stages),
      why: 'what builds stays out of what runs; test and development are targets of the same file',
    },
    { subject: 'user', theirs: theirs.user, ours: ours.user, why: 'no app needs root, and a number can be checked' },
    {
      subject: 'port',
      theirs: list(theirs.ports.map(({ value }) => value)),
      ours: list(ours.ports.map(({ value }) => value)),
      why: taken.port === undefined ? because('port') : `${KEPT}: nothing else says one`,
    },
    {
      subject: 'starts',
      theirs: theirs.startText || 'none',
      ours: ours.startText || 'none',
      why: taken.start === undefined ? because('start') : `${KEPT}: the old image ran all of it`,
    },
    {
      subject: 'health check',
      theirs: theirs.health ?? 'none',
      ours: ours.health ?? 'none',
      why: 'it asks what the app serves, with what the image has',
    },
    {
      subject: 'volumes',
      theirs: list(theirs.volumes.map(({ value }) => value)),
      ours: list(ours.volumes.map(({ value }) => value)),
      why: 'folders that the code writes to; others can be mounted in compose.yaml',
    },
    {
      subject: 'arguments',
      theirs: list(argumentsBeside(theirs, ours)),
      ours: LEFT,
      why: 'versions come from the repository; what the code reads while it is built is an argument already',
    },
  ];
  return rows.filter((row) => row.theirs !== row.ours && row.theirs + row.ours !== `none${LEFT}`);
}

/** What its stages begin with beside the image that runs; helpers of the debug target build nothing. */
function buildersOf({ image, images }: WrittenImage): readonly string[] {
  const others = images.filter((each) => each !== image && !each.includes('distroless/static'));
  return others.length === 0 ? [image] : others;
}

function argumentsBeside(theirs: WrittenImage, ours: WrittenImage): readonly string[] {
  return [...new Set(theirs.args.map(({ name }) => name))].filter(
    (name) => !ours.args.some((each) => each.name === name),
  );
}

/** The one port that it exposes, where ours is a usual one that nothing in the repository states. */
function portOf(theirs: WrittenImage, plan: Plan): number | undefined {
  const decision = decisionOf(plan, 'port');
  const isStated = decision?.sources.some(({ kind }) => kind === 'file' || kind === 'flag');
  const [port, ...others] = theirs.ports.map(({ value }) => Number(value));
  if (decision === undefined || isStated === true || port === undefined || others.length > 0) return undefined;
  return port >= 1024 && port < 65_536 && String(port) !== decision.value ? port : undefined;
}

function decisionOf({ decisions }: Plan, subject: string): Decision | undefined {
  return decisions.find((each) => each.subject === subject);
}
