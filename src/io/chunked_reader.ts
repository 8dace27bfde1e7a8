import type { GridArray } from '../recipe/dtype.js';
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import type { Place } from './contents.js';
import type { GridReader } from './grid_source.js';

/** Which of an array's axes are x, y, z, channels and times; -1 where there is no such axis. */
export interface ArrayAxes {
  readonly space: Vec3;
  readonly channel: number;
  readonly time: number;
}

/** A chunk as it is decoded: its values, and the step along every axis of the array. */
export interface DecodedChunk {
  readonly data: ArrayLike<number>;
  readonly stride: readonly number[];
}

/** An array of any axes that is read chunk by chunk. */
export interface ChunkedArray {
  /** Length of a chunk along every axis; those at the end may be shorter. */
  readonly chunks: readonly number[];
  readonly axes: ArrayAxes;
  /** Chunks that are decoded at the same time. */
  readonly inFlight: number;
  /** Decodes the chunk of a number along every axis. */
  decode(index: readonly number[], signal: AbortSignal | undefined): Promise<DecodedChunk>;
}

/** Rows of fewer values are copied faster one by one. */
const SHORT_ROW = 32;

/** Decoded chunks that are kept, in values: a slab after a slab decodes each once. */
const KEPT_VALUES = 64 * 2 ** 20;

/** Reads an array by region: the chunks that meet it, of which the last ones are kept. */
export function chunkedReader(array: ChunkedArray, place: Place): GridReader {
  const cache = new Map<string, Promise<DecodedChunk>>();
  const most = Math.max(
    array.inFlight,
    Math.floor(KEPT_VALUES / array.chunks.reduce((product, n) => product * n, 1)),
  );
  const chunkAt = (
    index: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk> => {
    const key = index.join();
    const known = cache.get(key);
    if (known !== undefined) return known;
    const decoded = array.decode(index, signal);
    decoded.catch(() => cache.delete(key));
    cache.set(key, decoded);
    if (cache.size > most) cache.delete(cache.keys().next().value!);
    return decoded;
  };
  return {
    read: async (region, out, pace) => {
      const chunks = [...chunksOf(array, region)];
      let done = 0;
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < chunks.length) {
          const chunk = chunks[next++]!;
          const index = indexOf(array, place, chunk);
          copy(await chunkAt(index, pace.signal), { array, place, chunk }, region, out);
          await pace.step(++done / chunks.length);
        }
      };
      await Promise.all(Array.from({ length: array.inFlight }, work));
    },
    close: () => {
      cache.clear();
    },
  };
}

/** The length of a chunk along x, y, z; 1 where there is no such axis. */
function chunkSize({ chunks, axes: { space } }: ChunkedArray): Vec3 {
  return map3((i) => (space[i] < 0 ? 1 : chunks[space[i]]!));
}

/** Numbers of the chunks, along x, y, z, that meet a region. */
function* chunksOf(array: ChunkedArray, { origin, size }: Region): Generator<Vec3> {
  const chunk = chunkSize(array);
  const first = map3((i) => Math.floor(origin[i] / chunk[i]));
  const last = map3((i) => Math.floor((origin[i] + size[i] - 1) / chunk[i]));
  for (let z = first[2]; z <= last[2]; z++)
    for (let y = first[1]; y <= last[1]; y++)
      for (let x = first[0]; x <= last[0]; x++) yield [x, y, z];
}

/** The number of a chunk along every axis of the array. */
function indexOf({ chunks, axes }: ChunkedArray, place: Place, chunk: Vec3): number[] {
  return chunks.map((length, axis) => {
    const i = axes.space.indexOf(axis);
    if (i >= 0) return chunk[i]!;
    return Math.floor(placeOf(axes, place, axis) / length);
  });
}

function placeOf({ channel, time }: ArrayAxes, place: Place, axis: number): number {
  if (axis === channel) return place.channel;
  return axis === time ? place.time : 0;
}

interface ChunkPlace {
  readonly array: ChunkedArray;
  readonly place: Place;
  readonly chunk: Vec3;
}

/** Copies what a chunk and a region share. */
function copy(
  { data, stride }: DecodedChunk,
  { array, place, chunk }: ChunkPlace,
  { origin, size }: Region,
  out: GridArray,
): void {
  const { axes, chunks } = array;
  const length = chunkSize(array);
  const start = map3((i) => Math.max(origin[i], chunk[i] * length[i]));
  const end = map3((i) => Math.min(origin[i] + size[i], (chunk[i] + 1) * length[i]));
  const steps = map3((i) => (axes.space[i] < 0 ? 0 : stride[axes.space[i]]!));
  // Where the chunk has other axes, the place along these.
  const base = chunks.reduce(
    (sum, n, axis) =>
      axes.space.includes(axis) ? sum : sum + (placeOf(axes, place, axis) % n) * stride[axis]!,
    0,
  );
  const width = end[0] - start[0];
  // Rows of the same type are copied at once.
  const rows = steps[0] === 1 && data.constructor === out.constructor ? (data as GridArray) : null;
  for (let z = start[2]; z < end[2]; z++)
    for (let y = start[1]; y < end[1]; y++) {
      let to = ((z - origin[2]) * size[1] + y - origin[1]) * size[0] + start[0] - origin[0];
      let from =
        base +
        (z - chunk[2] * length[2]) * steps[2] +
        (y - chunk[1] * length[1]) * steps[1] +
        (start[0] - chunk[0] * length[0]) * steps[0];
      if (rows === null) {
        for (let x = 0; x < width; x++, from += steps[0]) out[to++] = data[from]!;
      } else if (width < SHORT_ROW) {
        for (let x = 0; x < width; x++) out[to++] = rows[from++]!;
      } else out.set(rows.subarray(from, from + width), to);
    }
}
