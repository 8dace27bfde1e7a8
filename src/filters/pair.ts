import type { Param } from '../recipe/params.js';

/** Two numbers. */
export type Pair = readonly [number, number];

/** Two finite numbers within bounds; `rising`: the first is the smaller one. */
export function pair(
  options: { default?: Pair; rising?: boolean; min?: number; max?: number } = {},
): Param<Pair> {
  const { min = -Infinity, max = Infinity, rising = false } = options;
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isFinite(n) && n >= min && n <= max;
  const accept = (given: unknown): Pair | undefined => {
    if (!Array.isArray(given) || given.length !== 2) return undefined;
    const [a, b] = given as readonly unknown[];
    return good(a) && good(b) && (!rising || a < b) ? [a, b] : undefined;
  };
  const bounds = min > -Infinity ? ` from ${String(min)} to ${String(max)}` : '';
  return {
    allowed: `two finite numbers${bounds}${rising ? ', the first less than the second' : ''}`,
    optional: options.default !== undefined,
    parse: (given) => accept(given ?? options.default),
  };
}
