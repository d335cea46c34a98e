/** How an image of a stack is made: by a Dockerfile beside this table, or by the program with these options. */
export interface Variant {
  readonly dockerfile?: string;
  readonly options?: readonly string[];
  /** Set when it starts, to see what something is worth. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface Stack {
  readonly title: string;
  /** Folder of the app, from the root of the repository. */
  readonly app: string;
  readonly path: string;
  /** Files of the image that the app must have, by their paths. */
  readonly own: RegExp;
  /** The variant that holds nothing else there: of Node's dependencies, those that the program leads to. */
  readonly least: string;
  /** An edit of a source file that changes what is built; # is another number each time, as an engine remembers. */
  readonly edit: { readonly file: string; readonly from: string; readonly to: string };
  /** Beside the three that every stack has. */
  readonly more?: Readonly<Record<string, Variant>>;
}

/** What a beginner writes, what articles on multi-stage builds write, and what the program writes. */
export const variants: Readonly<Record<string, Variant>> = {
  naive: { dockerfile: 'naive.Dockerfile' },
  article: { dockerfile: 'article.Dockerfile' },
  ours: { options: [] },
};

/** A folder of bench/stacks each. */
export const stacks: Readonly<Record<string, Stack>> = {
  'typescript-api': {
    title: 'TypeScript API (Fastify)',
    app: 'examples/typescript-api',
    path: '/healthz',
    own: /^app\//,
    least: 'ours, --trace',
    edit: { file: 'src/server.ts', from: "greet('TypeScript')", to: "greet('types #')" },
    more: {
      'ours, --trace': { options: ['--trace'] },
      'ours, --trace --strip': { options: ['--trace', '--strip'] },
    },
  },
  'next-app': {
    title: 'Next.js',
    app: 'examples/next-app',
    path: '/',
    own: /^app\//,
    least: 'ours',
    edit: { file: 'app/page.tsx', from: 'Hello', to: 'Good day #' },
  },
  'vite-site': {
    title: 'Single-page app (Vite)',
    app: 'examples/vite-site',
    path: '/',
    own: /^usr\/share\/nginx\/html\//,
    least: 'ours',
    edit: { file: 'src/main.js', from: 'The API', to: 'API #' },
  },
  'go-gin': {
    title: 'Go (Gin)',
    app: 'examples/go-gin',
    path: '/books/go',
    own: /^usr\/local\/bin\/books$/,
    least: 'ours',
    edit: { file: 'main.go', from: '"Go"', to: '"go #"' },
  },
  'python-fastapi': {
    title: 'Python (FastAPI, SQLAlchemy)',
    app: 'bench/stacks/python-fastapi/app',
    path: '/health',
    own: /^app\//,
    least: 'ours',
    edit: { file: 'main.py', from: 'select 1', to: 'select #' },
    more: {
      slim: { options: ['--base', 'slim'] },
      'ours, no bytecode read': { options: [], env: { PYTHONPYCACHEPREFIX: '/nowhere' } },
    },
  },
  'spring-boot': {
    title: 'Java (Spring Boot)',
    app: 'examples/spring-boot',
    path: '/orders',
    own: /^app\//,
    least: 'ours',
    edit: {
      file: 'src/main/java/com/example/orders/OrderController.java',
      from: 'tea',
      to: 'cocoa #',
    },
    more: { 'ours with --cds': { options: ['--cds'] } },
  },
};
