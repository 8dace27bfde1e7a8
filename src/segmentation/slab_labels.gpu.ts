// Numbers of a slab become those of a volume, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { wordsOf, type GpuGrid } from '../implement/index.js';
import { separateJoin } from '../kernels/segmentation/index.js';
import type { Neighbours } from './slab_exits.gpu.js';

/**
 * Gives the numbers of a slab, in place, those of the volume: raises them, and puts what lies
 * beyond into the place of paths that leave the slab.
 */
export function joinSlab(
  run: Run,
  numbers: GpuGrid,
  raise: number,
  { below, above }: Neighbours,
): void {
  const upload = (slice: Uint32Array<ArrayBuffer>, label: string): PooledBuffer => {
    const buffer = run.alloc(slice.byteLength, label);
    run.upload(buffer, slice);
    return buffer;
  };
  const buffers = { below: upload(below, 'numbers below'), above: upload(above, 'numbers above') };
  run.dispatch(separateJoin, {
    grids: { dst: numbers },
    buffers,
    params: { raise },
    size: { invocations: wordsOf(numbers.layout) },
  });
  run.free(buffers.below, buffers.above);
}
