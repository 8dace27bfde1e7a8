// Frame of a phase correlation: the box of every slice that is compared, its window and zero
// padding.
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';
import { MOST_COMPARED } from './drift.js';

/** What is compared: a box of every slice, and how it is padded. */
export interface Frame {
  readonly first: Vec3;
  readonly size: Vec3;
  readonly padded: Vec3;
  readonly reach: readonly [x: number, y: number];
}

/** The box that is compared of every slice, and how far slices may have moved. */
export function frameOf({ size, spacing }: GridMeta, reach: Length | null): Frame {
  const compared = map3((i) => (i < 2 ? Math.min(size[i], MOST_COMPARED) : 1));
  // At least two: two rows of real numbers are transformed as one of complex ones.
  const padded = map3((i) => (i < 2 ? 2 ** Math.max(1, Math.ceil(Math.log2(compared[i]))) : 1));
  const wanted = reach === null ? map3((i) => compared[i] / 4) : voxelsPerAxis(reach, spacing);
  const within = (i: 0 | 1): number =>
    Math.max(0, Math.min(Math.ceil(wanted[i]), Math.floor((padded[i] - 1) / 2)));
  return {
    first: map3((i) => Math.floor((size[i] - compared[i]) / 2) * (i < 2 ? 1 : 0)),
    size: compared,
    padded,
    reach: [within(0), within(1)],
  };
}

/** Tukey's window: 1 in the middle, falling as a cosine at the edges. */
export function tukeyWindow(n: number, taper: number): number[] {
  return Array.from({ length: n }, (_, i) => {
    const edge = Math.min(i + 0.5, n - i - 0.5) / n;
    return edge < taper / 2 ? 0.5 * (1 - Math.cos((2 * Math.PI * edge) / taper)) : 1;
  });
}
