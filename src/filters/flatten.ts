import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { backgroundNode, type BackgroundParams } from './background.js';
import { checkPasses } from './passes.js';
import type { SliceCorrection } from './slice_correction.js';
import { sliceLevelsNode, type SliceLevelParams } from './slice_levels.js';

/**
 * Takes out what differs from slice to slice, or smoothly within a slice: (v − P) · g, or v ·
 * exp(−P), where the polynomial P of the place in the slice and the gain g of each slice are the
 * input `correction`. f32; NaN stays NaN, infinities stay what they are. The value of a voxel
 * depends on that voxel and its slice's numbers alone.
 *
 * One pass: the bytes of a voxel in, 4 B/voxel out, and 48 bytes per slice.
 */
export const flatten = declareOp({
  name: 'flatten',
  kind: 'map',
  inputs: { volume: input('volume'), correction: valueInput<SliceCorrection>() },
  params: {},
  exactness: 'float-dependent',
  result: ({ volume }): GridMeta => ({ ...volume, storage: 'f32' }),
});

/** The node of a volume whose slices have the same grey levels. */
export function flattenSlicesNode(volume: Node, params: SliceLevelParams = {}): Node {
  return makeNode(flatten, { volume, correction: sliceLevelsNode(volume, params) });
}

/** The node of a volume without the smooth background of its slices. */
export function flattenBackgroundNode(
  volume: Node,
  { passes, within, ...params }: BackgroundParams = {},
): Node {
  // A mask that is given does not get better.
  const rounds = within === undefined ? checkPasses('flattenBackground', passes ?? 2, 1) : 1;
  let flat = volume;
  for (let pass = 0; pass < rounds; pass += 1)
    flat = makeNode(flatten, { volume, correction: backgroundNode(volume, flat, within, params) });
  return flat;
}
