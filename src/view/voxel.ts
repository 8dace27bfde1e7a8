import type { Gpu, GridLayout } from '../gpu/index.js';
import type { Storage } from '../recipe/dtype.js';
import type { Vec3 } from '../recipe/geometry.js';
import { gridMeta, type Node } from '../recipe/op.js';
import type { DrawContext, Leased } from './host.js';

/** Reads the values of one voxel of several grids: a word of each, and all at once. */
export async function readVoxel(
  gpu: Gpu,
  nodes: readonly Node[],
  index: Vec3,
  context: DrawContext,
): Promise<number[]> {
  const { device } = gpu;
  const staging = device.createBuffer({
    label: 'picked voxel',
    size: 4 * nodes.length,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  const leases: Leased[] = [];
  const release = (): void => {
    for (const lease of leases.splice(0)) lease.release();
  };
  try {
    for (const node of nodes)
      leases.push(await context.lease(node, { origin: index, size: [1, 1, 1] }));
    const encoder = device.createCommandEncoder({ label: 'pick' });
    const lanes = leases.map(({ grid: { layout, buffer } }, n) => {
      const { word, lane } = placeOf(layout, index);
      encoder.copyBufferToBuffer(buffer.buffer, 4 * word, staging, 4 * n, 4);
      return lane;
    });
    device.queue.submit([encoder.finish()]);
    release();
    await staging.mapAsync(GPUMapMode.READ);
    const words = staging.getMappedRange();
    return nodes.map((node, n) =>
      valueOf(new DataView(words, 4 * n, 4), gridMeta(node).storage, lanes[n]!),
    );
  } finally {
    release();
    staging.destroy();
  }
}

/** The word of a layout that holds a voxel, and which of its lanes. */
function placeOf(
  layout: GridLayout,
  index: Vec3,
): { readonly word: number; readonly lane: number } {
  const { origin, lanes, rowWords, sliceWords } = layout;
  const [x, y, z] = [index[0] - origin[0], index[1] - origin[1], index[2] - origin[2]];
  return { word: z * sliceWords + y * rowWords + Math.floor(x / lanes), lane: x % lanes };
}

/** The value of a lane of a word. */
function valueOf(word: DataView, storage: Storage, lane: number): number {
  switch (storage) {
    case 'u8':
      return word.getUint8(lane);
    case 'i8':
      return word.getInt8(lane);
    case 'u16':
      return word.getUint16(2 * lane, true);
    case 'i16':
      return word.getInt16(2 * lane, true);
    case 'u32':
      return word.getUint32(0, true);
    case 'i32':
      return word.getInt32(0, true);
    case 'f32':
      return word.getFloat32(0, true);
    case 'bit':
      return (word.getUint32(0, true) >>> lane) & 1;
  }
}
