import type { Lab } from '../volume/lab.js';
import { openLab, type OpenLabOptions } from './open_lab.js';

let shared: Promise<Lab> | undefined;

/**
 * The lab of this page, which all parts of it share: opened by the first call, and again after it
 * was disposed, or where it failed. Nobody has to dispose it.
 *
 * @param options - How it is opened, if this call opens it; a lab that is open is as it is. A
 * signal would cancel it for all: there is none.
 * @throws VoxmetryError as `openLab`; the next call tries again.
 * @example
 * ```ts
 * import { sharedLab } from 'voxmetry';
 * const lab = await sharedLab();
 * console.assert((await sharedLab()) === lab);
 * await lab.dispose();
 * const next = await sharedLab();
 * console.assert(next !== lab && lab.disposed && !next.disposed);
 * await next.dispose();
 * ```
 */
export async function sharedLab(options: Omit<OpenLabOptions, 'signal'> = {}): Promise<Lab> {
  const current = shared;
  if (current !== undefined) {
    const lab = await current.catch(() => undefined);
    if (lab !== undefined && !lab.disposed) return lab;
    // Others may have waited too: the first of them opens it for all.
    if (shared !== current && shared !== undefined) return sharedLab(options);
  }
  const opening = openLab(options);
  shared = opening;
  opening.catch(() => {
    if (shared === opening) shared = undefined;
  });
  return opening;
}
