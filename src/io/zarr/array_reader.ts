import type * as zarr from 'zarrita';
import { VoxmetryError } from '../../recipe/errors.js';
import type { GridArray } from '../../recipe/dtype.js';
import { map3, type Region, type Vec3 } from '../../recipe/geometry.js';
import { abortable } from '../../recipe/abortable.js';
import type { Place } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import type { StoredType } from '../sample_type.js';
import { TYPES_BY_NAME } from '../sample_type.js';

/** Which of an array's axes are x, y, z, channels and times; -1 where there is no such axis. */
export interface ZarrAxes {
  readonly space: Vec3;
  readonly channel: number;
  readonly time: number;
}

/** Types of Zarr that are volumes. */
export const ZARR_TYPES: Readonly<Record<string, StoredType>> = {
  ...TYPES_BY_NAME,
  bool: 'u8',
};

/** Decoded chunks that are kept, in values: a slab after a slab decodes each once. */
const KEPT_VALUES = 64 * 2 ** 20;

/** Chunks that are fetched and decoded at the same time. */
const IN_FLIGHT = 6;

/** A chunk as it is decoded. */
interface DecodedChunk {
  readonly data: ArrayLike<number>;
  readonly stride: readonly number[];
}

type AnyArray = zarr.Array<zarr.DataType, zarr.AsyncReadable>;

/** Reads an array by region: the chunks that meet it, decoded in part at the same time. */
export function zarrReader(
  array: AnyArray,
  axes: ZarrAxes,
  place: Place,
  name: string,
): GridReader {
  const cache = new Map<string, Promise<DecodedChunk>>();
  const most = Math.max(
    IN_FLIGHT,
    Math.floor(KEPT_VALUES / array.chunks.reduce((product, n) => product * n, 1)),
  );
  const chunkAt = (
    index: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk> => {
    const key = index.join();
    const known = cache.get(key);
    if (known !== undefined) return known;
    const decoded = chunkOf(array, index, name, signal);
    decoded.catch(() => cache.delete(key));
    cache.set(key, decoded);
    if (cache.size > most) cache.delete(cache.keys().next().value!);
    return decoded;
  };
  return {
    read: async (region, out, pace) => {
      const chunks = [...chunksOf(array, axes, region)];
      let done = 0;
      let next = 0;
      const work = async (): Promise<void> => {
        while (next < chunks.length) {
          const chunk = chunks[next++]!;
          const index = indexOf(array, axes, place, chunk);
          copy(await chunkAt(index, pace.signal), { array, axes, place, chunk }, region, out);
          await pace.step(++done / chunks.length);
        }
      };
      await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    },
    close: () => {
      cache.clear();
    },
  };
}

async function chunkOf(
  array: AnyArray,
  index: readonly number[],
  name: string,
  signal: AbortSignal | undefined,
): Promise<DecodedChunk> {
  try {
    const chunk = await abortable(array.getChunk([...index]), signal);
    const values = array.chunks.reduce((product, n) => product * n, 1);
    const { length } = chunk.data as unknown as ArrayLike<unknown>;
    if (length !== values) throw new RangeError(`it has ${length} values in place of ${values}`);
    return { data: chunk.data as unknown as ArrayLike<number>, stride: chunk.stride };
  } catch (error) {
    if (error instanceof VoxmetryError) throw error;
    throw new VoxmetryError(
      'corrupt-file',
      `${name} cannot be decoded at chunk ${index.join(', ')} (${error instanceof Error ? error.message : String(error)}). ` +
        'Copy or export it again.',
      { cause: error },
    );
  }
}

/** The length of a chunk along x, y, z; 1 where there is no such axis. */
function chunkSize(array: AnyArray, { space }: ZarrAxes): Vec3 {
  return map3((i) => (space[i] < 0 ? 1 : array.chunks[space[i]]!));
}

/** Numbers of the chunks, along x, y, z, that meet a region. */
function* chunksOf(array: AnyArray, axes: ZarrAxes, { origin, size }: Region): Generator<Vec3> {
  const chunk = chunkSize(array, axes);
  const first = map3((i) => Math.floor(origin[i] / chunk[i]));
  const last = map3((i) => Math.floor((origin[i] + size[i] - 1) / chunk[i]));
  for (let z = first[2]; z <= last[2]; z++)
    for (let y = first[1]; y <= last[1]; y++)
      for (let x = first[0]; x <= last[0]; x++) yield [x, y, z];
}

/** The number of a chunk along every axis of the array. */
function indexOf(array: AnyArray, axes: ZarrAxes, place: Place, chunk: Vec3): number[] {
  return array.chunks.map((length, axis) => {
    const i = axes.space.indexOf(axis);
    if (i >= 0) return chunk[i]!;
    return Math.floor(placeOf(axes, place, axis) / length);
  });
}

function placeOf({ channel, time }: ZarrAxes, place: Place, axis: number): number {
  if (axis === channel) return place.channel;
  return axis === time ? place.time : 0;
}

interface ChunkPlace {
  readonly array: AnyArray;
  readonly axes: ZarrAxes;
  readonly place: Place;
  readonly chunk: Vec3;
}

/** Copies what a chunk and a region share. */
function copy(
  { data, stride }: DecodedChunk,
  { array, axes, place, chunk }: ChunkPlace,
  { origin, size }: Region,
  out: GridArray,
): void {
  const length = chunkSize(array, axes);
  const start = map3((i) => Math.max(origin[i], chunk[i] * length[i]));
  const end = map3((i) => Math.min(origin[i] + size[i], (chunk[i] + 1) * length[i]));
  const steps = map3((i) => (axes.space[i] < 0 ? 0 : stride[axes.space[i]]!));
  // Where the chunk has other axes, the place along these.
  const base = array.chunks.reduce(
    (sum, n, axis) =>
      axes.space.includes(axis) ? sum : sum + (placeOf(axes, place, axis) % n) * stride[axis]!,
    0,
  );
  for (let z = start[2]; z < end[2]; z++)
    for (let y = start[1]; y < end[1]; y++) {
      let to = ((z - origin[2]) * size[1] + y - origin[1]) * size[0] + start[0] - origin[0];
      let from =
        base +
        (z - chunk[2] * length[2]) * steps[2] +
        (y - chunk[1] * length[1]) * steps[1] +
        (start[0] - chunk[0] * length[0]) * steps[0];
      for (let x = start[0]; x < end[0]; x++, from += steps[0]) out[to++] = valueAt(data, from);
    }
}

/** Booleans come as an array of their own kind. */
function valueAt(data: ArrayLike<number> & { get?: (i: number) => unknown }, i: number): number {
  return typeof data.get === 'function' ? Number(data.get(i)) : data[i]!;
}
