// Otsu's thresholds of 32-bit volumes, on the host.
import { implementOnHost } from '../implement/index.js';
import { invalidArgument } from '../recipe/errors.js';
import { keyToValue } from '../recipe/keys.js';
import type { KeyBins, KeyCounts } from '../stats/key_bins.js';
import { bestEnds, ClassCosts, leastCosts } from './least_squares_classes.js';
import { binsToDivide } from './otsu_candidates.js';
import { multiOtsuOfKeys, otsuBins, otsuOfKeys } from './otsu_keys.js';
import { nothingToDivide } from './otsu_threshold.gpu.js';
import { valueGroups } from './value_groups.js';

/** The greatest values of all classes but the brightest; undefined where values are fewer. */
function thresholdsOf(
  { bins, counts }: { readonly bins: KeyBins; readonly counts: KeyCounts },
  classes: number,
): { readonly thresholds: readonly number[] | undefined; readonly values: readonly number[] } {
  const { groups } = valueGroups(bins, counts);
  const valueOf = (key: number): number => keyToValue(key, bins.dtype) + 0;
  if (groups.length < classes)
    return { thresholds: undefined, values: groups.map(({ last }) => valueOf(last)) };
  const costs = new ClassCosts({
    counts: groups.map(({ count }) => count),
    values: groups.map(({ mean }) => mean),
  });
  const ends = bestEnds(leastCosts(costs, classes), classes, groups.length);
  return { thresholds: ends.map((end) => valueOf(groups[end - 1]!.last)), values: [] };
}

/** {@link otsuBins}, on the host. */
export const otsuBinsOnHost = implementOnHost(otsuBins, ({ inputs, params }) =>
  binsToDivide(inputs.bins, params.classes),
);

/** {@link otsuOfKeys}, on the host. */
export const otsuOfKeysOnHost = implementOnHost(otsuOfKeys, ({ inputs }) => {
  const { thresholds, values } = thresholdsOf(inputs, 2);
  if (thresholds === undefined)
    throw nothingToDivide('otsuOfKeys', values.length, values[0] ?? NaN);
  return thresholds[0]!;
});

/** {@link multiOtsuOfKeys}, on the host. */
export const multiOtsuOfKeysOnHost = implementOnHost(multiOtsuOfKeys, ({ inputs, params }) => {
  const { classes } = params;
  const { thresholds, values } = thresholdsOf(inputs, classes);
  if (thresholds === undefined)
    throw invalidArgument(
      'multiOtsu',
      'classes',
      classes,
      `at most as many classes as the volume has different values, ${String(values.length)}`,
    );
  return Float64Array.from(thresholds);
});
