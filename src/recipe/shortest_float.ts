/** Below this the gaps between values of f32 no longer shrink with them. */
const LEAST_NORMAL = 2 ** -126;

/**
 * The shortest decimal number that is this value in f32: 3.4 for the double 3.4000000953674316,
 * which is how f32 holds 3.4. `Math.fround` gives the value itself back. For results that were f32
 * on the GPU and are read by people: nothing is lost, and no digits appear that f32 never held.
 */
export function shortestFloat(value: number): number {
  const held = Math.fround(value);
  if (!Number.isFinite(held) || held === 0) return held;
  // A normal value needs six digits or more unless zeros end it; nine always do.
  const first = Math.abs(held) < LEAST_NORMAL ? 1 : 6;
  for (let digits = first; digits < 9; digits += 1) {
    const short = Number(held.toPrecision(digits));
    if (Math.fround(short) === held) return short;
  }
  return Number(held.toPrecision(9));
}
