import type { Slabs, WriteFacts } from './slab_stream.js';
import { slabBytes } from './slab_stream.js';

const DESCR = {
  u8: '|u1',
  i8: '|i1',
  u16: '<u2',
  i16: '<i2',
  u32: '<u4',
  i32: '<i4',
  f32: '<f4',
} as const;

/**
 * Writes a NumPy file, version 1, C order, shape (z, y, x): the header, then one chunk per slab.
 * The format has no place for voxel sizes.
 */
export async function* writeNpy(
  facts: WriteFacts,
  slabs: Slabs,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
  const shape = facts.size.toReversed().join(', ');
  const text = `{'descr': '${DESCR[facts.dtype]}', 'fortran_order': False, 'shape': (${shape}), }`;
  // The data begin at a multiple of 64, so that they can be mapped to memory.
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const header = new Uint8Array(10 + length).fill(0x20);
  header.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  header.set(new TextEncoder().encode(text), 10);
  header[header.length - 1] = 0x0a;
  yield header;
  yield* slabBytes('writeNpy', facts, slabs);
}
