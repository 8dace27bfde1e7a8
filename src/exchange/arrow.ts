// Tables as files of Arrow's interprocess communication (Apache Arrow columnar format).
import {
  Field,
  Float32,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Uint32,
  Uint8,
  type Data,
} from 'apache-arrow';
import type { ColumnData, ColumnValues } from '../recipe/table_data.js';

/** A column's values, and bits of those that there are where some are missing. */
function dataOf(values: ColumnValues): Data {
  const missing = missingOf(values);
  if (values instanceof Uint32Array) return makeData({ type: new Uint32(), data: values });
  if (values instanceof Int32Array) return makeData({ type: new Int32(), data: values });
  if (values instanceof Uint8Array) return makeData({ type: new Uint8(), data: values });
  return values instanceof Float64Array
    ? makeData({ type: new Float64(), data: values, ...missing })
    : makeData({ type: new Float32(), data: values, ...missing });
}

/** How many cells have no value, and a bit for each that has one. */
function missingOf(values: ColumnValues): { nullCount: number; nullBitmap?: Uint8Array } {
  let nullCount = 0;
  const present = new Uint8Array(8 * Math.ceil(values.length / 64));
  values.forEach((v, i) => {
    if (Number.isNaN(v)) nullCount += 1;
    else present[i >> 3]! |= 1 << (i & 7);
  });
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap: present };
}

/**
 * Columns as an Arrow file (also called Feather 2), uncompressed: f64, f32, u32, i32, and flags as
 * u8. NaN, a cell without a value, is null. Fields have `unit` and `description` as metadata, the
 * schema `voxmetry.provenance`.
 */
export function writeArrow(
  columns: readonly ColumnData[],
  provenance: unknown,
): Uint8Array<ArrayBuffer> {
  const children = columns.map(({ data }) => dataOf(data));
  const fields = columns.map(({ name, unit, description, data }, k) => {
    const canMiss = data instanceof Float64Array || data instanceof Float32Array;
    return new Field(
      name,
      children[k]!.type,
      canMiss,
      new Map([
        ['unit', unit],
        ['description', description],
      ]),
    );
  });
  const schema = new Schema(fields, new Map([['voxmetry.provenance', JSON.stringify(provenance)]]));
  const rows = columns[0]?.data.length ?? 0;
  const struct = makeData({
    type: new Struct(fields),
    length: rows,
    nullCount: 0,
    children,
  });
  const table = new Table(schema, [new RecordBatch(schema, struct)]);
  return new Uint8Array(tableToIPC(table, 'file'));
}
