// Padding on the GPU: a region as f32 with a margin that follows a border rule.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import { floatMargin } from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { Border } from './border.js';
import { converted } from './converted.gpu.js';

/** What is read outside a volume. */
export interface Outside {
  readonly border: Border;
  readonly value: number;
}

function record(
  run: Run,
  volume: GpuGrid,
  dst: PooledBuffer,
  first: Vec3,
  size: Vec3,
  read: Region,
  { border, value }: Outside,
): void {
  run.dispatch(floatMargin, {
    grids: { src: volume },
    buffers: { dst },
    params: { first, border_value: value, size },
    constants: { SRC_DTYPE: codeOf(volume.meta.storage), BORDER: BORDER_CODE[border] },
    size: { invocations: volumeOf(size) },
    traffic: { read: bytesOf(volume.meta.storage, read) },
  });
}

/**
 * A region as f32, with a margin on every side that holds what the border rule reads, and `more`
 * voxels at the end of its rows. Tightly packed; free it.
 */
export function withMargin(
  run: Run,
  volume: GpuGrid,
  region: Region,
  margin: Vec3,
  more: number,
  outside: Outside,
): { readonly buffer: PooledBuffer; readonly size: Vec3 } {
  const [x, y, z] = region.size;
  const size: Vec3 = [x + 2 * margin[0] + more, y + 2 * margin[1], z + 2 * margin[2]];
  const [ox, oy, oz] = region.origin;
  const first: Vec3 = [ox - margin[0], oy - margin[1], oz - margin[2]];
  const buffer = run.alloc(4 * volumeOf(size), 'field with margin');
  record(run, volume, buffer, first, size, growRegion(region, margin, volume.meta.size), outside);
  return { buffer, size };
}

/** A region of a volume as it is, in f32. */
export function asFloat(run: Run, volume: GpuGrid, region: Region): GpuGrid {
  return converted(run, volume, { ...volume.meta, storage: 'f32' }, region);
}
