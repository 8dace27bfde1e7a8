// Flags by label (bitsets), merged over bricks.

/** Flags by id of two parts of a volume, as those of both. */
export function mergeFlags(a: Uint8Array, b: Uint8Array): Uint8Array {
  const [long, short] = a.length >= b.length ? [a, b] : [b, a];
  short.forEach((flags, i) => (long[i]! |= flags));
  return long;
}
