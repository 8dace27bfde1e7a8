import type { GridArray } from '../../src/recipe/dtype.js';
import { fill, reader, sampleTwin, type GridTwin } from './geometry.js';
import type { Sampled } from './resampling.js';

/** A curve that winds round an axis: its radius by the angle that it has gone, in radians. */
export interface Curve {
  readonly radius: (angle: number) => number;
  /** +1 where it goes round from x to y, −1 against. */
  readonly handed: 1 | -1;
  /** The angle at which it starts, and the one to which it goes. */
  readonly from: number;
  readonly to: number;
}

const STEP = 1e-4;

/** A point of a curve, by its angle alone. */
export function pointTwin({ radius, handed }: Curve, angle: number): readonly [number, number] {
  const r = radius(angle);
  return [r * Math.cos(angle), handed * r * Math.sin(angle)];
}

/** The normal of a curve away from its axis: across the difference of two points of it. */
export function normalTwin(curve: Curve, angle: number): readonly [number, number] {
  const [a, b] = [pointTwin(curve, angle - STEP), pointTwin(curve, angle + STEP)];
  const [tx, ty] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.hypot(tx, ty);
  const [x, y] = pointTwin(curve, angle);
  const outwards = ty * x - tx * y > 0 ? 1 : -1;
  return [(outwards * ty) / length, (-outwards * tx) / length];
}

/** The curvature of a curve: how its normal turns along it. */
export function curvatureTwin(curve: Curve, angle: number): number {
  const step = 10 * STEP;
  const [a, b] = [normalTwin(curve, angle - step), normalTwin(curve, angle + step)];
  const [p, q] = [pointTwin(curve, angle - step), pointTwin(curve, angle + step)];
  const turned = Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
  return (curve.handed * turned) / Math.hypot(q[0] - p[0], q[1] - p[1]);
}

/** The angles at lengths along a curve: it is walked along in small chords. */
export function anglesTwin(curve: Curve, lengths: readonly number[]): number[] {
  const found: number[] = [];
  let [length, angle] = [0, curve.from];
  let before = pointTwin(curve, angle);
  for (const wanted of lengths) {
    for (;;) {
      const next = pointTwin(curve, angle + STEP);
      const chord = Math.hypot(next[0] - before[0], next[1] - before[1]);
      if (length + chord > wanted) {
        found.push(angle + (STEP * (wanted - length)) / chord);
        break;
      }
      length += chord;
      angle += STEP;
      before = next;
    }
  }
  return found;
}

/** The place of the sample at (s, h) in voxels of a slice. */
export function placeTwin(
  curve: Curve,
  { spacing, origin }: GridTwin,
  centre: readonly [number, number],
  angle: number,
  h: number,
): readonly [number, number] {
  const [point, normal] = [pointTwin(curve, angle), normalTwin(curve, angle)];
  const at = (axis: 0 | 1): number =>
    (centre[axis] + point[axis] + h * normal[axis] - origin[axis]) / spacing[axis];
  return [at(0), at(1)];
}

/** A grid unrolled along a curve that is the same in every slice, by the definition. In f64. */
export function unrollTwin(
  data: GridArray,
  grid: GridTwin,
  curve: Curve,
  centre: (slice: number) => readonly [number, number],
  samples: {
    readonly lengths: readonly number[];
    readonly heights: readonly number[];
  },
  { method, border, value }: Sampled,
): { readonly values: Float64Array; readonly unsure: readonly boolean[] } {
  const at = reader(data, grid.size, border, value);
  const angles = anglesTwin(curve, samples.lengths);
  const unsure: boolean[] = [];
  const { lengths, heights } = samples;
  const size = [lengths.length, heights.length, grid.size[2]] as const;
  const values = fill(new Float64Array(0), size, (i, j, k) => {
    const place = placeTwin(curve, grid, centre(k), angles[i]!, heights[j]!);
    // By the nearest voxel, what lies between two of them may be either.
    unsure.push(place.some((p) => Math.abs(p - Math.floor(p) - 0.5) < 1e-3));
    return sampleTwin(at, [...place, k], method);
  });
  return { values, unsure };
}
