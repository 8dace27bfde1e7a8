// Profiles of a correction: values per slice, block and line (or radius).

/** Values for each slice, block and line (or radius), lines fastest. */
export interface Profile {
  readonly lines: number;
  readonly blocks: number;
  readonly slices: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * Median within its level: `least` is m, of which there are `equal`, with `below` smaller ones,
 * among n.
 */
export function groupedMedian(least: number, below: number, equal: number, n: number): number {
  return equal === 0 ? 0 : least - 0.5 + (n / 2 - below) / equal;
}

/** Running median of an odd window; the ends are mirrored. */
function runningMedian(values: Float64Array, window: number): Float64Array {
  const n = values.length;
  const reach = (window - 1) / 2;
  const sorted: number[] = [];
  const at = (i: number): number => {
    const j = ((i % (2 * n)) + 2 * n) % (2 * n);
    return values[j < n ? j : 2 * n - 1 - j]!;
  };
  const place = (value: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  for (let i = -reach; i < reach; i += 1) sorted.splice(place(at(i)), 0, at(i));
  return values.map((_, i) => {
    sorted.splice(place(at(i + reach)), 0, at(i + reach));
    const median = sorted[reach]!;
    sorted.splice(place(at(i - reach)), 1);
    return median;
  });
}

/** Running mean; the ends are mirrored. */
function runningMean(values: Float64Array, window: number): Float64Array {
  const n = values.length;
  const reach = (window - 1) / 2;
  return values.map((_, i) => {
    let sum = 0;
    for (let d = -reach; d <= reach; d += 1) {
      const j = (((i + d) % (2 * n)) + 2 * n) % (2 * n);
      sum += values[j < n ? j : 2 * n - 1 - j]!;
    }
    return sum / window;
  });
}

/** An odd window of about `width` voxels, at least 3. */
export function oddWindow(width: number): number {
  return Math.max(3, 2 * Math.round((width - 1) / 2) + 1);
}

/**
 * A profile without what changes over more than about half of the window: less its running median,
 * itself smoothed by a running mean of a quarter of the window.
 */
export function narrow(profile: Float64Array, window: number): Float64Array {
  const slow = runningMean(runningMedian(profile, window), oddWindow(window / 4));
  return profile.map((v, i) => v - slow[i]!);
}

/** What steps add up to, without what is wider; `steps` has one value fewer than the profile. */
export function narrowProfile(steps: Float64Array, window: number): Float64Array {
  const sums = new Float64Array(steps.length + 1);
  for (let i = 0; i < steps.length; i += 1) sums[i + 1] = sums[i]! + steps[i]!;
  return narrow(sums, window);
}
