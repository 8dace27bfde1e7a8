/** Shorter runs are copied byte by byte: a call costs more. */
const LONG = 48;

/**
 * Copies `length` bytes from `distance` behind `to`, as compressions of the LZ77 kind repeat what
 * they have put out: where the two overlap, what was just copied is copied on.
 */
export function copyMatch(out: Uint8Array, to: number, distance: number, length: number): void {
  const from = to - distance;
  if (length < LONG) {
    for (let i = 0; i < length; i++) out[to + i] = out[from + i]!;
    return;
  }
  if (distance === 1) {
    out.fill(out[from]!, to, to + length);
    return;
  }
  // What lies there doubles with every copy.
  let done = 0;
  for (let ready = distance; done < length; ready += ready) {
    const part = Math.min(ready, length - done);
    out.copyWithin(to + done, from, from + part);
    done += part;
  }
}

/** Copies `length` bytes of the input as they are. */
export function copyLiterals(
  input: Uint8Array,
  at: number,
  out: Uint8Array,
  to: number,
  length: number,
): void {
  if (length >= LONG) out.set(input.subarray(at, at + length), to);
  else for (let i = 0; i < length; i++) out[to + i] = input[at + i]!;
}
