import { bothNode } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Axis } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer } from '../recipe/params.js';
import { endBits, faceBits, FACES, facesOf, type Face } from '../segmentation/choose_labels.js';
import { components, type Connectivity } from '../segmentation/components.js';
import { labelFaces } from '../segmentation/label_faces.js';
import { labelSizes } from '../segmentation/label_sizes.js';
import { fractionNode, type FractionValue } from './fraction.js';
import { countedWithin } from './missing_voxels.js';

/**
 * How a phase is connected along an axis: fractions of its voxels, which add up to 1. Along an axis
 * of one voxel both ends are the same, and everything goes through.
 */
export interface AxisPercolation {
  /** Part, 0 to 1, of the phase in components that touch both ends of the axis. */
  readonly through: number;
  /** Part in components that touch the lower end alone. */
  readonly lower: number;
  /** Part in components that touch the upper end alone. */
  readonly upper: number;
  /** Part in components that touch neither end. */
  readonly isolated: number;
}

/** How a phase is connected. */
export interface PercolationValue extends Readonly<Record<Axis, AxisPercolation | null>> {
  /** Voxels of the phase. */
  readonly voxels: number;
  /** Number of its components. */
  readonly components: number;
  /** Part, 0 to 1, of the phase that is in its largest component; null of an empty phase. */
  readonly largest: number | null;
}

/** Porosity in its kinds, as fractions of the volume or of `within`; NaN where that is empty. */
export interface PorosityValue {
  /** All pores, as a fraction with its 95 % interval. */
  readonly total: FractionValue;
  /** Pores that reach one of the faces, as a fraction (0 to 1) of the volume or of `within`. */
  readonly open: number;
  /** Pores that reach both ends of the axis, as such a fraction. */
  readonly through: number;
  /** Total − open, as such a fraction. */
  readonly closed: number;
}

/** {@link PercolationValue} from tables of components, on the host. */
export const percolation = declareOp({
  name: 'percolation',
  kind: 'host',
  inputs: { sizes: valueInput<Float64Array>(), faces: valueInput<Uint8Array>() },
  params: {},
  exactness: 'exact',
  result: () => yields.result<PercolationValue>(),
});

/**
 * {@link PorosityValue} from tables of components, on the host; faces and ends are bits of
 * `labelFaces`.
 */
export const porosity = declareOp({
  name: 'porosity',
  kind: 'host',
  inputs: {
    fraction: valueInput<FractionValue>(),
    sizes: valueInput<Float64Array>(),
    faces: valueInput<Uint8Array>(),
  },
  params: {
    faces: integer(
      { min: 0, max: 63 },
      'Faces from which pores are open, as the sum of 1, 2, 4, 8, 16, 32 for x0, x1, y0, y1, z0, z1.',
    ),
    ends: integer(
      { min: 0, max: 63 },
      'The two faces that through pores join, as the sum of 1, 2, 4, 8, 16, 32 for x0, x1, y0, y1, z0, z1.',
    ),
  },
  exactness: 'exact',
  result: () => yields.result<PorosityValue>(),
});

function tables(mask: Node, connectivity: Connectivity | undefined) {
  const labels = makeNode(components, { grid: mask }, { connectivity });
  return {
    sizes: makeNode(labelSizes, { labels }),
    faces: makeNode(labelFaces, { labels }),
  };
}

/**
 * How a mask is connected along each axis, at `connectivity` 6 (default), 18 or 26; or the part of
 * it `within` a region, from end to end of the volume. Cost: that of
 * `components`, and 8 B/voxel.
 */
export function percolationNode(mask: Node, connectivity?: Connectivity, within?: Node) {
  return makeNode(percolation, tables(bothNode(mask, within), connectivity));
}

/**
 * Porosity in its kinds of a mask of pores, of the volume or `within` a mask; voxels without a
 * value are left out. Cost as {@link percolationNode}.
 */
export function porosityNode(
  mask: Node,
  {
    faces = FACES,
    axis = 'z',
    connectivity,
  }: {
    readonly faces?: readonly Face[] | undefined;
    readonly axis?: Axis | undefined;
    readonly connectivity?: Connectivity | undefined;
  },
  within?: Node,
) {
  if (!['x', 'y', 'z'].includes(axis))
    throw invalidArgument('porosity', 'axis', axis, "'x', 'y', 'z'");
  const inside = bothNode(mask, countedWithin(mask, within).within);
  return makeNode(
    porosity,
    { fraction: fractionNode(mask, within), ...tables(inside, connectivity) },
    { faces: faceBits(...facesOf('porosity', 'faces', faces)), ends: endBits(axis) },
  );
}
