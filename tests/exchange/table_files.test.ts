import { tableFromIPC } from 'apache-arrow';
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { describe, expect, test } from 'vitest';
import { writeArrow } from '../../src/exchange/arrow.js';
import { writeParquet } from '../../src/exchange/parquet.js';
import type { ColumnData } from '../../src/recipe/table_data.js';

const COLUMNS: readonly ColumnData[] = [
  { name: 'label', unit: '', description: 'id', data: Uint32Array.of(1, 2 ** 31, 2 ** 32 - 1) },
  {
    name: 'volume',
    unit: 'µm³',
    description: 'voxels times their volume',
    data: Float64Array.of(0.1, NaN, -Infinity),
  },
  { name: 'mean', unit: 'intensity', description: '', data: Float32Array.of(NaN, 1.5, 1e-40) },
  { name: 'minX', unit: 'voxel', description: '', data: Int32Array.of(-(2 ** 31), 0, 2 ** 31 - 1) },
  { name: 'touchesBorder', unit: '', description: 'flag', data: Uint8Array.of(0, 1, 255) },
  { name: 'pore.coords[0]', unit: 'µm', description: '', data: Float64Array.of(1, 2, 3) },
];
const PROVENANCE = { library: '1', warnings: ['µ'] };

/** What a cell should be read as: null where there is no value. */
const cellsOf = ({ data }: ColumnData): (number | null)[] =>
  Array.from(data as ArrayLike<number>, (n) => (Number.isNaN(n) ? null : n));

/** Many rows, so that there are several pages and groups. */
const LONG: readonly ColumnData[] = [
  {
    name: 'n',
    unit: '',
    description: '',
    data: Uint32Array.from({ length: 250_000 }, (_, i) => i),
  },
  {
    name: 'third',
    unit: '',
    description: '',
    data: Float64Array.from({ length: 250_000 }, (_, i) => (i % 7 === 0 ? NaN : i / 3)),
  },
];

const withoutRows = (columns: readonly ColumnData[]): readonly ColumnData[] =>
  columns.map((column) => ({ ...column, data: column.data.subarray(0, 0) }));

describe('Parquet', () => {
  const read = async (columns: readonly ColumnData[]): Promise<Record<string, unknown>[]> =>
    parquetReadObjects({ file: writeParquet(columns, PROVENANCE).buffer });

  test.each([
    ['every type', COLUMNS],
    ['250,000 rows', LONG],
    ['no rows', withoutRows(COLUMNS)],
  ])('%s', async (_, columns) => {
    const rows = (await read(columns)).map((row) =>
      // Integers of 64 bits are read as such.
      Object.fromEntries(
        Object.entries(row).map(([name, n]) => [name, typeof n === 'bigint' ? Number(n) : n]),
      ),
    );
    expect(rows.length).toBe(columns[0]!.data.length);
    for (const column of columns)
      expect(rows.map((row) => row[column.name])).toEqual(cellsOf(column));
  });

  test('says units, descriptions and provenance', async () => {
    const { buffer } = writeParquet(COLUMNS, PROVENANCE);
    const { key_value_metadata: pairs, schema } = await parquetMetadataAsync(buffer);
    const facts = Object.fromEntries(
      pairs!.map(({ key, value }) => [key, JSON.parse(value!) as unknown]),
    );
    expect(facts['voxmetry.provenance']).toEqual(PROVENANCE);
    expect(facts['voxmetry.columns']).toEqual(
      COLUMNS.map(({ name, unit, description }) => ({ name, unit, description })),
    );
    expect(schema.slice(1).map(({ type, converted_type }) => [type, converted_type])).toEqual([
      ['INT64', undefined],
      ['DOUBLE', undefined],
      ['FLOAT', undefined],
      ['INT32', undefined],
      ['INT32', 'UINT_8'],
      ['DOUBLE', undefined],
    ]);
  });
});

describe('Arrow', () => {
  test.each([
    ['every type', COLUMNS],
    ['250,000 rows', LONG],
    ['no rows', withoutRows(COLUMNS)],
  ])('%s', (_, columns) => {
    const table = tableFromIPC(writeArrow(columns, PROVENANCE));
    expect(table.numRows).toBe(columns[0]!.data.length);
    for (const column of columns)
      expect(Array.from(table.getChild(column.name)!)).toEqual(cellsOf(column));
  });

  test('says units, descriptions, types and provenance', () => {
    const { schema } = tableFromIPC(writeArrow(COLUMNS, PROVENANCE));
    expect(JSON.parse(schema.metadata.get('voxmetry.provenance')!)).toEqual(PROVENANCE);
    expect(
      schema.fields.map(({ name, type, metadata }) => [name, String(type), metadata.get('unit')]),
    ).toEqual([
      ['label', 'Uint32', ''],
      ['volume', 'Float64', 'µm³'],
      ['mean', 'Float32', 'intensity'],
      ['minX', 'Int32', 'voxel'],
      ['touchesBorder', 'Uint8', ''],
      ['pore.coords[0]', 'Float64', 'µm'],
    ]);
    expect(schema.fields[1]!.metadata.get('description')).toBe('voxels times their volume');
  });
});
