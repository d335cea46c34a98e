import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a `docker` command stands on the PATH. Nothing is run. */
export function hasDocker(path = process.env['PATH'] ?? ''): boolean {
  return isOnPath('docker', path);
}

/** Whether a program stands in a folder of the PATH, as this platform looks for it. Nothing is run. */
export function isOnPath(program: string, path = process.env['PATH'] ?? ''): boolean {
  return path.split(delimiter).some((folder) => folder !== '' && isProgramIn(folder, program));
}

export function isProgramIn(folder: string, program: string): boolean {
  const names = process.platform === 'win32' ? [`${program}.exe`, `${program}.cmd`] : [program];
  return names.some((name) => isRunnable(join(folder, name)));
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
