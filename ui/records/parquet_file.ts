// Columns of texts and numbers as Parquet, and back. The format's code is loaded when it is used.
import { VoxmetryError } from 'voxmetry';

/** A column of a file: numbers, NaN where there is none, or texts. */
export type FileColumn =
  | { readonly name: string; readonly numbers: ArrayLike<number> }
  | { readonly name: string; readonly texts: readonly string[] };

/** What a Parquet file holds: its columns, and the metadata that it was written with. */
export interface ParquetFile {
  readonly columns: readonly FileColumn[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Writes columns of equal length. Doubles, null for NaN, and texts of UTF-8. */
export async function writeParquetFile({
  columns,
  metadata,
}: ParquetFile): Promise<Uint8Array<ArrayBuffer>> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const buffer = parquetWriteBuffer({
    columnData: columns.map((column) =>
      'texts' in column
        ? { name: column.name, data: column.texts as string[], type: 'STRING', nullable: false }
        : { name: column.name, data: nullable(column.numbers), type: 'DOUBLE', nullable: true },
    ),
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: 'voxmetry',
  });
  return new Uint8Array(buffer);
}

/** Values with null where there is none. */
function nullable(numbers: ArrayLike<number>): (number | null)[] {
  return Array.from(numbers, (n) => (Number.isNaN(n) ? null : n));
}

/**
 * Reads a Parquet file of flat columns: numbers, booleans as 0 and 1, and texts.
 *
 * @throws VoxmetryError `corrupt-file` where it is none, or cut off.
 */
export async function readParquetFile(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
): Promise<ParquetFile> {
  const { parquetMetadata, parquetRead } = await import('hyparquet');
  try {
    const file = bytes.slice().buffer;
    const about = parquetMetadata(file);
    const names = about.schema.slice(1).map((element) => element.name);
    const columns = new Map<string, unknown[]>(names.map((each) => [each, []]));
    await parquetRead({
      file,
      metadata: about,
      onChunk: ({ columnName, columnData, rowStart }) => {
        const column = columns.get(columnName);
        if (column === undefined) return;
        for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
      },
    });
    return {
      columns: Array.from(columns, ([each, values]) => columnOf(each, values)),
      metadata: Object.fromEntries(
        (about.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']),
      ),
    };
  } catch (cause) {
    throw new VoxmetryError(
      'corrupt-file',
      `${name} cannot be read as Parquet. Export it again, or choose another file.`,
      { op: 'records', details: { name }, cause },
    );
  }
}

function columnOf(name: string, values: readonly unknown[]): FileColumn {
  if (values.some((value) => typeof value === 'string'))
    return { name, texts: values.map((value) => (typeof value === 'string' ? value : '')) };
  const number = (value: unknown): number =>
    value === null || value === undefined ? NaN : Number(value);
  return { name, numbers: Float64Array.from(values, number) };
}
