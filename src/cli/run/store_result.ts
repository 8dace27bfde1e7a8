import type { MeshFormat, Network, Table } from '../../index.js';
import { writeTiff } from '../../io/tiff_writer.js';
import type { TiffFacts } from '../../io/tiff_writer.js';
import { dtypeOf } from '../../recipe/dtype.js';
import type { GridArray } from '../../recipe/dtype.js';
import type { OutputFolder } from '../output_folder.js';
import { usualEnding } from './endings.js';
import { writeGrid } from './grid_files.js';
import type { GridEnding } from './grid_files.js';
import { jsonParts } from './json_parts.js';
import type { Result } from './result_kinds.js';

/** A result as it is stored. */
export interface StoredResult {
  /** What `results.json` says of it: the value itself, or what is in its files. */
  readonly json: unknown;
  readonly files: readonly string[];
}

/**
 * Stores a result: a value goes to `results.json`; tables, networks, meshes and grids go to files
 * that begin with `stem`, in the format of an ending that the result's name had, grids in that of
 * `ofGrids`.
 */
export async function storeResult(
  folder: OutputFolder,
  stem: string,
  result: Result,
  ending: string | undefined,
  ofGrids: GridEnding,
): Promise<StoredResult> {
  const write = async (
    as: string,
    parts: Iterable<string | Uint8Array> | AsyncIterable<Uint8Array>,
  ): Promise<string> => {
    const name = `${stem}.${as}`;
    await folder.write(name, parts);
    return name;
  };
  switch (result.kind) {
    case 'value':
      return { json: withoutProvenance(result.value), files: [] };
    case 'table':
    case 'contacts': {
      const { kind, table } = result;
      const as = ending ?? usualEnding(kind);
      const files = [await write(as, await tableParts(result, as))];
      return { json: { kind, ...facts(table), files }, files };
    }
    case 'network': {
      const { pores, throats } = result.network;
      const files: string[] = [];
      for (const as of ending === undefined ? ['graphml', 'csv'] : [ending])
        files.push(await write(as, networkParts(result.network, as)));
      return {
        json: { kind: 'network', pores: facts(pores), throats: facts(throats), files },
        files,
      };
    }
    case 'mesh': {
      const { mesh } = result;
      const as = (ending ?? usualEnding('mesh')) as MeshFormat;
      const files = [await write(as, [await mesh.toBytes(as)])];
      const { vertexCount, triangleCount, area, volume, unit, border, objects } = mesh;
      const counted = { vertices: vertexCount, triangles: triangleCount, area, volume };
      const perObject = objects === null ? {} : { objects: objects.length };
      return { json: { kind: 'mesh', ...counted, unit, border, ...perObject, files }, files };
    }
    case 'grid': {
      const { data, size, start, spacing, unit, origin } = result.grid;
      const dtype = dtypeOf(data)!;
      const files = [await writeGrid(folder, stem, ofGrids, result.grid)];
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

/** A table in the format of an ending. */
async function tableParts(
  result: Extract<Result, { readonly table: Table }>,
  ending: string,
): Promise<Iterable<string | Uint8Array>> {
  const { table } = result;
  if (ending === 'parquet') return [await table.toParquet()];
  if (ending === 'arrow') return [await table.toArrow()];
  if (ending === 'json') return jsonParts(table.toJSON());
  if (ending === 'graphml' && result.kind === 'contacts') return [result.table.toGraphML()];
  return table.csvParts();
}

/** A network in the format of an ending; JSON is OpenPNM's dictionary. */
function networkParts(network: Network, ending: string): Iterable<string> {
  if (ending === 'json') return jsonParts(network.toOpenPNM());
  return [ending === 'csv' ? network.toCSV() : network.toGraphML()];
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
