// What ops share that sample a grid between its voxels, at places of their own.
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { oneOf } from '../recipe/params.js';
import { BORDERS } from './border.js';
import { INTERPOLATIONS, type Interpolation } from './resample.js';

/** How values are made at the places, and what lies outside. */
export const samplingParams = {
  method: oneOf(
    INTERPOLATIONS,
    'linear',
    "How values between voxels are made; 'nearest' is the only one for masks, phases and labels.",
  ),
  border: oneOf(BORDERS, 'constant', 'What is read outside the source.'),
} as const;

/**
 * The storage of what is sampled: 'nearest' keeps that of the grid, the others give f32. Throws
 * `invalid-argument` where the grid is no volume and values would have to be mixed.
 */
export function sampledStorage(
  op: string,
  grid: GridMeta,
  method: Interpolation,
): GridMeta['storage'] {
  if (method === 'nearest') return grid.storage;
  if (grid.kind !== 'volume')
    throw invalidArgument(op, 'method', method, `'nearest' for ${grid.kind}`);
  return 'f32';
}
