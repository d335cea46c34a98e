import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { lockText, readLock } from '../src/write/lock.ts';
import { run } from './support/cli.ts';
import { filesIn, folderOf, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

const NODE = {
  'package.json': JSON.stringify({ name: 'app', scripts: { start: 'node server.js' } }),
  'server.js': `require('http').createServer().listen(process.env.PORT || 3000);\n`,
  Dockerfile: 'FROM node:22-alpine\r\nENV API_TOKEN=abc123 MODE=x\r\nCMD ["node", "server.js"]\r\n',
};
const PYTHON = {
  'requirements.txt': 'flask==3.0.0\n',
  'app.py': 'from flask import Flask\napp = Flask(__name__)\n',
  Dockerfile: 'FROM python:3.11-slim\nCMD ["flask", "run"]\n',
};
const GO = {
  'go.mod': 'module example.com/x\n\ngo 1.26\n',
  'main.go': `package main\n\nimport (\n\t"net/http"\n\t"os"\n)\n\nfunc main() { http.ListenAndServe(os.Getenv("ADDRESS"), nil) }\n`,
  'config.yaml': 'a: 1\n',
  Dockerfile:
    'FROM golang AS build\nCOPY . .\nRUN go build -o /x .\nFROM scratch\nCOPY --from=build /x /x\nCOPY config.yaml /etc/x/\nENV ADDRESS=:9000\nEXPOSE 9000\nENTRYPOINT ["/x"]\n',
};

describe.each([
  ['Node', NODE, 'node:22'],
  ['Python', PYTHON, 'python:3.11'],
  ['Go', GO, 'EXPOSE 9000'],
])('what a person’s Dockerfile of %s said', (_name, files, said) => {
  test('is remembered when it is replaced: later runs decide the same', () => {
    const root = folderOf(files);
    expect(run(root, ['--yes']).code).toBe(5);
    expect(run(root, ['--yes', '--force']).code).toBe(0);
    const written = filesIn(root);
    expect(written['Dockerfile']).toContain(said);
    expect(run(root, ['--dry-run', '--exit-code'])).toMatchObject({ code: 0 });
    expect(run(root, ['--yes']).code).toBe(0);
    expect(filesIn(root)).toEqual(written);
    // The same app in a folder below, whose lock stands at the root.
    const below = folderOf(Object.fromEntries(Object.entries(files).map(([path, text]) => [`app/${path}`, text])));
    expect(run(below, ['--yes', '--force']).code).toBe(0);
    expect(run(below, ['--dry-run', '--exit-code'])).toMatchObject({ code: 0 });
  });

  test('is forgotten with the file', () => {
    const root = folderOf(files);
    run(root, ['--yes', '--force']);
    rmSync(join(root, 'Dockerfile'));
    expect(run(root, ['--yes', '--output', 'Dockerfile.web']).code).toBe(0);
    expect(readLock(readFileSync(join(root, '.create-dockerfile.lock'), 'utf8')).replaced.size).toBe(0);
  });
});

test('a value that looks like a secret is not kept in the lock', () => {
  const root = folderOf(NODE);
  run(root, ['--yes', '--force']);
  const { replaced } = readLock(readFileSync(join(root, '.create-dockerfile.lock'), 'utf8'));
  expect(replaced.get('Dockerfile')).toBe('FROM node:22-alpine\nENV API_TOKEN="" MODE=x\nCMD ["node", "server.js"]\n');
});

test('a lock without replaced files is written as before', () => {
  expect(lockText({ files: new Map(), sets: new Map() })).toBe(
    '{\n "lockVersion": 1,\n "sets": {},\n "files": {}\n}\n',
  );
});
