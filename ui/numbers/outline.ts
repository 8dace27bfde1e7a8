// The outline of a histogram as a path, with no more points than can be seen.

/** The most columns that are drawn. */
const MOST_COLUMNS = 480;

/** A path in x from 0 to 1 and y from 0 (many) to 1 (none). */
export interface Outline {
  readonly path: string;
  /** The greatest mean count of a column. */
  readonly most: number;
}

/**
 * The outline of bins between two places, which are at equal distances from `start` on. Neighbours
 * share a column where there are more bins than columns; its height is their mean.
 */
export function outlineOf(
  counts: Float64Array,
  {
    start,
    step,
    from,
    to,
    log,
  }: {
    readonly start: number;
    readonly step: number;
    readonly from: number;
    readonly to: number;
    readonly log: boolean;
  },
): Outline {
  const first = Math.max(0, Math.floor((from - start) / step + 1e-9));
  const end = Math.min(counts.length, Math.ceil((to - start) / step - 1e-9));
  const each = Math.max(1, Math.ceil((end - first) / MOST_COLUMNS));
  const means: number[] = [];
  for (let bin = first; bin < end; bin += each) {
    const part = counts.subarray(bin, Math.min(bin + each, end));
    means.push(part.reduce((sum, n) => sum + n, 0) / part.length);
  }
  const most = means.reduce((a, b) => Math.max(a, b), 0);
  // On a logarithmic axis, one voxel stands a little above none.
  const height = (n: number): number =>
    most === 0 ? 0 : log ? Math.log1p(n) / Math.log1p(most) : n / most;
  const x = (bin: number): string =>
    ((start + Math.min(bin, end) * step - from) / (to - from)).toFixed(5);
  let path = `M${x(first)} 1`;
  for (const [i, mean] of means.entries()) {
    const bin = first + i * each;
    path += `V${(1 - height(mean)).toFixed(4)}H${x(bin + each)}`;
  }
  return { path: `${path}V1Z`, most };
}
