import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { lanesOf } from '../recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Storage } from '../recipe/dtype.js';

/** A box of a grid on the GPU. */
export interface GpuGrid {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
  /** The box that the buffer holds; it starts at a multiple of 32 along x. */
  readonly region: Region;
  /** Of the whole grid. */
  readonly meta: GridMeta;
  /** Labels only: no id is above this. */
  readonly labelBound: number | undefined;
}

/** How a region of a grid lies in a buffer. */
export function layoutOf(storage: Storage, region: Region, volumeSize: Vec3): GridLayout {
  const lanes = lanesOf(storage);
  const rowWords = Math.ceil(region.size[0] / lanes);
  return {
    origin: region.origin,
    size: region.size,
    volumeSize,
    lanes,
    rowWords,
    sliceWords: rowWords * region.size[1],
  };
}

/** Words that a grid takes. */
export function wordsOf(layout: GridLayout): number {
  return layout.sliceWords * layout.size[2];
}

/** Bytes that a region of a storage takes on the GPU. */
export function bytesOf(storage: Storage, region: Region): number {
  return 4 * Math.ceil(region.size[0] / lanesOf(storage)) * region.size[1] * region.size[2];
}

/** Borrows a buffer for a region of a grid. Every word of it must be written, pads as zero. */
export function allocGrid(
  run: Run,
  meta: GridMeta,
  region: Region,
  options: { zero?: boolean; labelBound?: number | undefined; label?: string } = {},
): GpuGrid {
  const layout = layoutOf(meta.storage, region, meta.size);
  const buffer = run.alloc(
    4 * wordsOf(layout),
    options.label ?? `${meta.kind} ${String(volumeOf(region.size))} voxels`,
    { zero: options.zero ?? false },
  );
  return { buffer, layout, region, meta, labelBound: options.labelBound };
}
