import data from '../../data/images.json' with { type: 'json' };
import files from '../generated/files.json' with { type: 'json' };
import type { Copy, RuntimeValues } from '../model/plan.ts';

/** The configurations of the web server, by how it answers an unknown path. */
const CONFIGURATIONS = { spa: files['nginx-spa.conf'], pages: files['nginx-pages.conf'] };

/** The port that the web server's configuration names. */
export const SITE_PORT = data.nginx.port;

/** The runtime of files that a web server gives out, unprivileged and with a read-only root. */
export function siteRuntime(fallback: keyof typeof CONFIGURATIONS, content: Omit<Copy, 'target'>): RuntimeValues {
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
        text: CONFIGURATIONS[fallback],
        why: 'The image keeps what nginx writes in /tmp, so that the root can be read-only.',
      },
    ],
    copies: [{ ...content, target: './' }],
    writable: [],
    port: SITE_PORT,
    health: ['wget', '-q', '--spider', `http://127.0.0.1:${SITE_PORT}/`],
    healthWhy: '',
    command: ['nginx', '-g', 'daemon off;'],
    hasShell: true,
  };
}
