/** What is known of a twin beforehand, and a value of it. */
export interface Point {
  readonly x: readonly number[];
  readonly y: number;
}

/** What is foretold of a next value. */
export interface Foretold {
  readonly value: number;
  /** Standard deviation of a next value. */
  readonly deviation: number;
  /** What points scatter by about the plane: the deviation with ever more of them. */
  readonly scatter: number;
  /** Of the deviation: points less one, and one for each known number that is made use of. */
  readonly freedom: number;
}

/** A known number that others tell up to this part of its squares says nothing of its own. */
const TOLD = 1e-9;
/** For each known number that is made use of, so many points: of fewer, chance makes the plane. */
const POINTS_FOR_EACH = 3;

/**
 * What the plane of least squares through points foretells where `at` is known; far from theirs
 * its deviation grows. Numbers that all points share, or that those before them tell, are left out,
 * and the last ones where there are fewer than three points for each, and one. Each is made
 * orthogonal to those before it (Gram and Schmidt), so that slopes stand by themselves.
 */
export function foretold(at: readonly number[], points: readonly Point[]): Foretold {
  const n = points.length;
  const centre = mean(points.map(({ y }) => y));
  let value = centre;
  let rest = points.map(({ y }) => y - centre);
  let leverage = 1 / n;
  const found: { readonly of: readonly number[]; readonly here: number }[] = [];
  at.forEach((known, k) => {
    if (n - 1 < POINTS_FOR_EACH * (found.length + 1)) return;
    const column = points.map(({ x }) => x[k]!);
    const middle = mean(column);
    let of = column.map((each) => each - middle);
    let here = known - middle;
    const squares = dot(of, of);
    for (const before of found) {
      const slope = dot(of, before.of) / dot(before.of, before.of);
      of = of.map((each, i) => each - slope * before.of[i]!);
      here -= slope * before.here;
    }
    const own = dot(of, of);
    if (!(own > TOLD * squares)) return;
    const slope = dot(rest, of) / own;
    value += slope * here;
    rest = rest.map((each, i) => each - slope * of[i]!);
    leverage += here ** 2 / own;
    found.push({ of, here });
  });
  const freedom = n - 1 - found.length;
  const scatter = Math.sqrt(dot(rest, rest) / freedom);
  return { value, deviation: scatter * Math.sqrt(1 + leverage), scatter, freedom };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
