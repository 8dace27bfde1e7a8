import { invalidArgument } from '../recipe/errors.js';
import { DTYPES, makeArray, type Dtype, type GridArray } from '../recipe/dtype.js';
import { simulateImaging } from '../synthetic/imaging.js';
import { Random } from '../synthetic/random.js';
import type { VoxelGrid } from '../synthetic/voxelise.js';
import type { Estimate, EstimatedImaging } from './estimate_imaging.js';

/** Half of an interval of 95 %, in standard deviations. */
export const HALF_WIDTH = 1.96;

/** How a scan was imaged, as its user knows. Lengths are in the unit of the spacing. */
export interface StatedImaging {
  /** Grey levels of what is not in the mask, and of what is. */
  readonly levels: readonly [unset: number, set: number];
  /** Standard deviations of the noise at these levels. */
  readonly deviations: readonly [unset: number, set: number];
  /** Standard deviation of the Gaussian point spread. */
  readonly blur: number;
  /** Standard deviation of the Gaussian that gives white noise its grain. Default 0: white. */
  readonly grain?: number | undefined;
}

/** An imaging as it was found, or its middle. */
export function middleOf(found: EstimatedImaging): StatedImaging {
  return drawn(found, ({ value }) => value);
}

/** Whether an imaging was estimated, and has intervals. */
export function isEstimated(
  imaging: EstimatedImaging | StatedImaging,
): imaging is EstimatedImaging {
  return typeof imaging.blur === 'object';
}

/**
 * An imaging drawn from the intervals, so that what is not known of it is in the twins' spread; one
 * that is stated, as it is.
 */
export function drawImaging(found: EstimatedImaging | StatedImaging, seed: number): StatedImaging {
  if (!isEstimated(found)) return found;
  const random = new Random(seed, [0x7ffd0000, 0]);
  return drawn(
    found,
    ({ value, interval: [lo, hi] }) => value + ((hi - lo) / (2 * HALF_WIDTH)) * random.normal(),
  );
}

function drawn(found: EstimatedImaging, of: (estimate: Estimate) => number): StatedImaging {
  const width = (estimate: Estimate): number => Math.max(0, of(estimate));
  return {
    levels: [of(found.levels[0]), of(found.levels[1])],
    deviations: [width(found.deviations[0]), width(found.deviations[1])],
    blur: width(found.blur),
    grain: width(found.grain),
  };
}

/** Images a structure as a scan of that type was, in its grey levels. */
export function imageOf(
  structure: Uint8Array,
  grid: VoxelGrid,
  { levels, deviations, blur, grain }: StatedImaging,
  dtype: Dtype,
  seed: number,
): GridArray {
  const isWhole = dtype === 'u8' || dtype === 'u16';
  // Other types are imaged on a scale of their own, and brought back.
  const from = Math.min(levels[0] - 8 * deviations[0], levels[1] - 8 * deviations[1]);
  const to = Math.max(levels[0] + 8 * deviations[0], levels[1] + 8 * deviations[1]);
  const scale = isWhole ? 1 : 65535 / (to - from);
  const offset = isWhole ? 0 : from;
  if (!(scale > 0 && Number.isFinite(scale)))
    throw invalidArgument('twin', 'imaging.levels', levels, 'two grey levels that differ');
  const level = (of: number): number => Math.min(65535, Math.max(0, (of - offset) * scale));
  const image = simulateImaging(structure, grid, {
    seed,
    pore: level(levels[0]),
    solid: level(levels[1]),
    blur,
    grain,
    deviations: [deviations[0] * scale, deviations[1] * scale],
  });
  if (dtype === 'u16') return image;
  const out = makeArray(dtype, image.length);
  const { min, max, integer } = DTYPES[dtype];
  for (let i = 0; i < image.length; i += 1) {
    const grey = offset + image[i]! / scale;
    out[i] = integer ? Math.min(max, Math.max(min, Math.round(grey))) : grey;
  }
  return out;
}
