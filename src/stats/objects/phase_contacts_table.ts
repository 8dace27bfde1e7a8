// Table of the contacts of objects with a phase.
import type { Vec3 } from '../../recipe/geometry.js';
import { columnValues, type TableData } from '../../recipe/table_data.js';
import { DIRECTIONS_13 } from '../directions.js';
import { ColumnBuilder } from './column_builder.js';
import { areaPerTransition, type CrossingEstimator } from './crofton.js';
import type { IdSums } from './id_sums.js';

const DIRECTIONS = DIRECTIONS_13.length;
/** Faces of voxels lie along the first three directions. */
const AXES = 3;

/** The columns of `objectPhaseContacts` from crossings, for the objects of a table of measures. */
export function phaseContactsTable(
  { ids, fields }: IdSums,
  { spacing, unit }: { readonly spacing: Vec3; readonly unit: string },
  measures: TableData,
  estimator: CrossingEstimator,
): TableData {
  const labels = columnValues(measures, 'label') as Uint32Array;
  const columns = new ColumnBuilder(labels);
  const perTransition = areaPerTransition(estimator, spacing);
  // Objects without a neighbour in the volume have no sums.
  const sumRow = new Map(Array.from(ids, (id, row) => [id, row]));
  const rows = Array.from(labels, (label) => sumRow.get(label));
  const crossings = (row: number, field: number): number => {
    const own = rows[row];
    return own === undefined ? 0 : fields[field]![own]!;
  };
  const area = (row: number, first: number): number =>
    perTransition.reduce((sum, each, k) => sum + each * crossings(row, first + k), 0);
  columns.computed('faces', '', 'faces of voxels that it shares with the phase', (row) => {
    let faces = 0;
    for (let axis = 0; axis < AXES; axis += 1) faces += crossings(row, DIRECTIONS + axis);
    return faces;
  });
  columns.computed(
    'area',
    `${unit}²`,
    `area of the contact with the phase by ${estimator}`,
    (row) => area(row, DIRECTIONS),
  );
  columns.computed(
    'surfaceArea',
    `${unit}²`,
    `area of all surface within the volume by ${estimator}`,
    (row) => area(row, 0),
  );
  columns.computed('coveredPart', '', 'area of the contact over that of all surface', (row) => {
    const all = area(row, 0);
    return all > 0 ? area(row, DIRECTIONS) / all : NaN;
  });
  return columns.table();
}
