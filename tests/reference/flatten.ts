import type { GridTwin } from './geometry.js';
import { fill, reader, sampleTwin } from './geometry.js';
import type { Sampled } from './resampling.js';

/** A height over (u, v) with its slopes: all in lengths. */
export interface Hill {
  readonly at: (u: number, v: number) => number;
  readonly slopes: (u: number, v: number) => readonly [number, number];
}

/** The place at a distance along the normal of a hill: u, v and height. */
export function onHill(
  { at, slopes }: Hill,
  u: number,
  v: number,
  h: number,
): readonly [number, number, number] {
  const [a, b] = slopes(u, v);
  const length = Math.hypot(1, a, b);
  return [u - (h * a) / length, v - (h * b) / length, at(u, v) + h / length];
}

/** A grid along a hill, by the definition; `axes` are the indices of u, v and the axis. */
export function flattenTwin(
  data: Parameters<typeof reader>[0],
  { size, spacing, origin }: Pick<GridTwin, 'size' | 'spacing' | 'origin'>,
  hill: Hill,
  axes: readonly [number, number, number],
  heights: readonly number[],
  { method, border, value }: Sampled,
): { readonly values: Float64Array; readonly unsure: readonly boolean[] } {
  const read = reader(data, size, border, value);
  const unsure: boolean[] = [];
  const [iu, iv] = axes;
  const out = [size[iu]!, heights.length, size[iv]!] as const;
  const values = fill(new Float64Array(0), out, (i, j, k) => {
    const [u, v] = [origin[iu]! + spacing[iu]! * i, origin[iv]! + spacing[iv]! * k];
    const place: [number, number, number] = [0, 0, 0];
    onHill(hill, u, v, heights[j]!).forEach((each, n) => {
      const axis = axes[n]!;
      place[axis] = (each - origin[axis]!) / spacing[axis]!;
    });
    // By the nearest voxel, what lies between two of them may be either.
    unsure.push(place.some((p) => Math.abs(p - Math.floor(p) - 0.5) < 1e-3));
    return sampleTwin(read, place, method);
  });
  return { values, unsure };
}
