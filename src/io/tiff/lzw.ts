const CLEAR = 256;
const END = 257;

/**
 * TIFF's LZW (TIFF 6.0, section 13): most significant bit first, codes of 9 to 12 bits, one code
 * early. Fills `out` and stops there, however long the input would go on. Returns the bytes
 * written, or -1 for a code that cannot occur.
 */
export function decodeLzw(input: Uint8Array, out: Uint8Array): number {
  const prefix = new Uint16Array(4096);
  const last = new Uint8Array(4096);
  const initial = new Uint8Array(4096);
  const lengths = new Uint16Array(4096);
  for (let i = 0; i < 256; i++) {
    last[i] = i;
    initial[i] = i;
    lengths[i] = 1;
  }
  let next = 258;
  let width = 9;
  let previous = -1;
  let bits = 0;
  let held = 0;
  let at = 0;
  let written = 0;
  while (written < out.length) {
    while (held < width) {
      if (at >= input.length) return written;
      bits = ((bits << 8) | input[at++]!) & 0xffffff;
      held += 8;
    }
    held -= width;
    const code = (bits >>> held) & ((1 << width) - 1);
    if (code === END) return written;
    if (code === CLEAR) {
      next = 258;
      width = 9;
      previous = -1;
      continue;
    }
    if (code > next || (code >= 256 && previous < 0) || (code === next && next > 4095)) return -1;
    if (previous >= 0 && next < 4096) {
      // A code that is only now being made stands for the previous string and its first byte.
      const source = code === next ? previous : code;
      prefix[next] = previous;
      last[next] = initial[source]!;
      initial[next] = initial[previous]!;
      lengths[next] = lengths[previous]! + 1;
      next++;
      if (next === (1 << width) - 1 && width < 12) width++;
    }
    const length = lengths[code]!;
    // Strings come last byte first.
    let node = code;
    for (let i = written + length - 1; i >= written; i--) {
      if (i < out.length) out[i] = last[node]!;
      node = prefix[node]!;
    }
    written += length;
    previous = code;
  }
  return out.length;
}

/** Whether the stream is of the LZW of before TIFF 5, with its bits the other way round. */
export function isOldLzw(input: Uint8Array): boolean {
  return input[0] === 0 && ((input[1] ?? 0) & 1) === 1;
}
