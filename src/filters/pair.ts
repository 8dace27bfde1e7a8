import { param, type Param } from '../recipe/params.js';

/** Two numbers. */
export type Pair = readonly [number, number];

/** Bounds of both numbers, whether the first is the smaller one, the default and the unit. */
export interface PairOptions {
  readonly default?: Pair;
  readonly rising?: boolean;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
  readonly reach?: 'index';
}

/** Two finite numbers within bounds; `rising`: the first is the smaller one. */
export function pair<const O extends PairOptions>(
  options: O,
  doc = '',
): Param<Pair, Pair, O extends { readonly default: Pair } ? true : false> {
  const {
    default: fallback,
    min = -Infinity,
    max = Infinity,
    rising = false,
  }: PairOptions = options;
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isFinite(n) && n >= min && n <= max;
  const accept = (given: unknown): Pair | undefined => {
    if (!Array.isArray(given) || given.length !== 2) return undefined;
    const [a, b] = given as readonly unknown[];
    return good(a) && good(b) && (!rising || a < b) ? [a, b] : undefined;
  };
  const bounds = min > -Infinity ? ` from ${String(min)} to ${String(max)}` : '';
  return param({
    type: 'numbers',
    doc,
    unit: options.unit ?? '',
    ...(options.reach === undefined ? {} : { reach: options.reach }),
    default: fallback,
    allowed: `two finite numbers${bounds}${rising ? ', the first less than the second' : ''}`,
    schema: {
      type: 'array',
      items: {
        type: 'number',
        ...(min > -Infinity ? { minimum: min } : {}),
        ...(max < Infinity ? { maximum: max } : {}),
      },
      minItems: 2,
      maxItems: 2,
    },
    accept: (given) => accept(given ?? fallback),
  });
}
