// Surface fit of a layer's face (robust polynomial, IRLS; or running median).
import type { Axis } from '../recipe/geometry.js';
import { yields, type ValueMeta } from '../recipe/meta.js';
import { declareOp, isNodeOf, makeNode, valueInput, type Node } from '../recipe/op.js';
import { invalidArgument, VoxmetryError } from '../recipe/errors.js';
import { flag, integer, oneOf } from '../recipe/params.js';
import { FACES, type Face } from '../segmentation/choose_labels.js';
import { columnExtents, type ColumnExtents } from './column_extents.js';

/** How the face of a layer is described. */
export type SurfaceModel = 'plane' | 'quadratic' | 'median';

/** A fitted face of a layer: its height along an axis over every column. */
export interface SurfaceValue {
  /** The face: 'z1' looks to the upper end of z. */
  readonly side: Face;
  /** How the face is described. */
  readonly model: SurfaceModel;
  /** Whether outliers were left out. */
  readonly robust: boolean;
  /** The two axes across, in their order. */
  readonly axes: readonly [Axis, Axis];
  /** Columns along these axes; in `heights` the first axis is fastest. */
  readonly size: readonly [number, number];
  /** Distances between columns along these axes, in `unit`. */
  readonly spacing: readonly [number, number];
  /** Unit of length. */
  readonly unit: string;
  /** Physical position of the surface along its axis, per column, in `unit`. */
  readonly heights: Float64Array;
  /** Number of columns that hold voxels of the mask. */
  readonly columns: number;
  /**
   * Standard deviation of the face about the surface, in `unit`; of robust fits and medians 1.4826
   * × the median deviation.
   */
  readonly scale: number;
  /**
   * Part, 0 to 1, of the columns that lie farther than 4.685 × `scale` off, which a robust fit
   * leaves out.
   */
  readonly outliers: number;
  /**
   * Of polynomials: height = Σ coefficient · uⁱ · vʲ in `unit`, where u = (x − centre) / half along
   * the first axis across, and v alike along the second. Null of medians.
   */
  readonly polynomial: {
    readonly terms: readonly (readonly [i: number, j: number])[];
    readonly coefficients: readonly number[];
    readonly centre: readonly [number, number];
    readonly half: readonly [number, number];
  } | null;
}

/**
 * The face of a layer that looks to one end of an axis, fitted to the outer sides of the outermost
 * voxels of each column (index ± ½), as {@link SurfaceValue}:
 *
 * - 'plane' and 'quadratic': a polynomial of degree 1 or 2, by least squares; with `robust`
 *   (default) by iterative reweighting, from least absolute deviations to Tukey's biweight (Holland
 *   and Welsch 1977, https://doi.org/10.1080/03610927708827533), so that outgrowths, holes and
 *   debris on up to a third of the face do not bend it.
 * - 'median': the median of the face in a window of `window` × `window` columns (odd, default 31)
 *   about each; it follows waves that are longer than the window and passes under outgrowths that
 *   cover less than half of it.
 *
 * Columns without a voxel count nothing; an empty mask is an error. On the host, in f64, from the
 * columns' extents.
 */
export const surface = declareOp({
  name: 'surface',
  kind: 'host',
  inputs: { extents: valueInput<ColumnExtents>() },
  params: {
    side: oneOf(
      FACES,
      undefined,
      "The face of the layer: 'z1' looks to the upper end of z, 'z0' to the lower.",
    ),
    model: oneOf(
      ['plane', 'quadratic', 'median'],
      'plane',
      'What is fitted: a plane, a quadratic surface, or the median in a moving window.',
    ),
    robust: flag(true, 'Plane and quadratic: whether outliers are left out.'),
    window: integer(
      { default: 31, min: 1, max: 65_535, unit: 'voxels' },
      'Median: width of the window, odd.',
    ),
  },
  exactness: 'float-dependent',
  result: (_, { window }) => {
    if (window % 2 === 0) throw invalidArgument('surface', 'window', window, 'an odd integer');
    return yields.result<SurfaceValue>();
  },
  notes: ({ model, robust }) => ({
    surface:
      model === 'median'
        ? 'windowed median of the outer sides of voxels'
        : `${model} through the outer sides of voxels, ${robust ? "Tukey's biweight" : 'least squares'}`,
  }),
});

/** The node of a {@link surface} of a mask. */
export function surfaceNode(mask: Node, params: Readonly<Record<string, unknown>>) {
  const { side } = params;
  if (!(FACES as readonly unknown[]).includes(side))
    throw invalidArgument('surface', 'side', side, `'${FACES.join("', '")}'`);
  const extents = makeNode(columnExtents, { mask }, { axis: (side as Face)[0] });
  return makeNode(surface, { extents }, params);
}

/** A surface and the mask whose face it is, of a node that yields a surface. */
export function faceOf(node: Node): {
  readonly surface: Node<ValueMeta<SurfaceValue, 'result'>>;
  readonly grid: Node;
} {
  const grid = node.inputs['extents']?.inputs['mask'];
  if (!isNodeOf(node, surface) || grid === undefined)
    throw new VoxmetryError('internal', `${node.op.name} yields no surface. Please report it.`);
  return { surface: node, grid };
}
