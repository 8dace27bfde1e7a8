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
import { wholeSlices } from './owned_blocks.js';
import type { Profile } from './profile.js';
import { centreParam, type RingParams } from './ring_profile.js';
import { rangeOfWide, requireRange } from './stripe_profile.js';

/**
 * As {@link ringProfile}, of a material of two levels: the least-squares fit of a level per radius
 * and one for each of two classes, the voxels in and outside of the mask `classes`, to every slice.
 * A radius of few voxels is drawn to 0 as by 8 more of them. With `width`, what a running median of
 * it follows is kept in the volume.
 *
 * Whole-number sums of levels, of about one linearly interpolated sample per voxel. A slice belongs
 * to the brick where its first voxel is. One pass: the bytes of a voxel, 1/8 B/voxel and 8 B per
 * direction (7 or more per radius) in, 16 B per radius and slice out.
 */
export const ringClasses = declareOp({
  name: 'ringClasses',
  kind: 'reduce',
  inputs: { volume: input('volume'), classes: input('mask'), range: optionalValueInput<Range>() },
  params: {
    centre: centreParam,
    width: nullable(
      length(
        {},
        'Rings narrower than half of it are found, what is wider is kept; null: rings of any width.',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: ({ volume, range }) => {
    requireRange('ringClasses', volume, range);
    return yields.plain<Profile>();
  },
  needs: (region, { volume }) => {
    const wanted = wholeSlices(region, volume.size);
    return { volume: wanted, classes: wanted };
  },
  notes: ({ centre }) => ({
    rings: `about ${centre === null ? 'the middle' : centre.join(', ')}, least squares of radii and two classes`,
  }),
});

/** The node of {@link ringClasses}, of the classes that Otsu's threshold tells apart. */
export function ringClassesNode(volume: Node, params: RingParams): ValueNode<Profile> {
  return makeNode(
    ringClasses,
    { volume, classes: classesOf(volume), range: rangeOfWide(volume) },
    { centre: params.centre, width: params.width },
  );
}
