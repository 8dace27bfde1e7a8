/** FNV-1a over the bytes of an array: a fixed number for fixed content. */
export function checksum(array: ArrayBufferView): number {
  let hash = 0x811c9dc5;
  for (const byte of new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}
