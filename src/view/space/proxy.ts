import { Run, type Gpu, type PooledBuffer } from '../../gpu/index.js';
import { bytesOf, type GpuGrid } from '../../implement/index.js';
import { proxyCells, proxyCodes, proxyLevels } from '../../kernels/view/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { throwIfAborted, VoxmetryError } from '../../recipe/errors.js';
import { map3, volumeOf, type Region, type Vec3 } from '../../recipe/geometry.js';
import { gridMeta, type Node } from '../../recipe/op.js';
import type { GridMeta } from '../../recipe/meta.js';
import type { ViewHost } from '../host.js';
import { proxyShape, type LevelRange, type ProxyShape } from './proxy_shape.js';

/** A grid in a 3D texture, at most 256 voxels along each axis, and its macro-cells. */
export interface Proxy extends ProxyShape {
  readonly meta: GridMeta;
  /** r8unorm of levels (volumes, masks), r8uint of phases, r32uint of labels. */
  readonly texture: GPUTexture;
  readonly range: LevelRange;
  /** A byte for each macro-cell, x fastest, as {@link proxyCells} says. */
  readonly occupied: Uint8Array;
  readonly bytes: number;
  dispose(): void;
}

/** Bytes of the source that are reduced at once; fewer where they do not fit. */
const SLAB_BYTES = 64 * 2 ** 20;
/** Rows of textures are copied from multiples of so many bytes. */
const ROW_BYTES = 256;

/** Formats and the form of macro-cells, by kind. */
const FORMS = {
  volume: { format: 'r8unorm', bytes: 1, cells: 0 },
  mask: { format: 'r8unorm', bytes: 1, cells: 0 },
  phases: { format: 'r8uint', bytes: 1, cells: 1 },
  labels: { format: 'r32uint', bytes: 4, cells: 2 },
} as const;

/** How a proxy is made. */
export interface ProxyOptions {
  readonly gpu: Gpu;
  readonly host: Pick<ViewHost, 'lease'>;
  readonly range: LevelRange;
  readonly signal: AbortSignal | undefined;
  /** Voxels along an axis at most; for tests. */
  readonly most?: number | undefined;
}

/**
 * Makes the proxy of a grid slab by slab, each computed, reduced on the GPU and given back before
 * the next: a grid may be larger than the GPU. Reads the grid once, and writes 1 B (labels: 4 B)
 * per voxel of the proxy.
 */
export async function makeProxy(node: Node, options: ProxyOptions): Promise<Proxy> {
  const { gpu, range, signal } = options;
  const meta = gridMeta(node);
  const shape = proxyShape(meta.size, options.most);
  const form = FORMS[meta.kind];
  const bytes = volumeOf(shape.size) * form.bytes;
  const texture = await newTexture(gpu, shape.size, form.format, bytes);
  const dispose = (): void => {
    texture.destroy();
    gpu.pool.letGo(bytes);
  };
  const run = new Run(gpu, { signal });
  run.enter('view: proxy');
  try {
    const cells = run.alloc(4 * volumeOf(shape.cells), 'macro-cells', { zero: true });
    const maker = { run, meta, shape, range, texture, cells };
    const slices = slicesOfSlab(meta, shape);
    for (let z = 0; z < shape.size[2]; z += slices) {
      const size: Vec3 = [shape.size[0], shape.size[1], Math.min(slices, shape.size[2] - z)];
      await fill(node, { origin: [0, 0, z], size }, maker, options);
    }
    const words = new Uint32Array(await run.read(cells));
    return {
      ...shape,
      meta,
      texture,
      range,
      bytes,
      occupied: Uint8Array.from(words),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  } finally {
    await run.end();
  }
}

interface Maker {
  readonly run: Run;
  readonly meta: GridMeta;
  readonly shape: ProxyShape;
  readonly range: LevelRange;
  readonly texture: GPUTexture;
  readonly cells: PooledBuffer;
}

async function newTexture(
  gpu: Gpu,
  size: Vec3,
  format: GPUTextureFormat,
  bytes: number,
): Promise<GPUTexture> {
  gpu.assertAlive();
  gpu.pool.hold(bytes);
  const { device } = gpu;
  device.pushErrorScope('out-of-memory');
  const texture = device.createTexture({
    label: 'view: proxy',
    size: [...size],
    dimension: '3d',
    format,
    usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST,
  });
  if ((await device.popErrorScope().catch(() => null)) === null) return texture;
  gpu.pool.letGo(bytes);
  throw new VoxmetryError(
    'out-of-memory',
    'view: the GPU has no memory for the scene. Close other tabs that use it, or bin the volume.',
    { details: { needed: bytes } },
  );
}

/** Slices of the proxy that are made at once. */
function slicesOfSlab(meta: GridMeta, { factor, size }: ProxyShape): number {
  const slice = bytesOf(meta.storage, { origin: [0, 0, 0], size: [meta.size[0], meta.size[1], 1] });
  return Math.min(size[2], Math.max(1, Math.floor(SLAB_BYTES / (slice * factor[2]))));
}

/** Fills a box of the proxy; halves it where the source does not fit the GPU at once. */
async function fill(node: Node, box: Region, maker: Maker, options: ProxyOptions): Promise<void> {
  const { meta, shape, run } = maker;
  throwIfAborted(options.signal, 'view');
  const origin = map3((i) => box.origin[i] * shape.factor[i]);
  const size = map3((i) => Math.min(box.size[i] * shape.factor[i], meta.size[i] - origin[i]));
  let pinned;
  try {
    pinned = await options.host.lease(node, { origin, size }, options.signal);
  } catch (error) {
    const axis = longestAxis(box.size);
    if (!(error instanceof VoxmetryError) || error.code !== 'limit' || box.size[axis] === 1)
      throw error;
    for (const half of halves(box, axis)) await fill(node, half, maker, options);
    return;
  }
  try {
    await reduce(pinned.grid, box, maker);
  } finally {
    pinned.release();
  }
  await run.flush();
}

/** The axis to cut: z as long as there are slices, since slabs of whole slices are read best. */
const longestAxis = (size: Vec3): 0 | 1 | 2 => (size[2] > 1 ? 2 : size[1] > 1 ? 1 : 0);

function halves({ origin, size }: Region, axis: 0 | 1 | 2): readonly Region[] {
  const first = Math.ceil(size[axis] / 2);
  const at = (start: number, length: number): Region => ({
    origin: map3((i) => (i === axis ? origin[i] + start : origin[i])),
    size: map3((i) => (i === axis ? length : size[i])),
  });
  return [at(0, first), at(first, size[axis] - first)];
}

/** Reduces what is on the GPU to a box of the proxy, and copies it to the texture. */
async function reduce(grid: GpuGrid, box: Region, maker: Maker): Promise<void> {
  const { run, meta, shape, range, texture, cells } = maker;
  const form = FORMS[meta.kind];
  const rowBytes = Math.ceil((box.size[0] * form.bytes) / ROW_BYTES) * ROW_BYTES;
  const rows = box.size[1] * box.size[2];
  const packed = run.alloc(rowBytes * rows, 'proxy');
  const row_words = rowBytes / 4;
  const common = { factor: shape.factor, origin: box.origin, size: box.size, row_words };
  const how = {
    grids: { src: grid },
    buffers: { dst: packed },
    constants: { SRC_DTYPE: codeOf(meta.storage) },
    size: { invocations: row_words * rows },
  };
  if (form.format === 'r8unorm')
    run.dispatch(proxyLevels, {
      ...how,
      params: { ...common, lo: range[0], scale: 255 / (range[1] - range[0]) },
    });
  else run.dispatch(proxyCodes, { ...how, params: { ...common, unused: 0 } });
  run.dispatch(proxyCells, {
    buffers: { src: packed, cells },
    params: { ...common, unused: 0, cells: shape.cells },
    constants: { FORM: form.cells },
    size: { invocations: volumeOf(shape.cells) },
  });
  await run.flush();
  const { device } = run.gpu;
  const encoder = device.createCommandEncoder({ label: 'view: proxy' });
  encoder.copyBufferToTexture(
    { buffer: packed.buffer, bytesPerRow: rowBytes, rowsPerImage: box.size[1] },
    { texture, origin: [...box.origin] },
    [...box.size],
  );
  device.queue.submit([encoder.finish()]);
  run.free(packed);
}
