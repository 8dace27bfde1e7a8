/** A pair of numbers of a twin. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a line foretells of a next value at a place. */
export interface Foretold {
  readonly value: number;
  /** Standard deviation of a next value there. */
  readonly deviation: number;
  /** Degrees of freedom of the deviation: two less than there are points. */
  readonly freedom: number;
}

/**
 * What the line of least squares through three points or more foretells at a place; far from theirs
 * its deviation grows. Points that share one place have the level line.
 */
export function foretold(at: number, points: readonly Point[]): Foretold {
  const n = points.length;
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / n;
  const centre = mean(({ x }) => x);
  const level = mean(({ y }) => y);
  const spread = mean(({ x }) => (x - centre) ** 2);
  const slope = spread > 0 ? mean(({ x, y }) => (x - centre) * (y - level)) / spread : 0;
  const lineAt = (x: number): number => level + slope * (x - centre);
  const freedom = n - 2;
  const variance = (n / freedom) * mean(({ x, y }) => (y - lineAt(x)) ** 2);
  const leverage = spread > 0 ? (at - centre) ** 2 / spread : 0;
  return {
    value: lineAt(at),
    deviation: Math.sqrt(variance * (1 + (1 + leverage) / n)),
    freedom,
  };
}
