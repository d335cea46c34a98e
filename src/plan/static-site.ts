import data from '../../data/images.json' with { type: 'json' };
import type { Copy, RuntimeValues } from '../model/plan.ts';

/** The port that the web server's configuration names. */
export const SITE_PORT = data.nginx.port;

/** How the files of a site are given out. */
export interface Site {
  /** How an unknown path is answered: `spa` gives index.html, `pages` looks for path.html, then 404. */
  readonly fallback: 'spa' | 'pages';
  /** The file that answers an unknown path of a single page; index.html where left out. */
  readonly page?: string | undefined;
  /** The path below which it is served, with a slash at both ends. */
  readonly basePath: string;
  /** Files whose names hold a hash of their content, by their path in the site: a folder (`assets/`), or a pattern. */
  readonly hashed?: string | undefined;
}

/** The runtime of files that a web server gives out, unprivileged and with a read-only root. */
export function siteRuntime(site: Site, content: Omit<Copy, 'target'>): RuntimeValues {
  const { fallback, basePath, hashed, page = 'index.html' } = site;
  return {
    image: data.nginx.image,
    workdir: '/usr/share/nginx/html',
    user: data.nginx.user,
    osPackages: [],
    account: false,
    env: [],
    files: [
      {
        target: '/etc/nginx/conf.d/default.conf',
        template: 'files/nginx.conf',
        values: {
          port: SITE_PORT,
          base: basePath,
          page: `${basePath}${page}`,
          isBelow: basePath !== '/',
          isSpa: fallback === 'spa',
          isPages: fallback === 'pages',
          ...(hashed === undefined ? {} : { hashed: { text: locationOf(basePath, hashed) } }),
        },
        why: 'The image keeps what nginx writes in /tmp, so that the root can be read-only.',
      },
    ],
    copies: [{ ...content, target: `.${basePath}` }],
    writable: [],
    port: SITE_PORT,
    health: ['wget', '-q', '--spider', `http://127.0.0.1:${SITE_PORT}${basePath}`],
    healthWhy: '',
    command: ['nginx', '-g', 'daemon off;'],
    hasShell: true,
  };
}

/** A folder as a prefix, anything else as a pattern. @see https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
function locationOf(basePath: string, hashed: string): string {
  return /^[\w/-]+\/$/.test(hashed) ? `${basePath}${hashed}` : `~ "^${basePath.replaceAll('.', '\\.')}${hashed}"`;
}
