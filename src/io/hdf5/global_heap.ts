/** Bytes of the header of a heap, and of an object in it, where lengths take eight bytes. */
const HEADER = 16;

const MARK = [0x47, 0x43, 0x4f, 0x4c];

/** The bytes that a collection of the global heap takes, where bytes begin like one. */
export function heapSize(bytes: Uint8Array): number | undefined {
  if (bytes.length < 2 * HEADER || MARK.some((byte, i) => bytes[i] !== byte)) return undefined;
  return Number(new DataView(bytes.buffer, bytes.byteOffset, HEADER).getBigUint64(8, true));
}

/**
 * Whether the objects of a collection of the format's global heap, in which texts lie, cannot be
 * walked: the library looks for the next object behind one of no length, or of a length that does
 * not fit its own integers, for ever.
 */
export function isEndlessHeap(heap: Uint8Array): boolean {
  const size = heapSize(heap);
  if (size === undefined) return false;
  const view = new DataView(heap.buffer, heap.byteOffset, heap.length);
  for (let at = HEADER; at + HEADER <= Math.min(heap.length, size);) {
    const length = Number(view.getBigUint64(at + 8, true));
    // Free space, of number 0, counts its own header.
    const isFree = view.getUint16(at, true) === 0;
    const step = isFree ? length : HEADER + Math.ceil(length / 8) * 8;
    if (step < HEADER || at + step > size) return true;
    at += step;
  }
  return false;
}
