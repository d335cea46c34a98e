import { api, edited, example, fastapi, own, without, type Drift } from './drifts.ts';

/** Drifts between the repository and what its image runs, holds and is asked for. */
export const runDrifts: readonly Drift[] = [
  {
    what: 'the compiler writes to another folder',
    files: edited(
      api,
      ['package.json', '"tsc"', '"tsc --outDir build"'],
      ['package.json', 'node dist/server.js', 'node build/server.js'],
    ),
    id: 'output-mismatch',
    at: ['Dockerfile', '/app/dist ./dist'],
    against: ['package.json', '"build":'],
  },
  {
    what: 'a script that was renamed',
    files: edited(own, ['package.json', '"build": "tsc"', '"compile": "tsc"']),
    id: 'script-missing',
    at: ['Dockerfile', 'RUN npm run build'],
    against: ['package.json', '"scripts"'],
  },
  {
    what: 'a module that was moved',
    files: Object.fromEntries(
      Object.entries(fastapi).map(([name, text]) => [name.replace('app/main.py', 'app/web.py'), text]),
    ),
    id: 'start-missing',
    at: ['Dockerfile', 'CMD ["uvicorn"'],
    against: ['app/web.py', 'FastAPI('],
  },
  {
    what: 'npm as process 1',
    files: edited(own, ['Dockerfile', 'CMD ["node", "dist/server.js"]', 'CMD ["npm", "start"]']),
    id: 'start-through-manager',
    at: ['Dockerfile', 'CMD ["npm", "start"]'],
    against: ['package.json', '"start"'],
  },
  {
    what: 'the port of the code has changed',
    files: edited(own, ['src/server.ts', '4000', '4001']),
    id: 'port-mismatch',
    at: ['Dockerfile', 'EXPOSE 4000'],
    against: ['src/server.ts', '4001'],
  },
  {
    what: 'a health check on another port',
    files: edited(own, [
      'Dockerfile',
      'USER 1000',
      'HEALTHCHECK CMD ["node", "-e", "fetch(\'http://localhost:8080/healthz\')"]\nUSER 1000',
    ]),
    id: 'health-port',
    at: ['Dockerfile', 'HEALTHCHECK'],
    against: ['src/server.ts', '4000'],
  },
  {
    what: 'the code listens on loopback',
    files: edited(own, ['src/server.ts', "'0.0.0.0'", "'127.0.0.1'"]),
    id: 'binds-loopback',
    at: ['Dockerfile', 'CMD ["node"'],
    against: ['src/server.ts', '127.0.0.1'],
  },
  {
    what: 'a variable that the browser code reads',
    files: {
      ...edited(example('vite-site'), [
        'src/main.js',
        '',
        'const api = import.meta.env.VITE_ANOTHER;\nconsole.log(api);\n',
      ]),
    },
    id: 'build-variable-missing',
    at: ['Dockerfile', 'RUN npm run build'],
  },
  {
    what: 'a dependency that needs a library',
    files: edited(fastapi, ['requirements.txt', 'uvicorn', 'psycopg2==2.9.11\nuvicorn']),
    id: 'os-package-missing',
    at: ['Dockerfile', 'FROM python:3.13-slim'],
    against: ['requirements.txt', 'psycopg2'],
  },
  {
    what: 'cgo switched off for a program that needs it',
    files: edited({
      ...without(example('go-cgo'), 'compose.yaml', '.dockerignore'),
      '.dockerignore': '.git\n',
      Dockerfile:
        'FROM golang:1.27 AS build\nWORKDIR /app\nCOPY . .\nRUN --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=0 go build -o /out/app .\nFROM scratch\nCOPY --from=build /out/app /app\nUSER 1000\nCMD ["/app"]\n',
    }),
    id: 'cgo-disabled',
    at: ['Dockerfile', 'CGO_ENABLED=0'],
    against: ['main.go', 'import "C"'],
  },
  {
    what: 'HTTPS from an empty image',
    files: {
      'go.mod': 'module example.com/ask\n\ngo 1.26\n',
      'main.go': 'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.Get("https://example.com")\n}\n',
      '.dockerignore': '.git\n',
      Dockerfile:
        'FROM golang:1.27 AS build\nWORKDIR /app\nCOPY go.mod ./\nCOPY main.go ./\nRUN CGO_ENABLED=0 go build -o /out/ask .\nFROM scratch\nCOPY --from=build /out/ask /ask\nUSER 1000\nCMD ["/ask"]\n',
    },
    id: 'certificates-missing',
    at: ['Dockerfile', 'FROM scratch'],
    against: ['main.go'],
  },
  {
    what: 'an env file with a secret in the context',
    files: {
      ...own,
      '.dockerignore': 'node_modules\ndist\n',
      '.gitignore': '.env\n',
      '.env': 'STRIPE_SECRET=sk_live_1\n',
    },
    id: 'secret-in-context',
    at: ['Dockerfile', 'COPY . .'],
    against: ['.env'],
  },
  {
    what: 'no ignore file',
    files: without(own, '.dockerignore'),
    id: 'ignore-file-missing',
    at: ['Dockerfile', 'COPY . .'],
  },
  {
    what: 'a credential that is copied',
    files: {
      ...edited(own, [
        'Dockerfile',
        'COPY package.json package-lock.json ./\nRUN npm ci\n',
        'COPY package.json package-lock.json .npmrc ./\nRUN npm ci\n',
      ]),
      '.dockerignore': '.git\n',
      '.npmrc': '//npm.example.com/:_authToken=${NPM_TOKEN}\n',
    },
    id: 'secret-copied',
    at: ['Dockerfile', '.npmrc'],
    against: ['.npmrc'],
  },
  {
    what: 'compose publishes a port that nothing listens on',
    files: edited(api, ['compose.yaml', '4000:4000', '4000:3000'], ['compose.yaml', '      target: production\n', '']),
    id: 'compose-port',
    at: ['compose.yaml', '4000:3000'],
    against: ['src/server.ts', '4000'],
  },
  {
    what: 'compose builds a stage that is gone',
    files: edited(api, ['Dockerfile', 'AS production\n', 'AS release\n']),
    id: 'compose-target',
    at: ['compose.yaml', 'target: production'],
    against: ['Dockerfile'],
  },
  {
    what: 'a driver whose server compose lacks',
    files: edited(
      api,
      ['compose.yaml', 'services:\n', 'services:\n  cache:\n    image: valkey/valkey:9\n'],
      ['package.json', '"fastify": "5.6.1"', '"fastify": "5.6.1", "pg": "8.16.3"'],
    ),
    id: 'service-missing',
    at: ['compose.yaml', 'build:'],
    against: ['package.json', '"pg"'],
  },
];
