import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Whether a `docker` command stands on the PATH. Nothing is run. */
export function hasDocker(path = process.env['PATH'] ?? ''): boolean {
  const names = process.platform === 'win32' ? ['docker.exe', 'docker.cmd'] : ['docker'];
  return path.split(delimiter).some((folder) => names.some((name) => folder !== '' && isRunnable(join(folder, name))));
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
