// Marked voxels (brush strokes, scribbles), from which a classifier learns.
import { yields } from '../recipe/meta.js';
import { declareOp, input, optionalInput } from '../recipe/op.js';
import { namedNumbers } from '../recipe/params.js';

/** Most marked voxels: their features are rows of a table on the host. */
export const MOST_MARKED = 2 ** 20;

/** Marked voxels, in raster order: their class, their stroke, and where they are. */
export interface Strokes {
  /** x, y, z of each. */
  readonly places: Uint32Array<ArrayBuffer>;
  /** The class of each, from 0. */
  readonly labels: Uint8Array<ArrayBuffer>;
  /** The stroke of each, from 0: voxels of a class that hang together (26). */
  readonly strokes: Uint32Array<ArrayBuffer>;
  /** How many strokes there are. */
  readonly count: number;
}

/** Names of the inputs that are masks of a class each, in order. */
export const STROKE_INPUTS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/**
 * The marked voxels of some classes, as {@link Strokes}: of labels or phases, whose values
 * `codes` names and of which 0 marks nothing; or of masks, one for each name in order. Voxels of a
 * class that share a face, an edge or a corner (26-connectivity) are one stroke.
 *
 * A value without a name, a voxel in two masks, a class without a voxel and more than 2²⁰ marked
 * voxels are `invalid-argument` errors.
 *
 * One pass over each grid, s B/voxel for storage of s bytes, and one over rows that hold marked
 * voxels; 8 B for each of these, which are then joined on the host.
 */
export const strokeVoxels = declareOp({
  name: 'strokeVoxels',
  kind: 'reduce',
  inputs: {
    a: input('labels', 'phases', 'mask'),
    b: optionalInput('mask'),
    c: optionalInput('mask'),
    d: optionalInput('mask'),
    e: optionalInput('mask'),
    f: optionalInput('mask'),
    g: optionalInput('mask'),
    h: optionalInput('mask'),
  },
  params: {
    codes: namedNumbers('Names of the classes, with the value that marks each.'),
  },
  exactness: 'exact',
  result: () => yields.plain<Strokes>(),
  notes: () => ({ strokes: 'voxels of a class that are connected by 26' }),
});
