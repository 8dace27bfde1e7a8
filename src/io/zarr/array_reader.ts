import type * as zarr from 'zarrita';
import { VoxmetryError } from '../../recipe/errors.js';
import { abortable } from '../../recipe/abortable.js';
import type { ArrayAxes, DecodedChunk } from '../chunked_reader.js';
import { chunkedReader } from '../chunked_reader.js';
import type { Place } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import type { StoredType } from '../sample_type.js';
import { TYPES_BY_NAME } from '../sample_type.js';
import { narrowed } from '../wide_integers.js';

/** Types of Zarr that are volumes. */
export const ZARR_TYPES: Readonly<Record<string, StoredType>> = {
  ...TYPES_BY_NAME,
  bool: 'u8',
};

/** Chunks that are fetched and decoded at the same time. */
const IN_FLIGHT = 6;

type AnyArray = zarr.Array<zarr.DataType, zarr.AsyncReadable>;

/** Reads an array by region: the chunks that meet it, decoded in part at the same time. */
export function zarrReader(
  array: AnyArray,
  axes: ArrayAxes,
  place: Place,
  name: string,
): GridReader {
  const { chunks } = array;
  const decode = (
    index: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk> => chunkOf(array, index, name, signal);
  return chunkedReader({ chunks, axes, inFlight: IN_FLIGHT, decode }, place);
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
    const wide = data instanceof BigInt64Array || data instanceof BigUint64Array;
    return { data: wide ? narrowed(data) : (data as ArrayLike<number>), stride: chunk.stride };
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
