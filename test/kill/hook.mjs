/** Loaded into a run of the program: kills it, as `kill -9` does, at the operation on the disk that $KILL_AT counts to. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const at = Number(process.env.KILL_AT);
let count = 0;

function strike() {
  count += 1;
  if (count === at) process.kill(process.pid, 'SIGKILL');
}

for (const name of ['openSync', 'fchmodSync', 'fsyncSync', 'closeSync', 'renameSync', 'rmSync', 'mkdirSync']) {
  const original = fs[name];
  fs[name] = (...args) => {
    // What is read, or is no file of the repository, does not count.
    const isOurs = name !== 'openSync' || args[1] === 'wx';
    if (isOurs) strike();
    const result = original(...args);
    if (isOurs) strike();
    return result;
  };
}

const write = fs.writeSync;
fs.writeSync = (file, content, start = 0) => {
  if (file <= 2 || typeof content === 'string') return write(file, content, start);
  // Half of it, so that a kill finds a file that is not whole.
  const half = Math.max(1, Math.floor((content.length - start) / 2));
  const done = write(file, content, start, half);
  strike();
  return done;
};

syncBuiltinESMExports();
