import { implementReduce } from '../../implement/index.js';
import { AXIS_INDEX, type Vec3 } from '../../recipe/geometry.js';
import { axesAcross } from './columns_across.js';
import { columnRows, type ColumnRow, type ColumnRows } from './column_rows.js';

/** Values of one row in a box of columns. */
interface Tile {
  readonly row: number;
  readonly origin: readonly [number, number];
  readonly size: readonly [number, number];
  readonly values: ColumnRow;
  readonly known: number;
}

/** A row as a list of what it has, where that is less than a quarter. */
function thinned(dense: Float32Array<ArrayBuffer>): { values: ColumnRow; known: number } {
  let known = 0;
  for (const value of dense) if (!Number.isNaN(value)) known++;
  if (4 * known >= dense.length) return { values: { dense }, known };
  const at = new Uint32Array(known);
  let n = 0;
  dense.forEach((value, i) => {
    if (!Number.isNaN(value)) at[n++] = i;
  });
  return { values: { at, values: Float32Array.from(at, (i) => dense[i]!) }, known };
}

function assembled(tiles: readonly Tile[], [nu, nv]: readonly [number, number]): ColumnRow {
  const dense = new Float32Array(nu * nv).fill(NaN);
  for (const { origin, size, values } of tiles) {
    const columnAt = (i: number): number =>
      (origin[1] + Math.floor(i / size[0])) * nu + origin[0] + (i % size[0]);
    if ('dense' in values)
      for (let v = 0; v < size[1]; v++)
        dense.set(values.dense.subarray(v * size[0], (v + 1) * size[0]), columnAt(v * size[0]));
    else
      values.at.forEach((i, k) => {
        dense[columnAt(i)] = values.values[k]!;
      });
  }
  return thinned(dense).values;
}

/** {@link columnRows}: a reading, and no dispatch. */
export const columnRowsOnGpu = implementReduce(columnRows, {
  partial: async ({ run, inputs: { volume }, params: { normal }, region }): Promise<Tile[]> => {
    const words = new Float32Array(await run.read(volume.buffer));
    const { origin, rowWords, sliceWords } = volume.layout;
    const strides: Vec3 = [1, rowWords, sliceWords];
    const along = AXIS_INDEX[normal];
    const [u, v] = axesAcross(normal);
    const size = [region.size[u], region.size[v]] as const;
    const first = ([0, 1, 2] as const).reduce<number>(
      (sum, i) => sum + (region.origin[i] - origin[i]) * strides[i],
      0,
    );
    return Array.from({ length: region.size[along] }, (_, k) => {
      const dense = new Float32Array(size[0] * size[1]);
      for (let j = 0, n = 0; j < size[1]; j++)
        for (let i = 0; i < size[0]; i++, n++)
          dense[n] = words[first + k * strides[along] + j * strides[v] + i * strides[u]]!;
      const place = [region.origin[u], region.origin[v]] as const;
      return { row: region.origin[along] + k, origin: place, size, ...thinned(dense) };
    });
  },
  merge: (a, b) => a.concat(b),
  finish: (tiles, { params: { normal }, metas: { volume } }): ColumnRows => {
    const [u, v] = axesAcross(normal);
    const size = [volume.size[u], volume.size[v]] as const;
    const byRow = Array.from({ length: volume.size[AXIS_INDEX[normal]] }, (): Tile[] => []);
    // Tiles are let go row by row: all of them and all rows are never held at once.
    for (const tile of tiles.splice(0)) byRow[tile.row]!.push(tile);
    const rows = byRow.map((own) => assembled(own.splice(0), size));
    const { spacing, origin, unit } = volume;
    return { normal, size, rows, spacing, origin, unit };
  },
});
