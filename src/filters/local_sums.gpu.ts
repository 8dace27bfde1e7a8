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
import { localSums, localSumsQuads, QUAD_SUMS_BLOCK, SUMS_BLOCK } from '../kernels/counts/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { valueToKey } from '../recipe/keys.js';
import type { Border } from './border.js';
import { cutAlongZ } from './slabs.gpu.js';
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

/** A part of a region, and what holds window sums of it: along x, then along y as well. */
export interface Slab {
  readonly slab: Region;
  readonly alongX: Region;
  readonly alongY: Region;
  readonly layouts: readonly [alongX: GridLayout, alongY: GridLayout];
  readonly bytes: readonly [alongX: number, alongY: number];
  /** Bytes that the sums along x read. */
  readonly read: number;
}

/** The slabs of a region whose sums, of so many words per voxel, take a bounded room. */
export function sumSlabs(
  volume: GpuGrid,
  within: GpuGrid | undefined,
  window: Vec3,
  region: Region,
  words: number,
): Slab[] {
  const { size: whole, storage } = volume.meta;
  const [rx, ry, rz] = windowRadius(window);
  const depth = depthOf(region, words, ry, rz);
  return cutAlongZ(region, depth).map((slab): Slab => {
    const alongX = growRegion(slab, [0, ry, rz], whole);
    const alongY = growRegion(slab, [0, 0, rz], whole);
    const layouts = [layoutOf('f32', alongX, whole), layoutOf('f32', alongY, whole)] as const;
    const bytes = [4 * words * wordsOf(layouts[0]), 4 * words * wordsOf(layouts[1])] as const;
    const source = growRegion(alongX, [rx, 0, 0], whole);
    const mask = within === undefined ? 0 : bytesOf('bit', source);
    return { slab, alongX, alongY, layouts, bytes, read: bytesOf(storage, source) + mask };
  });
}

/** Words of the sums of a place: levels, and squares with the count. */
export function wordsOfSums(dtype: Dtype, isWithin: boolean): 2 | 3 {
  return DTYPES[dtype].bits === 8 && !isWithin ? 2 : 3;
}

/** Slices of a slab. */
function depthOf({ size: [x, y, z] }: Region, words: number, ry: number, rz: number): number {
  const perSlice = 4 * words * x * (y + 2 * ry);
  const most = Math.max(LEAST_DEPTH, Math.floor(SUM_BYTES / perSlice) - 2 * rz);
  // Slabs of equal thickness reuse the same buffers.
  return Math.ceil(z / Math.ceil(z / most));
}

/** What the sums of a region take, of so many words per place. */
export function slabBytes(
  region: Region,
  { size: whole }: GridMeta,
  words: number,
  window: Vec3,
): BufferBytes {
  const [, ry, rz] = windowRadius(window);
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
  region: Region,
  last: (sums: SlabSums) => void,
): Promise<void> {
  const { storage, size: whole } = volume.meta;
  const dtype = storage as Dtype;
  const [rx, ry, rz] = windowRadius(size);
  const words = wordsOfSums(dtype, within !== undefined);
  const level = valueToKey(value, dtype);
  const constants = { SRC_DTYPE: codeOf(storage), BORDER: BORDER_CODE[border], WORDS: words };
  const slabs = sumSlabs(volume, within, size, region, words);
  for (const { slab, alongX, alongY, layouts, bytes, read } of slabs) {
    const x = run.alloc(bytes[0], 'sums along x');
    run.dispatch(localSums, {
      grids: { src: volume, within: within ?? volume },
      buffers: { dst: x },
      params: { dst: layouts[0], fill: fillOf(level, 1), radius: rx },
      constants: { ...constants, AXIS: 0, HAS_WITHIN: within === undefined ? 0 : 1 },
      size: {
        invocations: Math.ceil(alongX.size[0] / SUMS_BLOCK) * alongX.size[1] * alongX.size[2],
      },
      traffic: {
        read,
        write: bytes[0],
      },
    });
    const y = run.alloc(bytes[1], 'sums along y');
    const lines = {
      params: {
        src: layouts[0],
        dst: layouts[1],
        fill: fillOf(level, size[0]),
        radius: ry,
      },
      traffic: { read: bytes[0], write: bytes[1] },
    };
    const [nx, ny, nz] = alongY.size;
    if (nx % 4 === 0)
      run.dispatch(localSumsQuads, {
        ...lines,
        buffers: { src: x, dst: y },
        constants: { BORDER: constants.BORDER, WORDS: words },
        size: { invocations: (nx / 4) * Math.ceil(ny / QUAD_SUMS_BLOCK) * nz },
      });
    else
      run.dispatch(localSums, {
        ...lines,
        buffers: { src: x, within: x, dst: y },
        params: { ...lines.params, within: layouts[0] },
        constants: { ...constants, AXIS: 1, HAS_WITHIN: 0 },
        size: { invocations: nx * Math.ceil(ny / SUMS_BLOCK) * nz },
      });
    run.free(x);
    last({
      slab,
      buffer: y,
      bytes: bytes[1],
      params: {
        sums: layouts[1],
        slab: layoutOf('f32', slab, whole),
        fill: fillOf(level, size[0] * size[1]),
        radius: rz,
        window: volumeOf(size),
      },
      constants,
    });
    run.free(y);
    await run.pace();
  }
}
