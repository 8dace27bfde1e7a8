// Sliding-window sums on the GPU (mean and variance of a box around each voxel), slab by slab.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { localSums, SUMS_BLOCK } from '../kernels/counts/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { valueToKey } from '../recipe/keys.js';
import type { Border } from './border.js';
import { needsLevels } from './local_contrast.js';
import { windowRadius } from './window.js';

/** Slices of a slab at least. */
const LEAST_DEPTH = 8;
/**
 * Bytes of the sums of a slab: as much as every adapter can bind, because the halos of thin slabs
 * would cost more than half of the work.
 */
const SUM_BYTES = 2 ** 27;

/** A window, and what it reads beyond the volume. */
export interface LocalWindow {
  readonly size: Vec3;
  readonly border: Border;
  readonly value: number;
}

/**
 * Sums of `count` equal levels, as kernels hold them: levels, squares (low, high with the count).
 */
function fillOf(level: number, count: number): Vec3 {
  const squares = (BigInt(count) << 48n) + BigInt(level) ** 2n * BigInt(count);
  return [level * count, Number(squares & 0xffffffffn), Number(squares >> 32n)];
}

/** How values become levels: value = start + level · step, where they are not levels already. */
export function levelsOf(
  dtype: Dtype,
  range: { readonly min: number; readonly max: number } = { min: 0, max: 0 },
): { readonly start: number; readonly step: number; readonly gain: number } {
  if (!needsLevels(dtype)) return { start: 0, step: 1, gain: 1 };
  const width = range.max > range.min ? range.max - range.min : 0;
  const step = width > 0 ? width / 65535 : 1;
  return {
    start: Number.isFinite(range.min) ? range.min : 0,
    step,
    gain: width > 0 ? 1 / step : 0,
  };
}

function wordsOfSums(dtype: Dtype, isWithin: boolean): 2 | 3 {
  return DTYPES[dtype].bits === 8 && !isWithin ? 2 : 3;
}

/** Slices of a slab. */
function depthOf({ size: [x, y, z] }: Region, words: number, ry: number, rz: number): number {
  const perSlice = 4 * words * x * (y + 2 * ry);
  const most = Math.max(LEAST_DEPTH, Math.floor(SUM_BYTES / perSlice) - 2 * rz);
  // Slabs of equal thickness reuse the same buffers.
  return Math.ceil(z / Math.ceil(z / most));
}

/** What the sums of a region take. */
export function localSumsBytes(
  region: Region,
  { storage, size: whole }: GridMeta,
  isWithin: boolean,
  window: Vec3,
): BufferBytes {
  const [, ry, rz] = windowRadius(window);
  const words = wordsOfSums(storage as Dtype, isWithin);
  const depth = depthOf(region, words, ry, rz);
  const perSlice = 4 * words * region.size[0];
  const slices = Math.min(whole[2], depth + 2 * rz);
  const rows = Math.min(whole[1], region.size[1] + 2 * ry);
  return bufferBytes([perSlice * rows * slices, perSlice * region.size[1] * slices]);
}

/**
 * What the last pass over a slab takes: the sums over windows in x and y, of the slab and of its
 * halo along z.
 */
export interface SlabSums {
  readonly slab: Region;
  readonly buffer: PooledBuffer;
  readonly bytes: number;
  readonly params: {
    readonly sums: GridLayout;
    readonly slab: GridLayout;
    readonly fill: Vec3;
    readonly radius: number;
    readonly window: number;
    readonly start: number;
    readonly gain: number;
    readonly step: number;
  };
  readonly constants: {
    readonly SRC_DTYPE: number;
    readonly BORDER: number;
    readonly WORDS: number;
  };
}

/**
 * Window sums along x and along y of a region, slab by slab, of all voxels or of those in a mask.
 * `last` records the pass that sums along z.
 */
export async function overLocalSums(
  run: Run,
  volume: GpuGrid,
  within: GpuGrid | undefined,
  { size, border, value }: LocalWindow,
  range: { readonly min: number; readonly max: number } | undefined,
  region: Region,
  last: (sums: SlabSums) => void,
): Promise<void> {
  const { storage, size: whole } = volume.meta;
  const dtype = storage as Dtype;
  const [rx, ry, rz] = windowRadius(size);
  const words = wordsOfSums(dtype, within !== undefined);
  const { start, step, gain } = levelsOf(dtype, range);
  const level = needsLevels(dtype)
    ? Math.min(65535, Math.max(0, Math.round((value - start) * gain)))
    : valueToKey(value, dtype);
  const constants = { SRC_DTYPE: codeOf(storage), BORDER: BORDER_CODE[border], WORDS: words };
  const depth = depthOf(region, words, ry, rz);
  for (let z = 0; z < region.size[2]; z += depth) {
    const slab: Region = {
      origin: [region.origin[0], region.origin[1], region.origin[2] + z],
      size: [region.size[0], region.size[1], Math.min(depth, region.size[2] - z)],
    };
    const alongX = growRegion(slab, [0, ry, rz], whole);
    const alongY = growRegion(slab, [0, 0, rz], whole);
    const layouts = [layoutOf('f32', alongX, whole), layoutOf('f32', alongY, whole)] as const;
    const bytes = layouts.map((layout) => 4 * words * wordsOf(layout));
    const x = run.alloc(bytes[0]!, 'sums along x');
    run.dispatch(localSums, {
      grids: { src: volume, within: within ?? volume },
      buffers: { dst: x },
      params: { dst: layouts[0], fill: fillOf(level, 1), radius: rx, start, gain },
      constants: { ...constants, AXIS: 0, HAS_WITHIN: within === undefined ? 0 : 1 },
      size: {
        invocations: Math.ceil(alongX.size[0] / SUMS_BLOCK) * alongX.size[1] * alongX.size[2],
      },
      traffic: {
        read:
          bytesOf(storage, growRegion(alongX, [rx, 0, 0], whole)) +
          (within === undefined ? 0 : bytesOf('bit', growRegion(alongX, [rx, 0, 0], whole))),
        write: bytes[0]!,
      },
    });
    const y = run.alloc(bytes[1]!, 'sums along y');
    run.dispatch(localSums, {
      buffers: { src: x, within: x, dst: y },
      params: {
        src: layouts[0],
        within: layouts[0],
        dst: layouts[1],
        fill: fillOf(level, size[0]),
        radius: ry,
        start,
        gain,
      },
      constants: { ...constants, AXIS: 1, HAS_WITHIN: 0 },
      size: {
        invocations: alongY.size[0] * Math.ceil(alongY.size[1] / SUMS_BLOCK) * alongY.size[2],
      },
      traffic: { read: bytes[0]!, write: bytes[1]! },
    });
    run.free(x);
    last({
      slab,
      buffer: y,
      bytes: bytes[1]!,
      params: {
        sums: layouts[1],
        slab: layoutOf('f32', slab, whole),
        fill: fillOf(level, size[0] * size[1]),
        radius: rz,
        window: volumeOf(size),
        start,
        gain,
        step,
      },
      constants,
    });
    run.free(y);
    await run.pace();
  }
}
