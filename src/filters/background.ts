// Background (shading) correction: a polynomial per slice.
import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  makeNode,
  optionalValueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { flag, integer, oneOf } from '../recipe/params.js';
import type { Range } from '../stats/range.js';
import { classesOf } from './classes_of.js';
import { withOwnedBlocks } from './owned_blocks.js';
import type { SliceCorrection } from './slice_correction.js';
import { rangeOfWide, requireRange } from './stripe_profile.js';

/** How a background joins what it lies behind. */
export const BACKGROUND_MODELS = ['additive', 'multiplicative'] as const;

/** Edge of the tiles whose means a background is fitted to. */
export const BACKGROUND_TILE = 32;

/** How the smooth background of slices is found. */
export interface BackgroundParams {
  readonly degree?: number | undefined;
  readonly model?: (typeof BACKGROUND_MODELS)[number] | undefined;
  readonly passes?: number | undefined;
  readonly within?: Node | undefined;
}

/**
 * The smooth background of every slice across z, as a {@link SliceCorrection}: a polynomial of
 * `degree` 1 to 3 (default 2) in x and y that is zero on average over the slice. It is the
 * least-squares fit to the means of tiles of 32×32 voxels, weighed by their counts, with a level of
 * its own for each of two classes: the voxels in and outside of the mask `classes`. So a change of
 * porosity across the slice is not taken for background. With `inside`, only voxels in the mask
 * count. `model`: 'additive' (default), or 'multiplicative', where the fit is of the logarithms of
 * the means; means ≤ 0 are then left out.
 *
 * Tiles are summed in whole numbers: 8- and 16-bit values as they are, others as 65536 levels of
 * the input `range`, a `levelSpan`. NaN and ±∞ are left out. A tile belongs to the brick where it
 * begins. One pass: the bytes of a voxel and 1/8 B/voxel in, 1/64 B/voxel out.
 */
export const background = declareOp({
  name: 'background',
  kind: 'reduce',
  inputs: {
    volume: input('volume'),
    classes: input('mask'),
    range: optionalValueInput<Range>(),
  },
  params: {
    degree: integer(
      { default: 2, min: 1, max: 3 },
      'Degree of the polynomial that the background of a slice is taken for.',
    ),
    model: oneOf(
      BACKGROUND_MODELS,
      'additive',
      'How the background joins the structure: it is added to it, or multiplies it.',
    ),
    inside: flag(false, 'Whether only voxels in the mask count.'),
  },
  exactness: 'exact',
  result: ({ volume, range }) => {
    requireRange('background', volume, range);
    return yields.plain<SliceCorrection>();
  },
  needs: (region, { volume }) => {
    const [, ny] = volume.size;
    const tiles = Math.ceil(ny / BACKGROUND_TILE);
    const wanted = withOwnedBlocks(region, 1, tiles, tiles * BACKGROUND_TILE);
    const end = Math.min(ny, wanted.origin[1] + wanted.size[1]);
    const clipped = {
      origin: wanted.origin,
      size: [wanted.size[0], end - wanted.origin[1], wanted.size[2]],
    } as const;
    return { volume: clipped, classes: clipped };
  },
  notes: ({ degree, model, inside }) => ({
    background: `${model}, polynomial of degree ${String(degree)} per slice, ${inside ? 'of a mask' : 'of two classes'}`,
  }),
});

/**
 * The node of {@link background}: by the voxels of a mask, or by two classes that Otsu's threshold
 * tells apart in `flat`, the volume as it is known so far.
 */
export function backgroundNode(
  volume: Node,
  flat: Node,
  within: Node | undefined,
  params: Omit<BackgroundParams, 'passes' | 'within'>,
): ValueNode<SliceCorrection> {
  const classes = within ?? classesOf(flat);
  return makeNode(
    background,
    { volume, classes, range: rangeOfWide(volume) },
    { ...params, inside: within !== undefined },
  );
}
