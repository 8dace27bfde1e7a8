import { crop as cropOp } from '../filters/crop.js';
import { flip as flipOp } from '../filters/flip.js';
import { pad as padOp } from '../filters/pad.js';
import {
  resampleTo as resampleToOp,
  resampleToNode,
  targetGridOption,
} from '../filters/resample_to.js';
import { makeNode } from '../recipe/op.js';
import { operation } from '../recipe/operation.js';
import { flag, nullable, oneOf } from '../recipe/params.js';
import { painted as paintedOp, paintedNode } from '../segmentation/painted.js';
import { shape as shapeOp, shapeNode } from '../segmentation/shape.js';
import { MASK, SAME } from './gives.js';
import { voxelTriple } from './options.js';

/**
 * A box of the grid as a grid of its own; positions stay where they were in space.
 * One pass over the box.
 *
 * @param options - First voxel and size, inside the grid.
 * @returns A grid of the same kind and dtype, of the box's size in voxels; its origin moves, in the
 * unit of length.
 * @throws VoxmetryError `invalid-argument` where the box is not inside the grid.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5]), size: [5, 1, 1] });
 * const part = scan.crop({ origin: [1, 0, 0], size: [3, 1, 1] });
 * const { data, origin } = await part.read();
 * console.assert(data.join() === '2,3,4' && origin[0] - scan.meta.origin[0] === 1);
 * await lab.dispose();
 * ```
 */
export const crop = operation({
  name: 'crop',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: {
    origin: voxelTriple(0, 'Index of the first voxel, x, y, z.'),
    size: voxelTriple(1, 'Voxels along x, y, z.'),
  },
  gives: SAME,
  node: (grid, region) => makeNode(cropOp, { grid }, { region }),
});

/**
 * With more voxels at its ends; the old ones stay where they were in space.
 * As NumPy's `pad`. One pass.
 *
 * @returns A grid of the same kind and dtype, larger by the voxels added on each side; its origin
 * moves, in the unit of length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3]), size: [3, 1, 1] });
 * console.assert((await scan.pad({ after: [2, 0, 0] }).read()).data.join() === '1,2,3,0,0');
 * const { data } = await scan.pad({ before: [2, 0, 0], border: 'reflect' }).read();
 * console.assert(data.join() === '2,1,1,2,3');
 * await lab.dispose();
 * ```
 */
export const pad = operation({
  name: 'pad',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: padOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(padOp, { grid }, options),
});

/**
 * Mirrored along axes; the grid's place in space stays.
 * As NumPy's `flip`. One pass.
 *
 * @returns A grid of the same kind, dtype, size, spacing and origin.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4, 5, 6]), size: [3, 2, 1] });
 * const { data } = await scan.flip({ axes: 'x' }).read();
 * console.assert(data.join() === '3,2,1,6,5,4');
 * await lab.dispose();
 * ```
 */
export const flip = operation({
  name: 'flip',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: flipOp.params,
  gives: SAME,
  node: (grid, options) => makeNode(flipOp, { grid }, options),
});

const { transform, border, value } = resampleToOp.params;
const IDENTITY = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] as const;

/**
 * On the voxels of another grid, through a transform that takes points of that grid to points of
 * this one (default: both lie in one frame). Labels, masks and phases stay what they are, by
 * 'nearest'; volumes become f32, but with 'nearest'. Voxels that lie outside read `border`:
 * 'constant' with `value` 0 by default; 'missing' gives NaN, of f32. One pass: the box that the
 * region needs, and the bytes of the result. Positions are right to 6·10⁻⁷ voxel. To move what is
 * in this grid by a transform, give its inverse. Chains of transforms are joined by `compose`, so
 * that no grid between is made.
 *
 * @param target - A grid of any kind, or `{ size, spacing, origin, unit }`.
 * @param transform - A transform of `voxmetry/transform`, or its 12 numbers.
 * @param options - `method`: 'linear' (default of volumes), 'nearest' or 'cubic'; `border`;
 * `value`. `antialias` (default false): smooths a volume first where the target's voxels are
 * farther apart than its own, by a Gaussian of half the difference (21 B/voxel of u8 more); for
 * masks, phases and labels `bin` with 'mode' first.
 * @returns A grid of the same kind with the size (voxels), spacing and origin (length) of the
 * target. A volume is f32, but with 'nearest' of its own dtype; its values stay in intensity.
 * @throws VoxmetryError `invalid-argument` for another method than 'nearest' for what is no volume,
 * and for a place too far off.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { translation } from 'voxmetry/transform';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
 * // reads one voxel further on
 * const { data } = await scan.resampleTo(scan, translation([1, 0, 0])).read();
 * console.assert(data.join() === '2,3,4,0');
 * const target = { size: [2, 1, 1], spacing: [2, 1, 1], origin: [0.5, 0, 0] } as const;
 * console.assert((await scan.resampleTo(target).read()).data.join() === '1.5,3.5');
 * await lab.dispose();
 * ```
 */
export const resampleTo = operation({
  name: 'resampleTo',
  of: ['volume', 'mask', 'phases', 'labels'],
  takes: ['grid', 'transform'],
  options: {
    grid: targetGridOption,
    transform: nullable(transform),
    method: nullable(
      oneOf(
        ['nearest', 'linear', 'cubic'],
        undefined,
        "How values between voxels are made; 'linear' for volumes and 'nearest' for others if left out.",
      ),
    ),
    border,
    value,
    antialias: flag(
      false,
      'Whether a volume is smoothed first where the target is coarser, against aliasing.',
    ),
  },
  gives: SAME,
  node: (self, { grid, transform: given = IDENTITY, method: how, ...outside }) =>
    resampleToNode(self, grid, given, {
      method: how ?? (self.meta.kind === 'volume' ? 'linear' : 'nearest'),
      ...outside,
    }),
});

/**
 * A region of interest: the voxels of this grid whose centres lie in a shape, for `within` of
 * measures. `{ type: 'box', center, size, rotation }`, `{ type: 'ellipsoid', center, radii,
 * rotation }`, `{ type: 'cylinder', from, to, radius }` between two points, `{ type: 'halfSpace',
 * point, normal }` on the side that the normal points to, or `{ type: 'polygon', axis, points,
 * from, to }`, drawn across an axis (default 'z') and extruded along it. All else is `invert()`.
 *
 * Positions are physical, in the grid's frame: voxel i lies at origin + i · spacing. Lengths may be
 * `voxels(n)`, of the smallest spacing. Lower faces belong to a box, a polygon and the lower end of
 * a cylinder, upper ones do not, so that shapes side by side share no voxel; the surface belongs to
 * the others. A centre within 10⁻⁶ of the smallest spacing is on the border. Where the edges of a
 * polygon cross, even–odd decides. Exact: the same voxels on every adapter. 1/8 B/voxel and up to
 * 16 B per row.
 *
 * @param shape - Plain data. `size` and `radii` are one length or three; `rotation` is a vector
 * along the axis of the turn, right-handed, whose length is the angle in degrees (default none).
 * @returns A mask of the same grid; empty where the shape lies outside of it.
 * @throws VoxmetryError `invalid-argument` for what is no shape: a length of 0, a normal of 0, a
 * cylinder without height, points on one line, a name that the type does not have.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(1000).map((_, i) => (i % 10 < 5 ? 1 : 0));
 * const scan = await lab.open(
 *   { data, size: [10, 10, 10] },
 *   { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
 * );
 * const ball = scan.shape({ type: 'ellipsoid', center: [2, 2, 2], radii: 1 });
 * console.assert((await ball.count()) === 33); // of a radius of two voxels
 * const { value } = await scan.equals(1).fraction({ within: ball });
 * console.assert(value === 23 / 33);
 * await lab.dispose();
 * ```
 */
export const shape = operation({
  name: 'shape',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: shapeOp.params,
  takes: ['shape'],
  gives: MASK,
  node: (grid, { shape: given }) => shapeNode(grid, given),
});

/**
 * Voxels that were painted by hand, as a mask: strokes of a brush, for `train()`, or a region of
 * any form, for `within` of measures. They are plain data, as a study keeps them: bits in sparse
 * tiles of 32³ voxels. `stroke()` of `voxmetry/session` paints them. 1/8 B/voxel and 4 KiB a tile.
 *
 * @param tiles - By their place, `'x,y,z'` in tiles: 4,096 bytes in base64. Bit x of the
 * little-endian word y + 32 z is voxel (x, y, z) of the tile. At most 700 tiles.
 * @returns A mask of the same grid. Voxels of a tile that lie beyond the grid are left out.
 * @throws VoxmetryError `invalid-argument` for what is no tile, for more of them, and for a tile
 * that lies beyond the grid.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array(40 * 2), size: [40, 2, 1] });
 * const tile = btoa('\x06' + '\0'.repeat(4095)); // voxels 1 and 2 of the first row
 * const mask = scan.painted({ '0,0,0': tile, '1,0,0': tile });
 * const { data } = await mask.read();
 * console.assert([...data.keys()].filter((i) => data[i] === 1).join() === '1,2,33,34');
 * await lab.dispose();
 * ```
 */
export const painted = operation({
  name: 'painted',
  of: ['volume', 'mask', 'phases', 'labels'],
  options: paintedOp.params,
  takes: ['tiles'],
  gives: MASK,
  node: (grid, { tiles }) => paintedNode(grid, tiles),
});
