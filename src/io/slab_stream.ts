import type { Dtype, GridArray } from '../recipe/dtype.js';
import { DTYPES, dtypeOf } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import type { GridKind } from '../recipe/meta.js';
import { checkSize } from './options.js';

/** A grid on its way to a file, in slabs of whole slices from z = 0 upwards. */
export type Slabs = Iterable<GridArray> | AsyncIterable<GridArray>;

/** What a writer needs to know beforehand. */
export interface WriteFacts {
  readonly size: Vec3;
  readonly dtype: Dtype;
}

/** What a file can say of a grid beside its voxels. */
export interface PlacedFacts extends WriteFacts {
  readonly kind: GridKind;
  readonly spacing: Vec3;
  readonly unit: string;
  /** Position of the centre of the first voxel. */
  readonly origin: Vec3;
  /** Codes of named materials. */
  readonly phases?: Readonly<Record<string, number>> | undefined;
}

/** Bytes of the voxels of a grid. */
export function voxelBytes({ size, dtype }: WriteFacts): number {
  return (volumeOf(size) * DTYPES[dtype].bits) / 8;
}

/**
 * The little-endian bytes of slabs, one chunk per slab. Chunks are views of the slabs: use each
 * before asking for the next one if slabs are reused. Rejects as {@link checkedSlabs}.
 */
export async function* slabBytes(
  op: string,
  facts: WriteFacts,
  slabs: Slabs,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  for await (const slab of checkedSlabs(op, facts, slabs))
    yield new Uint8Array(slab.buffer, slab.byteOffset, slab.byteLength);
}

/**
 * Slabs as they come. Rejects with `invalid-argument` where they are not of the type, of whole
 * slices, and together of the size promised.
 */
export async function* checkedSlabs(
  op: string,
  facts: WriteFacts,
  slabs: Slabs,
): AsyncGenerator<GridArray, void> {
  checkSize(facts.size);
  const slice = facts.size[0] * facts.size[1];
  let slices = 0;
  for await (const slab of slabs) {
    if (dtypeOf(slab) !== facts.dtype) {
      throw invalidArgument(op, 'slab type', dtypeOf(slab), facts.dtype);
    }
    slices += slab.length / slice;
    if (slab.length % slice !== 0 || slices > facts.size[2]) {
      throw invalidArgument(
        op,
        'slab length',
        slab.length,
        `multiples of ${slice} values, ${facts.size[2]} slices in all`,
      );
    }
    yield slab;
  }
  if (slices !== facts.size[2]) {
    throw invalidArgument(op, 'slices', slices, `${facts.size[2]}, as the size states`);
  }
}

/** Gathers the chunks of a writer in a Blob, which browsers may keep on disk. */
export async function blobOf(chunks: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const chunk of chunks) parts.push(new Blob([chunk]));
  return new Blob(parts);
}
