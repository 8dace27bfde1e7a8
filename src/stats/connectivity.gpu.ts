// Percolation and open, closed and dead-end porosity, from labels and their faces, on the host.
import { implementOnHost } from '../implement/index.js';
import type { Axis } from '../recipe/geometry.js';
import { faceBits } from '../segmentation/choose_labels.js';
import {
  percolation,
  porosity,
  type AxisPercolation,
  type PercolationValue,
  type PorosityValue,
} from './connectivity.js';

/** Voxels of all objects whose faces meet a condition. */
function voxelsWhere(
  sizes: Float64Array,
  faces: Uint8Array,
  holds: (touched: number) => boolean,
): number {
  let sum = 0;
  for (let id = 1; id < sizes.length; id += 1)
    if (sizes[id]! > 0 && holds(faces[id] ?? 0)) sum += sizes[id]!;
  return sum;
}

/** {@link percolation}, on the host. */
export const percolationOnHost = implementOnHost(percolation, ({ inputs }): PercolationValue => {
  const { sizes, faces } = inputs;
  const voxels = voxelsWhere(sizes, faces, () => true);
  const along = (axis: Axis): AxisPercolation | null => {
    if (voxels === 0) return null;
    const [lower, upper] = [faceBits(`${axis}0`), faceBits(`${axis}1`)];
    const part = (low: boolean, high: boolean): number =>
      voxelsWhere(
        sizes,
        faces,
        (touched) => ((touched & lower) !== 0) === low && ((touched & upper) !== 0) === high,
      ) / voxels;
    return {
      through: part(true, true),
      lower: part(true, false),
      upper: part(false, true),
      isolated: part(false, false),
    };
  };
  let [count, largest] = [0, 0];
  for (const n of sizes.subarray(1)) {
    if (n > 0) count += 1;
    largest = Math.max(largest, n);
  }
  return {
    x: along('x'),
    y: along('y'),
    z: along('z'),
    voxels,
    components: count,
    largest: voxels === 0 ? null : largest / voxels,
  };
});

/** {@link porosity}, on the host. */
export const porosityOnHost = implementOnHost(porosity, ({ inputs, params }): PorosityValue => {
  const { fraction: total, sizes, faces } = inputs;
  const part = (holds: (touched: number) => boolean): number =>
    voxelsWhere(sizes, faces, holds) / total.total;
  const open = part((touched) => (touched & params.faces) !== 0);
  return {
    total,
    open,
    through: part((touched) => (touched & params.ends) === params.ends),
    closed:
      (total.voxels - voxelsWhere(sizes, faces, (t) => (t & params.faces) !== 0)) / total.total,
  };
});
