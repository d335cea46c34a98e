import { execFileSync } from 'node:child_process';
import { copyFileSync, lstatSync, mkdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import nft from '@vercel/nft';

const COPY = '/traced';
const here = process.cwd();
const base = here.startsWith(COPY) ? COPY : '/';
const starts = process.argv.slice(2).map((name) => createRequire(join(here, 'start')).resolve(name));

// What this very Node loads by a name, beside what the tracer finds.
function byNode(name, file, isCommonJs) {
  try {
    const parent = pathToFileURL(file).href;
    const found = isCommonJs ? createRequire(file).resolve(name) : fileURLToPath(import.meta.resolve(name, parent));
    return isAbsolute(found) ? [found] : [];
  } catch {
    return [];
  }
}
const resolve = async (name, file, ...rest) =>
  [await nft.resolve(name, file, ...rest), byNode(name, file, rest.at(-1))].flat();
const { fileList, warnings } = await nft.nodeFileTrace(starts, { base, processCwd: here, resolve });
const files = [...new Set([...fileList].map((file) => file.replace(/\/$/, '')))].sort();

function copy(from, to) {
  const found = lstatSync(from);
  mkdirSync(dirname(to), { recursive: true });
  if (found.isSymbolicLink()) symlinkSync(readlinkSync(from), to);
  else if (found.isFile()) copyFileSync(from, to);
}

if (base === COPY) process.stdout.write(files.join('\n'));
else {
  mkdirSync(join(COPY, here, 'node_modules'), { recursive: true });
  for (const file of files) copy(join(base, file), join(COPY, file));
  // Followed in the copy, everything has to be there again.
  const again = execFileSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], { cwd: join(COPY, here) });
  if (String(again) !== files.join('\n')) throw new Error('The copy of the dependencies lacks something.');
  for (const { message } of warnings) if (!/loaded from \S*node_modules/.test(message)) console.warn(message);
  // The app's own files have layers of their own.
  for (const file of files) if (!/(^|\/)(node_modules\/|package\.json$)/.test(file)) rmSync(join(COPY, file), { recursive: true });
}
