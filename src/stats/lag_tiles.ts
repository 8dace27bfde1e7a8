import { VoxmetryError } from '../recipe/errors.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';

/** Buffers of transforms take so many bytes at most. */
const TRANSFORM_BYTES = 2 ** 28;
/** A line fits the memory of a workgroup. */
const LONGEST = 2048;

/** How a region is cut for transforms. */
export interface Tiles {
  /** Voxels of a tile, and how many tiles there are. */
  readonly tile: Vec3;
  readonly count: number;
  /** Padded size of the transforms: powers of two. */
  readonly size: Vec3;
  /** Voxels beyond a tile's upper end that second points are read from; 0 where the volume ends there. */
  readonly above: Vec3;
}

/** One axis of {@link Tiles}, for each length of a transform that would do. */
function axisChoices(
  length: number,
  reach: number,
  endsThere: boolean,
): { size: number; tile: number; above: number }[] {
  if (length === 1 && reach === 0) return [{ size: 1, tile: 1, above: 0 }];
  const choices = [];
  for (let size = 1; size <= LONGEST; size *= 2) {
    // Lags −reach … reach of a tile do not meet others around the end of the padded line.
    if (endsThere && size >= length + reach) {
      choices.push({ size, tile: length, above: 0 });
      break;
    }
    const tile = Math.min(length, size - 2 * reach);
    if (tile >= 1) choices.push({ size, tile, above: reach });
    if (tile === length) break;
  }
  return choices;
}

/**
 * The tiles in which pairs up to `reach` voxels apart are counted with the least work, within 256 MiB and the binding limit.
 * `limit` where there are none.
 */
export function chooseTiles(
  region: Region,
  volumeSize: Vec3,
  reach: Vec3,
  periodic: boolean,
  binding: number,
): Tiles {
  const choices = ([0, 1, 2] as const).map((i) =>
    axisChoices(region.size[i], reach[i], !periodic && region.size[i] === volumeSize[i]),
  );
  let best: Tiles | undefined;
  let [least, work] = [Infinity, Infinity];
  for (const x of choices[0]!)
    for (const y of choices[1]!)
      for (const z of choices[2]!) {
        const axes = [x, y, z] as const;
        const tile = map3((i) => axes[i].tile);
        const count = volumeOf(map3((i) => Math.ceil(region.size[i] / tile[i])));
        const size = map3((i) => axes[i].size);
        const largest = 4 * volumeOf(size);
        const bytes = (count > 1 ? 3 : 2) * largest;
        least = Math.min(least, bytes);
        if (bytes > TRANSFORM_BYTES || largest > binding) continue;
        if (count * volumeOf(size) >= work) continue;
        work = count * volumeOf(size);
        best = { tile, count, size, above: map3((i) => axes[i].above) };
      }
  if (best !== undefined) return best;
  const available = Math.min(TRANSFORM_BYTES, 3 * binding);
  throw new VoxmetryError(
    'limit',
    `twoPoint: all pairs up to ${reach.join('×')} voxels apart need transforms of ${String(least)} bytes, and ${String(available)} are available. Lower maxDistance, or take a sample of offsets: directions: 64.`,
    { op: 'twoPoint', details: { needed: least, available } },
  );
}
