// Numbers of a slab become those of a volume, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { wordsOf, type GpuGrid } from '../implement/index.js';
import { separateJoin, separateObjects } from '../kernels/segmentation/index.js';
import type { Neighbours } from './slab_exits.gpu.js';

/**
 * Gives the numbers of a slab, in place, those of the volume: raises them, and puts what lies
 * beyond into the place of paths that leave the slab.
 */
export function joinSlab(run: Run, numbers: GpuGrid, raise: number, neighbours: Neighbours): void {
  const buffers = uploaded(run, neighbours);
  run.dispatch(separateJoin, {
    grids: { dst: numbers },
    buffers,
    params: { raise },
    size: { invocations: wordsOf(numbers.layout) },
  });
  run.free(buffers.below, buffers.above);
}

/** The slices of a slab that lie in a grid, and how its numbers become those of the volume. */
export interface SlabPart {
  readonly first: number;
  readonly end: number;
  readonly raise: number;
  readonly neighbours: Neighbours;
}

/**
 * As {@link joinSlab}, for some slices of a slab, and looks the numbers of the volume up in a
 * table, whose first entry is that of 0.
 */
export function joinAndLookUp(
  run: Run,
  numbers: GpuGrid,
  { first, end, raise, neighbours }: SlabPart,
  table: PooledBuffer,
): void {
  const buffers = uploaded(run, neighbours);
  const words = numbers.layout.sliceWords * (end - first);
  run.dispatch(separateObjects, {
    grids: { dst: numbers },
    buffers: { ...buffers, numbers: table },
    params: { first_z: first, end_z: end, raise },
    size: { invocations: words },
    traffic: {
      read: 4 * words + buffers.below.bytes + buffers.above.bytes + table.bytes,
      write: 4 * words,
    },
  });
  run.free(buffers.below, buffers.above);
}

function uploaded(
  run: Run,
  { below, above }: Neighbours,
): { readonly below: PooledBuffer; readonly above: PooledBuffer } {
  const upload = (slice: Uint32Array<ArrayBuffer>, label: string): PooledBuffer => {
    const buffer = run.alloc(slice.byteLength, label);
    run.upload(buffer, slice);
    return buffer;
  };
  return { below: upload(below, 'numbers below'), above: upload(above, 'numbers above') };
}
