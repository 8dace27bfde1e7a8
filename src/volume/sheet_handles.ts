// Rolls and stacks of grids that know their lab. Their classes are loaded when one is asked for.
import type { SheetsData } from '../cell/stack/sheets_data.js';
import type { WindingsData } from '../cell/windings_data.js';
import type { Query } from './query.js';
import type { CellGrid, Roll } from './roll.js';
import type { Stack } from './stack.js';

/**
 * A wound sheet in a grid, as `lab.roll()` makes it, for callers that hold no lab.
 *
 * @param grid - What is unrolled.
 * @param windings - `mask.windings()` of an electrode in the same slices, or a table.
 * @throws VoxmetryError as `lab.roll()`.
 * @example
 * ```ts
 * import { openLab, rollOf } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
 * const columns = 361; // a ring of radius 20
 * const roll = await rollOf(scan, {
 *   ...{ unit: 'px', handed: 1, angles: 360, firstColumn: 0, columns, rows: 1 },
 *   ...{ axis: { x: Float64Array.of(32), y: Float64Array.of(32) }, firstZ: 0, stepZ: 1 },
 *   middle: new Float32Array(columns).fill(20),
 *   thickness: new Float32Array(columns).fill(2),
 * });
 * console.assert(Math.abs(roll.length - 40 * Math.PI) < 0.01);
 * await lab.dispose();
 * ```
 */
export async function rollOf<G extends CellGrid>(
  grid: G,
  windings: Query<WindingsData> | WindingsData,
): Promise<Roll<G>> {
  const { makeRoll } = await import('./roll.js');
  return makeRoll(grid, windings);
}

/**
 * The sheets of a flat cell in a grid, as `lab.stack()` makes them, for callers that hold no lab.
 *
 * @param grid - What is laid flat.
 * @param sheets - `mask.sheets()` of an electrode in the same grid, or tables.
 * @throws VoxmetryError as `lab.stack()`.
 * @example
 * ```ts
 * import { openLab, stackOf } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array(8 * 8 * 32), size: [8, 8, 32] });
 * const stack = await stackOf(scan, {
 *   ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 8, rows: 8 },
 *   ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
 *   middle: Float32Array.from({ length: 192 }, (_, i) => 6 + 8 * Math.floor(i / 64)),
 *   thickness: new Float32Array(192).fill(3),
 * });
 * console.assert(Math.abs(stack.pitch - 8) < 1e-6);
 * await lab.dispose();
 * ```
 */
export async function stackOf<G extends CellGrid>(
  grid: G,
  sheets: Query<SheetsData> | SheetsData,
): Promise<Stack<G>> {
  const { makeStack } = await import('./stack.js');
  return makeStack(grid, sheets);
}
