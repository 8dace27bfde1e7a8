import { copyLiterals, copyMatch } from './copy_match.js';

/**
 * Decodes a block of Snappy (Snappy compressed format description, 2011). Returns the bytes
 * written, or -1 where the block is damaged or would overflow `out`.
 */
export function decodeSnappy(input: Uint8Array, out: Uint8Array): number {
  const end = input.length;
  let at = 0;
  let to = 0;
  // The length in sevens of bits, which is known here.
  while (at < end && input[at]! >= 128) at++;
  at++;
  /** A number of that many bytes, the least first; the caller has seen that they are there. */
  const number = (bytes: number): number => {
    let value = 0;
    for (let i = 0; i < bytes; i++) value += input[at++]! * 2 ** (8 * i);
    return value;
  };
  while (at < end) {
    const tag = input[at++]!;
    const kind = tag & 3;
    const high = tag >> 2;
    if (kind === 0) {
      const bytes = Math.max(0, high - 59);
      if (bytes > end - at) return -1;
      const literals = (bytes === 0 ? high : number(bytes)) + 1;
      if (literals > end - at || literals > out.length - to) return -1;
      copyLiterals(input, at, out, to, literals);
      at += literals;
      to += literals;
    } else {
      if ((kind === 3 ? 4 : kind) > end - at) return -1;
      const length = kind === 1 ? (high & 7) + 4 : high + 1;
      const distance = kind === 1 ? ((tag >> 5) << 8) + number(1) : number(kind === 3 ? 4 : 2);
      if (distance === 0 || distance > to || length > out.length - to) return -1;
      copyMatch(out, to, distance, length);
      to += length;
    }
  }
  return to;
}
