// Bin edges of depth.
import { physicalLength, type Length } from '../recipe/length.js';
import type { Range } from '../stats/range.js';
import type { SurfaceValue } from './surface.js';
import type { GridMeta } from '../recipe/meta.js';
import { AXIS_INDEX, type Axis } from '../recipe/geometry.js';
import { MOST_STEPS } from './depth_profile.js';
import { VoxmetryError } from '../recipe/errors.js';

/**
 * Edges of steps of height that hold all there is: whole multiples of a step. None where nothing is
 * counted.
 */
export function edgesOf(
  given: Length | null,
  range: Range,
  { side }: SurfaceValue,
  { spacing }: GridMeta,
): Float64Array<ArrayBuffer> {
  if (range.count === 0) return new Float64Array(0);
  const step =
    given === null ? spacing[AXIS_INDEX[side[0] as Axis]] : physicalLength(given, spacing);
  const low = Math.floor(range.min / step);
  const steps = Math.max(1, Math.ceil(range.max / step) - low);
  if (steps > MOST_STEPS)
    throw new VoxmetryError(
      'limit',
      `depthProfile: ${String(steps)} steps are more than ${String(MOST_STEPS)}. Take a longer step.`,
      { op: 'depthProfile', details: { needed: steps, available: MOST_STEPS } },
    );
  return Float64Array.from({ length: steps + 1 }, (_, i) => (low + i) * step);
}
