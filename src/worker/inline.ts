import type { Lab } from '../volume/lab.js';
import { openLabWith, type OpenLabOptions } from './open_lab.js';
import { createWorker } from './spawn_whole.js';

/**
 * Opens a lab as `openLab` of `voxmetry` does, by the worker in one file that comes with this
 * module: no file beside it has to be served, but all of the library is loaded at once. For pages
 * that are one file, and bundles whose address nobody knows. The page's policy, if it has one, must
 * allow `worker-src blob:`. What else `voxmetry` exports stays there.
 *
 * @param options - As those of `openLab`.
 * @throws VoxmetryError `webgpu-unavailable`, `worker-failed`, `timeout`, `cancelled`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry/inline';
 * const lab = await openLab();
 * console.log(lab.info.adapter.description);
 * await lab.dispose();
 * ```
 */
export function openLab(options: OpenLabOptions = {}): Promise<Lab> {
  return openLabWith(createWorker, undefined, options);
}

export type { OpenLabOptions };
