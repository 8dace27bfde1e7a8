import { copyLiterals, copyMatch } from './copy_match.js';

/** The shortest match that LZ4 writes. */
const LEAST_MATCH = 4;

/**
 * Decodes an LZ4 block (LZ4 Block Format Description, 2022). Returns the bytes written, or -1 where
 * the block is damaged or would overflow `out`.
 */
export function decodeLz4(input: Uint8Array, out: Uint8Array): number {
  const end = input.length;
  let at = 0;
  let to = 0;
  while (at < end) {
    const token = input[at++]!;
    let literals = token >> 4;
    if (literals === 15)
      for (let more = 255; more === 255; literals += more) {
        if (at === end) return -1;
        more = input[at++]!;
      }
    if (literals > end - at || literals > out.length - to) return -1;
    copyLiterals(input, at, out, to, literals);
    at += literals;
    to += literals;
    // The last sequence has no match.
    if (at === end) return to;
    if (end - at < 2) return -1;
    const distance = input[at]! | (input[at + 1]! << 8);
    at += 2;
    let length = token & 15;
    if (length === 15)
      for (let more = 255; more === 255; length += more) {
        if (at === end) return -1;
        more = input[at++]!;
      }
    length += LEAST_MATCH;
    if (distance === 0 || distance > to || length > out.length - to) return -1;
    copyMatch(out, to, distance, length);
    to += length;
  }
  return to;
}
