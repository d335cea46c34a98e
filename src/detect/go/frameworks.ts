/** What a framework's program is told and needs, whatever the code around it says. */
export interface GoFramework {
  /** Its own subcommand and flags, where the code names none. */
  readonly arguments?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly port?: number;
  /** The route that says whether it is well. */
  readonly health?: string;
  /** Folders of the working directory that it writes, and those that it reads without their being named. */
  readonly writes?: readonly string[];
  readonly reads?: readonly string[];
  /** Whether it looks for them in the folder that the program stands in. */
  readonly looksBeside?: boolean;
}

/** By the module that brings the server; each is what its documentation says. */
export const FRAMEWORKS: Readonly<Record<string, GoFramework>> = {
  // https://pocketbase.io/docs/going-to-production/
  'github.com/pocketbase/pocketbase': {
    arguments: ['serve', '--http=0.0.0.0:8090'],
    port: 8090,
    health: '/api/health',
    writes: ['pb_data'],
    reads: ['pb_hooks', 'pb_migrations', 'pb_public'],
    looksBeside: true,
  },
  // https://github.com/beego/beedoc/blob/master/en-US/mvc/controller/config.md
  'github.com/beego/beego': { reads: ['conf', 'static', 'views'] },
  // https://gobuffalo.io/documentation/deploy/
  'github.com/gobuffalo/buffalo': { env: { ADDR: '0.0.0.0', GO_ENV: 'production' }, port: 3000 },
};
