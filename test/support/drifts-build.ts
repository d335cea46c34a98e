import { api, edited, fastapi, own, PERSON, without, type Drift } from './drifts.ts';

/** Drifts between the repository and how its image is built. */
export const buildDrifts: readonly Drift[] = [
  {
    what: 'engines ask for a newer Node',
    files: edited(api, ['package.json', '">=22"', '">=26"']),
    id: 'runtime-version',
    at: ['Dockerfile', 'FROM node:24-trixie-slim'],
    against: ['package.json', '"engines"'],
  },
  {
    what: '.python-version names another release',
    files: { ...fastapi, '.python-version': '3.12\n' },
    id: 'runtime-version',
    at: ['Dockerfile', 'FROM python:3.13'],
    against: ['.python-version', '3.12'],
  },
  {
    what: 'go.mod asks for a newer Go',
    files: {
      'go.mod': 'module example.com/clock\n\ngo 1.26\n',
      'main.go': 'package main\n\nfunc main() {}\n',
      '.dockerignore': '.git\n',
      Dockerfile: 'FROM golang:1.20\nWORKDIR /app\nCOPY . .\nRUN go build -o /clock .\nUSER 1\nCMD ["/clock"]\n',
    },
    id: 'runtime-version',
    at: ['Dockerfile', 'golang:1.20'],
    against: ['go.mod', 'go 1.'],
  },
  {
    what: 'a base image whose line has ended',
    files: edited(
      own,
      ['Dockerfile', 'node:24-slim AS build', 'node:18-slim AS build'],
      ['package.json', '">=22"', '">=18"'],
    ),
    id: 'runtime-end-of-life',
    at: ['Dockerfile', 'node:18'],
  },
  {
    what: 'dependencies of one Node in the image of another',
    files: edited(
      own,
      [
        'Dockerfile',
        'COPY --from=build /app/dist',
        'COPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist',
      ],
      ['Dockerfile', 'node:24-slim AS build', 'node:22-slim AS build'],
    ),
    id: 'two-versions',
    at: ['Dockerfile', '/app/node_modules'],
    against: ['Dockerfile', 'node:22'],
  },
  {
    what: 'dependencies of Debian on Alpine',
    files: edited(
      own,
      [
        'Dockerfile',
        'COPY --from=build /app/dist',
        'COPY --from=build /app/node_modules ./node_modules\nCOPY --from=build /app/dist',
      ],
      ['Dockerfile', 'node:24-slim AS build', 'node:24-bookworm AS build'],
      ['Dockerfile', 'FROM node:24-slim', 'FROM node:24-alpine'],
    ),
    id: 'two-suites',
    at: ['Dockerfile', '/app/node_modules'],
    against: ['Dockerfile', 'bookworm'],
  },
  {
    what: 'the repository has moved to pnpm',
    files: {
      ...without(own, 'package-lock.json'),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      Dockerfile: PERSON.replaceAll(' package-lock.json', '').replace('RUN npm ci\n', 'RUN npm install\n'),
    },
    id: 'manager-mismatch',
    at: ['Dockerfile', 'RUN npm install'],
    against: ['pnpm-lock.yaml'],
  },
  {
    what: 'another release of the package manager',
    files: edited(
      {
        ...without(own, 'package-lock.json'),
        'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
        Dockerfile:
          'FROM node:24-slim\nWORKDIR /app\nRUN npm install -g pnpm@8\nCOPY package.json pnpm-lock.yaml ./\nRUN pnpm install --frozen-lockfile\nCOPY . .\nUSER 1000\nCMD ["node", "dist/server.js"]\n',
      },
      ['package.json', '"private": true,', '"private": true,\n  "packageManager": "pnpm@10.20.0",'],
    ),
    id: 'manager-version',
    at: ['Dockerfile', 'pnpm@8'],
    against: ['package.json', 'packageManager'],
  },
  {
    what: 'an install that may change the lockfile',
    files: edited(own, ['Dockerfile', 'RUN npm ci\n', 'RUN npm install\n']),
    id: 'install-not-frozen',
    at: ['Dockerfile', 'RUN npm install'],
    against: ['package-lock.json'],
  },
  {
    what: 'an install without the lockfile',
    files: edited(own, [
      'Dockerfile',
      'COPY package.json package-lock.json ./\nRUN npm ci\n',
      'COPY package.json ./\nRUN npm ci # all\n',
    ]),
    id: 'install-input-missing',
    at: ['Dockerfile', 'RUN npm ci # all'],
    against: ['package-lock.json'],
  },
  {
    what: 'a new requirements file that another one reads',
    files: {
      'requirements.txt': '-r base.txt\nflask==3.1.2\n',
      'base.txt': 'gunicorn==23.0.0\n',
      'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
      Dockerfile:
        'FROM python:3.13-slim\nWORKDIR /app\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\nCOPY app.py .\nUSER 1000\nCMD ["gunicorn", "app:app"]\n',
    },
    id: 'install-input-missing',
    at: ['Dockerfile', 'RUN pip install'],
    against: ['base.txt'],
  },
  {
    what: 'a source edit that reinstalls',
    files: edited(own, [
      'Dockerfile',
      'COPY package.json package-lock.json ./\nRUN npm ci\nCOPY . .',
      'COPY . .\nRUN npm ci # all',
    ]),
    id: 'source-before-install',
    at: ['Dockerfile', 'RUN npm ci # all'],
    against: ['Dockerfile', 'COPY . .'],
  },
  {
    what: 'development dependencies in the image that runs',
    files: edited(own, [
      'Dockerfile',
      'ENV NODE_ENV=production\nCOPY package.json package-lock.json ./\nRUN npm ci --omit=dev\n',
      'COPY --from=build /app/node_modules ./node_modules\n',
    ]),
    id: 'development-dependencies',
    at: ['Dockerfile', '/app/node_modules'],
    against: ['package.json', 'devDependencies'],
  },
  {
    what: 'a file that is copied and gone',
    files: edited(own, ['Dockerfile', 'EXPOSE 4000', 'COPY prisma ./prisma\nEXPOSE 4000']),
    id: 'copy-missing',
    at: ['Dockerfile', 'COPY prisma'],
  },
  {
    what: 'a file that only this machine has',
    files: {
      ...edited(own, ['Dockerfile', 'EXPOSE 4000', 'COPY settings.local.json ./\nEXPOSE 4000']),
      '.gitignore': '*.log\nsettings.local.json\n',
      'settings.local.json': '{}',
    },
    id: 'copy-git-ignored',
    at: ['Dockerfile', 'COPY settings.local.json'],
    against: ['.gitignore', 'settings.local.json'],
  },
  {
    what: 'a file that the ignore file drops',
    files: {
      ...edited(own, ['Dockerfile', 'EXPOSE 4000', 'COPY views ./views\nEXPOSE 4000']),
      '.dockerignore': 'node_modules\nviews\n',
    },
    id: 'copy-ignored',
    at: ['Dockerfile', 'COPY views'],
    against: ['.dockerignore', 'views'],
  },
];
