// Tables as Parquet (Apache Parquet format 2).
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { ColumnData, ColumnValues } from '../recipe/table_data.js';
import { columnFacts } from './column_facts.js';

type Element = NonNullable<Parameters<typeof parquetWriteBuffer>[0]['schema']>[number];

/** How a column is stored; only floats can have cells without a value. */
function elementOf({ name, data }: ColumnData): Element {
  if (data instanceof Float64Array) return { name, type: 'DOUBLE', repetition_type: 'OPTIONAL' };
  if (data instanceof Float32Array) return { name, type: 'FLOAT', repetition_type: 'OPTIONAL' };
  const integer = { name, type: 'INT32', repetition_type: 'REQUIRED' } as const;
  // The writer checks unsigned integers of 32 bits as signed ones (hyparquet-writer 0.17).
  if (data instanceof Uint32Array) return { ...integer, type: 'INT64' };
  return data instanceof Uint8Array ? { ...integer, converted_type: 'UINT_8' } : integer;
}

/** Values with null where there is none. */
function valuesOf(data: ColumnValues): ColumnValues | BigInt64Array | (number | null)[] {
  if (data instanceof Uint32Array) return BigInt64Array.from(data, BigInt);
  if (!(data instanceof Float64Array || data instanceof Float32Array)) return data;
  if (!data.some((n) => Number.isNaN(n))) return data;
  return Array.from(data, (n) => (Number.isNaN(n) ? null : n));
}

/**
 * Columns as a Parquet file (snappy): doubles, floats, unsigned integers as 64-bit and signed ones
 * as 32-bit integers, and flags as unsigned 8-bit integers. NaN, a cell without a value, is null.
 * The key-value metadata hold `voxmetry.columns`, JSON of name, unit and description of every
 * column, and `voxmetry.provenance`.
 */
export function writeParquet(
  columns: readonly ColumnData[],
  provenance: unknown,
): Uint8Array<ArrayBuffer> {
  const buffer = parquetWriteBuffer({
    columnData: columns.map(({ name, data }) => ({ name, data: valuesOf(data) })),
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(elementOf)],
    kvMetadata: [
      { key: 'voxmetry.columns', value: JSON.stringify(columns.map(columnFacts)) },
      { key: 'voxmetry.provenance', value: JSON.stringify(provenance) },
    ],
    createdBy: 'voxmetry',
  });
  return new Uint8Array(buffer);
}
