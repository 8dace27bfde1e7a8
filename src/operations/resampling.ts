// Resampling of every kind of grid: unrolled about an axis, and through a field.
import { polar as polarOp } from '../filters/polar.js';
import { INTERPOLATIONS } from '../filters/resample.js';
import { warp as warpOp, warpNode } from '../filters/warp.js';
import { operation, optionalHandle } from '../recipe/operation.js';
import { makeNode, type Node } from '../recipe/op.js';
import { nullable, oneOf } from '../recipe/params.js';
import { SAME } from './gives.js';

const methodOption = nullable(
  oneOf(
    INTERPOLATIONS,
    undefined,
    "How values between voxels are made; 'linear' for volumes and 'nearest' for others if left out.",
  ),
);

/** The method that is stated, or that of the kind of grid. */
function methodFor(self: Node, method: (typeof INTERPOLATIONS)[number] | undefined) {
  return method ?? (self.meta.kind === 'volume' ? 'linear' : 'nearest');
}

/**
 * Slices unrolled about an axis along z, which may move from slice to slice: x of the result goes
 * round (voxel i lies at the angle 2π · i / angles, from x to y), y goes outwards from the radius
 * `from` in steps, z stays. The spacing along x is the arc length at the radius `reference`, so
 * that lengths along x at another radius r are to be multiplied by r / reference. Labels, masks and
 * phases stay what they are, by 'nearest'; volumes become f32, but with 'nearest'. One pass: the
 * box that the region's rays span, and the bytes of the result. Positions are right to 6·10⁻⁷
 * voxel.
 *
 * @param options - `centre`: [x, y] of the axis in the grid's frame, each a number or a list of one
 * for each slice. `from` (default 0), `to` (default the largest circle about the centres in the
 * slices) and `step` (default the smaller spacing of x and y): radii in the grid's unit. `angles`:
 * default as many as make the arcs at `to` no longer than `step`. `reference`: default `to`.
 * `method`, `border`, `value`: as `resampleTo`.
 * @returns A grid of the same kind, of angles × radii × slices. A volume is f32, but with 'nearest'
 * of its own dtype; its values stay in intensity.
 * @throws VoxmetryError `invalid-argument` for lists of another length than there are slices, for
 * more than 65535 angles or radii, and for another method than 'nearest' for what is no volume.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array([0, 2, 0, 3, 9, 1, 0, 4, 0]);
 * const scan = await lab.open({ data, size: [3, 3, 1] });
 * const ring = scan.polar({ centre: [1, 1], from: 1, to: 1, angles: 4, method: 'nearest' });
 * console.assert((await ring.read()).data.join() === '1,4,3,2'); // along x, y, −x, −y
 * console.assert(Math.abs(ring.spacing[0] - Math.PI / 2) < 1e-12);
 * await lab.dispose();
 * ```
 */
export const polar = operation({
  name: 'polar',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: { ...polarOp.params, method: methodOption },
  gives: SAME,
  node: (self, { method, ...options }) =>
    makeNode(polarOp, { grid: self }, { ...options, method: methodFor(self, method) }),
});

/**
 * On the voxels of a field of displacements, and moved by it: a voxel of the result at the position
 * p has the value of this grid at p + (x, y, z). The components are volumes of one grid, taken as
 * f32, in the unit of length; one that is left out is 0. Labels, masks and phases stay what they
 * are, by 'nearest'; volumes become f32, but with 'nearest'. Where a displacement is NaN, infinite,
 * or 8192 voxels and more, the result is `value`. One pass: the box of this grid that is in reach,
 * 4 B/voxel for each component, and the bytes of the result. Positions are right to 3·10⁻⁶ voxel
 * and 10⁻⁷ of the displacement. By an affine map alone, use `resampleTo`.
 *
 * @param options - `x`, `y`, `z`: the displacements, at least one. `reach`: the greatest of them
 * along an axis, in the unit; a region then reads no more of this grid than lies within it, and a
 * field that goes farther is refused. Without it all of this grid is read. `method`: 'linear'
 * (default of volumes), 'nearest' or 'cubic' (Keys); `border`; `value`.
 * @returns A grid of the same kind on the field's voxels. A volume is f32, but with 'nearest' of
 * its own dtype; its values stay in intensity.
 * @throws VoxmetryError `invalid-argument` where no component is given, for components of another
 * unit or of two grids, for displacements beyond `reach`, and for another method than
 * 'nearest' for what is no volume.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * const x = await lab.open({ data: new Float32Array([3, 0.5, 0, -3]), size: [4, 1, 1] });
 * const { data } = await scan.warp({ x, reach: 3 }).read();
 * console.assert(data.join() === '4,2.5,3,1');
 * await lab.dispose();
 * ```
 */
export const warp = operation({
  name: 'warp',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: {
    x: optionalHandle('Displacement along x, in length; 0 if left out.', 'volume'),
    y: optionalHandle('Displacement along y, in length; 0 if left out.', 'volume'),
    z: optionalHandle('Displacement along z, in length; 0 if left out.', 'volume'),
    ...warpOp.params,
    method: methodOption,
  },
  gives: SAME,
  node: (self, { x, y, z, method, ...options }) =>
    warpNode(self, { x, y, z }, { ...options, method: methodFor(self, method) }),
});
