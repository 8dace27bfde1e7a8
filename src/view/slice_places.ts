// Which voxels the pixels of a slice show, and which box of the volume they lie in.
import { SLICE_NOWHERE } from '../kernels/view/index.js';
import { map3, regionEnd, type Region, type Vec3 } from '../recipe/geometry.js';
import {
  nearest,
  placeAlong,
  placeAt,
  positionAt,
  type SlicePlane,
} from '../recipe/view/slice_geometry.js';

/** Slices are computed in tiles of so many voxels, so that small moves need nothing new. */
const TILE = 64;

/** What the shader is told of columns and rows. */
export interface SlicePlaces {
  readonly columns: Uint32Array<ArrayBuffer>;
  readonly rows: Uint32Array<ArrayBuffer>;
  /** The voxels that are drawn, in whole tiles; undefined where there are none. */
  readonly region: Region | undefined;
}

/** The columns and rows of a slice across an axis. */
export function slicePlaces(plane: SlicePlane): SlicePlaces {
  const { axes, index, size } = plane;
  if (axes === undefined) {
    const none = new Uint32Array(0);
    return { columns: none, rows: none, region: obliqueBox(plane) };
  }
  const across = axes[0];
  const columns = placesAlong(plane, 0, size[across]);
  const rows = placesAlong(plane, 1, size[axes[1]]);
  const spans = [columns.span, rows.span, [index, index + 1] as const];
  if (spans.includes(undefined))
    return { columns: columns.words, rows: rows.words, region: undefined };
  const along = map3((i) => axes.indexOf(i));
  const origin = map3((i) => spans[along[i]]![0]);
  return {
    columns: columns.words,
    rows: rows.words,
    region: { origin, size: map3((i) => spans[along[i]]![1] - origin[i]) },
  };
}

/**
 * Three words for each column or row, from the one before the picture's first to the one behind its
 * last: the nearest voxel, the lower of its two neighbours, and the weight of the upper one.
 */
function placesAlong(
  plane: SlicePlane,
  direction: 0 | 1,
  count: number,
): { words: Uint32Array<ArrayBuffer>; span: readonly [number, number] | undefined } {
  const pixels = direction === 0 ? plane.width : plane.height;
  const words = new Uint32Array(3 * (pixels + 2));
  let [first, end] = [count, 0];
  for (let pixel = -1; pixel <= pixels; pixel++) {
    const place = placeAlong(plane, direction, pixel);
    const at = 3 * (pixel + 1);
    const voxel = nearest(place);
    if (voxel < 0 || voxel >= count) {
      words[at] = SLICE_NOWHERE;
      continue;
    }
    const inside = Math.min(count - 1, Math.max(0, place));
    const parts = Math.round(256 * inside);
    const lower = Math.floor(parts / 256);
    words.set([voxel, lower, parts - 256 * lower], at);
    first = Math.min(first, lower);
    end = Math.max(end, Math.min(count, lower + 2));
  }
  if (end <= first) return { words, span: undefined };
  return {
    words,
    span: [TILE * Math.floor(first / TILE), Math.min(count, TILE * Math.ceil(end / TILE))],
  };
}

/** The box of voxels that an oblique slice crosses within the picture. */
function obliqueBox(plane: SlicePlane): Region | undefined {
  const { width, height, size } = plane;
  // One pixel more on every side, for the outlines.
  const corners = [
    [-1, -1],
    [width + 1, -1],
    [width + 1, height + 1],
    [-1, height + 1],
  ] as const;
  let polygon: readonly Vec3[] = corners.map(([x, y]) => placeAt(plane, positionAt(plane, x, y)));
  for (const i of [0, 1, 2] as const) {
    polygon = clipped(polygon, (p) => p[i] + 1);
    polygon = clipped(polygon, (p) => size[i] - p[i]);
  }
  if (polygon.length === 0) return undefined;
  const of = (i: 0 | 1 | 2): number[] => polygon.map((p) => p[i]);
  const origin = map3((i) => {
    const low = Math.max(0, Math.floor(Math.min(...of(i))) - 2);
    return TILE * Math.floor(low / TILE);
  });
  const box = {
    origin,
    size: map3((i) => {
      const high = Math.ceil(Math.max(...of(i))) + 3;
      return Math.min(size[i], TILE * Math.ceil(high / TILE)) - origin[i];
    }),
  };
  return regionEnd(box).every((end, i) => end > box.origin[i]!) ? box : undefined;
}

/** The part of a convex polygon where a linear function is not negative. */
function clipped(polygon: readonly Vec3[], inside: (p: Vec3) => number): Vec3[] {
  return polygon.flatMap((p, n) => {
    const next = polygon[(n + 1) % polygon.length]!;
    const [a, b] = [inside(p), inside(next)];
    const kept = a >= 0 ? [p] : [];
    if (a >= 0 === b >= 0) return kept;
    const t = a / (a - b);
    return [...kept, map3((i) => p[i] + (next[i] - p[i]) * t)];
  });
}
