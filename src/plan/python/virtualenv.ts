import type { PythonApp } from '../../model/app.ts';
import type { BaseKind, Copy } from '../../model/plan.ts';
import { osPackages } from '../os-packages.ts';
import { distrolessLibrary, distrolessPython, pythonSuite, type Images } from './images.ts';
import { workdirOf } from './paths.ts';

/** The values of the stages that make an installed virtualenv what the runtime needs. */
export interface VirtualenvStages {
  /** Takes the debug data out of its libraries; before the sources come, so that an edit does not repeat it. */
  readonly stripped?: { readonly packages: readonly string[]; readonly virtualenv: string };
  /** Compiles the standard library of the runtime. */
  readonly bytecode?: { readonly image: string; readonly library: string };
}

/**
 * @param compiles whether the build image is the full one, which has binutils.
 */
export function planVirtualenv(app: PythonApp, base: BaseKind, images: Images, compiles: boolean): VirtualenvStages {
  const virtualenv = `${workdirOf(app)}/.venv`;
  return {
    ...(app.python.debugData
      ? { stripped: { packages: compiles ? [] : osPackages(['binutils'], pythonSuite(app)), virtualenv } }
      : {}),
    ...(base === 'distroless' ? { bytecode: { image: images.runtime, library: distrolessLibrary(app) } } : {}),
  };
}

/** The commands that lead a virtualenv to the Python of a distroless runtime. */
export function relink(app: PythonApp): readonly (readonly string[])[] {
  return [
    ['ln', '-sfn', distrolessPython(app), '.venv/bin/python'],
    ['sed', '-i', 's#^home = .*#home = /usr/bin#', '.venv/pyvenv.cfg'],
  ];
}

/** The bytecode alone, which comes to stand beside its sources. */
export function bytecodeCopies({ bytecode }: VirtualenvStages): readonly Copy[] {
  return bytecode === undefined ? [] : [{ from: 'bytecode', sources: [bytecode.library], target: bytecode.library }];
}
