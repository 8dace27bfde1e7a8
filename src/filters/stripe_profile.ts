// Stripe (curtain) correction: profiles of lines.
import { isWide, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
import { voxelsPerAxis } from '../recipe/length.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  input,
  makeNode,
  optionalValueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { length, nullable, oneOf } from '../recipe/params.js';
import type { Range } from '../stats/range.js';
import { levelSpanNode } from './level_span.js';
import { withOwnedBlocks } from './owned_blocks.js';
import type { Profile } from './profile.js';

/** The window of the running median where none is given: errors of differences add up over more. */
export const DIFFERENCE_WIDTH: Length = { voxels: 31 };

/** How stripes are found. */
export interface StripeParams {
  readonly along?: 'x' | 'y' | undefined;
  readonly width?: Length | null | undefined;
  readonly length?: Length | null | undefined;
}

/** The axis that stripes run along. */
export const alongParam = oneOf(['x', 'y'], 'y', 'The axis that the stripes run along.');

/** How far stripes stay as bright as they are. */
export const lengthParam = nullable(
  length({}, 'Over which length along itself a stripe hardly changes; null: over the whole slice.'),
);

/** How the stripes of a volume lie: the axis along them, and the blocks that they are cut into. */
export interface StripeLayout {
  readonly along: 0 | 1;
  readonly across: 0 | 1;
  readonly blocks: number;
}

/** The layout of stripes that hardly change over `length`. */
export function stripeLayout(
  { size, spacing }: { readonly size: Vec3; readonly spacing: Vec3 },
  along: 'x' | 'y',
  reach: Length | null,
): StripeLayout {
  const axis = along === 'x' ? 0 : 1;
  const voxels = reach === null ? Infinity : voxelsPerAxis(reach, spacing)[axis];
  return {
    along: axis,
    across: axis === 0 ? 1 : 0,
    blocks: Math.max(1, Math.min(size[axis], Math.round(size[axis] / voxels))),
  };
}

/** Throws where a volume of 32-bit values comes without its range. */
export function requireRange(op: string, volume: GridMeta, range: unknown): void {
  if (isWide(volume.storage as Dtype) && range === undefined)
    throw invalidArgument(op, 'range', undefined, `the range of the volume, for ${volume.storage}`);
}

/** The node of the span that a volume's values are taken as levels of, where they are. */
export function rangeOfWide(volume: Node): ValueNode<Range> | undefined {
  return isWide(gridMeta(volume).storage as Dtype) ? levelSpanNode(volume) : undefined;
}

/**
 * How bright the stripes of each slice across z are, which run along the axis `along` ('y' by
 * default, as the curtains of a FIB do): a value per line, for each block of about `length` along
 * the stripes (null, the default: the whole slice is one).
 *
 * From a line to the next, the profile steps by the median along the stripes of the differences of
 * their voxels. That is the minimum of Σ |∂ₓ(v − s)| over profiles s that are constant along the
 * stripes: the variational model of J. H. Fitschen, J. Ma, S. Schuff, Comput. Vis. Image Underst.
 * 155 (2017) 24, with the penalty on ∂ᵧs infinite and without its Laplacian term. Neighbouring
 * lines cross the same material nearly everywhere, so the structure drops out of the median. Of the
 * profile, what a running median of `width` (null, the default: 31 voxels) follows is kept in the
 * volume: stripes narrower than half of `width` are found, whereas a slow gradient is no stripe.
 *
 * Medians are found on whole levels (8- and 16-bit values as they are, others as 65536 levels of
 * the input `range`, a `levelSpan`), by sixteen thresholds at a time, and interpolated within their
 * level. Pairs with NaN or ±∞ are left out. A block belongs to the brick where it begins.
 *
 * One dispatch per brick: the bytes of a voxel in, 16 B per line and block out; voxels are read
 * five times (of 8 bits three times), all but the first mostly from caches.
 */
export const stripeProfile = declareOp({
  name: 'stripeProfile',
  kind: 'reduce',
  inputs: { volume: input('volume'), range: optionalValueInput<Range>() },
  params: {
    along: alongParam,
    width: nullable(
      length(
        {},
        'Stripes narrower than half of it are found, what is wider is kept; null: 31 voxels.',
      ),
    ),
    length: lengthParam,
  },
  exactness: 'exact',
  result: ({ volume, range }) => {
    requireRange('stripeProfile', volume, range);
    return yields.plain<Profile>();
  },
  needs: (region, { volume }, params) => {
    const { along, across, blocks } = stripeLayout(volume, params.along, params.length);
    const whole = withOwnedBlocks(region, along, blocks, volume.size[along]);
    const next = region.origin[across] + region.size[across] < volume.size[across] ? 1 : 0;
    return {
      volume: {
        origin: whole.origin,
        size: map3((i) => whole.size[i] + (i === across ? next : 0)),
      },
    };
  },
  notes: ({ along }) => ({
    stripes: `along ${along}, medians of differences of neighbouring lines`,
  }),
});

/** The node of {@link stripeProfile}. */
export function stripeProfileNode(volume: Node, params: StripeParams = {}): ValueNode<Profile> {
  return makeNode(stripeProfile, { volume, range: rangeOfWide(volume) }, { ...params });
}
