// Sheets of a stack that are stated, not measured.
import { yields } from '../../recipe/meta.js';
import { declareOp, makeNode, type ValueNode } from '../../recipe/op.js';
import { param, type Param } from '../../recipe/params.js';
import { isNumbers, numbersSchema } from '../stated_windings.js';
import type { CellsAlong } from './mask_columns.js';
import type { SheetsData } from './sheets_data.js';

/** {@link SheetsData} as a recipe holds it: a type, since interfaces are no records. */
type PlainSheets = Readonly<
  Omit<SheetsData, 'u' | 'v' | 'middle' | 'thickness'> &
    Record<'middle' | 'thickness', readonly number[]> &
    Record<'u' | 'v', { first: number; step: number }>
>;

const cellsOf = (given: CellsAlong | undefined): { first: number; step: number } | undefined =>
  given !== undefined && Number.isFinite(given.first) && Number.isFinite(given.step)
    ? { first: given.first, step: given.step }
    : undefined;

/** The tables of sheets as plain numbers; undefined where something is missing or none. */
function plainOf(given: unknown): PlainSheets | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { unit, axis, sheets, voxel, columns, rows, middle, thickness, ...places } =
    given as Partial<SheetsData>;
  const [u, v] = [cellsOf(places.u), cellsOf(places.v)];
  if (typeof unit !== 'string' || !['x', 'y', 'z'].includes(axis ?? '')) return undefined;
  if (![sheets, columns, rows].every(Number.isInteger) || !Number.isFinite(voxel)) return undefined;
  if (u === undefined || v === undefined || !isNumbers(middle) || !isNumbers(thickness))
    return undefined;
  return {
    ...{ unit, axis: axis!, sheets: sheets!, voxel: voxel!, columns: columns! },
    ...{ rows: rows!, u, v, middle: Array.from(middle), thickness: Array.from(thickness) },
  };
}

const sheetsParam: Param<PlainSheets, SheetsData, false> = param({
  type: 'record',
  doc: 'The tables of sheets.',
  default: undefined,
  allowed: 'tables of sheets: all fields of SheetsData, its numbers finite but for NaN cells',
  schema: {
    type: 'object',
    properties: { middle: numbersSchema, thickness: numbersSchema },
    required: ['unit', 'axis', 'sheets', 'voxel', 'columns', 'rows', 'u', 'v'],
  },
  accept: plainOf,
});

/**
 * Sheets of a stack that are known from elsewhere, as {@link SheetsData}: of a model, another
 * program, or another scan of the cell. The recipe holds their numbers. On the host.
 */
export const statedSheets = declareOp({
  name: 'statedSheets',
  kind: 'host',
  inputs: {},
  params: { sheets: sheetsParam },
  exactness: 'exact',
  result: () => yields.plain<SheetsData>(),
});

/** The node of sheets that are stated. */
export function statedSheetsNode(sheets: SheetsData): ValueNode<SheetsData> {
  return makeNode(statedSheets, {}, { sheets });
}
