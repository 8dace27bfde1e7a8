// Tiling of a correlation by overlap-save, for number-theoretic transforms.
import { VoxmetryError } from '../recipe/errors.js';
import { map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';

/** Buffers of transforms take so many bytes at most. */
const TRANSFORM_BYTES = 2 ** 28;

/** How a region is cut for transforms. */
export interface Tiles {
  /** Voxels of a tile, and how many tiles there are. */
  readonly tile: Vec3;
  readonly count: number;
  /** Padded size of the transforms: of lengths that can be transformed, or 1. */
  readonly size: Vec3;
  /**
   * Voxels beyond a tile's upper end that second points are read from; 0 where the volume ends
   * there.
   */
  readonly above: Vec3;
  /**
   * Whether there is a single tile of a single mask, with nothing set beyond its ends: opposite
   * lags then have equally many pairs.
   */
  readonly even: boolean;
}

/** What the pairs are taken of. */
export interface TileTask {
  readonly periodic: boolean;
  /** A single mask, with nothing set beyond its ends. */
  readonly alone: boolean;
  /** The most bytes of a buffer that a kernel takes. */
  readonly binding: number;
  /** The lengths that can be transformed, rising. Products take all but the longest. */
  readonly lengths: readonly number[];
}

/**
 * One axis of {@link Tiles}, for each length of a transform that would do; `single` numbers need
 * none.
 */
function axisChoices(
  length: number,
  reach: number,
  endsThere: boolean,
  single: boolean,
  lengths: readonly number[],
): { size: number; tile: number; above: number }[] {
  if (single && length === 1 && reach === 0) return [{ size: 1, tile: 1, above: 0 }];
  const choices = [];
  for (const size of lengths) {
    // The padding keeps the lags −reach … reach of a tile from wrapping around onto other lags.
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
 * The tiles in which pairs up to `reach` voxels apart are counted with the least work, within 256
 * MiB and the binding limit. `limit` where there are none.
 */
export function chooseTiles(
  region: Region,
  volumeSize: Vec3,
  reach: Vec3,
  { periodic, alone, binding, lengths }: TileTask,
): Tiles {
  const choices = ([0, 1, 2] as const).map((i) =>
    axisChoices(
      region.size[i],
      reach[i],
      !periodic && region.size[i] === volumeSize[i],
      i > 0,
      lengths,
    ),
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
        const above = map3((i) => axes[i].above);
        const last = size[2] > 1 ? size[2] : size[1];
        const even =
          alone && count === 1 && above.every((n) => n === 0) && last > 1 && last < lengths.at(-1)!;
        const bytes = (even ? 2 : 3) * largest;
        least = Math.min(least, bytes);
        if (bytes > TRANSFORM_BYTES || largest > binding) continue;
        // A single mask takes one transform, and half of an inverse one.
        const effort = (even ? 1.5 : 2 * count + 1) * volumeOf(size);
        if (effort >= work) continue;
        work = effort;
        best = { tile, count, size, above, even };
      }
  if (best !== undefined) return best;
  const available = Math.min(TRANSFORM_BYTES, 3 * binding);
  throw new VoxmetryError(
    'limit',
    `twoPoint: all pairs up to ${reach.join('×')} voxels apart need transforms of ${String(least)} bytes, and ${String(available)} are available. Lower maxDistance, or take a sample of offsets: directions: 64.`,
    { op: 'twoPoint', details: { needed: least, available } },
  );
}
