// Region properties (measures of objects).
import { invalidArgument } from '../recipe/errors.js';
import { isWide, type Dtype } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { yields, type ValueMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, optionalInput, type Node } from '../recipe/op.js';
import { distance } from '../segmentation/distance.js';
import type { TableData } from '../recipe/table_data.js';
import { objectDeviations } from './objects/object_deviations.js';

/** The measures of all objects, and the window they were seen through. */
export interface Measures extends TableData {
  readonly window: {
    /** Voxels of the volume. */
    readonly size: Vec3;
    readonly spacing: Vec3;
    readonly unit: string;
    readonly origin: Vec3;
  };
}

/**
 * One row per object that occurs, by rising id, as {@link Measures}: `label`, `voxels`, `volume`,
 * `equivalentDiameter` (of the sphere of equal volume), `centroidX/Y/Z` (physical), the bounding
 * box `minX … maxZ` (voxels, both ends included), `touchesBorder` (an axis of one voxel has no
 * border), `extent` (voxels over those of the bounding box); with `distance` `inscribedDiameter`,
 * twice the greatest distance in the object; with `intensity` its `intensityMean`, `Std`
 * (population), `Min`, `Max`.
 *
 * With the distance of {@link insideNode} `inscribedDiameter` is that of the largest ball about a
 * voxel's centre that the object's voxels hold as boxes: of a single voxel its edge, of a slab of t
 * voxels t, or t − 1 where t is even; of a digitised ball up to two voxels less than its diameter.
 * It is never above the least width of the object; of an image it is the circle in its plane.
 *
 * `distance` must be that of the same labels with border 'background', so that other objects and
 * the outside of the volume are outside. NaN and infinite intensities are left out of the
 * statistics. Mean and standard deviation of 32-bit intensities take a second pass, once the least
 * value of every object is known: {@link objectDeviations}, which {@link measureNode} adds.
 *
 * All sums are of whole numbers, so results are exact and the same for every bricking and adapter.
 *
 * One pass (and one over the labels for their greatest id, where that is not known to be below
 * 65,536): 4 B/voxel, 4 more with `distance`, and the intensity's own bytes; and a table of 52 to
 * 84 bytes per id. `limit` where that is more than the GPU binds: components() numbers objects
 * anew.
 */
export const measure = declareOp({
  name: 'measure',
  version: 3,
  kind: 'reduce',
  inputs: {
    labels: input('labels'),
    intensity: optionalInput('volume'),
    distance: optionalInput('volume'),
  },
  params: {},
  exactness: 'exact',
  result: ({ distance }) => {
    if (distance !== undefined && distance.storage !== 'f32')
      throw invalidArgument(
        'measure',
        'distance',
        `a ${distance.storage} volume`,
        'an f32 volume of distances',
      );
    return yields.table<Measures>();
  },
  notes: () => ({
    equivalentDiameter: 'of the sphere of equal volume',
    inscribedDiameter:
      '2 × the greatest distance inside; other labels and the outside of the volume are outside',
    touchesBorder: 'bounding box reaches the first or last voxel of an axis',
  }),
});

/**
 * The distance of which twice the greatest is an object's `inscribedDiameter`: from voxel centres
 * to the faces of voxels of other objects, of background and outside the volume.
 */
export function insideNode(labels: Node): Node {
  return makeNode(distance, { objects: labels }, { border: 'background', to: 'faces' });
}

/**
 * The node of the {@link measure} of labels; of 32-bit intensities with their mean and standard
 * deviation only where `spread` (default) asks for them.
 */
export function measureNode(
  labels: Node,
  given: { readonly intensity?: Node | undefined; readonly distance?: Node | undefined } = {},
  spread = true,
): Node<ValueMeta<Measures, 'table'>> {
  const { intensity, distance } = given;
  const measures = makeNode(measure, { labels, intensity, distance });
  if (intensity === undefined || !spread) return measures;
  return isWide(gridMeta(intensity).storage as Dtype)
    ? makeNode(objectDeviations, { labels, volume: intensity, measures })
    : measures;
}
