import type * as zarr from 'zarrita';
import { VoxmetryError } from '../../recipe/errors.js';
import { abortable } from '../../recipe/abortable.js';
import type { ArrayAxes, DecodedChunk } from '../chunked_reader.js';
import { chunkedReader } from '../chunked_reader.js';
import type { Place } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import { BLOCKS_AT_ONCE } from '../inflate/inflate.js';
import type { StoredType } from '../sample_type.js';
import { TYPES_BY_NAME } from '../sample_type.js';
import { narrowed } from '../wide_integers.js';

/** Types of Zarr that are volumes. */
export const ZARR_TYPES: Readonly<Record<string, StoredType>> = {
  ...TYPES_BY_NAME,
  bool: 'u8',
};

/** Bytes of chunks that are fetched and decoded at the same time. */
const MOST_BYTES = 64 * 2 ** 20;
/** So many chunks, however large, are under way, so that a server's delay is not waited for. */
const LEAST_CHUNKS = 6;

type AnyArray = zarr.Array<zarr.DataType, zarr.AsyncReadable>;

/** Reads an array by region: the chunks that meet it, decoded in part at the same time. */
export function zarrReader(
  array: AnyArray,
  axes: ArrayAxes,
  place: Place,
  name: string,
): GridReader {
  const { chunks } = array;
  const chunkBytes = chunks.reduce((product, n) => product * n, 8);
  const inFlight = Math.max(
    LEAST_CHUNKS,
    Math.min(BLOCKS_AT_ONCE, Math.floor(MOST_BYTES / chunkBytes)),
  );
  const decode = (
    index: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk> => chunkOf(array, index, name, signal);
  return chunkedReader({ chunks, axes, inFlight, decode }, place);
}

/** What zarrita decodes a chunk to. */
type ChunkData = ArrayLike<number> | BigInt64Array | BigUint64Array | Booleans;

/** Booleans come as an array of their own kind. */
interface Booleans {
  readonly length: number;
  get(index: number): boolean;
}

function numbersOf(data: ChunkData): ArrayLike<number> {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) return narrowed(data);
  if (!('get' in data)) return data;
  const numbers = new Uint8Array(data.length);
  for (let i = 0; i < numbers.length; i++) numbers[i] = Number(data.get(i));
  return numbers;
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
    const data: unknown = chunk.data;
    const { length } = data as ArrayLike<unknown>;
    if (length !== values) throw new RangeError(`it has ${length} values in place of ${values}`);
    return { data: numbersOf(data as ChunkData), stride: chunk.stride };
  } catch (error) {
    if (error instanceof VoxmetryError) throw error;
    // Of a codec, as zarrita passes it on.
    const { cause } = error as { readonly cause?: unknown };
    if (cause instanceof VoxmetryError) throw cause;
    throw new VoxmetryError(
      'corrupt-file',
      `${name} cannot be decoded at chunk ${index.join(', ')} (${error instanceof Error ? error.message : String(error)}). ` +
        'Copy or export it again.',
      { cause: error },
    );
  }
}
