// Sheets of an electrode in a flat stack.
import { maskColumns } from '../../cell/stack/mask_columns.js';
import { stackSheetsNode } from '../../cell/stack/sheets.js';
import { operation } from '../../recipe/operation.js';
import { RESULT } from '../gives.js';

/**
 * The sheets of a flat cell, if this is the mask of one of its electrodes (its foils, or its
 * layers): where each lies, column by column, and the surfaces that fit them.
 *
 * Along the axis, runs of the mask on neighbouring columns that overlap are one sheet, and what
 * lies on what numbers them: so a gap, or a sheet that is missing somewhere, moves no number. A
 * sheet lies in a column once: where two hang together, as at a fold, they are told apart, and the
 * place is a fault. Surfaces are fitted to all sheets at once and robustly: pitch, slope, bow. One
 * pass of the mask of 1/8 B/voxel, and what is read back: 1/8 B for each voxel of a column.
 *
 * @param options - `axis`: that along which sheets lie on each other, 'x', 'y' or 'z' (default).
 * `every`: voxels from one column to the next, along both axes across the stack (default so that
 * there are at most 512 each way).
 * @returns A query of the sheets, tables of columns and rows across the stack, with the fit;
 * lengths in the unit of length, 95 % intervals.
 * @throws VoxmetryError `empty-phase` of an empty mask; `invalid-argument`, which says what was
 * seen and the axis that looks right, of fewer than 3 sheets, and of sheets that contradict each
 * other.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * import { ROLL_MATERIALS, syntheticStack } from 'voxmetry/synthetic';
 * const stack = syntheticStack({ size: [64, 64, 64], spacing: 25, sheets: 4 });
 * const lab = await openLab();
 * const { size, spacing, unit } = stack.grid;
 * const materials = await lab.open({ data: stack.materials(0, 64), size }, { spacing, unit });
 * const anode = materials.equals([ROLL_MATERIALS.anode, ROLL_MATERIALS.copper]);
 * const { sheets, fit } = await anode.sheets({ axis: 'z' });
 * console.assert(sheets === 4 && Math.abs(fit.pitch.value / stack.truth.pitch - 1) < 0.01);
 * await lab.dispose();
 * ```
 */
export const sheets = operation({
  name: 'sheets',
  of: 'mask',
  options: maskColumns.params,
  gives: RESULT,
  node: (mask, options) => stackSheetsNode(mask, options),
});
