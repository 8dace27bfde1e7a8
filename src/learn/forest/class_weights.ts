/**
 * What the samples of a class weigh together: squares of such sums of all classes are whole numbers
 * in a float, and up to 2²⁰ samples have weights.
 */
export const CLASS_WEIGHT = 2 ** 24;

/**
 * The weight of each sample, a whole number: all classes weigh exactly the same, however much is
 * painted. The k-th of n samples of a class weighs what k / n of the whole is more than the one
 * before, rounded down.
 */
export function classWeights(labels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const label of labels) counts[label]! += 1;
  const met = new Uint32Array(256);
  return Uint32Array.from(labels, (label) => {
    const k = (met[label]! += 1);
    const upTo = (n: number): number => Math.floor((CLASS_WEIGHT * n) / counts[label]!);
    return upTo(k) - upTo(k - 1);
  });
}
