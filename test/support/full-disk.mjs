/** Loaded into a run of the program: the disk is full after $WRITES_LEFT writes to files. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

const { writeSync } = fs;
let left = Number(process.env.WRITES_LEFT);

fs.writeSync = (file, ...rest) => {
  if (file > 2 && left-- <= 0)
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  return writeSync(file, ...rest);
};

syncBuiltinESMExports();
