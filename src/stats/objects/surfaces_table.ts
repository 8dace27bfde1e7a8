// Table of object surfaces, sphericity and Euler numbers.
import { volumeOf, type Vec3 } from '../../recipe/geometry.js';
import { DIRECTIONS_13 } from '../directions.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { ColumnBuilder } from './column_builder.js';
import { areaPerTransition, type CrossingEstimator } from './crofton.js';
import { joinWords, type IdSums } from './id_sums.js';

/**
 * In how many cells of 2×2×2 voxels a pair along each of the 13 directions lies: its transitions
 * are counted so often.
 */
export const PAIR_CELLS: readonly number[] = DIRECTIONS_13.map(
  (offset) => 2 ** offset.filter((n) => n === 0).length,
);

/** Euler numbers are counted in eighths. */
export const EULER_PARTS = 8;

/** Objects of fewer voxels have no sphericity. */
export const LEAST_SPHERE_VOXELS = 64;

const EULER_FIELD = 14;
const AREA_FIELD = 16;

/** Wadell's sphericity: the surface of the ball of equal volume over that of the object. */
export function wadell(volume: number, surface: number): number {
  return (Math.cbrt(Math.PI) * Math.cbrt(6 * volume) ** 2) / surface;
}

/** The columns of `objectSurfaces` from sums (fields as `object_cells` lists them). */
export function surfacesTable(
  sums: IdSums,
  areaStep: number,
  spacing: Vec3,
  unit: string,
  measures: TableData,
): TableData {
  const { ids, fields } = sums;
  const columns = new ColumnBuilder(ids);
  const areaUnit = `${unit}²`;
  const byCrossings = (name: string, estimator: CrossingEstimator, text: string): Float64Array => {
    const areas = areaPerTransition(estimator, spacing);
    const data = columns.empty(name, areaUnit, text);
    for (let row = 0; row < data.length; row += 1) {
      let area = 0;
      for (let k = 0; k < areas.length; k += 1)
        area += (areas[k]! * fields[k]![row]!) / PAIR_CELLS[k]!;
      data[row] = area;
    }
    return data;
  };
  const surface = byCrossings('surfaceArea', 'crofton13', 'surface by crossings in 13 directions');
  byCrossings('surfaceAreaCrofton3', 'crofton3', 'surface by crossings along the three axes');
  byCrossings('surfaceAreaFaces', 'faces', 'surface by faces of voxels');
  columns.computed(
    'surfaceAreaMarchingCubes',
    areaUnit,
    'surface by triangles of marching cubes',
    (row) => areaStep * joinWords(fields[AREA_FIELD]![row]!, fields[AREA_FIELD + 1]![row]!),
  );
  const voxel = volumeOf(spacing);
  const voxels = columnValues(measures, 'voxels')!;
  columns.computed('sphericity', '', "Wadell's sphericity π^⅓ (6 V)^⅔ / surfaceArea", (row) =>
    voxels[row]! < LEAST_SPHERE_VOXELS ? NaN : wadell(voxels[row]! * voxel, surface[row]!),
  );
  [6, 26].forEach((connectivity, k) => {
    columns.computed(
      `eulerNumber${String(connectivity)}`,
      '',
      `objects − tunnels + cavities, ${String(connectivity)}-connected`,
      (row) => fields[EULER_FIELD + k]![row]! / EULER_PARTS,
    );
  });
  return columns.table();
}
