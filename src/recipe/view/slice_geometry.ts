// Pixels, positions and voxels of slices: pure mathematics, the same for handles and renderers.
import { AXIS_INDEX, map3, PLANE_AXES, type Axis, type Vec3 } from '../geometry.js';
import type { ObliquePlane } from './state.js';

/** Where the voxels of a grid lie. */
export interface GridPlace {
  readonly size: Vec3;
  readonly spacing: Vec3;
  readonly origin: Vec3;
}

/** What of a state says which plane is shown, and where. */
export interface SliceChoice {
  readonly axis: Axis;
  readonly index: number;
  readonly oblique?: ObliquePlane | undefined;
  readonly centre?: Vec3 | undefined;
  readonly unitsPerPixel?: number | undefined;
}

/**
 * A slice in a picture of a size. Pixel x, y covers x … x + 1, y … y + 1 of the picture: its centre
 * is at x + ½, y + ½. A voxel covers half a voxel on all sides of its centre.
 */
export interface SlicePlane extends GridPlace {
  readonly width: number;
  readonly height: number;
  readonly unitsPerPixel: number;
  /** The point in the middle of the picture, on the plane. */
  readonly centre: Vec3;
  /** Directions of length 1. */
  readonly right: Vec3;
  readonly down: Vec3;
  /** The axes of a slice across an axis: right, down, across; undefined of an oblique one. */
  readonly axes: readonly [0 | 1 | 2, 0 | 1 | 2, 0 | 1 | 2] | undefined;
  /** The index of the voxels across the axis. */
  readonly index: number;
}

/** Lays a slice into a picture. */
export function slicePlane(
  choice: SliceChoice,
  { size, spacing, origin }: GridPlace,
  width: number,
  height: number,
): SlicePlane {
  const { axis, index, oblique } = choice;
  const middle = map3((i) => origin[i] + ((size[i] - 1) / 2) * spacing[i]);
  const names = PLANE_AXES[axis];
  const across = AXIS_INDEX[axis];
  const axes = [AXIS_INDEX[names[0]], AXIS_INDEX[names[1]], across] as const;
  const [right, down] =
    oblique === undefined
      ? [map3((i) => (i === axes[0] ? 1 : 0)), map3((i) => (i === axes[1] ? 1 : 0))]
      : [oblique.right, oblique.down];
  const through =
    oblique === undefined
      ? map3((i) => (i === across ? origin[i] + index * spacing[i] : middle[i]))
      : oblique.point;
  // The wanted centre, moved onto the plane.
  const offset = map3((i) => (choice.centre ?? middle)[i] - through[i]);
  const centre =
    oblique === undefined
      ? map3((i) => (i === across ? through[i] : (choice.centre ?? middle)[i]))
      : added(through, right, dot(offset, right), down, dot(offset, down));
  const extent = map3((i) => size[i] * spacing[i]);
  const along = (direction: Vec3): number =>
    dot(
      extent,
      map3((i) => Math.abs(direction[i])),
    );
  const fitting = Math.max(along(right) / width, along(down) / height);
  return {
    ...{ size, spacing, origin, width, height, right, down, index, centre },
    unitsPerPixel: choice.unitsPerPixel ?? fitting,
    axes: oblique === undefined ? axes : undefined,
  };
}

/** The position of a point of the picture. */
export function positionAt(plane: SlicePlane, x: number, y: number): Vec3 {
  const { width, height, unitsPerPixel, centre, right, down } = plane;
  return added(
    centre,
    right,
    (x - width / 2) * unitsPerPixel,
    down,
    (y - height / 2) * unitsPerPixel,
  );
}

/** The point of the picture at which a position lies, or its foot on the plane. */
export function pixelOf(plane: SlicePlane, position: Vec3): readonly [x: number, y: number] {
  const { width, height, unitsPerPixel, centre, right, down } = plane;
  const offset = map3((i) => position[i] - centre[i]);
  return [
    width / 2 + dot(offset, right) / unitsPerPixel,
    height / 2 + dot(offset, down) / unitsPerPixel,
  ];
}

/** The voxel at the centre of a pixel; undefined beside the volume. */
export function indexAt(plane: SlicePlane, x: number, y: number): Vec3 | undefined {
  const { size, axes } = plane;
  const [px, py] = [Math.floor(x), Math.floor(y)];
  let index: Vec3;
  if (axes === undefined) {
    const at = placeAt(plane, positionAt(plane, px + 0.5, py + 0.5));
    index = map3((i) => nearest(at[i]));
  } else {
    const right = nearest(placeAlong(plane, 0, px));
    const down = nearest(placeAlong(plane, 1, py));
    index = map3((i) => (i === axes[0] ? right : i === axes[1] ? down : plane.index));
  }
  return index.every((n, i) => n >= 0 && n < size[i]!) ? index : undefined;
}

/** A position in voxels: whole numbers at their centres. */
export function placeAt({ origin, spacing }: GridPlace, position: Vec3): Vec3 {
  return map3((i) => (position[i] - origin[i]) / spacing[i]);
}

/**
 * Where the centres of a column (0) or a row (1) of pixels lie in a slice across an axis, in
 * voxels.
 */
export function placeAlong(plane: SlicePlane, direction: 0 | 1, pixel: number): number {
  const axis = plane.axes?.[direction] ?? 0;
  const pixels = direction === 0 ? plane.width : plane.height;
  const { centre, origin, spacing, unitsPerPixel } = plane;
  const middle = (centre[axis] - origin[axis]) / spacing[axis];
  return middle + ((pixel + 0.5 - pixels / 2) * unitsPerPixel) / spacing[axis];
}

/** The voxel in which a place lies. */
export function nearest(place: number): number {
  return Math.floor(place + 0.5);
}

function dot(a: Vec3, b: Vec3): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function added(start: Vec3, right: Vec3, x: number, down: Vec3, y: number): Vec3 {
  return map3((i) => start[i] + right[i] * x + down[i] * y);
}
