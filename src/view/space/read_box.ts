import type { Gpu } from '../../gpu/index.js';
import type { GpuGrid } from '../../implement/index.js';
import { lanesOf, viewArray } from '../../recipe/dtype.js';
import { map3, volumeOf, type Region, type Vec3 } from '../../recipe/geometry.js';
import type { Node } from '../../recipe/op.js';
import type { DrawContext } from '../host.js';

/** The values of a small box of a grid. */
export interface ReadBox extends Region {
  /** A voxel's value: intensity, 0 or 1, code, id; undefined outside. */
  at(index: Vec3): number | undefined;
}

/** Computes and reads a small box of a grid, a row at a time. */
export async function readBox(
  gpu: Gpu,
  node: Node,
  box: Region,
  context: DrawContext,
): Promise<ReadBox> {
  const leased = await context.lease(node, box);
  const { device } = gpu;
  const { storage } = leased.grid.meta;
  const lanes = lanesOf(storage);
  const { first, words } = rowPart(leased.grid, box, lanes);
  const rows = box.size[1] * box.size[2];
  const staging = device.createBuffer({
    label: 'view: voxels',
    size: 4 * words * rows,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = device.createCommandEncoder({ label: 'view: voxels' });
    const { layout, buffer } = leased.grid;
    for (let row = 0; row < rows; row++) {
      const y = box.origin[1] - layout.origin[1] + (row % box.size[1]);
      const z = box.origin[2] - layout.origin[2] + Math.floor(row / box.size[1]);
      const from = z * layout.sliceWords + y * layout.rowWords + first;
      encoder.copyBufferToBuffer(buffer.buffer, 4 * from, staging, 4 * words * row, 4 * words);
    }
    device.queue.submit([encoder.finish()]);
    leased.release();
    await staging.mapAsync(GPUMapMode.READ);
    const bytes = staging.getMappedRange().slice(0);
    const start = layout.origin[0] + first * lanes;
    const values = storage === 'bit' ? new Uint32Array(bytes) : viewArray(storage, bytes);
    return {
      ...box,
      at: (index) => {
        const [x, y, z] = map3((i) => index[i] - box.origin[i]);
        if (x < 0 || y < 0 || z < 0) return undefined;
        if (x >= box.size[0] || y >= box.size[1] || z >= box.size[2]) return undefined;
        const lane = index[0] - start;
        const row = words * (z * box.size[1] + y);
        if (storage !== 'bit') return values[row * lanes + lane];
        return (values[row + (lane >> 5)]! >>> (lane & 31)) & 1;
      },
    };
  } finally {
    leased.release();
    staging.destroy();
  }
}

/** The words of a row that hold the box. */
function rowPart(
  { layout }: GpuGrid,
  box: Region,
  lanes: number,
): { readonly first: number; readonly words: number } {
  const from = box.origin[0] - layout.origin[0];
  const first = Math.floor(from / lanes);
  return { first, words: Math.ceil((from + box.size[0]) / lanes) - first };
}

/** A box of some voxels around one, cut to a volume. */
export function boxAround(index: Vec3, reach: Vec3, size: Vec3): Region {
  const origin = map3((i) => Math.max(0, index[i] - reach[i]));
  return { origin, size: map3((i) => Math.min(size[i], index[i] + reach[i] + 1) - origin[i]) };
}

/** Voxels of a box, x fastest. */
export function* voxelsOf({ origin, size }: Region): Generator<Vec3> {
  for (let n = 0; n < volumeOf(size); n++) {
    const row = Math.floor(n / size[0]);
    yield [
      origin[0] + (n % size[0]),
      origin[1] + (row % size[1]),
      origin[2] + Math.floor(row / size[1]),
    ];
  }
}
