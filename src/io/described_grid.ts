import type { Vec3 } from '../recipe/geometry.js';
import { volumeOf } from '../recipe/geometry.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { ByteSource } from './byte_source.js';
import { endsTooSoon } from './byte_source.js';
import type { Place, StoredImage } from './contents.js';
import type { GridReader } from './grid_source.js';
import type { Direction } from './orientation.js';
import { placedImage } from './placed_image.js';
import type { Stored } from './sample_type.js';
import { bytesOfStored, dtypeOfStored, storedWarnings } from './sample_type.js';
import { scaledReader } from './scaled_reader.js';
import { blockReader } from './strided_block.js';

/** What the header of a format says of one uncompressed grid. Triples go by the file's axes. */
export interface DescribedGrid {
  readonly path?: string;
  readonly bytes: ByteSource;
  readonly stored: Stored;
  /** Byte offset of its first value. */
  readonly offset: number;
  readonly size: Vec3;
  /** Values from one voxel to the next along x, y, z; dense with x fastest where left out. */
  readonly strides?: Vec3;
  readonly spacing?: Vec3 | undefined;
  readonly unit?: string | undefined;
  readonly spacingFrom?: string | undefined;
  /** Position of the first voxel in the space of the file. */
  readonly origin?: Vec3 | undefined;
  /** Where the axes point in that space; as they are where left out. */
  readonly direction?: Direction | undefined;
  readonly channels?: readonly string[];
  /** Values from one channel to the next. */
  readonly channelStride?: number;
  readonly times?: number;
  readonly timeStride?: number;
  /** What stored values are multiplied by, and what is added then. */
  readonly scale?: { readonly slope: number; readonly intercept: number } | undefined;
  readonly warnings?: readonly string[];
}

/**
 * An image of what a header says: turned along the axes of its space where that takes quarter turns
 * alone. Throws `corrupt-file` where the file holds fewer bytes.
 */
export function describedImage(grid: DescribedGrid): StoredImage {
  const { bytes, stored, offset } = grid;
  checkGrid(grid);
  const warnings = [...(grid.warnings ?? []), ...storedWarnings(stored.type)];
  const { scale } = grid;
  if (scale !== undefined) {
    const offsetText = scale.intercept === 0 ? '' : ` plus ${scale.intercept}`;
    warnings.push(
      `The values are those stored times ${scale.slope}${offsetText}, as the file says, as f32.`,
    );
  }
  const unscaled = (place: Place): GridReader =>
    blockReader({
      bytes,
      stored,
      strides: stridesOf(grid),
      offset:
        offset +
        bytesOfStored(stored.type) *
          (place.channel * (grid.channelStride ?? 0) + place.time * (grid.timeStride ?? 0)),
    });
  const type = dtypeOfStored(stored.type);
  return placedImage(
    { ...grid, dtype: scale === undefined ? type : 'f32', warnings },
    scale === undefined
      ? unscaled
      : (place) => scaledReader(unscaled(place), type, scale.slope, scale.intercept),
  );
}

/** Names of channels that have none: their numbers; none where there is one. */
export function channelNumbers(count: number): readonly string[] {
  return count === 1 ? [] : Array.from({ length: count }, (_, i) => String(i));
}

/** Channels whose values stand side by side at a voxel. */
export function sideBySide(
  count: number,
  size: Vec3,
): Required<Pick<DescribedGrid, 'strides' | 'channels' | 'channelStride'>> {
  return {
    strides: [count, count * size[0], count * size[0] * size[1]],
    channels: channelNumbers(count),
    channelStride: 1,
  };
}

function stridesOf({ strides, size }: DescribedGrid): Vec3 {
  return strides ?? [1, size[0], size[0] * size[1]];
}

function checkGrid(grid: DescribedGrid): void {
  const { bytes, size, stored, offset, channels, times = 1 } = grid;
  const values = volumeOf(size) * Math.max(1, channels?.length ?? 1) * times;
  if (size.some((n) => !Number.isSafeInteger(n) || n < 1) || !Number.isSafeInteger(values * 8)) {
    throw new VoxmetryError(
      'corrupt-file',
      `${bytes.name} states ${size.join('×')} voxels, which cannot be meant. Export it again.`,
    );
  }
  const needed = values * bytesOfStored(stored.type);
  if (offset + needed > bytes.size) throw endsTooSoon(bytes, offset, needed);
}
