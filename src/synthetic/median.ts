/**
 * The lower median of finite numbers: the element of rank ⌊(n − 1)/2⌋, found without sorting
 * through two histograms of the bits of the f32, upper half first.
 */
export function lowerMedian(values: Float32Array): number {
  const rank = Math.floor((values.length - 1) / 2);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const upper = new Float64Array(65536);
  for (const word of bits) {
    const high = orderKey(word) >>> 16;
    upper[high] = upper[high]! + 1;
  }
  const high = bucketOf(upper, rank);
  const lower = new Float64Array(65536);
  for (const word of bits) {
    const key = orderKey(word);
    if (key >>> 16 === high.bucket) lower[key & 65535] = lower[key & 65535]! + 1;
  }
  const low = bucketOf(lower, rank - high.before);
  const key = ((high.bucket << 16) | low.bucket) >>> 0;
  // The inverse of orderKey: keys of positive numbers have the top bit set.
  const word = key >= 0x80000000 ? key & 0x7fffffff : ~key;
  return new Float32Array(Uint32Array.of(word).buffer)[0]!;
}

/** Maps the bits of an f32 to an integer that sorts as the number does. */
function orderKey(word: number): number {
  return (word & 0x80000000) === 0 ? (word | 0x80000000) >>> 0 : ~word >>> 0;
}

function bucketOf(counts: Float64Array, rank: number): { bucket: number; before: number } {
  let before = 0;
  let bucket = 0;
  while (before + counts[bucket]! <= rank) {
    before += counts[bucket]!;
    bucket += 1;
  }
  return { bucket, before };
}
