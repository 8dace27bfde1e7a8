// Ellipses in a plane: a direct fit to points, and the distance of a point.

/**
 * An ellipse: the points (x, y) + M u of all unit vectors u, where M = [[m + p, q], [q, m − p]]. So
 * written, a circle (p = q = 0) is an ellipse like any other, which it is not by its axes' angle.
 */
export interface Ellipse {
  readonly x: number;
  readonly y: number;
  /** Mean of the semi-axes. */
  readonly m: number;
  /** Half of their difference, times cosine and sine of twice the long axis' angle. */
  readonly p: number;
  readonly q: number;
}

/** Semi-axes, a ≥ b, and the angle of the long one from x to y, 0 … π. */
export function semiAxes({ m, p, q }: Ellipse): {
  readonly a: number;
  readonly b: number;
  readonly angle: number;
} {
  const half = Math.hypot(p, q);
  const angle = Math.atan2(q, p) / 2;
  return { a: m + half, b: m - half, angle: angle < 0 ? angle + Math.PI : angle };
}

/** How far from a point inside an ellipse a line of a direction, per length, meets it. */
export function reachOf(
  { x, y, m, p, q }: Ellipse,
  from: readonly [number, number],
  direction: readonly [number, number],
): number {
  // M⁻¹ takes the ellipse to the unit circle.
  const determinant = m * m - p * p - q * q;
  const unit = (dx: number, dy: number): readonly [number, number] => [
    ((m - p) * dx - q * dy) / determinant,
    ((m + p) * dy - q * dx) / determinant,
  ];
  const [ux, uy] = unit(from[0] - x, from[1] - y);
  const [vx, vy] = unit(...direction);
  const [uv, vv] = [ux * vx + uy * vy, vx * vx + vy * vy];
  return (Math.sqrt(uv * uv + vv * (1 - ux * ux - uy * uy)) - uv) / vv;
}

// Math.hypot guards against overflow, which costs ten times as much.
const lengthOf = (x: number, y: number): number => Math.sqrt(x * x + y * y);

/** The foot of a point on an ellipse. */
export interface Foot {
  /** Distance of the point, positive outside. */
  distance: number;
  /** Outer normal at the foot. */
  nx: number;
  ny: number;
  /** The unit vector that M takes to the foot. */
  ux: number;
  uy: number;
}

/** Steps towards a foot at most: two or three where the ellipse is nearly a circle. */
const FOOT_STEPS = 8;

/** Finds the feet of points on an ellipse by circles of curvature; the result is used again. */
export function footFinder(ellipse: Ellipse): (x: number, y: number) => Readonly<Foot> {
  const foot: Foot = { distance: 0, nx: 0, ny: 0, ux: 0, uy: 0 };
  const { a, b, angle } = semiAxes(ellipse);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const squares = a * a - b * b;
  return (x, y) => {
    const dx = x - ellipse.x;
    const dy = y - ellipse.y;
    const u = c * dx + s * dy;
    const v = c * dy - s * dx;
    const px = Math.abs(u);
    const py = Math.abs(v);
    const first = lengthOf(px / a, py / b);
    let tx = first > 0 ? px / a / first : 0;
    let ty = first > 0 ? py / b / first : 1;
    for (let i = 0; i < FOOT_STEPS; i += 1) {
      // Centre of curvature, and the directions from it of the ellipse and of the point.
      const ex = (squares * tx * tx * tx) / a;
      const ey = (-squares * ty * ty * ty) / b;
      const radius = lengthOf(a * tx - ex, b * ty - ey);
      const away = lengthOf(px - ex, py - ey);
      if (away === 0) break;
      const nextX = Math.max(0, ((px - ex) * radius) / away + ex) / a;
      const nextY = Math.max(0, ((py - ey) * radius) / away + ey) / b;
      const length = lengthOf(nextX, nextY);
      if (length === 0) break;
      const moved = Math.abs(nextX / length - tx) + Math.abs(nextY / length - ty);
      tx = nextX / length;
      ty = nextY / length;
      if (moved < 1e-13) break;
    }
    const outside = (px / a) ** 2 + (py / b) ** 2 > 1;
    const distance = lengthOf(px - a * tx, py - b * ty);
    const wx = u < 0 ? -tx : tx;
    const wy = v < 0 ? -ty : ty;
    const norm = lengthOf(wx / a, wy / b);
    const nu = wx / a / norm;
    const nv = wy / b / norm;
    foot.distance = outside ? distance : -distance;
    foot.nx = c * nu - s * nv;
    foot.ny = s * nu + c * nv;
    foot.ux = c * wx - s * wy;
    foot.uy = s * wx + c * wy;
    return foot;
  };
}

type Row = readonly [number, number, number];
type Square = readonly [Row, Row, Row];

const cross = (a: Row, b: Row): Row => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
const dot = (a: Row, b: Row): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const column = (of: Square, i: 0 | 1 | 2): Row => [of[0][i], of[1][i], of[2][i]];

/** The inverse of a matrix; undefined where there is none. */
function inverse(of: Square): Square | undefined {
  const rows = [cross(of[1], of[2]), cross(of[2], of[0]), cross(of[0], of[1])] as const;
  const determinant = dot(of[0], rows[0]);
  if (!(Math.abs(determinant) > 0)) return undefined;
  const at = (i: 0 | 1 | 2): Row => [
    rows[0][i] / determinant,
    rows[1][i] / determinant,
    rows[2][i] / determinant,
  ];
  return [at(0), at(1), at(2)];
}

/** Real roots of λ³ + b λ² + c λ + d. */
function cubicRoots(b: number, c: number, d: number): readonly number[] {
  const p = c - (b * b) / 3;
  const q = (2 * b ** 3) / 27 - (b * c) / 3 + d;
  const shift = -b / 3;
  const inside = (q / 2) ** 2 + (p / 3) ** 3;
  if (inside > 0) {
    const root = Math.sqrt(inside);
    return [Math.cbrt(-q / 2 + root) + Math.cbrt(-q / 2 - root) + shift];
  }
  if (p === 0) return [shift];
  const size = 2 * Math.sqrt(-p / 3);
  const third = Math.acos(Math.max(-1, Math.min(1, (3 * q) / (p * size)))) / 3;
  return [0, 1, 2].map((k) => size * Math.cos(third - (2 * Math.PI * k) / 3) + shift);
}

/** An eigenvector of a matrix: the longest that two of its rows leave open. */
function eigenvector(of: Square, value: number): Row {
  const rows = of.map((row, i) => row.map((v, j) => (i === j ? v - value : v))) as unknown as [
    Row,
    Row,
    Row,
  ];
  const open = [cross(rows[0], rows[1]), cross(rows[1], rows[2]), cross(rows[2], rows[0])];
  return open.reduce((best, each) => (dot(each, each) > dot(best, best) ? each : best));
}

/**
 * The ellipse of least algebraic distance to weighed points, by the direct method of R. Halíř and
 * J. Flusser (Proc. WSCG 1998, 125). Undefined where the points lie on none.
 */
export function directEllipse(
  xs: Float64Array,
  ys: Float64Array,
  weights: Float64Array,
): Ellipse | undefined {
  let [sum, meanX, meanY] = [0, 0, 0];
  weights.forEach((w, i) => {
    sum += w;
    meanX += w * xs[i]!;
    meanY += w * ys[i]!;
  });
  meanX /= sum;
  meanY /= sum;
  let spread = 0;
  weights.forEach((w, i) => {
    spread += w * ((xs[i]! - meanX) ** 2 + (ys[i]! - meanY) ** 2);
  });
  const scale = Math.sqrt(spread / sum);
  if (!(scale > 0)) return undefined;
  // Sums of the products of x², xy, y² and x, y, 1, about the mean and in units of the spread.
  const s = [0, 1, 2].map(() => new Float64Array(9));
  weights.forEach((w, k) => {
    if (w === 0) return;
    const [x, y] = [(xs[k]! - meanX) / scale, (ys[k]! - meanY) / scale];
    const square = [x * x, x * y, y * y];
    const line = [x, y, 1];
    for (let i = 0; i < 3; i += 1)
      for (let j = 0; j < 3; j += 1) {
        s[0]![3 * i + j]! += w * square[i]! * square[j]!;
        s[1]![3 * i + j]! += w * square[i]! * line[j]!;
        s[2]![3 * i + j]! += w * line[i]! * line[j]!;
      }
  });
  const [s1, s2, s3] = s.map((m): Square => {
    const row = (i: number): Row => [m[3 * i]!, m[3 * i + 1]!, m[3 * i + 2]!];
    return [row(0), row(1), row(2)];
  }) as [Square, Square, Square];
  const inverted = inverse(s3);
  if (inverted === undefined) return undefined;
  // T = −S3⁻¹ S2ᵀ, by columns; M = C⁻¹ (S1 + S2 T).
  const t = s2.map((row) => inverted.map((line) => -dot(line, row))) as unknown as Square;
  const m = s1.map((row, i) => row.map((v, j) => v + dot(s2[i]!, t[j]!))) as unknown as Square;
  const reduced = [
    m[2].map((v) => v / 2) as unknown as Row,
    m[1].map((v) => -v) as unknown as Row,
    m[0].map((v) => v / 2) as unknown as Row,
  ] as const;
  const trace = reduced[0][0] + reduced[1][1] + reduced[2][2];
  const minors =
    cross(reduced[0], reduced[1])[2] +
    cross(reduced[1], reduced[2])[0] -
    (reduced[0][2] * reduced[2][0] - reduced[0][0] * reduced[2][2]);
  const determinant = dot(reduced[0], cross(reduced[1], reduced[2]));
  for (const value of cubicRoots(-trace, minors, -determinant)) {
    const conic = eigenvector(reduced, value);
    if (!(4 * conic[0] * conic[2] - conic[1] ** 2 > 0)) continue;
    const line: Row = [
      dot(conic, column(t, 0)),
      dot(conic, column(t, 1)),
      dot(conic, column(t, 2)),
    ];
    const found = fromConic(conic, line);
    if (found === undefined) continue;
    const { x, y, m: mean, p, q } = found;
    return {
      x: meanX + scale * x,
      y: meanY + scale * y,
      ...{ m: scale * mean, p: scale * p, q: scale * q },
    };
  }
  return undefined;
}

/** The ellipse where A x² + B xy + C y² + D x + E y + F is 0. */
function fromConic([a, b, c]: Row, [d, e, f]: Row): Ellipse | undefined {
  const determinant = 4 * a * c - b * b;
  const x = (b * e - 2 * c * d) / determinant;
  const y = (b * d - 2 * a * e) / determinant;
  const rest = -(f + (d * x + e * y) / 2);
  // Inverse squares of the semi-axes are the eigenvalues of [[A, B/2], [B/2, C]] / rest.
  const mean = (a + c) / (2 * rest);
  const half = Math.hypot((a - c) / 2, b / 2) / Math.abs(rest);
  if (!(mean - half > 0)) return undefined;
  const [long, short] = [1 / Math.sqrt(mean - half), 1 / Math.sqrt(mean + half)];
  const twice = Math.atan2(b / rest, (a - c) / rest) + Math.PI;
  const part = (long - short) / 2;
  return { x, y, m: (long + short) / 2, p: part * Math.cos(twice), q: part * Math.sin(twice) };
}
