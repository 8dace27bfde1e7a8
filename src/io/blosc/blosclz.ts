import { copyLiterals, copyMatch } from './copy_match.js';

/** The distance from which on it is written in 16 more bits. */
const FAR = 8191;

/**
 * Decodes a stream of BloscLZ, which is FastLZ with far matches (blosclz.c of c-blosc 1.21).
 * Returns the bytes written, or -1 where the stream is damaged or would overflow `out`.
 */
export function decodeBloscLz(input: Uint8Array, out: Uint8Array): number {
  const end = input.length;
  if (end === 0) return 0;
  let at = 1;
  let to = 0;
  // The three bits above say in the first byte which level wrote it; it begins with literals.
  let control = input[0]! & 31;
  for (;;) {
    if (control < 32) {
      const literals = control + 1;
      if (literals > end - at || literals > out.length - to) return -1;
      copyLiterals(input, at, out, to, literals);
      at += literals;
      to += literals;
    } else {
      let length = (control >> 5) + 2;
      if (length === 9)
        for (let more = 255; more === 255; length += more) {
          if (at === end) return -1;
          more = input[at++]!;
        }
      if (at === end) return -1;
      const low = input[at++]!;
      let distance = ((control & 31) << 8) + low;
      if (distance === FAR) {
        if (end - at < 2) return -1;
        distance += (input[at]! << 8) | input[at + 1]!;
        at += 2;
      }
      distance += 1;
      if (distance > to || length > out.length - to) return -1;
      copyMatch(out, to, distance, length);
      to += length;
    }
    if (at >= end) return to;
    control = input[at++]!;
  }
}
