/**
 * The axes of a shape that are dimensions, by number: all of up to three; of more, those of length
 * 1 are left out, the last first, until three are left.
 */
export function keptAxes(shape: readonly number[]): readonly number[] {
  const spare = shape.length - 3;
  const ones = shape.flatMap((n, axis) => (n === 1 ? [axis] : []));
  // Those behind the last dimension go first, then those before the first one, then those between.
  const last = shape.findLastIndex((n) => n !== 1);
  const first = shape.findIndex((n) => n !== 1);
  const rank = (axis: number): number => (axis > last ? 0 : axis < first ? 1 : 2);
  const dropped = ones.toSorted((a, b) => rank(a) - rank(b)).slice(0, Math.max(0, spare));
  return [...shape.keys()].filter((axis) => !dropped.includes(axis));
}
