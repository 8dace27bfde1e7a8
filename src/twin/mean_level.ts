import type { GridArray } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import type { Volume } from '../volume/handles.js';
import { BOXES } from './curves_of_mask.js';
import { boxesOf } from './estimate_imaging.js';

/** The mean grey level of an image. */
export function levelOf(image: GridArray): number {
  let sum = 0;
  for (const level of image) sum += level;
  return sum / image.length;
}

/** That of the boxes of a scan whose curves are looked at. */
export async function meanLevel(
  scan: Volume,
  size: Vec3,
  signal: AbortSignal | undefined,
): Promise<number> {
  const boxes = boxesOf(scan.size, size, BOXES);
  let sum = 0;
  for (const region of boxes) sum += (await scan.crop(region).moments().run({ signal })).mean;
  return sum / boxes.length;
}
