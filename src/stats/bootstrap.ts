// Bootstrap intervals of weighted percentiles.
import { REACHED } from './weighted_percentile.js';

/** Bounds of an interval. */
export type Bounds = readonly [lo: number, hi: number];

/**
 * How often each of n objects is drawn when n are, with replacement: Doty-Humphrey's sfc32, whose
 * state lives in locals while it draws.
 */
function makeDraw(n: number, seed: number): (times: Uint32Array) => void {
  const state = Int32Array.of(0, seed, 0x9e3779b9, 1);
  const scale = n / 4294967296;
  const run = (rounds: number, times: Uint32Array | undefined): void => {
    let [a, b, c, counter] = state as unknown as [number, number, number, number];
    for (let i = 0; i < rounds; i += 1) {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      if (times !== undefined) times[((sum >>> 0) * scale) | 0]! += 1;
    }
    state.set([a, b, c, counter]);
  };
  run(16, undefined);
  return (times) => {
    times.fill(0);
    run(n, times);
  };
}

/**
 * Cumulative weights at the end of runs of this many objects, so that few are looked at one by one.
 */
const RUN = 64;

/** Finds the percentiles of one draw. */
function percentilesOf(
  values: Float64Array,
  weights: Float64Array,
  levels: readonly number[],
  times: Uint32Array,
  runs: Float64Array,
  out: readonly Float64Array[],
  draw: number,
): void {
  const n = weights.length;
  let total = 0;
  for (let run = 0, i = 0; i < n; run += 1) {
    const end = Math.min(n, i + RUN);
    for (; i < end; i += 1) total += weights[i]! * times[i]!;
    runs[run] = total;
  }
  levels.forEach((level, at) => {
    const wanted = level * total * REACHED;
    let run = 0;
    while (run < runs.length - 1 && runs[run]! < wanted) run += 1;
    let reached = run === 0 ? 0 : runs[run - 1]!;
    let i = run * RUN;
    const last = Math.min(n, i + RUN) - 1;
    for (; i < last; i += 1) {
      reached += weights[i]! * times[i]!;
      if (reached >= wanted && reached > 0) break;
    }
    out[at]![draw] = values[i]!;
  });
}

/**
 * The 2.5 % and 97.5 % percentiles (inverted_cdf), over draws with replacement and from a seed, of
 * percentiles of rising values: for each weighting those at each level.
 */
export function bootstrapIntervals(
  values: Float64Array,
  weightings: readonly Float64Array[],
  levels: readonly number[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): Bounds[][] {
  const n = values.length;
  const draw = makeDraw(n, seed);
  const times = new Uint32Array(n);
  const runs = new Float64Array(Math.ceil(n / RUN));
  const found = weightings.map(() => levels.map(() => new Float64Array(draws)));
  for (let i = 0; i < draws; i += 1) {
    draw(times);
    weightings.forEach((weights, w) => {
      percentilesOf(values, weights, levels, times, runs, found[w]!, i);
    });
  }
  const at = (sorted: Float64Array, p: number): number =>
    sorted[Math.max(0, Math.ceil(p * draws * REACHED) - 1)]!;
  return found.map((lists) =>
    lists.map((list): Bounds => {
      list.sort();
      return [at(list, 0.025), at(list, 0.975)];
    }),
  );
}
