// The interval that draws of a number give.

/** The 2.5 and the 97.5 percentile of drawn numbers, each the nearest of them. */
export function middlePart(drawn: readonly number[]): [lo: number, hi: number] {
  const sorted = drawn.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.round(part * (sorted.length - 1))]!;
  return [at(0.025), at(0.975)];
}
