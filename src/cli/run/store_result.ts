import type { Table } from '../../index.js';
import { writeTiff } from '../../io/tiff_writer.js';
import type { TiffFacts } from '../../io/tiff_writer.js';
import { dtypeOf } from '../../recipe/dtype.js';
import type { GridArray } from '../../recipe/dtype.js';
import type { OutputFolder } from '../output_folder.js';
import { writeGrid } from './grid_files.js';
import type { GridEnding } from './grid_files.js';
import type { Result } from './result_kinds.js';

/** A result as it is stored. */
export interface StoredResult {
  /** What `results.json` says of it: the value itself, or what is in its files. */
  readonly json: unknown;
  readonly files: readonly string[];
}

/**
 * Stores a result: a value goes to `results.json`; tables, networks and grids go to files that
 * begin with `stem`, grids to one that ends in `ending`.
 */
export async function storeResult(
  folder: OutputFolder,
  stem: string,
  result: Result,
  ending: GridEnding,
): Promise<StoredResult> {
  const write = async (
    ending: string,
    parts: Iterable<string> | AsyncIterable<Uint8Array>,
  ): Promise<string> => {
    const name = `${stem}.${ending}`;
    await folder.write(name, parts);
    return name;
  };
  switch (result.kind) {
    case 'value':
      return { json: withoutProvenance(result.value), files: [] };
    case 'table':
    case 'contacts': {
      const { kind, table } = result;
      const files = [await write('csv', table.csvParts())];
      return { json: { kind, ...facts(table), files }, files };
    }
    case 'network': {
      const { pores, throats } = result.network;
      const files = [
        await write('graphml', [result.network.toGraphML()]),
        await write('csv', [result.network.toCSV()]),
      ];
      return {
        json: { kind: 'network', pores: facts(pores), throats: facts(throats), files },
        files,
      };
    }
    case 'grid': {
      const { data, size, start, spacing, unit, origin } = result.grid;
      const dtype = dtypeOf(data)!;
      const files = [await writeGrid(folder, stem, ending, result.grid)];
      return { json: { kind: 'grid', dtype, size, start, spacing, unit, origin, files }, files };
    }
    case 'plane': {
      const { data, size, axes, spacing, unit } = result.plane;
      const files = [await write('tif', writeTiff(tiffOfPlane(data, size, spacing, unit), [data]))];
      return {
        json: { kind: 'plane', dtype: dtypeOf(data), size, axes, spacing, unit, files },
        files,
      };
    }
  }
}

function facts({ length, columns }: Table): Readonly<Record<string, unknown>> {
  return {
    rows: length,
    columns: columns.map(({ name, unit, description }) => ({ name, unit, description })),
  };
}

function tiffOfPlane(
  data: GridArray,
  size: readonly [number, number],
  spacing: readonly [number, number],
  unit: string,
): TiffFacts {
  // A single slice has no spacing across it; the format wants a number.
  return { size: [...size, 1], spacing: [...spacing, 1], unit, dtype: dtypeOf(data)! };
}

/** What a result was computed by is stored once, for all of them. */
function withoutProvenance(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  if (ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'provenance'));
}
