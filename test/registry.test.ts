import { describe, expect, test } from '@jest/globals';
import { toRequest } from '../src/commands/request.ts';
import { isProblem } from '../src/model/problem.ts';
import { defaultOptions } from '../src/plan/options.ts';
import { mirrorImages } from '../src/render/registry.ts';
import { compileExample, exampleNames, readExample } from './support/examples.ts';
import { faultsOf, parseDockerfile } from './support/dockerfile.ts';

const MIRROR = 'registry.example.com:5000/proxy';

describe('a mirror', () => {
  test.each([
    ['FROM node:24 AS base', `FROM ${MIRROR}/library/node:24 AS base`],
    ['FROM --platform=$BUILDPLATFORM node AS base', `FROM --platform=$BUILDPLATFORM ${MIRROR}/library/node AS base`],
    ['FROM nginxinc/nginx-unprivileged:1', `FROM ${MIRROR}/nginxinc/nginx-unprivileged:1`],
    ['FROM docker.io/library/node', `FROM ${MIRROR}/library/node`],
    ['FROM gcr.io/distroless/static:nonroot', `FROM ${MIRROR}/distroless/static:nonroot`],
    ['COPY --from=ghcr.io/astral-sh/uv:1 /uv /bin/', `COPY --from=${MIRROR}/astral-sh/uv:1 /uv /bin/`],
    ['FROM mcr.example.com/x AS y', 'FROM mcr.example.com/x AS y'],
    ['FROM localhost/x', 'FROM localhost/x'],
    ['FROM scratch', 'FROM scratch'],
    ['FROM ${IMAGE}', 'FROM ${IMAGE}'],
    ['# syntax=docker/dockerfile:1', `# syntax=${MIRROR}/docker/dockerfile:1`],
    ['FROM a AS b\nFROM b\nCOPY --from=b x y', `FROM ${MIRROR}/library/a AS b\nFROM b\nCOPY --from=b x y`],
  ])('%s', (text, expected) => {
    expect(mirrorImages(text, MIRROR)).toBe(expected);
    expect(mirrorImages(text, undefined)).toBe(text);
  });

  test.each(exampleNames())('%s comes by it whole', (name) => {
    const example = readExample(name);
    const { files } = compileExample({
      ...example,
      spec: { ...example.spec, options: { ...example.spec.options, registry: MIRROR } },
    });
    const text = files[0]?.text ?? '';
    for (const image of parseDockerfile(text).images)
      expect(image).toMatch(/^(registry\.example\.com:5000\/proxy\/|scratch$)/);
    expect(text).not.toMatch(/gcr\.io|ghcr\.io/);
    expect(faultsOf(text)).toEqual([]);
  });

  test.each(['mirror', 'https://registry.example.com', 'registry.example.com/', 'a.b/C', 'a.b/x y', 'a.b/x\nRUN id'])(
    '%j is none',
    (registry) => {
      const request = toRequest('create', { _: [], $0: '', registry });
      expect(isProblem(request)).toBe(true);
      expect(defaultOptions.registry).toBeUndefined();
    },
  );
});
