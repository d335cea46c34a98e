#!/usr/bin/env node
import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';
import { prepare, write } from './commands/generate.ts';
import { exitCodeOf } from './model/problem.ts';

const argv = await yargs(hideBin(process.argv)).option('yes', { type: 'boolean' }).parse();
const result = prepare(String(argv._[0] ?? '.'), { output: 'Dockerfile', syntax: true, compose: true });
const problems = [...result.problems, ...(exitCodeOf(result.problems) === 0 ? write(result, false) : [])];
for (const p of problems) process.stderr.write(`${p.level}: ${p.what} ${p.fix}\n`);
process.exitCode = exitCodeOf(problems);
