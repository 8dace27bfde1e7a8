// Ring artefact correction: radial profiles.
import type { Vec3 } from '../recipe/geometry.js';
import type { Length } from '../recipe/length.js';
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
import { wholeSlices } from './owned_blocks.js';
import { pair, type Pair } from './pair.js';
import type { Profile } from './profile.js';
import { rangeOfWide, requireRange } from './stripe_profile.js';

/** How rings are found. */
export interface RingParams {
  readonly centre?: Pair | null | undefined;
  readonly width?: Length | null | undefined;
}

/** Where the axis of rotation meets the slices. */
export const centreParam = nullable(
  pair(
    { unit: 'voxels', reach: 'index' },
    'Where the axis of rotation meets the slices, as indices [x, y]; null: their middle.',
  ),
);

/** Directions in which a slice is sampled at most. */
const MOST_DIRECTIONS = 2048;

/** How slices are sampled in polar coordinates: radii in voxels along x. */
export interface PolarLayout {
  readonly centre: Pair;
  /** Voxels along y per voxel along x, so that circles are those in space. */
  readonly flatness: number;
  readonly radii: number;
  readonly directions: number;
}

/** The polar layout about a centre, by default the middle of the slices. */
export function polarLayout(
  { size, spacing }: { readonly size: Vec3; readonly spacing: Vec3 },
  given: Pair | null,
): PolarLayout {
  const centre = given ?? [(size[0] - 1) / 2, (size[1] - 1) / 2];
  const flatness = spacing[0] / spacing[1];
  const reach = ([0, 1] as const).map((i) =>
    Math.max(Math.abs(centre[i]), Math.abs(size[i] - 1 - centre[i])),
  );
  const radii = Math.ceil(Math.hypot(reach[0]!, reach[1]! / flatness)) + 2;
  return {
    centre,
    flatness,
    radii,
    directions: Math.max(64, Math.min(MOST_DIRECTIONS, Math.ceil(2 * Math.PI * radii))),
  };
}

/**
 * How bright the rings of each slice across z are, a value for each radius of whole voxels about
 * `centre` (index coordinates [x, y] of the axis of rotation, by default the middle of the slices).
 * Slices are sampled in polar coordinates (linear interpolation, in up to 2048 directions), where
 * rings are stripes: from a radius to the next the profile steps by the median of the differences
 * in all directions, and what a running median of `width` (null, the default: 31 voxels) follows is
 * kept, as for {@link stripeProfile}. The polar transform and the medians are those of J. Sijbers,
 * A. Postnov, Phys. Med. Biol. 49 (2004) N247, without their search for homogeneous rows, which the
 * differences make needless.
 *
 * Rings must be whole. A slice belongs to the brick where its first voxel is. 1 + 16 n B per sample
 * of n radii × directions: about 3 samples per voxel.
 */
export const ringProfile = declareOp({
  name: 'ringProfile',
  kind: 'reduce',
  inputs: { volume: input('volume'), range: optionalValueInput<Range>() },
  params: {
    centre: centreParam,
    width: nullable(
      length(
        {},
        'Rings narrower than half of it are found, what is wider is kept; null: 31 voxels.',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: ({ volume, range }) => {
    requireRange('ringProfile', volume, range);
    return yields.plain<Profile>();
  },
  needs: (region, { volume }) => ({ volume: wholeSlices(region, volume.size) }),
  notes: ({ centre }) => ({
    rings: `about ${centre === null ? 'the middle' : centre.join(', ')}, medians of differences of neighbouring radii`,
  }),
});

/** The node of {@link ringProfile}. */
export function ringProfileNode(volume: Node, params: RingParams = {}): ValueNode<Profile> {
  return makeNode(ringProfile, { volume, range: rangeOfWide(volume) }, { ...params });
}
