/**
 * Undoes Blosc's shuffle of bytes: first lie the first bytes of all items, then the second ones.
 * Bytes beyond the last whole item stay in their place.
 */
export function unshuffleBytes(from: Uint8Array, to: Uint8Array, itemBytes: number): void {
  const items = Math.floor(from.length / itemBytes);
  const whole = items * itemBytes;
  for (let byte = 0; byte < itemBytes; byte++)
    for (let at = byte, source = byte * items; at < whole; at += itemBytes)
      to[at] = from[source++]!;
  to.set(from.subarray(whole), whole);
}

/**
 * Undoes Blosc's shuffle of bits (Masui et al., 2015, Astronomy and Computing 12, 181): first lie
 * the lowest bits of the first bytes of all items, eight items to a byte. Blosc leaves blocks as
 * they are whose number of items is no multiple of eight.
 */
export function unshuffleBits(from: Uint8Array, to: Uint8Array, itemBytes: number): void {
  const items = Math.floor(from.length / itemBytes);
  if (items % 8 !== 0) {
    to.set(from);
    return;
  }
  const row = items / 8;
  for (let byte = 0; byte < itemBytes; byte++)
    for (let eight = 0; eight < row; eight++) {
      // The 8 × 8 bits of eight items lie in eight rows; they are transposed in two words, after
      // Warren, Hacker's Delight, section 7-3.
      const at = byte * 8 * row + eight;
      let low =
        from[at]! |
        (from[at + row]! << 8) |
        (from[at + 2 * row]! << 16) |
        (from[at + 3 * row]! << 24);
      let high =
        from[at + 4 * row]! |
        (from[at + 5 * row]! << 8) |
        (from[at + 6 * row]! << 16) |
        (from[at + 7 * row]! << 24);
      let swap = (low ^ (low >>> 7)) & 0x00aa00aa;
      low ^= swap ^ (swap << 7);
      swap = (high ^ (high >>> 7)) & 0x00aa00aa;
      high ^= swap ^ (swap << 7);
      swap = (low ^ (low >>> 14)) & 0x0000cccc;
      low ^= swap ^ (swap << 14);
      swap = (high ^ (high >>> 14)) & 0x0000cccc;
      high ^= swap ^ (swap << 14);
      const first = (low & 0x0f0f0f0f) | ((high & 0x0f0f0f0f) << 4);
      const last = ((low >>> 4) & 0x0f0f0f0f) | (high & 0xf0f0f0f0);
      const place = eight * 8 * itemBytes + byte;
      for (let i = 0; i < 4; i++) {
        to[place + i * itemBytes] = first >>> (8 * i);
        to[place + (i + 4) * itemBytes] = last >>> (8 * i);
      }
    }
  to.set(from.subarray(items * itemBytes), items * itemBytes);
}
