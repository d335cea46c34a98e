import { isProblem, problem, type Problem } from '../model/problem.ts';
import { isDigest, type Digests } from '../render/pins.ts';
import { placeOf } from '../render/references.ts';

/** Docker Hub is asked under another name. */
const HUB = { host: 'docker.io', asked: 'registry-1.docker.io' };

/** An image for several platforms, before one for a single platform. @see https://github.com/opencontainers/image-spec/blob/main/media-types.md */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

const PATIENCE_MS = 20_000;

/** Asks the registries of images for their digests, one after the other. @returns a Problem for the first that gives none. */
export async function digestsOf(images: readonly string[]): Promise<Digests | Problem> {
  const digests = new Map<string, string>();
  for (const image of images) {
    const digest = await digestOf(image);
    if (isProblem(digest)) return digest;
    digests.set(image, digest);
  }
  return digests;
}

/**
 * The digest that a tag names now, asked without an account. @param image with a tag.
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
async function digestOf(image: string): Promise<string | Problem> {
  const { host, path } = placeOf(image);
  const colon = path.lastIndexOf(':');
  const asked = host === HUB.host ? HUB.asked : host;
  const url = new URL(`${schemeOf(asked)}://${asked}/v2/${path.slice(0, colon)}/manifests/${path.slice(colon + 1)}`);
  try {
    const first = await ask(url, { method: 'HEAD', headers: { accept: ACCEPT } });
    const answer = first.status === 401 ? await withToken(url, first) : first;
    const digest = answer.headers.get('docker-content-digest') ?? '';
    if (answer.ok && isDigest(digest)) return digest;
    const reason = answer.ok ? 'its answer names no digest' : `it answers ${answer.status}`;
    return problem('no-digest', { image, host: asked, reason });
  } catch (error) {
    return problem('registry-unreachable', { image, host: asked, reason: reasonOf(error) });
  }
}

/** The same question with the token that the registry names a place for. @see https://distribution.github.io/distribution/spec/auth/token/ */
async function withToken(url: URL, refusal: Response): Promise<Response> {
  const challenge = refusal.headers.get('www-authenticate') ?? '';
  const values = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]));
  const realm = values.get('realm');
  if (!/^bearer /i.test(challenge) || realm === undefined) return refusal;
  const place = new URL(realm);
  // Plain HTTP is for registries of this machine alone.
  if (place.protocol !== 'https:' && `${schemeOf(place.host)}:` !== place.protocol) return refusal;
  for (const key of ['service', 'scope']) {
    const value = values.get(key);
    if (value !== undefined) place.searchParams.set(key, value);
  }
  const answer = await ask(place, {});
  if (!answer.ok) return answer;
  const { token, access_token: other } = (await answer.json()) as { token?: unknown; access_token?: unknown };
  const bearer = typeof token === 'string' ? token : other;
  if (typeof bearer !== 'string') return refusal;
  return ask(url, { method: 'HEAD', headers: { accept: ACCEPT, authorization: `Bearer ${bearer}` } });
}

function ask(url: URL, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, signal: AbortSignal.timeout(PATIENCE_MS) });
}

function schemeOf(host: string): 'http' | 'https' {
  return /^(localhost|127\.\d+\.\d+\.\d+)(:\d+)?$/.test(host) ? 'http' : 'https';
}

/** What lies under "fetch failed". */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
