import type { GridArray } from '../../recipe/dtype.js';
import { makeArray } from '../../recipe/dtype.js';
import { dtypeOf } from '../../recipe/dtype.js';
import type { Region, Vec3 } from '../../recipe/geometry.js';
import { map3, volumeOf } from '../../recipe/geometry.js';
import { compressedBlock } from '../compressed.js';
import { crc32c } from '../crc.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** Offset and length of a chunk that is not stored: all its values are the fill value, 0. */
const ABSENT = 2n ** 64n - 1n;

/**
 * A shard of Zarr 3 (`sharding_indexed`): the chunks of a box of voxels, which may reach beyond the
 * grid, one behind the other, and then where each lies, with a checksum. Chunks of zeros are left
 * out; undefined where all are.
 */
export async function shardOf(
  values: GridArray,
  size: Vec3,
  { origin, size: shard }: Region,
  chunk: Vec3,
  gzip: boolean,
): Promise<Bytes | undefined> {
  const counts = map3((i) => shard[i] / chunk[i]);
  const places: Vec3[] = [];
  for (let z = 0; z < counts[2]; z++)
    for (let y = 0; y < counts[1]; y++)
      for (let x = 0; x < counts[0]; x++)
        places.push([origin[0] + x * chunk[0], origin[1] + y * chunk[1], origin[2] + z * chunk[2]]);
  const chunks = await Promise.all(
    places.map(async (place) => {
      const bytes = chunkOf(values, size, place, chunk);
      if (bytes === undefined || !gzip) return bytes;
      return compressedBlock(bytes, 'gzip');
    }),
  );
  if (chunks.every((bytes) => bytes === undefined)) return undefined;
  const index = new DataView(new ArrayBuffer(places.length * 16));
  const length = chunks.reduce((sum, bytes) => sum + (bytes?.length ?? 0), 0);
  const out = new Uint8Array(length + index.byteLength + 4);
  let at = 0;
  chunks.forEach((bytes, i) => {
    index.setBigUint64(i * 16, bytes === undefined ? ABSENT : BigInt(at), true);
    index.setBigUint64(i * 16 + 8, bytes === undefined ? ABSENT : BigInt(bytes.length), true);
    if (bytes !== undefined) out.set(bytes, at);
    at += bytes?.length ?? 0;
  });
  const table = new Uint8Array(index.buffer);
  out.set(table, at);
  new DataView(out.buffer).setUint32(at + table.length, crc32c(table), true);
  return out;
}

/** The bytes of a chunk, with zeros beyond the grid; undefined where all are zeros. */
function chunkOf(values: GridArray, size: Vec3, place: Vec3, chunk: Vec3): Bytes | undefined {
  const [nx, ny, nz] = size;
  const width = Math.min(chunk[0], nx - place[0]);
  const height = Math.min(chunk[1], ny - place[1]);
  const depth = Math.min(chunk[2], nz - place[2]);
  if (width <= 0 || height <= 0 || depth <= 0) return undefined;
  const out = makeArray(dtypeOf(values)!, volumeOf(chunk));
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) {
      const from = ((place[2] + z) * ny + place[1] + y) * nx + place[0];
      out.set(values.subarray(from, from + width), (z * chunk[1] + y) * chunk[0]);
    }
  const bytes = new Uint8Array(out.buffer);
  return isZero(bytes) ? undefined : bytes;
}

/** Whether all bytes are zero: −0 is another value than the fill value. */
function isZero(bytes: Bytes): boolean {
  for (const byte of bytes) if (byte !== 0) return false;
  return true;
}
