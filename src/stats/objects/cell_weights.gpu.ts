// Weights of 2×2×2 configurations for the surfaces and Euler numbers of objects (look-up tables).
import { CELL_PACKED, CELL_WORDS } from '../../kernels/stats/index.js';
import type { Vec3 } from '../../recipe/geometry.js';
import { eulerOfCells, transitionsOfCells } from '../cell_geometry.js';
import { marchingCubesAreas } from '../marching_cubes.js';
import { EULER_PARTS, PAIR_CELLS } from './surfaces_table.js';

/**
 * A cell may add this much at most to the sum of areas: those of the 8,192 cells of a block fit a
 * word.
 */
const MOST_STEPS = 2 ** 19 - 1;

/**
 * The weights of every shape of a part of a cell (see `object_cells`), and the area of one step of
 * the last.
 */
export interface CellWeights {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly areaStep: number;
}

/**
 * What every shape adds: transitions along the 13 directions, Euler numbers of both kinds, the area
 * of marching cubes.
 */
export function cellWeights(spacing: Vec3): CellWeights {
  const words = new Uint32Array(256 * CELL_WORDS);
  const areas = marchingCubesAreas(spacing);
  const areaStep = Math.max(...areas) / MOST_STEPS;
  const one = new Float64Array(256);
  for (let code = 1; code < 256; code += 1) {
    one.fill(0);
    one[code] = 1;
    const at = code * CELL_WORDS;
    transitionsOfCells(one).forEach((share, k) => {
      words[at + (k >> 1)]! += Math.round(share * PAIR_CELLS[k]!) * 2 ** (16 * (k & 1));
    });
    [6, 26].forEach((connectivity, k) => {
      const euler = eulerOfCells(one, connectivity as 6 | 26);
      words[at + CELL_PACKED + k] = Math.round(EULER_PARTS * euler);
    });
    words[at + CELL_WORDS - 1] = Math.round(areas[code]! / areaStep);
  }
  return { words, areaStep };
}
