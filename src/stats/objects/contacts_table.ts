// Contact areas of objects (Crofton formula), as a table of the region adjacency graph.
import type { Vec3 } from '../../recipe/geometry.js';
import { columnValues, type ColumnData, type TableData } from '../../recipe/table_data.js';
import { ColumnBuilder } from './column_builder.js';
import { areaPerTransition, type CrossingEstimator } from './crofton.js';
import type { ContactCounts } from './object_contacts.js';

/** How many of the 13 directions lead to neighbours of a connectivity. */
const REACH = { 6: 3, 18: 9, 26: 13 } as const;

/**
 * The area of a contact; a crossing goes one way, where the surface of an object alone is crossed
 * in and out.
 */
function areaOf(contacts: ContactCounts, row: number, perTransition: Float64Array): number {
  let area = 0;
  for (let k = 0; k < perTransition.length; k += 1)
    area += perTransition[k]! * contacts.counts[k]![row]!;
  return area;
}

/** Faces of voxels that a pair shares. */
function facesOf({ counts }: ContactCounts, row: number): number {
  return counts[0]![row]! + counts[1]![row]! + counts[2]![row]!;
}

/** The table of pairs of `contactTable`. */
export function pairsTable(
  contacts: ContactCounts,
  { spacing, unit }: { readonly spacing: Vec3; readonly unit: string },
  estimator: CrossingEstimator,
  connectivity: 6 | 18 | 26,
): TableData {
  const rows: number[] = [];
  for (let row = 0; row < contacts.a.length; row += 1)
    if (contacts.counts.slice(0, REACH[connectivity]).some((column) => column[row]! > 0))
      rows.push(row);
  const perTransition = areaPerTransition(estimator, spacing);
  const column = (
    name: string,
    columnUnit: string,
    description: string,
    data: ColumnData['data'],
  ) => ({ name, unit: columnUnit, description, data });
  return {
    rows: rows.length,
    columns: [
      column(
        'a',
        '',
        'lower id of the pair',
        Uint32Array.from(rows, (row) => contacts.a[row]!),
      ),
      column(
        'b',
        '',
        'higher id of the pair',
        Uint32Array.from(rows, (row) => contacts.b[row]!),
      ),
      column(
        'faces',
        '',
        'faces of voxels that both share',
        Float64Array.from(rows, (row) => facesOf(contacts, row)),
      ),
      column(
        'area',
        `${unit}²`,
        `area of the contact by ${estimator}`,
        Float64Array.from(rows, (row) => areaOf(contacts, row, perTransition)),
      ),
    ],
  };
}

/** The columns of `objectContactSums`. */
export function contactSums(
  contacts: ContactCounts,
  { spacing, unit }: { readonly spacing: Vec3; readonly unit: string },
  measures: TableData,
): TableData {
  const ids = columnValues(measures, 'label') as Uint32Array;
  const columns = new ColumnBuilder(ids);
  const rowOf = new Map<number, number>();
  ids.forEach((id, row) => rowOf.set(id, row));
  const number = columns.empty('contacts', '', 'objects that share a face with this one').fill(0);
  const area = columns
    .empty('contactArea', `${unit}²`, 'area of all contacts by crossings in 13 directions')
    .fill(0);
  const faces = columns
    .empty('contactAreaFaces', `${unit}²`, 'area of all contacts by faces of voxels')
    .fill(0);
  const crofton = areaPerTransition('crofton13', spacing);
  const byFaces = areaPerTransition('faces', spacing);
  for (let pair = 0; pair < contacts.a.length; pair += 1) {
    const touches = facesOf(contacts, pair) > 0 ? 1 : 0;
    const own = areaOf(contacts, pair, crofton);
    const ownFaces = areaOf(contacts, pair, byFaces);
    for (const id of [contacts.a[pair]!, contacts.b[pair]!]) {
      const row = rowOf.get(id)!;
      number[row]! += touches;
      area[row]! += own;
      faces[row]! += ownFaces;
    }
  }
  return columns.table();
}
