// Window sums of 32-bit values on the GPU (mean and variance of a box around each voxel), slab by
// slab.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { layoutOf, type GpuGrid } from '../implement/index.js';
import { wideSums } from '../kernels/counts/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { WIDE_RUN } from '../kernels/shared/index.js';
import { codeOf, type Dtype } from '../recipe/dtype.js';
import type { Region } from '../recipe/geometry.js';
import { sumSlabs, type LocalWindow } from './local_sums.gpu.js';
import { rawOf } from './raw_value.js';
import { windowRadius } from './window.js';

/** The runs of eight places, counted from the volume's corner, that some places lie in. */
export function runsOf(origin: number, size: number): number {
  return Math.ceil((origin + size) / WIDE_RUN) - Math.floor(origin / WIDE_RUN);
}

/** Words of the sums of a place. */
export function wordsOfWideSums(dtype: Dtype, squares: boolean): number {
  if (squares) return 5;
  return dtype === 'f32' ? 3 : 2;
}

/** What the last pass over a slab takes: the sums over windows in x and y. */
export interface WideSlab {
  readonly slab: Region;
  readonly buffer: PooledBuffer;
  readonly bytes: number;
  readonly params: {
    readonly sums: GridLayout;
    readonly slab: GridLayout;
    /** Bits of the value beyond the volume, and how many voxels of it a place there holds. */
    readonly fill: number;
    readonly copies: number;
    readonly radius: number;
    readonly border: number;
  };
  readonly constants: {
    readonly SRC_DTYPE: number;
    readonly SQUARES: number;
  };
}

/**
 * Window sums along x and along y of a region, slab by slab, of all voxels or of those in a mask;
 * of squares too, where `squares` says so. `last` records the pass that sums along z.
 */
export async function overWideSums(
  run: Run,
  volume: GpuGrid,
  within: GpuGrid | undefined,
  { size, border, value }: LocalWindow,
  squares: boolean,
  region: Region,
  last: (sums: WideSlab) => void,
): Promise<void> {
  const { storage, size: whole } = volume.meta;
  const dtype = storage as Dtype;
  const [rx, ry, rz] = windowRadius(size);
  const words = wordsOfWideSums(dtype, squares);
  const outside = { fill: rawOf(value, dtype), border: BORDER_CODE[border] };
  const constants = {
    SRC_DTYPE: codeOf(storage),
    SQUARES: squares ? 1 : 0,
  };
  for (const part of sumSlabs(volume, within, size, region, words)) {
    const { slab, alongX, alongY, layouts, bytes, read } = part;
    const x = run.alloc(bytes[0], 'sums along x');
    run.dispatch(wideSums, {
      grids: { src: volume, within: within ?? volume },
      buffers: { dst: x },
      params: { dst: layouts[0], ...outside, copies: 1, radius: rx },
      constants: { ...constants, AXIS: 0, HAS_WITHIN: within === undefined ? 0 : 1 },
      size: {
        invocations: runsOf(alongX.origin[0], alongX.size[0]) * alongX.size[1] * alongX.size[2],
      },
      traffic: { read, write: bytes[0] },
    });
    const y = run.alloc(bytes[1], 'sums along y');
    run.dispatch(wideSums, {
      buffers: { src: x, within: x, dst: y },
      params: {
        src: layouts[0],
        within: layouts[0],
        dst: layouts[1],
        ...outside,
        copies: size[0],
        radius: ry,
      },
      constants: { ...constants, AXIS: 1, HAS_WITHIN: 0 },
      size: {
        invocations: alongY.size[0] * runsOf(alongY.origin[1], alongY.size[1]) * alongY.size[2],
      },
      traffic: { read: bytes[0], write: bytes[1] },
    });
    run.free(x);
    last({
      slab,
      buffer: y,
      bytes: bytes[1],
      params: {
        sums: layouts[1],
        slab: layoutOf('f32', slab, whole),
        ...outside,
        copies: size[0] * size[1],
        radius: rz,
      },
      constants,
    });
    run.free(y);
    await run.pace();
  }
}
