/** Bytes of the header of a heap, and of an object in it, where lengths take eight bytes. */
const HEADER = 16;

const MARK = [0x47, 0x43, 0x4f, 0x4c];

/**
 * Whether bytes begin like a collection of the format's global heap, in which texts lie, whose
 * objects cannot be walked: the library looks for the next object behind one of no length, or of a
 * length that does not fit its own integers, for ever.
 */
export function isEndlessHeap(bytes: Uint8Array): boolean {
  if (bytes.length < 2 * HEADER || MARK.some((byte, i) => bytes[i] !== byte)) return false;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const size = Number(view.getBigUint64(8, true));
  for (let at = HEADER; at + HEADER <= Math.min(bytes.length, size);) {
    const length = Number(view.getBigUint64(at + 8, true));
    // Free space, of number 0, counts its own header.
    const isFree = view.getUint16(at, true) === 0;
    const step = isFree ? length : HEADER + Math.ceil(length / 8) * 8;
    if (step < HEADER || at + step > size) return true;
    at += step;
  }
  return false;
}
