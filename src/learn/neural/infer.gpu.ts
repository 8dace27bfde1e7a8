// Inference on the GPU: tiles are gathered, run through the network, and blended.
import type { GridLayout, PooledBuffer, Run } from '../../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../../implement/index.js';
import {
  blendTile,
  countNotFinite,
  greatestPlane,
  networkTile,
} from '../../kernels/learn/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import { allChannels, type Channels } from '../channels.js';
import { inferClasses, inferValues } from './infer.js';
import { sessionOf } from './models.gpu.js';
import { ACTIVATIONS, type NetworkFacts } from './network.js';
import { gpuTensor, runSession, type RuntimeTensor } from './runtime.gpu.js';
import { contextOf, tilesFor, type Tile, type Tiling } from './tiles.js';

/** What the ops of inference are given. */
interface Inference {
  readonly run: Run;
  readonly inputs: Channels<GpuGrid>;
  readonly params: Tiling & { readonly network: NetworkFacts; readonly window: string };
  readonly region: Region;
  readonly meta: GridMeta;
}

/** Planes of classes over a region, one behind the other. */
interface Planes {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
  /** The code of the class of the first plane, and how many there are. */
  readonly first: number;
  readonly count: number;
}

const halves = (type: string): boolean => type === 'float16';

/** Bytes of a tile of some channels, whole words. */
function tileBytes(tile: Vec3, channels: number, type: string): number {
  const values = volumeOf(tile) * channels;
  return halves(type) ? 4 * Math.ceil(values / 2) : 4 * values;
}

/** Counts values of planes that are not finite. */
function countOdd(
  { run }: Inference,
  buffer: PooledBuffer,
  layout: GridLayout,
  count: number,
  found: PooledBuffer,
): void {
  const words = wordsOf(layout) * count;
  run.dispatch(countNotFinite, {
    grids: {},
    buffers: { values: buffer, found },
    params: { first: 0, count: words },
    size: { invocations: words },
    traffic: { read: 4 * words, write: 4 },
  });
}

/** Throws where values of tiles, or of planes, were not finite. */
async function checkFinite(run: Run, ofTiles: PooledBuffer, ofPlanes: PooledBuffer): Promise<void> {
  const [given] = new Uint32Array(await run.read(ofTiles, 0, 4));
  if (given! > 0) throw oddInput();
  const [found] = new Uint32Array(await run.read(ofPlanes, 0, 4));
  if (found! > 0) throw oddOutput();
  run.free(ofTiles, ofPlanes);
}

const oddInput = (): VoxmetryError =>
  invalidArgument(
    'infer',
    'volume',
    'one with voxels that are NaN or infinite, in a tile that is needed',
    'a volume that is finite there; crop what is not away, or clip it',
  );

const oddOutput = (): VoxmetryError =>
  invalidArgument(
    'infer',
    'network',
    'one that gives values that are NaN or infinite',
    'a network whose values are finite; check normalise, and export it in f32 rather than f16',
  );

/** Fills a tensor with the channels of a tile. */
function gather({ run, inputs, params }: Inference, tile: Tile, input: PooledBuffer): void {
  const { network } = params;
  const values = volumeOf(params.tile);
  const words = tileBytes(params.tile, 1, network.inputType) / 4;
  allChannels(inputs).forEach((volume, channel) => {
    run.dispatch(networkTile, {
      grids: { src: volume },
      buffers: { tile: input },
      params: { origin: tile.origin, first: channel * words, size: params.tile },
      constants: {
        SRC_DTYPE: codeOf(volume.meta.storage),
        HALVES: Number(halves(network.inputType)),
      },
      size: { invocations: words },
      traffic: { read: values * (bytesOf(volume.meta.storage, LINE) / 32), write: 4 * words },
    });
  });
}

const LINE: Region = { origin: [0, 0, 0], size: [32, 1, 1] };

/** Adds what the network gave for a tile to the planes. */
function blend(
  { run, params, region }: Inference,
  tile: Tile,
  output: PooledBuffer,
  outputs: number,
  planes: Planes,
): void {
  const { network, overlap } = params;
  // What lies nearer to a face of the tile is context, but at the ends of the volume.
  const start = map3((i) => Math.max(region.origin[i], tile.origin[i] + contextOf(overlap[i])));
  const end = map3((i) =>
    Math.min(regionEnd(region)[i], tile.origin[i] + params.tile[i] - contextOf(overlap[i])),
  );
  const box = map3((i) => Math.max(0, end[i] - start[i]));
  const voxels = volumeOf(box);
  if (voxels === 0) return;
  run.dispatch(blendTile, {
    grids: {},
    buffers: { values: output, planes: planes.buffer },
    params: {
      ...{ dst: planes.layout, origin: tile.origin, ends: tile.ends, tile: params.tile },
      ...{ first_class: planes.first, overlap, planes: planes.count, start, box },
    },
    constants: {
      OUTPUTS: outputs,
      CLASSES: network.classes.length,
      HALVES: Number(halves(network.outputType)),
      HANN: Number(params.window === 'hann'),
      ACTIVATION: ACTIVATIONS.findIndex((name) => name === network.activation),
    },
    size: { invocations: voxels },
    traffic: {
      read: voxels * (4 * planes.count + tileBytes([1, 1, 1], outputs, network.outputType)),
      write: 4 * voxels * planes.count,
    },
  });
}

/** The channels of what a network gave; throws where it is no image of the tile's size. */
function outputChannels({ params }: Inference, given: RuntimeTensor | undefined): number {
  const { network, tile } = params;
  const spatial = (network.dimensions === 2 ? [1, 0] : [2, 1, 0]).map((i) => tile[i]!);
  const [batch, channels, ...size] = given?.dims ?? [];
  const { classes } = network;
  if (batch !== 1 || size.join() !== spatial.join())
    throw invalidArgument(
      'infer',
      'network',
      `one that gives ${given?.dims.join('×') ?? 'nothing'} for a tile of ${spatial.join('×')}`,
      `one that gives 1×channels×${spatial.join('×')}; or a tile that its layers divide: tile: 64, 96, 128`,
    );
  if (channels !== classes.length && !(channels === 1 && classes.length === 2))
    throw invalidArgument(
      'infer',
      'classes',
      classes.join(', '),
      `${String(channels)} names, since the network gives ${String(channels)} channels`,
    );
  if (given?.type !== network.outputType)
    throw invalidArgument('infer', 'network', `one that gives ${given?.type ?? ''}`, 'f32 or f16');
  return channels;
}

/** Runs all tiles of a region through the network, and adds what it gives to the planes. */
async function fillPlanes(context: Inference, planes: Planes): Promise<void> {
  const { run, params, region, meta } = context;
  const { network, tile } = params;
  const { gpu } = run;
  const bytes = tileBytes(tile, network.channels, network.inputType);
  // Of f16, what is too large is infinite, and seen in what the network gives.
  const isChecked = !halves(network.inputType);
  // The runtime's own buffers are not the pool's.
  const beside = networkBytes(params);
  gpu.pool.hold(beside);
  try {
    const session = await sessionOf(network.hash, gpu.device);
    const input = run.alloc(bytes, 'tile');
    const spatial = network.dimensions === 2 ? [tile[1], tile[0]] : [tile[2], tile[1], tile[0]];
    const dims = [1, network.channels, ...spatial];
    const tensor = await gpuTensor(input.buffer, network.inputType, dims);
    const layout = layoutOf('f32', { origin: [0, 0, 0], size: tile }, tile);
    const [ofTiles, ofPlanes] = ['tiles', 'planes'].map((name) =>
      run.alloc(4, `not finite in ${name}`, { zero: true }),
    ) as [PooledBuffer, PooledBuffer];
    for (const each of tilesFor(region, meta.size, params)) {
      gather(context, each, input);
      if (isChecked) countOdd(context, input, layout, network.channels, ofTiles);
      await run.flush();
      const results = await runSession(session, { [network.input]: tensor });
      const given = results[network.output];
      try {
        const channels = outputChannels(context, given);
        const size = tileBytes(tile, channels, network.outputType);
        const output = { buffer: given!.gpuBuffer, bytes: size, fresh: false };
        blend(context, each, output, channels, planes);
        await run.flush();
        // What was submitted beside the pool's turns is waited for: a cancel is then seen in time.
        await gpu.device.queue.onSubmittedWorkDone();
      } finally {
        for (const result of Object.values(results)) result.dispose();
      }
    }
    run.free(input);
    countOdd(context, planes.buffer, planes.layout, planes.count, ofPlanes);
    await checkFinite(run, ofTiles, ofPlanes);
  } catch (error) {
    throw await failureOf(gpu, error);
  } finally {
    gpu.pool.letGo(beside);
  }
}

/** What went wrong, or that the device is gone. */
async function failureOf(gpu: Run['gpu'], error: unknown): Promise<VoxmetryError> {
  const typed = VoxmetryError.from(error, 'infer');
  return typed.code === 'unsupported-format' || typed.code === 'internal'
    ? gpu.failure(typed, 'infer')
    : typed;
}

/** What the runtime holds on the GPU: weights, and layers of a tile with what it gives. */
function networkBytes({ network, tile }: { readonly network: NetworkFacts } & Tiling): number {
  return Math.ceil(network.weightBytes + network.voxelBytes * volumeOf(tile));
}

/** What inference takes beside its result: the tile, what the network holds, planes of classes. */
function temporaries(
  region: Region,
  params: { readonly network: NetworkFacts } & Tiling,
  planes: number,
): BufferBytes {
  const { network, tile } = params;
  const { total, largest } = bufferBytes([
    tileBytes(tile, network.channels, network.inputType),
    planes * bytesOf('f32', region),
    ...[4, 4],
  ]);
  return { total: total + networkBytes(params), largest };
}

/** {@link inferClasses} on the GPU. */
export const inferClassesOnGpu = implement(
  inferClasses,
  async (context) => {
    const { run, region, meta, params } = context;
    const layout = layoutOf('f32', region, meta.size);
    const count = params.network.classes.length;
    const buffer = run.alloc(4 * wordsOf(layout) * count, 'planes of classes', { zero: true });
    await fillPlanes(context, { buffer, layout, first: 0, count });
    const dst = allocGrid(run, meta, region);
    run.dispatch(greatestPlane, {
      grids: { dst },
      buffers: { planes: buffer },
      params: { planes_grid: layout },
      constants: { CLASSES: count },
      size: { invocations: wordsOf(dst.layout) },
    });
    run.free(buffer);
    return dst;
  },
  {
    temporaries: (region, { params }) => temporaries(region, params, params.network.classes.length),
  },
);

/** {@link inferValues} on the GPU. */
export const inferValuesOnGpu = implement(
  inferValues,
  async (context) => {
    const { run, region, meta, params } = context;
    const dst = allocGrid(run, meta, region, { zero: true });
    const first = params.network.classes.indexOf(params.name);
    await fillPlanes(context, { buffer: dst.buffer, layout: dst.layout, first, count: 1 });
    return dst;
  },
  { temporaries: (region, { params }) => temporaries(region, params, 0) },
);
