// Layer thickness and surface roughness (Sa, Sq).
import { bothNode } from '../filters/combine.js';
import type { Axis } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, makeNode, optionalValueInput, valueInput, type Node } from '../recipe/op.js';
import { columnExtents, type ColumnExtents } from './column_extents.js';

/** How rough a face is, about its least-squares plane (ISO 25178). */
export interface Roughness {
  /** Arithmetical mean height, in the unit of length: the mean magnitude of deviations. */
  readonly Sa: number;
  /** Root mean square height, in the unit of length. */
  readonly Sq: number;
}

/** The thickness of a layer. */
export interface LayerValue {
  /** The axis across the layer. */
  readonly axis: Axis;
  /** Unit of length. */
  readonly unit: string;
  /** Thickness per column, as a picture. */
  readonly map: {
    /** From face to face: 0 where the layer has a hole. The first axis fastest. */
    readonly data: Float64Array;
    /** Thickness of the material alone: pores inside the layer are left out. */
    readonly material: Float64Array;
    readonly size: readonly [number, number];
    readonly axes: readonly [Axis, Axis];
    readonly spacing: readonly [number, number];
    readonly unit: string;
  };
  /**
   * Part, 0 to 1, of the columns (of the volume or the region) that hold the layer. The fields
   * below are over these columns, and null where there are none.
   */
  readonly coverage: number;
  /** Mean thickness, in `unit`. */
  readonly mean: number | null;
  /** Standard deviation of the thickness over the columns, in `unit`. */
  readonly std: number | null;
  /** Least thickness, in `unit`. */
  readonly min: number | null;
  /** Greatest thickness, in `unit`. */
  readonly max: number | null;
  /** Mean of the thickness of the material alone, in `unit`. */
  readonly meanMaterial: number | null;
  /** Roughness of the faces that look to the lower and the upper end of the axis. */
  readonly roughness: { readonly lower: Roughness; readonly upper: Roughness } | null;
}

/**
 * The thickness of a layer across an axis, as {@link LayerValue}: per column from the outer side of
 * its first voxel to that of its last, and of its voxels alone; mean, spread and extremes over the
 * columns that hold any; Sa and Sq of both faces about their least-squares planes. With the extents
 * of a `region` of interest, coverage is of its columns. On the host, from the columns' extents.
 */
export const layer = declareOp({
  name: 'layer',
  kind: 'host',
  inputs: {
    extents: valueInput<ColumnExtents>(),
    region: optionalValueInput<ColumnExtents>(),
  },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.result<LayerValue>(),
  notes: () => ({
    thickness: 'along the axis, from face to face of voxels',
    roughness: 'Sa, Sq about the least-squares plane (ISO 25178), unfiltered',
  }),
});

/**
 * The node of a {@link layer} of a mask, or of its part `within` a region; `axis` default 'z'.
 */
export function layerNode(
  mask: Node,
  options: { readonly axis?: Axis | undefined },
  within?: Node,
) {
  return makeNode(layer, {
    extents: makeNode(columnExtents, { mask: bothNode(mask, within) }, options),
    region: within && makeNode(columnExtents, { mask: within }, options),
  });
}
