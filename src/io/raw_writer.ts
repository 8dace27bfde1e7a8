import type { Vec3 } from '../recipe/geometry.js';
import { NUMPY_NAMES } from './numpy_names.js';
import type { Slabs, WriteFacts } from './slab_stream.js';
import { slabBytes } from './slab_stream.js';

/**
 * Writes voxels without a header, x fastest, little-endian: one chunk per slab. Name the file with
 * {@link rawFileName} and it opens without options.
 */
export function writeRaw(
  facts: WriteFacts,
  slabs: Slabs,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  return slabBytes('writeRaw', facts, slabs);
}

/** A file name that tells size and type: `sand_200x200x100_uint8.raw`. */
export function rawFileName(stem: string, { size, dtype }: { size: Vec3 } & WriteFacts): string {
  return `${stem}_${size.join('x')}_${NUMPY_NAMES[dtype]}.raw`;
}
