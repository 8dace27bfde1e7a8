/**
 * What the samples of a class weigh together: the squares of such sums stay whole in a float, and
 * the weight of one of 2²⁰ samples is rounded by 3 % at most.
 */
const CLASS_WEIGHT = 2 ** 24;

/** The weight of each sample, a whole number: all classes weigh the same, however much is painted. */
export function classWeights(labels: Uint8Array): Uint32Array {
  const counts = new Uint32Array(256);
  for (const label of labels) counts[label]! += 1;
  const weights = Array.from(counts, (count) => Math.round(CLASS_WEIGHT / Math.max(1, count)));
  return Uint32Array.from(labels, (label) => weights[label]!);
}
