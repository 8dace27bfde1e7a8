// Euclidean distance transform out of core, slab by slab through spill.
import {
  allocGrid,
  bytesOf,
  exactSlab,
  intoSpill,
  layoutOf,
  SpilledGrid,
  type Bricked,
  type BrickedContext,
  type GpuGrid,
  type InputValues,
} from '../implement/index.js';
import type { PooledBuffer, Run } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs, ParamsOfSpecs } from '../recipe/params.js';
import type { distance } from './distance.js';
import {
  planesOfMask,
  planesOfValues,
  volumeOfMask,
  volumeOfValues,
  type DistanceOptions,
} from './distance_passes.gpu.js';

type Inputs = (typeof distance)['inputs'];
type Params = (typeof distance)['params'];

/** Grids between the passes: squares within planes and, of labels and phases, the values. */
export interface Between {
  readonly planes: SpilledGrid;
  readonly values: SpilledGrid | undefined;
  readonly meta: GridMeta;
}

/** The distance transform slab by slab. */
export function brickedDistance(
  optionsFor: (params: ParamsOfSpecs<Params>, meta: GridMeta) => DistanceOptions,
): Bricked<Inputs, Params, SpilledGrid> {
  return intoSpill((context) =>
    spilledDistances(context, ({ objects }) => objects, optionsFor(context.params, context.meta)),
  );
}

/**
 * Distances of a whole volume in a spill, one word per voxel, for any op that needs them slab by
 * slab. First whole slices: the passes along x and y. Then slabs of whole columns along z, made of
 * rows of every slice: the last pass. The same arithmetic as the whole volume's, with wide words
 * only.
 *
 * Writes and reads 4 B/voxel of spill twice (labels and phases their own bytes besides).
 */
export async function spilledDistances<I extends InputSpecs, P extends ParamSpecs>(
  context: BrickedContext<I, P>,
  objectsOf: (inputs: InputValues<I>) => GpuGrid,
  options: DistanceOptions,
): Promise<SpilledGrid> {
  const { meta } = context;
  const between = await alongPlanes(context, objectsOf, options);
  try {
    return await SpilledGrid.filled(context, 'u32', meta.size, async (result) => {
      for (const columns of columnSlabs(context, between))
        await context.inRun(async (run) => {
          const out = await alongColumns(run, between, columns, meta, options);
          await result.write(run, out, columns);
        });
    });
  } finally {
    await between.planes.close();
    await between.values?.close();
  }
}

async function alongPlanes<I extends InputSpecs, P extends ParamSpecs>(
  context: BrickedContext<I, P>,
  objectsOf: (inputs: InputValues<I>) => GpuGrid,
  options: DistanceOptions,
): Promise<Between> {
  const open = (storage: GridMeta['storage']): Promise<SpilledGrid> =>
    SpilledGrid.open(context, storage, context.meta.size);
  const planes = await open('u32');
  let values: SpilledGrid | undefined;
  let meta: GridMeta | undefined;
  try {
    for (const slab of context.slabs)
      await context.visit(slab, async (inputs, run) => {
        const exact = exactSlab(run, objectsOf(inputs), slab);
        meta = exact.meta;
        if (meta.kind !== 'mask') {
          values ??= await open(meta.storage);
          await values.write(run, exact.buffer, slab);
        }
        await planes.write(run, alongSlices(run, exact, options), slab);
      });
    return { planes, values, meta: meta! };
  } catch (error) {
    await planes.close();
    await values?.close();
    throw error;
  }
}

/** The passes along x and y, of whole slices. */
export function alongSlices(run: Run, exact: GpuGrid, options: DistanceOptions): PooledBuffer {
  if (exact.meta.kind !== 'mask') return planesOfValues(run, exact, options).buffer;
  const found = run.alloc(8, 'found', { zero: true });
  return planesOfMask(run, exact, found, options).buffer;
}

/** Slabs of whole columns along z in which squares, values and distances fit. */
function* columnSlabs(
  { meta, budget, binding }: Pick<BrickedContext<Inputs, Params>, 'meta' | 'budget' | 'binding'>,
  { values, meta: own }: Between,
): Generator<Region> {
  const [nx, ny, nz] = meta.size;
  const row: Region = { origin: [0, 0, 0], size: [nx, 1, nz] };
  const bytes = 2 * bytesOf('u32', row) + (values === undefined ? 0 : bytesOf(own.storage, row));
  const fitting = Math.min(budget / bytes, binding / bytesOf('u32', row));
  const rows = Math.max(1, Math.floor(fitting));
  for (let y = 0; y < ny; y += rows)
    yield { origin: [0, y, 0], size: [nx, Math.min(rows, ny - y), nz] };
}

/** The last pass, of whole columns along z. */
export async function alongColumns(
  run: Run,
  { planes, values, meta: own }: Between,
  columns: Region,
  meta: GridMeta,
  options: DistanceOptions,
): Promise<PooledBuffer> {
  const squares = {
    buffer: await planes.read(run, columns),
    layout: layoutOf('u32', columns, meta.size),
  };
  const out = allocGrid(run, meta, columns).buffer;
  if (values === undefined) {
    const found = run.alloc(8, 'found', { zero: true });
    volumeOfMask(run, squares, out, found, options);
  } else {
    const objects: GpuGrid = {
      buffer: await values.read(run, columns),
      layout: layoutOf(own.storage, columns, meta.size),
      region: columns,
      meta: own,
      labelBound: undefined,
    };
    volumeOfValues(run, objects, squares, out, options);
  }
  return out;
}
