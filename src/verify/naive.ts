import { imageOf } from '../check/steps.ts';
import { isInstall } from './progress.ts';
import type { Dockerfile, Stage } from '../parse/docker-stages.ts';
import type { Instruction } from '../parse/dockerfile.ts';

/** Stages in which an app is made, by their usual names; else the one with the most commands that installs something. */
const MAKING = ['build', 'builder', 'dependencies', 'deps'];
/** Stages that are made for something else. */
const OTHER = /^(test|dev|debug|lint)/;

/**
 * The Dockerfile that a beginner would write for the same app: one stage, the full base image, all files first, then the
 * same commands without caches.
 * @returns undefined where no stage runs a command: there is nothing to compare with.
 */
export function naiveDockerfile({ stages }: Dockerfile): string | undefined {
  const named = MAKING.flatMap((name) => stages.find((stage) => stage.name === name) ?? []);
  const others = stages.filter(
    (stage) => !OTHER.test(stage.name ?? '') && runs(stage).some(({ text }) => isInstall(text)),
  );
  const making =
    named.find((stage) => runs(stage).length > 0) ?? others.sort((a, b) => runs(b).length - runs(a).length)[0];
  if (making === undefined) return undefined;
  const instructions = lineage(making).flatMap((stage) => stage.instructions);
  const workdir = instructions.find(({ keyword }) => keyword === 'WORKDIR')?.text ?? '/app';
  const kept = instructions.flatMap((each) => naiveLine(each, stages)).filter((line) => line !== `WORKDIR ${workdir}`);
  return [`FROM ${fullImage(imageOf(making))}`, `WORKDIR ${workdir}`, 'COPY . .', ...kept, ''].join('\n');
}

/** `node:24-slim` and `node:24-alpine` as `node:24`: with everything in it. */
function fullImage(image: string): string {
  return image.replace(/-(?:slim|alpine[\d.]*)(?=-|$)/g, '').replace(/:(?:slim|alpine)$/, '');
}

function lineage(stage: Stage): readonly Stage[] {
  return stage.parent === undefined ? [stage] : [...lineage(stage.parent), stage];
}

function runs(stage: Stage): readonly Instruction[] {
  return lineage(stage).flatMap(({ instructions }) => instructions.filter(({ keyword }) => keyword === 'RUN'));
}

function naiveLine(instruction: Instruction, stages: readonly Stage[]): readonly string[] {
  const { keyword, text, flags, heredoc } = instruction;
  if (keyword === 'ENV' || keyword === 'ARG' || keyword === 'WORKDIR' || keyword === 'SHELL')
    return [`${keyword} ${text}`];
  if (keyword === 'RUN') {
    const secrets = flags.filter(({ name, value }) => name === 'mount' && /type=(secret|ssh)/.test(value));
    return [['RUN', ...secrets.map(({ value }) => `--mount=${value}`), text].join(' '), ...bodyOf(text, heredoc)];
  }
  const from = flags.find(({ name }) => name === 'from')?.value;
  if (keyword !== 'COPY' || from === undefined)
    return heredoc === '' ? [] : [`${keyword} ${text}`, ...bodyOf(text, heredoc)];
  // A tool from another image stays; what another stage made is made here.
  const stage = stages.find(({ name }) => name === from);
  return stage !== undefined && stage.instructions.length > 0 ? [] : [`COPY --from=${stage?.image ?? from} ${text}`];
}

function bodyOf(text: string, heredoc: string): readonly string[] {
  const mark = /<<-?["']?(\w+)/.exec(text)?.[1];
  return mark === undefined ? [] : [heredoc, mark];
}
