import type { GridArray } from '../../recipe/dtype.js';
import { makeArray } from '../../recipe/dtype.js';
import { VoxmetryError } from '../../recipe/errors.js';
import type { ArrayAxes, DecodedChunk } from '../chunked_reader.js';
import { chunkedReader } from '../chunked_reader.js';
import type { Place } from '../contents.js';
import type { GridReader } from '../grid_source.js';
import type { StoredType } from '../sample_type.js';
import { dtypeOfStored, unpackValues } from '../sample_type.js';
import type { Hdf5File } from './hdf5_file.js';
import type { Hdf5Dataset } from './tree.js';
import { readBlock } from './tree.js';

/** Bytes that one call reads at least: of a dataset in one piece, and of one in chunks. */
const [LEAST_OF_ROWS, LEAST_OF_CHUNKS] = [2 ** 18, 2 ** 20];

/** A chunk that decodes to more bytes than these is not read. */
const LARGEST_CHUNK = 2 ** 28;

/** Reads a dataset by region: the chunks that meet it, or rows of it where it has none. */
export function datasetReader(
  file: Hdf5File,
  dataset: Hdf5Dataset,
  type: StoredType,
  axes: ArrayAxes,
  place: Place,
): GridReader {
  const { shape, metadata } = dataset;
  const chunks = blockShape(dataset);
  if (chunks.reduce((product, n) => product * n, metadata.size) > LARGEST_CHUNK)
    throw tooLarge(file.name, dataset);
  const decode = async (
    index: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<DecodedChunk> => {
    const start = index.map((n, axis) => n * chunks[axis]!);
    const count = start.map((from, axis) => Math.min(chunks[axis]!, shape[axis]! - from));
    const values = count.reduce((product, n) => product * n, 1);
    const bytes = await file.do(
      (library, id) => readBlock(library, id, dataset, start, count),
      signal,
    );
    const data: GridArray = makeArray(dtypeOfStored(type), values);
    // The library gives values in the order of this machine.
    unpackValues({ type, bigEndian: false }, bytes, data, 0, values);
    return { data, stride: stridesOf(count) };
  };
  // The library does one thing at a time.
  return chunkedReader({ chunks, axes, inFlight: 1, decode }, place);
}

/** What one call reads: whole chunks, several of them where they are small. */
function blockShape({ shape, metadata }: Hdf5Dataset): number[] {
  const { chunks } = metadata;
  const block = shape.map((length, axis) => Math.min(length, Math.max(1, chunks?.[axis] ?? 1)));
  const least = chunks === null ? LEAST_OF_ROWS : LEAST_OF_CHUNKS;
  let bytes = block.reduce((product, n) => product * n, metadata.size);
  for (let axis = shape.length - 1; axis >= 0 && bytes < least; axis--) {
    const unit = block[axis]!;
    const times = Math.min(Math.ceil(shape[axis]! / unit), Math.ceil(least / bytes));
    block[axis] = Math.min(shape[axis]!, unit * times);
    bytes *= block[axis]! / unit;
  }
  return block;
}

function stridesOf(count: readonly number[]): number[] {
  return count.map((_, axis) => count.slice(axis + 1).reduce((product, n) => product * n, 1));
}

function tooLarge(name: string, { path, metadata }: Hdf5Dataset): VoxmetryError {
  return new VoxmetryError(
    'limit',
    `${name} has chunks of ${metadata.chunks?.join(' × ')} values in ${path}, more than are read at once. ` +
      'Store it with smaller chunks: h5repack -l CHUNK=64x64x64.',
  );
}
