import { yields } from '../recipe/meta.js';
import {
  declareOp,
  input,
  makeNode,
  optionalValueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { length, nullable } from '../recipe/params.js';
import type { Range } from '../stats/range.js';
import { classesOf } from './classes_of.js';
import { withOwnedBlocks } from './owned_blocks.js';
import type { Profile } from './profile.js';
import {
  alongParam,
  lengthParam,
  rangeOfWide,
  requireRange,
  stripeLayout,
  type StripeParams,
} from './stripe_profile.js';

/**
 * As {@link stripeProfile}, of a material of two levels: the least-squares fit of a level per line
 * (and block) and one for each of two classes, the voxels in and outside of the mask `classes`, to
 * every slice. It is 0 on average over a block. Errors don't add up from line to line, as those of
 * differences do. With `width`, what a running median of it follows is kept in the volume; null
 * (default) takes out all that is constant along the stripes.
 *
 * Whole-number sums of levels; a block belongs to the brick where it begins. One pass: the bytes of
 * a voxel and 1/8 B/voxel in, 16 B per line and block out.
 */
export const stripeClasses = declareOp({
  name: 'stripeClasses',
  kind: 'reduce',
  inputs: { volume: input('volume'), classes: input('mask'), range: optionalValueInput<Range>() },
  params: {
    along: alongParam,
    width: nullable(
      length(
        {},
        'Stripes narrower than half of it are found, what is wider is kept; null: stripes of any width.',
      ),
    ),
    length: lengthParam,
  },
  exactness: 'exact',
  result: ({ volume, range }) => {
    requireRange('stripeClasses', volume, range);
    return yields.plain<Profile>();
  },
  needs: (region, { volume }, params) => {
    const { along, blocks } = stripeLayout(volume, params.along, params.length);
    const wanted = withOwnedBlocks(region, along, blocks, volume.size[along]);
    return { volume: wanted, classes: wanted };
  },
  notes: ({ along }) => ({ stripes: `along ${along}, least squares of lines and two classes` }),
});

/**
 * The node of {@link stripeClasses}, of the classes that Otsu's threshold tells apart in `flat`.
 */
export function stripeClassesNode(
  volume: Node,
  flat: Node,
  params: StripeParams,
): ValueNode<Profile> {
  return makeNode(
    stripeClasses,
    { volume, classes: classesOf(flat), range: rangeOfWide(volume) },
    { along: params.along, width: params.width, length: params.length },
  );
}
