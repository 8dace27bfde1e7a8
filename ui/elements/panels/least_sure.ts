// Where a classifier is least sure: the place to paint next. No page.
import type { Axis, Vec3 } from 'voxmetry';
import { planeAxes, triple } from '../../views/axes.js';
import type { Applied } from './class_layers.js';

/** A voxel is unsure where no class has a probability of three quarters. */
const UNSURE = 0.25;
/** Half the width of the window, in voxels, in which a place is least sure on average. */
const REACH = 4;

/** The least certain place of the least certain slice. */
export interface LeastSure {
  /** In the unit of the volume. */
  readonly position: Vec3;
  readonly index: number;
  /** The part of the slice's voxels that are unsure. */
  readonly part: number;
}

/**
 * Finds the slice across an axis with most unsure voxels, and in it the window of nine voxels that
 * is least sure on average; undefined where no voxel is unsure.
 */
export async function leastSure(
  { classifier, volume }: Applied,
  axis: Axis,
  options: { readonly signal: AbortSignal; readonly onProgress: (fraction: number) => void },
): Promise<LeastSure | undefined> {
  const unsure = volume.uncertainty(classifier);
  const { fraction } = await unsure.threshold({ lo: UNSURE }).profile({ axis }).run(options);
  let index = 0;
  fraction.forEach((part, i) => {
    if (part > fraction[index]!) index = i;
  });
  if (!(fraction[index]! > 0)) return undefined;
  const { data, size } = await unsure.slice({ axis, index }).run({ signal: options.signal });
  const [column, row] = leastSureWindow(data, size);
  const [right, down] = planeAxes(axis);
  const { origin, spacing } = volume.meta;
  const voxel = triple((i) => (i === right ? column : i === down ? row : index));
  return {
    position: triple((i) => origin[i] + voxel[i] * spacing[i]),
    index,
    part: fraction[index]!,
  };
}

/** The middle of the window whose mean is greatest, by sums of all that lies above and left. */
export function leastSureWindow(
  data: ArrayLike<number>,
  [width, height]: readonly [number, number],
): readonly [column: number, row: number] {
  const wide = width + 1;
  const sums = new Float64Array(wide * (height + 1));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1)
      sums[(y + 1) * wide + x + 1] =
        data[y * width + x]! +
        sums[y * wide + x + 1]! +
        sums[(y + 1) * wide + x]! -
        sums[y * wide + x]!;
  let best: readonly [number, number] = [0, 0];
  let greatest = -1;
  // Windows that a border cuts are of few voxels, whose mean is greatest by chance.
  const [left, top] = [width, height].map((size) => (size > 2 * REACH ? REACH : 0)) as [
    number,
    number,
  ];
  for (let y = top; y < height - top; y += 1)
    for (let x = left; x < width - left; x += 1) {
      const [x0, x1] = [Math.max(0, x - REACH), Math.min(width, x + REACH + 1)];
      const [y0, y1] = [Math.max(0, y - REACH), Math.min(height, y + REACH + 1)];
      const sum =
        sums[y1 * wide + x1]! -
        sums[y0 * wide + x1]! -
        sums[y1 * wide + x0]! +
        sums[y0 * wide + x0]!;
      const mean = sum / ((x1 - x0) * (y1 - y0));
      if (mean <= greatest) continue;
      greatest = mean;
      best = [x, y];
    }
  return best;
}
