import { makeNode } from '../recipe/op.js';
import { operation } from '../recipe/operation.js';
import { faceOf } from '../structure/surface.js';
import { surfaceHeight } from '../structure/surface_height.js';
import { F32, RESULT } from './gives.js';

/**
 * How far every voxel's centre lies outside of the surface, along its axis: positive beyond it,
 * negative in the layer.
 *
 * @returns An f32 volume of the size of the grid, in the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(8 * 8 * 4).map((_, i) => (i < 128 ? 1 : 0)); // two slices
 * const scan = await lab.open({ data, size: [8, 8, 4] }, { spacing: [2, 2, 2], unit: 'µm' });
 * const face = scan.threshold({ lo: 1 }).surface({ side: 'z1' });
 * const { data: height } = await face
 *   .height()
 *   .read({ region: { origin: [0, 0, 0], size: [1, 1, 4] } });
 * console.assert([-3, -1, 1, 3].every((h, z) => Math.abs(height[z]! - h) < 1e-4)); // µm
 * await lab.dispose();
 * ```
 */
export const height = operation({
  name: 'height',
  of: 'surface',
  options: {},
  gives: F32,
  node: (self) => makeNode(surfaceHeight, faceOf(self)),
});

/**
 * The fit: heights per column, scale of the deviations, part of outliers, and the polynomial where
 * it is one. In the unit of length. On the host, from the extents of the columns. Literature:
 * Holland and Welsch (1977), https://doi.org/10.1080/03610927708827533, for `robust`.
 *
 * @returns A query of the fit: one height per column and the scale in the unit of length; the part
 * of outliers from 0 to 1.
 * @throws VoxmetryError `invalid-argument` for an empty mask.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(16 * 16 * 8).map((_, i) =>
 *   i < 768 || (i % 256 === 100 && i < 1280) ? 1 : 0,
 * );
 * // three slices and a burr
 * const foil = (await lab.open({ data, size: [16, 16, 8] })).threshold({ lo: 1 });
 * const { heights, outliers } = await foil.surface({ side: 'z1' }).fit();
 * // the burr does not bend it
 * console.assert(Math.abs(heights[100]! - 2.5) < 0.01 && outliers === 1 / 256);
 * await lab.dispose();
 * ```
 */
export const fit = operation({
  name: 'fit',
  of: 'surface',
  options: {},
  gives: RESULT,
  node: (self) => faceOf(self).surface,
});
