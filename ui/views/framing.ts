// What part of a slice lies on the screen, and how zoom and pan change it: pure functions. Points
// are CSS pixels from the upper left corner of an area.
import type { Axis, Vec3 } from 'voxmetry';
import { numberOf, planeAxes, triple, withAxis, type Place } from './axes.js';

/** A point on the screen, in CSS pixels from the upper left corner. */
export type Point = readonly [x: number, y: number];

/** What part of a slice is shown. */
export interface Framing {
  /** The point in the middle of the area. */
  readonly centre: Vec3;
  /** Length per CSS pixel. */
  readonly unitsPerPixel: number;
}

/** A slice in an area of the screen. */
export interface Framed extends Framing {
  readonly axis: Axis;
  readonly index: number;
  readonly place: Place;
  readonly area: Point;
}

/** The position on the slice under a point. */
export function positionIn(framed: Framed, [x, y]: Point): Vec3 {
  const { axis, index, place, area, centre, unitsPerPixel } = framed;
  const [right, down] = planeAxes(axis);
  const across = numberOf(axis);
  return triple((i) =>
    i === across
      ? place.origin[i] + index * place.spacing[i]
      : centre[i] +
        (i === right ? x - area[0] / 2 : i === down ? y - area[1] / 2 : 0) * unitsPerPixel,
  );
}

/** Where a position, or its foot on the slice, lies. */
export function pixelIn({ axis, area, centre, unitsPerPixel }: Framed, position: Vec3): Point {
  const [right, down] = planeAxes(axis);
  return [
    area[0] / 2 + (position[right] - centre[right]) / unitsPerPixel,
    area[1] / 2 + (position[down] - centre[down]) / unitsPerPixel,
  ];
}

/** The middle of a grid. */
export function middleOf({ size, spacing, origin }: Place): Vec3 {
  return triple((i) => origin[i] + ((size[i] - 1) / 2) * spacing[i]);
}

/** Length per pixel with which the whole slice fits an area. */
export function fittingUnits({ size, spacing }: Place, axis: Axis, [width, height]: Point): number {
  const [right, down] = planeAxes(axis);
  return Math.max((size[right] * spacing[right]) / width, (size[down] * spacing[down]) / height);
}

/** A voxel takes at most so many pixels, and the slice at least this part of the area. */
const [MOST_PIXELS, LEAST_PART] = [128, 1 / 8];

/**
 * Shows things `factor` times as large; the position at a point stays there. The factor is limited,
 * so that the slice is not lost and one voxel does not fill the area.
 */
export function zoomed(framed: Framed, factor: number, at: Point): Framing {
  const { place, axis, area, centre, unitsPerPixel } = framed;
  const [least, fitting] = [
    Math.min(...place.spacing) / MOST_PIXELS,
    fittingUnits(place, axis, area),
  ];
  const units = Math.min(fitting / LEAST_PART, Math.max(least, unitsPerPixel / factor));
  const stays = positionIn(framed, at);
  const share = units / unitsPerPixel;
  return {
    centre: triple((i) => stays[i] + (centre[i] - stays[i]) * share),
    unitsPerPixel: units,
  };
}

/** Moves the picture by pixels. */
export function panned({ axis, centre, unitsPerPixel }: Framed, [dx, dy]: Point): Framing {
  const [right, down] = planeAxes(axis);
  const moved = withAxis(centre, right, centre[right] - dx * unitsPerPixel);
  return { unitsPerPixel, centre: withAxis(moved, down, centre[down] - dy * unitsPerPixel) };
}
