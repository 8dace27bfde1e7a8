// Which voxels a convex shape holds: a test of one voxel, and the run that it holds of a row.
import { map3, type Vec3 } from '../recipe/geometry.js';
import { physicalLength } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import type { PolygonShape, Shape } from './shape_param.js';

/** Part of the smallest spacing by which a centre may miss a border and still lie on it. */
const ON_BORDER = 1e-6;

/** The place of a grid's voxels. */
export type Place = Pick<GridMeta, 'size' | 'spacing' | 'origin'>;

/** How far a centre may lie from a border that it counts as on, in the unit of length. */
export function tolerance({ spacing }: Place): number {
  return ON_BORDER * Math.min(...spacing);
}

/** Position of the centre of a voxel along an axis. */
export function centreOf({ spacing, origin }: Place, axis: 0 | 1 | 2, index: number): number {
  return origin[axis] + index * spacing[axis];
}

/**
 * A convex shape on a row of voxels: whether it holds the centre at index x, and about where the
 * row meets it, in real indices.
 */
interface ConvexRow {
  readonly holds: (x: number) => boolean;
  readonly about: readonly [first: number, last: number];
}

/** The row at y, z of a convex shape. */
type ConvexRows = (y: number, z: number) => ConvexRow;

const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

/** Sine and cosine of an angle in degrees, exact of quarter turns. */
function turn(degrees: number): readonly [sin: number, cos: number] {
  const quarters = Math.round(degrees / 90);
  const rest = ((degrees - 90 * quarters) * Math.PI) / 180;
  const [sin, cos] = [Math.sin(rest), Math.cos(rest)];
  const turned = [
    [sin, cos],
    [cos, -sin],
    [-sin, -cos],
    [-cos, sin],
  ] as const;
  return turned[((quarters % 4) + 4) % 4]!;
}

/** The edges of a turned box: unit vectors (Rodrigues' formula). */
function turnedAxes(rotation: Vec3): readonly [Vec3, Vec3, Vec3] {
  const angle = Math.hypot(...rotation);
  if (angle === 0)
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ];
  const [sin, cos] = turn(angle);
  const [a, b, c] = map3((i) => rotation[i] / angle);
  const less = 1 - cos;
  return [
    [cos + a * a * less, b * a * less + c * sin, c * a * less - b * sin],
    [a * b * less - c * sin, cos + b * b * less, c * b * less + a * sin],
    [a * c * less + b * sin, b * c * less - a * sin, cos + c * c * less],
  ];
}

type Reach = readonly [first: number, last: number];

const EVERYWHERE: Reach = [-Infinity, Infinity];
const NOWHERE: Reach = [Infinity, -Infinity];

/** About where low ≤ a + b·x < high. */
function slab(a: number, b: number, low: number, high: number): Reach {
  if (b === 0) return a >= low && a < high ? EVERYWHERE : NOWHERE;
  const [p, q] = [(low - a) / b, (high - a) / b];
  return p < q ? [p, q] : [q, p];
}

/** About where A x² + 2 B x + C ≤ 0, and the vertex where that is nowhere. */
function below(A: number, B: number, C: number): Reach {
  if (A === 0) return C <= 0 ? EVERYWHERE : NOWHERE;
  const half = Math.sqrt(Math.max(0, B * B - A * C)) / A;
  return [-B / A - half, -B / A + half];
}

function both(a: Reach, b: Reach): Reach {
  return [Math.max(a[0], b[0]), Math.min(a[1], b[1])];
}

/** Coordinates in a frame, in parts of `scale`, along a row: start and step of each. */
function alongRow(place: Place, center: Vec3, frame: readonly Vec3[], scale: readonly number[]) {
  const step = frame.map((axis, k) => (axis[0] * place.spacing[0]) / scale[k]!);
  return (y: number, z: number): readonly { at: number; step: number }[] => {
    const offset: Vec3 = [
      centreOf(place, 0, 0) - center[0],
      centreOf(place, 1, y) - center[1],
      centreOf(place, 2, z) - center[2],
    ];
    return frame.map((axis, k) => ({ at: dot(axis, offset) / scale[k]!, step: step[k]! }));
  };
}

/** The rows of a shape that is no polygon. */
export function convexRows(shape: Exclude<Shape, PolygonShape>, place: Place): ConvexRows {
  const near = tolerance(place);
  const lengths = (of: readonly Parameters<typeof physicalLength>[0][]): number[] =>
    of.map((each) => physicalLength(each, place.spacing));
  if (shape.type === 'box') {
    const halves = lengths(shape.size).map((edge) => edge / 2);
    const row = alongRow(place, shape.center, turnedAxes(shape.rotation), [1, 1, 1]);
    return (y, z) => {
      const u = row(y, z);
      return {
        holds: (x) =>
          u.every(({ at, step }, k) => {
            const p = at + step * x + near;
            return p >= -halves[k]! && p < halves[k]!;
          }),
        about: u
          .map(({ at, step }, k) => slab(at + near, step, -halves[k]!, halves[k]!))
          .reduce(both),
      };
    };
  }
  if (shape.type === 'ellipsoid') {
    const radii = lengths(shape.radii).map((radius) => radius + near);
    const row = alongRow(place, shape.center, turnedAxes(shape.rotation), radii);
    return (y, z) => {
      const u = row(y, z);
      const sum = (f: (at: number, step: number) => number): number =>
        u.reduce((total, { at, step }) => total + f(at, step), 0);
      return {
        holds: (x) => sum((at, step) => (at + step * x) ** 2) <= 1,
        about: below(
          sum((_, step) => step * step),
          sum((at, step) => at * step),
          sum((at) => at * at) - 1,
        ),
      };
    };
  }
  if (shape.type === 'halfSpace') {
    const size = Math.hypot(...shape.normal);
    const normal = map3((i) => shape.normal[i] / size);
    const row = alongRow(place, shape.point, [normal], [1]);
    return (y, z) => {
      const [{ at, step }] = row(y, z) as [{ at: number; step: number }];
      return {
        holds: (x) => at + step * x + near >= 0,
        about: slab(at + near, step, 0, Infinity),
      };
    };
  }
  const along = map3((i) => shape.to[i] - shape.from[i]);
  const height = Math.hypot(...along);
  const axis = map3((i) => along[i] / height);
  const radius = physicalLength(shape.radius, place.spacing) + near;
  const row = alongRow(place, shape.from, [axis, ...across(axis)], [1, radius, radius]);
  return (y, z) => {
    const [h, p, q] = row(y, z) as [At, At, At];
    return {
      holds: (x) => {
        const up = h.at + h.step * x + near;
        return up >= 0 && up < height && (p.at + p.step * x) ** 2 + (q.at + q.step * x) ** 2 <= 1;
      },
      about: both(
        slab(h.at + near, h.step, 0, height),
        below(
          p.step * p.step + q.step * q.step,
          p.at * p.step + q.at * q.step,
          p.at * p.at + q.at * q.at - 1,
        ),
      ),
    };
  };
}

interface At {
  readonly at: number;
  readonly step: number;
}

/** Two unit vectors across a unit vector and each other. */
function across(axis: Vec3): readonly [Vec3, Vec3] {
  const least = ([0, 1, 2] as const).reduce((a, b) =>
    Math.abs(axis[b]) < Math.abs(axis[a]) ? b : a,
  );
  const other = map3((i) => (i === least ? 1 : 0));
  const p = cross(axis, other);
  const size = Math.hypot(...p);
  const first = map3((i) => p[i] / size);
  return [first, cross(axis, first)];
}

function cross(a: Vec3, b: Vec3): Vec3 {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

/**
 * The run of voxels [first, end) that a convex row holds of `n`. Where the row is met is only about
 * right: `holds` decides at both ends.
 */
export function runOf({ holds, about }: ConvexRow, n: number): readonly [number, number] {
  // Where f64 overflows, nothing is known of it.
  if (about.some(Number.isNaN)) return runOf({ holds, about: EVERYWHERE }, n);
  const clip = (x: number): number => Math.min(n - 1, Math.max(0, x));
  if (about[1] < -1 || about[0] > n || about[0] > about[1] + 1) return [0, 0];
  let first = clip(Math.ceil(about[0]));
  let last = clip(Math.floor(about[1]));
  if (first > last) [first, last] = [last, first];
  while (first <= last && !holds(first)) first += 1;
  if (first > last) return [0, 0];
  while (!holds(last)) last -= 1;
  while (first > 0 && holds(first - 1)) first -= 1;
  while (last < n - 1 && holds(last + 1)) last += 1;
  return [first, last + 1];
}
