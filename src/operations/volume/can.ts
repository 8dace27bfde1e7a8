// The steel can of a cylindrical cell.
import { can as canOp, canNode } from '../../cell/can.js';
import { centreParam, thresholdParam } from '../../cell/can_search.js';
import { operation } from '../../recipe/operation.js';
import { length, nullable } from '../../recipe/params.js';
import { RESULT } from '../gives.js';

/**
 * The steel can of a cylindrical cell whose axis lies nearly along z: outer and inner contour,
 * ellipse and wall of every slice, the axis, and dents. Rays come from outside towards the axis;
 * the outer contour is where they first rise above the threshold and stay there for 1.5 voxels, the
 * inner one where they fall below it: between voxels, by interpolation. What leans against the wall
 * and is brighter than the threshold counts as wall. Without a stated threshold it lies half-way
 * between the air around the can and its wall, which profiles across the edge that Otsu's threshold
 * finds tell. So the outer face has no bias where the wall is thicker than four σ of the blur. The
 * inner face, and the wall, is right where air or electrolyte lies behind it; behind it a brighter
 * electrode draws the face inwards, by a part of a voxel where the image is sharp.
 *
 * The ellipse of a slice: direct least squares of R. Halíř and J. Flusser (Proc. WSCG 1998, 125),
 * then least distances along the normal with Tukey's weights, so that a dent of up to a quarter of
 * the circumference does not bend it. `majorAxis` and `minorAxis` are whole axes. Standard errors
 * are by blocks of the circumference. Those of `eccentricity` and `orientation` are NaN where the
 * axes do not differ by twice the error of their difference: noise alone makes an eccentricity, of
 * some √(2 · error / axis). Voxel size and threshold have errors of their own, which none of them
 * holds. A dent lies inside of the ellipse of its slice by more than the greater of `dentDepth` and
 * `sigmas` · `sigma`; its depth is that of its deepest ray, which noise makes greater. A groove all
 * around is none.
 *
 * Otsu's passes, which a stated threshold saves; then two that read along the rays alone: 256 rays
 * in up to 64 slices, and all rays. In bricks of whole slices. Some 10 µs per ray on the host.
 * Where edges lie is decided in whole numbers: the same on every GPU. NaN is air. Without a voxel
 * size `unit` is 'px', and lengths are in voxels.
 *
 * @param options - `centre`: a point [x, y] inside the can, in the grid's frame; left out: the
 * middle of the slices. `threshold`: grey level of the contours. `smooth`: σ of a Gaussian filter
 * before, for noise of more than a fifth of the contrast. `rays`: of a slice; left out: arcs of a
 * voxel, at most 2048. `dentDepth` (default half a voxel) and `sigmas` (default 5): see above.
 * @returns A query of the can: numbers with their units, estimators and standard errors, columns by
 * slice, maps over angle and z, and the dents.
 * @throws VoxmetryError `invalid-argument` for a centre outside of the slices; when it runs, where
 * no slice shows two thirds of the circumference (no can, or one that the field of view cuts, which
 * the message tells apart), where the outline lies off its ellipse by more than 3 % of the radius,
 * as that of a pouch or a prismatic cell does, and where the threshold is not between air and
 * steel.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = Uint8Array.from({ length: 96 * 96 }, (_, i) => {
 *   const r = Math.hypot((i % 96) - 47, Math.floor(i / 96) - 48);
 *   return 200 * Math.max(0, Math.min(1, 40.5 - r, r - 35.5)); // a wall from 36 to 40
 * });
 * const voxel = { spacing: [0.1, 0.1, 0.1], unit: 'mm' } as const;
 * const scan = await lab.open({ data, size: [96, 96, 1] }, voxel);
 * const can = await scan.can();
 * console.assert(Math.abs(can.majorAxis.value - 8) < 0.02 && can.majorAxis.unit === 'mm');
 * console.assert(Math.abs(can.wall.value - 0.4) < 0.01 && can.dents.length === 0);
 * console.assert(Math.abs(can.slices.x[0]! - 4.7) < 0.005);
 * await lab.dispose();
 * ```
 */
export const can = operation({
  name: 'can',
  of: 'volume',
  options: {
    centre: centreParam,
    threshold: thresholdParam,
    smooth: nullable(length({}, 'Standard deviation of a Gaussian filter before; null: none.')),
    ...canOp.params,
  },
  gives: RESULT,
  node: (volume, options) => canNode(volume, options),
});
