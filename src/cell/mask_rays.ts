// A mask along rays about an axis.
import { invalidArgument } from '../recipe/errors.js';
import type { GridMeta } from '../recipe/meta.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalValueInput } from '../recipe/op.js';
import { integer, nullable, number } from '../recipe/params.js';
import { centreParam, type PolarCentre } from '../filters/polar.js';
import type { RollAxis } from './roll_axis.js';

/** A mask, sampled along rays about an axis: for each row along z and each angle a list of bits. */
export interface MaskRays {
  readonly unit: string;
  /** The smaller spacing of x and y. */
  readonly voxel: number;
  readonly axis: RollAxis;
  /** Rays in a turn; ray i goes along 2π · i / `angles`, from x to y. */
  readonly angles: number;
  /** Samples on a ray, from the axis on, and the distance of two. */
  readonly samples: number;
  readonly step: number;
  /** Index of the first row's slice, slices from row to row, and the position along z. */
  readonly every: number;
  readonly firstZ: number;
  readonly stepZ: number;
  /**
   * For each row words of 32 samples: word w of ray i is at w · `angles` + i, its lowest bit is
   * sample 32 · w.
   */
  readonly rows: readonly Uint32Array[];
}

/** How rays lie in a grid. */
export interface RayPlan {
  readonly axis: RollAxis;
  readonly step: number;
  readonly samples: number;
  readonly words: number;
}

/** Completes what is left out, and refuses what cannot be. */
export function planRays(
  { size, spacing, origin }: GridMeta,
  params: { readonly centre: PolarCentre | null; readonly step: number | null },
  given: RollAxis | undefined,
): RayPlan {
  const { centre } = params;
  const along = (axis: 0 | 1, name: 'x' | 'y'): Float64Array => {
    if (centre === null) return given![name];
    const places = centre[axis];
    if (typeof places !== 'number' && places.length !== size[2])
      throw invalidArgument(
        'maskRays',
        'centre',
        `a list of ${String(places.length)}`,
        `one of ${String(size[2])} slices`,
      );
    return Float64Array.from({ length: size[2] }, (_, z) =>
      typeof places === 'number' ? places : places[z]!,
    );
  };
  const axis = { x: along(0, 'x'), y: along(1, 'y') };
  const step = params.step ?? Math.min(spacing[0], spacing[1]) / 2;
  // To the farthest side of the slices: a roll that is whole in them is whole on the rays.
  let reach = 0;
  let far = 0;
  ([axis.x, axis.y] as const).forEach((places, i) => {
    const low = origin[i]! - spacing[i]! / 2;
    const high = low + size[i]! * spacing[i]!;
    for (const place of places) {
      reach = Math.max(reach, place - low, high - place);
      far = Math.max(far, Math.abs(place - origin[i]!) / spacing[i]!);
    }
  });
  far += reach / Math.min(spacing[0], spacing[1]);
  if (!(far < 32000))
    throw invalidArgument('maskRays', 'centre', centre, 'so that rays end within 32000 voxels');
  const samples = Math.ceil(reach / step);
  if (samples < 8)
    throw invalidArgument('maskRays', 'step', step, 'so small that a ray has 8 samples or more');
  if (samples > 65535)
    throw invalidArgument(
      'maskRays',
      'step',
      step,
      'so large that a ray has 65535 samples at most',
    );
  return { axis, step, samples, words: Math.ceil(samples / 32) };
}

/**
 * A mask along rays about an axis along z, as {@link MaskRays}: samples a `step` apart (default
 * half of the smaller spacing of x and y) from the axis to the farthest side of the slices, in
 * every `every`-th slice; each has the voxel that is nearest, 0 outside the volume. The axis is
 * `centre`, or the value `axis`. Positions are integers of 2⁻¹⁶ voxel, right to 3 · 10⁻⁴ voxel: the
 * same bits in every bricking and on every GPU. One pass: 1/8 B/voxel, and 1/8 B per sample, which
 * are read back; 16 B per 32 samples of one row, 8 B per row.
 */
export const maskRays = declareOp({
  name: 'maskRays',
  kind: 'reduce',
  inputs: { mask: input('mask'), axis: optionalValueInput<RollAxis>() },
  params: {
    centre: nullable(centreParam('Where the axis lies, x and y: numbers, or a list per slice.')),
    angles: integer({ default: 720, min: 16, max: 16384 }, 'How many rays there are in a turn.'),
    step: nullable(number({ above: 0, unit: 'length' }, 'Distance of two samples of a ray.')),
    every: integer({ default: 1, min: 1, max: 65535 }, 'Slices from one row to the next.'),
  },
  exactness: 'exact',
  result: ({ mask, axis }, params) => {
    if (axis === undefined && params.centre === null)
      throw invalidArgument('maskRays', 'centre', null, 'a centre, where no axis is given');
    if (params.centre !== null) planRays(mask, params, undefined);
    return yields.plain<MaskRays>();
  },
});
