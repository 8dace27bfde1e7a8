// Otsu's classes of a list of values (one-dimensional k-means, exactly): dynamic programming, by
// divide and conquer.

/** Rising values, and how often each occurs (which need not be whole). */
export interface Weighted {
  readonly counts: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** How many squares classes of successive values cost: Σ (v − mean)² within them. */
export class ClassCosts {
  readonly length: number;
  readonly #n: Float64Array;
  readonly #s: Float64Array;
  readonly #q: Float64Array;

  /**
   * Running sums start at the value that is nearest to 0: far ones then do not drown the others.
   */
  constructor({ counts, values }: Weighted) {
    this.length = counts.length;
    const [n, s, q] = [0, 1, 2].map(() => new Float64Array(counts.length + 1));
    [this.#n, this.#s, this.#q] = [n!, s!, q!];
    let middle = 0;
    for (let i = 0; i < counts.length; i += 1) {
      n![i + 1] = n![i]! + counts[i]!;
      if (Math.abs(values[i]!) < Math.abs(values[middle]!)) middle = i;
    }
    for (let i = middle; i < counts.length; i += 1) {
      s![i + 1] = s![i]! + counts[i]! * values[i]!;
      q![i + 1] = q![i]! + counts[i]! * values[i]! * values[i]!;
    }
    for (let i = middle - 1; i >= 0; i -= 1) {
      s![i] = s![i + 1]! - counts[i]! * values[i]!;
      q![i] = q![i + 1]! - counts[i]! * values[i]! * values[i]!;
    }
  }

  /** The cost of the values `from` … `to` − 1 as a class. */
  cost(from: number, to: number): number {
    if (to - from < 2) return 0;
    const n = this.#n[to]! - this.#n[from]!;
    const s = this.#s[to]! - this.#s[from]!;
    return Math.max(0, this.#q[to]! - this.#q[from]! - (s * s) / n);
  }

  /** What the rounding of a class's cost is relative to. */
  squares(from: number, to: number): number {
    return to - from < 2 ? 0 : this.#q[to]! - this.#q[from]!;
  }
}

/** The least costs of 1 … k classes of the first values, and where their last class starts. */
export interface LeastCosts {
  /**
   * `costs[k − 1][end]`: of the values before `end` in k classes; Infinity where these are fewer.
   */
  readonly costs: readonly Float64Array[];
  readonly starts: readonly Int32Array[];
}

/**
 * The least costs of up to so many classes. The best start of a longer list's last class never lies
 * lower, so that each level is solved by halves in n log n; of equal costs the lowest start.
 */
export function leastCosts(given: ClassCosts, classes: number): LeastCosts {
  const { length } = given;
  const costs = [Float64Array.from({ length: length + 1 }, (_, end) => given.cost(0, end))];
  costs[0]![0] = Infinity;
  const starts = [new Int32Array(length + 1)];
  for (let level = 2; level <= classes; level += 1) {
    const before = costs.at(-1)!;
    const next = new Float64Array(length + 1).fill(Infinity);
    const start = new Int32Array(length + 1);
    const solve = (first: number, last: number, low: number, high: number): void => {
      if (first > last) return;
      const end = (first + last) >> 1;
      start[end] = low;
      for (let at = Math.max(low, level - 1); at <= Math.min(high, end - 1); at += 1) {
        const total = before[at]! + given.cost(at, end);
        if (total < next[end]!) {
          next[end] = total;
          start[end] = at;
        }
      }
      solve(first, end - 1, low, start[end]);
      solve(end + 1, last, start[end], high);
    };
    solve(level, length, level - 1, length - 1);
    costs.push(next);
    starts.push(start);
  }
  return { costs, starts };
}

/** The ends of all classes but the last, of the best `classes` classes of all values. */
export function bestEnds({ starts }: LeastCosts, classes: number, length: number): number[] {
  const ends: number[] = [];
  let end = length;
  for (let level = classes; level > 1; level -= 1) {
    end = starts[level - 1]![end]!;
    ends.unshift(end);
  }
  return ends;
}
