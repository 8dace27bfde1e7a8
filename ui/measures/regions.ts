// Regions of interest as plain data: how they are drawn in a slice, and what their handles change.
import type { Axis, Vec3 } from 'voxmetry';
import {
  numberOf,
  planeAxes,
  triple,
  withAxis,
  type AxisNumber,
  type Place,
} from '../views/axes.js';
import { middleOf } from '../views/framing.js';

/** A region in space, in the unit of the grid: what `scan.shape()` takes. */
export type RegionShape =
  | { readonly type: 'box'; readonly center: Vec3; readonly size: Vec3 }
  | { readonly type: 'ellipsoid'; readonly center: Vec3; readonly radii: Vec3 }
  | { readonly type: 'cylinder'; readonly from: Vec3; readonly to: Vec3; readonly radius: number }
  | {
      readonly type: 'polygon';
      /** The points are of the plane across it; the prism goes from end to end of the grid. */
      readonly axis: Axis;
      readonly points: readonly (readonly [number, number])[];
    };

/** A region, as a study holds it: its id, and the name that it was given, or ''. */
export interface MeasuredRegion {
  readonly id: string;
  readonly name: string;
  readonly shape: RegionShape;
}

/** A slice across an axis, at a position. */
export interface Cut {
  readonly axis: Axis;
  readonly at: number;
}

/** A point by which a shape is changed. */
export interface Handle {
  readonly name: 'centre' | 'corner' | 'radius' | 'point';
  readonly position: Vec3;
  /** The shape with the handle at another point of the slice; undefined where that is none. */
  moved(to: Vec3): RegionShape | undefined;
}

/** Lengths below this part of a voxel make no region. */
const LEAST = 1e-3;
const CORNERS = [
  [-1, -1],
  [1, -1],
  [1, 1],
  [-1, 1],
] as const;
const ROUND = 72;

/** The shape that a drag between two points of a slice makes; undefined where it is flat. */
export function draggedShape(
  type: 'box' | 'ellipsoid' | 'cylinder',
  axis: Axis,
  place: Place,
  from: Vec3,
  to: Vec3,
): RegionShape | undefined {
  const [right, down] = planeAxes(axis);
  const across = numberOf(axis);
  const half = triple((i) => Math.abs(to[i] - from[i]) / 2);
  if (type === 'cylinder') {
    const radius = Math.hypot(to[right] - from[right], to[down] - from[down]);
    return radius > LEAST * place.spacing[right] ? cylinder(axis, place, from, radius) : undefined;
  }
  if (Math.min(half[right], half[down]) <= LEAST * place.spacing[right]) return undefined;
  const middle = triple((i) => (from[i] + to[i]) / 2);
  if (type === 'ellipsoid')
    return {
      ...{ type, center: middle },
      radii: withAxis(half, across, Math.min(half[right], half[down])),
    };
  // A box goes from end to end across the slice.
  return {
    ...{ type, center: withAxis(middle, across, middleOf(place)[across]) },
    size: triple((i) => (i === across ? place.size[i] * place.spacing[i] : 2 * half[i])),
  };
}

function cylinder(axis: Axis, place: Place, centre: Vec3, radius: number): RegionShape {
  const across = numberOf(axis);
  const { origin, size, spacing } = place;
  const start = origin[across] - spacing[across] / 2;
  const end = start + size[across] * spacing[across];
  const [from, to] = [withAxis(centre, across, start), withAxis(centre, across, end)];
  return { type: 'cylinder', from, to, radius };
}

/** The axis of a cylinder that lies along one. */
function axisOf({ from, to }: { readonly from: Vec3; readonly to: Vec3 }): AxisNumber {
  const along = triple((i) => Math.abs(to[i] - from[i]));
  return along.indexOf(Math.max(...along)) as AxisNumber;
}

/** The outlines of a shape in a slice: closed lines of points. */
export function outlines(shape: RegionShape, cut: Cut, place: Place): readonly (readonly Vec3[])[] {
  const [right, down] = planeAxes(cut.axis);
  const across = numberOf(cut.axis);
  const around = (centre: Vec3, a: number, b: number): readonly Vec3[] =>
    Array.from({ length: ROUND }, (_, n) => {
      const turn = (2 * Math.PI * n) / ROUND;
      const point = withAxis(centre, across, cut.at);
      return withAxis(
        withAxis(point, right, centre[right] + a * Math.cos(turn)),
        down,
        centre[down] + b * Math.sin(turn),
      );
    });
  const rectangle = (lo: Vec3, hi: Vec3): readonly Vec3[] =>
    CORNERS.map(([u, v]) => {
      const x = u < 0 ? lo[right] : hi[right];
      const y = v < 0 ? lo[down] : hi[down];
      return triple((i) => (i === right ? x : i === down ? y : cut.at));
    });
  if (shape.type === 'box') {
    const { center, size } = shape;
    if (Math.abs(cut.at - center[across]) > size[across] / 2) return [];
    return [
      rectangle(
        triple((i) => center[i] - size[i] / 2),
        triple((i) => center[i] + size[i] / 2),
      ),
    ];
  }
  if (shape.type === 'ellipsoid') {
    const { center, radii } = shape;
    const share = 1 - ((cut.at - center[across]) / radii[across]) ** 2;
    if (share <= 0) return [];
    return [around(center, radii[right] * Math.sqrt(share), radii[down] * Math.sqrt(share))];
  }
  if (shape.type === 'cylinder') {
    const { from, to, radius } = shape;
    const along = axisOf(shape);
    if (along === across) {
      const inside = (cut.at - from[across]) * (cut.at - to[across]) <= 0;
      return inside ? [around(from, radius, radius)] : [];
    }
    const half = radius ** 2 - (cut.at - from[across]) ** 2;
    if (half <= 0) return [];
    const reach = (i: AxisNumber, sign: number): number =>
      i === along
        ? (sign < 0 ? Math.min : Math.max)(from[i], to[i])
        : from[i] + sign * Math.sqrt(half);
    return [
      rectangle(
        triple((i) => reach(i, -1)),
        triple((i) => reach(i, 1)),
      ),
    ];
  }
  return polygonOutlines(shape, cut, place, rectangle);
}

/** A prism in a slice: its polygon, or the strips in which a plane along its axis cuts it. */
function polygonOutlines(
  { axis, points }: Extract<RegionShape, { type: 'polygon' }>,
  cut: Cut,
  place: Place,
  rectangle: (lo: Vec3, hi: Vec3) => readonly Vec3[],
): readonly (readonly Vec3[])[] {
  const [u, v] = planeAxes(axis);
  if (axis === cut.axis)
    return [points.map(([a, b]) => triple((i) => (i === u ? a : i === v ? b : cut.at)))];
  // The cut is a line of the polygon's plane; even–odd says where it is inside.
  const acrossFirst = numberOf(cut.axis) === u;
  const free = acrossFirst ? v : u;
  const crossings: number[] = [];
  points.forEach((point, n) => {
    const next = points[(n + 1) % points.length]!;
    const [p, q] = acrossFirst ? [point[0], next[0]] : [point[1], next[1]];
    if (p <= cut.at === q <= cut.at) return;
    const share = (cut.at - p) / (q - p);
    const [r, s] = acrossFirst ? [point[1], next[1]] : [point[0], next[0]];
    crossings.push(r + share * (s - r));
  });
  crossings.sort((a, b) => a - b);
  const ends = triple((i) => place.origin[i] - place.spacing[i] / 2);
  const strips: (readonly Vec3[])[] = [];
  for (let n = 0; n + 1 < crossings.length; n += 2) {
    const lo = triple((i) => (i === free ? crossings[n]! : ends[i]));
    const hi = triple((i) =>
      i === free ? crossings[n + 1]! : ends[i] + place.size[i] * place.spacing[i],
    );
    strips.push(rectangle(lo, hi));
  }
  return strips;
}

/** The handles of a shape in a slice; none where the slice does not cut it. */
export function handlesOf(shape: RegionShape, cut: Cut, place: Place): readonly Handle[] {
  const [outline] = outlines(shape, cut, place);
  if (outline === undefined) return [];
  const [right, down] = planeAxes(cut.axis);
  const across = numberOf(cut.axis);
  const inCut = (position: Vec3): Vec3 => withAxis(position, across, cut.at);
  /** A point moved in the slice, and not across it. */
  const at = (old: Vec3, to: Vec3): Vec3 => withAxis(to, across, old[across]);
  if (shape.type === 'box') {
    const { center, size } = shape;
    const corners = outline.map((position, n): Handle => {
      const opposite = outline[(n + 2) % 4]!;
      return {
        ...{ name: 'corner', position },
        moved: (to) => {
          const changed = draggedShape('box', cut.axis, place, opposite, to);
          if (changed?.type !== 'box') return undefined;
          return {
            type: 'box',
            center: withAxis(changed.center, across, center[across]),
            size: withAxis(changed.size, across, size[across]),
          };
        },
      };
    });
    return [
      centreHandle(inCut(center), (to) => ({ ...shape, center: at(center, to) })),
      ...corners,
    ];
  }
  if (shape.type === 'ellipsoid') {
    const { center, radii } = shape;
    const radius = (i: AxisNumber, position: Vec3): Handle => ({
      ...{ name: 'radius', position },
      moved: (to) => {
        const share = (position[i] - center[i]) / radii[i];
        const next = Math.abs(to[i] - center[i]) / share;
        return next > LEAST * place.spacing[i]
          ? { ...shape, radii: withAxis(radii, i, next) }
          : undefined;
      },
    });
    return [
      centreHandle(inCut(center), (to) => ({ ...shape, center: at(center, to) })),
      radius(right, outline[0]!),
      radius(down, outline[ROUND / 4]!),
    ];
  }
  if (shape.type === 'cylinder') {
    if (axisOf(shape) !== across) return [];
    const { from, to: end } = shape;
    const moved = (to: Vec3): RegionShape => ({ ...shape, from: at(from, to), to: at(end, to) });
    return [
      centreHandle(inCut(from), moved),
      {
        ...{ name: 'radius', position: outline[0]! },
        moved: (to) => {
          const radius = Math.hypot(to[right] - from[right], to[down] - from[down]);
          return radius > LEAST * place.spacing[right] ? { ...shape, radius } : undefined;
        },
      },
    ];
  }
  if (shape.axis !== cut.axis) return [];
  return outline.map((position, n): Handle => ({
    ...{ name: 'point', position },
    moved: (to) => ({
      ...shape,
      points: shape.points.map((point, m) => (m === n ? [to[right], to[down]] : point)),
    }),
  }));
}

function centreHandle(position: Vec3, moved: (to: Vec3) => RegionShape): Handle {
  return { name: 'centre', position, moved };
}
