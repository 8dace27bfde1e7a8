// Rows of voxels that a shape holds, as runs along x: found on the host in f64, so that every
// adapter fills the same voxels.
import type { Region } from '../recipe/geometry.js';
import { centreOf, convexRows, runOf, tolerance, type Place } from './shape_inside.js';
import type { PolygonShape, Shape } from './shape_param.js';

/**
 * For every row of a region, y fastest, where its list of runs begins in `lists`: the number of
 * runs, and of each the first voxel and the one behind the last, along x of the whole grid.
 */
export interface ShapeRows {
  readonly rows: Uint32Array<ArrayBuffer>;
  readonly lists: Uint32Array<ArrayBuffer>;
}

/** Words of `lists` at most. */
export function mostListWords(shape: Shape, { size }: Region): number {
  if (shape.type !== 'polygon') return 1 + 3 * size[1] * size[2];
  const each = 1 + 2 * Math.ceil(shape.points.length / 2);
  return 1 + { x: 3, y: size[2] * each, z: size[1] * each }[shape.axis];
}

/** The rows of a region of a grid. */
export function shapeRows(shape: Shape, place: Place, region: Region): ShapeRows {
  const lists = new Lists(mostListWords(shape, region));
  const rows = new Uint32Array(region.size[1] * region.size[2]);
  const listOf =
    shape.type === 'polygon' ? polygonLists(shape, place, lists) : convexLists(shape, place, lists);
  const [, y0, z0] = region.origin;
  const [, ny, nz] = region.size;
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) rows[z * ny + y] = listOf(y0 + y, z0 + z);
  return { rows, lists: lists.words() };
}

/** Lists of runs one behind the other, of which the first is empty. */
class Lists {
  readonly #words: Uint32Array<ArrayBuffer>;
  #end = 1;

  constructor(most: number) {
    this.#words = new Uint32Array(most);
  }

  /** Adds a list of runs, and says where it begins. */
  add(runs: readonly (readonly [number, number])[]): number {
    if (runs.length === 0) return 0;
    const at = this.#end;
    this.#words[at] = runs.length;
    runs.forEach(([first, end], i) => {
      this.#words[at + 1 + 2 * i] = first;
      this.#words[at + 2 + 2 * i] = end;
    });
    this.#end = at + 1 + 2 * runs.length;
    return at;
  }

  words(): Uint32Array<ArrayBuffer> {
    return this.#words.slice(0, this.#end);
  }
}

type ListOf = (y: number, z: number) => number;

function convexLists(shape: Exclude<Shape, PolygonShape>, place: Place, lists: Lists): ListOf {
  const rowAt = convexRows(shape, place);
  return (y, z) => {
    const run = runOf(rowAt(y, z), place.size[0]);
    return run[0] < run[1] ? lists.add([run]) : 0;
  };
}

/** Rows of an extruded polygon: alike along its axis, so that lists are shared. */
function polygonLists(shape: PolygonShape, place: Place, lists: Lists): ListOf {
  const near = tolerance(place);
  const within = (axis: 0 | 1 | 2, index: number): boolean => {
    const at = centreOf(place, axis, index) + near;
    return at >= (shape.from ?? -Infinity) && at < (shape.to ?? Infinity);
  };
  if (shape.axis === 'x') {
    const [first, end] = extent(place, (x) => within(0, x));
    const along = lists.add(first < end ? [[first, end]] : []);
    return (y, z) => {
      const u = centreOf(place, 1, y) + near;
      const left = crossings(shape, centreOf(place, 2, z), near).filter((at) => at <= u);
      return left.length % 2 === 1 ? along : 0;
    };
  }
  const known = new Map<number, number>();
  const listAt = (axis: 1 | 2, index: number): number => {
    const old = known.get(index);
    if (old !== undefined) return old;
    const list = lists.add(
      runsBetween(place, crossings(shape, centreOf(place, axis, index), near), near),
    );
    known.set(index, list);
    return list;
  };
  return shape.axis === 'z'
    ? (y, z) => (within(2, z) ? listAt(1, y) : 0)
    : (y, z) => (within(1, y) ? listAt(2, z) : 0);
}

/** First voxel along x and the one behind the last for which something holds, without gaps. */
function extent({ size }: Place, holds: (x: number) => boolean): readonly [number, number] {
  let first = 0;
  while (first < size[0] && !holds(first)) first += 1;
  let end = first;
  while (end < size[0] && holds(end)) end += 1;
  return [first, end];
}

/**
 * Where the edges of a polygon cross the line at v, rising. An end of an edge at v belongs to the
 * edge above, so that polygons side by side share no voxel and leave none out; an edge counts from
 * its lower end, so that both find the same place.
 */
function crossings({ points }: PolygonShape, v: number, near: number): readonly number[] {
  const found: number[] = [];
  points.forEach((a, i) => {
    const b = points[(i + 1) % points.length]!;
    if (a[1] <= v + near === b[1] <= v + near) return;
    const [low, high] = a[1] < b[1] ? [a, b] : [b, a];
    const part = Math.max(0, (v - low[1]) / (high[1] - low[1]));
    found.push(low[0] + part * (high[0] - low[0]));
  });
  return found.sort((a, b) => a - b);
}

/** Runs along x of the centres from one crossing up to the next. */
function runsBetween(
  place: Place,
  at: readonly number[],
  near: number,
): readonly (readonly [number, number])[] {
  const { origin, spacing, size } = place;
  /** The first voxel that does not lie before a crossing. */
  const firstFrom = (u: number): number => {
    let x = Math.min(size[0], Math.max(0, Math.ceil((u - near - origin[0]) / spacing[0])));
    while (x > 0 && centreOf(place, 0, x - 1) + near >= u) x -= 1;
    while (x < size[0] && centreOf(place, 0, x) + near < u) x += 1;
    return x;
  };
  const ends = at.map(firstFrom);
  const runs: (readonly [number, number])[] = [];
  for (let i = 0; i + 1 < ends.length; i += 2)
    if (ends[i]! < ends[i + 1]!) runs.push([ends[i]!, ends[i + 1]!]);
  return runs;
}
