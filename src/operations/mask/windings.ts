// Windings of a wound electrode.
import { maskRays } from '../../cell/mask_rays.js';
import { windingsNode } from '../../cell/windings.js';
import { operation } from '../../recipe/operation.js';
import { RESULT } from '../gives.js';

/**
 * The windings of a jelly roll, if this is the mask of one of its electrodes (its foil, or its
 * layers): where the sheet lies, turn by turn and slice by slice, and the spiral that fits it.
 *
 * Rays go out from the axis in every slice. Runs of the mask on neighbouring rays, round and along
 * z, that overlap are one sheet, and crossing the first angle is one turn: so the number of a turn
 * does not hang on its radius, and a collapsed core keeps its numbers. The spiral is fitted to all
 * turns at once and robustly: pitch, off-centre, waves of 2 to 4 crests. Three passes of the mask
 * of 1/8 B/voxel, and what is read back: 1/8 B for each sample of a ray.
 *
 * @param options - `centre`: [x, y] of the axis in the grid's frame, each a number or a list of one
 * for each slice; from the mask's centroids if left out. The spiral improves it once. `angles`
 * (default 720): columns in a turn. `step`: distance of two samples of a ray (default half of the
 * smaller spacing of x and y). `every` (default 1): slices from one row to the next.
 * @returns A query of the sheet, a table of columns along the spiral and rows along z, with the
 * fit; lengths in the unit of length, angles in radians, 95 % intervals.
 * @throws VoxmetryError `empty-phase` of an empty mask; `invalid-argument`, which says what was
 * seen, of fewer than 3 turns, of a sheet that does not go round the axis, and of turns that
 * contradict each other.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { ROLL_MATERIALS, syntheticRoll } from 'voxmetry/synthetic';
 * const roll = syntheticRoll({ size: [160, 160, 4], spacing: 50, core: 900 });
 * const lab = await openLab();
 * const { size, spacing, unit } = roll.grid;
 * const materials = await lab.open({ data: roll.materials(0, 4), size }, { spacing, unit });
 * const anode = materials.threshold({ lo: ROLL_MATERIALS.anode, hi: ROLL_MATERIALS.anode });
 * const { fit, handed } = await anode.or(materials.equals(ROLL_MATERIALS.copper)).windings();
 * console.assert(Math.abs(fit.pitch.value / roll.truth.pitch - 1) < 0.01 && handed === 1);
 * await lab.dispose();
 * ```
 */
export const windings = operation({
  name: 'windings',
  of: 'mask',
  options: maskRays.params,
  gives: RESULT,
  node: (mask, options) => windingsNode(mask, options),
});
