// Euclidean distance transform out of core, slab by slab through spill.
import {
  allocGrid,
  bytesOf,
  exactSlab,
  layoutOf,
  SpilledGrid,
  type Bricked,
  type BrickedContext,
  type GpuGrid,
} from '../implement/index.js';
import type { Run } from '../gpu/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { ParamsOfSpecs } from '../recipe/params.js';
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

/** What the passes take of the context of any op that needs distances slab by slab. */
export interface DistanceSlabs extends Pick<
  BrickedContext<Inputs, Params>,
  'meta' | 'slabs' | 'budget' | 'inRun' | 'openSpill'
> {
  /** Computes the objects for a region and works on them. */
  visit<T>(region: Region, work: (objects: GpuGrid, run: Run) => Promise<T>): Promise<T>;
}

/** Grids between the passes: squares within planes and, of labels and phases, the values. */
interface Between {
  readonly planes: SpilledGrid;
  readonly values: SpilledGrid | undefined;
  readonly meta: GridMeta;
}

/** The distance transform slab by slab. */
export function brickedDistance(
  optionsFor: (params: ParamsOfSpecs<Params>, meta: GridMeta) => DistanceOptions,
): Bricked<Inputs, Params, SpilledGrid> {
  return {
    prepare: (context) =>
      spilledDistances(
        {
          ...context,
          visit: (region, work) => context.visit(region, ({ objects }, run) => work(objects, run)),
        },
        optionsFor(context.params, context.meta),
      ),
    region: (result, region, { meta }, run) => result.grid(run, meta, region),
    release: (result) => result.close(),
  };
}

/**
 * Distances of a whole volume in a spill, one word per voxel. First whole slices: the passes along
 * x and y. Then slabs of whole columns along z, made of rows of every slice: the last pass. The
 * same arithmetic as the whole volume's, with wide words only.
 *
 * Writes and reads 4 B/voxel of spill twice (labels and phases their own bytes besides).
 */
export async function spilledDistances(
  context: DistanceSlabs,
  options: DistanceOptions,
): Promise<SpilledGrid> {
  const { meta } = context;
  const open = (storage: GridMeta['storage']): Promise<SpilledGrid> =>
    SpilledGrid.open(context, storage, meta.size);
  const result = await open('u32');
  let between: Between | undefined;
  try {
    between = await alongPlanes(context, options, open);
    for (const columns of columnSlabs(context, between)) {
      const given = between;
      await context.inRun(async (run) => {
        const out = await alongColumns(run, given, columns, meta, options);
        await result.write(run, out, columns);
      });
    }
    return result;
  } catch (error) {
    await result.close();
    throw error;
  } finally {
    await between?.planes.close();
    await between?.values?.close();
  }
}

async function alongPlanes(
  context: DistanceSlabs,
  options: DistanceOptions,
  open: (storage: GridMeta['storage']) => Promise<SpilledGrid>,
): Promise<Between> {
  const planes = await open('u32');
  let values: SpilledGrid | undefined;
  let meta: GridMeta | undefined;
  try {
    for (const slab of context.slabs)
      await context.visit(slab, async (objects, run) => {
        const exact = exactSlab(run, objects, slab);
        meta = exact.meta;
        if (meta.kind !== 'mask') {
          values ??= await open(meta.storage);
          await values.write(run, exact.buffer, slab);
        }
        const found = run.alloc(8, 'found', { zero: true });
        const { buffer } =
          meta.kind === 'mask'
            ? planesOfMask(run, exact, found, options)
            : planesOfValues(run, exact, options);
        await planes.write(run, buffer, slab);
      });
    return { planes, values, meta: meta! };
  } catch (error) {
    await planes.close();
    await values?.close();
    throw error;
  }
}

/** Slabs of whole columns along z in which squares, values and distances fit. */
function* columnSlabs(
  { meta, budget }: DistanceSlabs,
  { values, meta: own }: Between,
): Generator<Region> {
  const [nx, ny, nz] = meta.size;
  const row: Region = { origin: [0, 0, 0], size: [nx, 1, nz] };
  const bytes = 2 * bytesOf('u32', row) + (values === undefined ? 0 : bytesOf(own.storage, row));
  const rows = Math.max(1, Math.floor(budget / bytes));
  for (let y = 0; y < ny; y += rows)
    yield { origin: [0, y, 0], size: [nx, Math.min(rows, ny - y), nz] };
}

async function alongColumns(
  run: Run,
  { planes, values, meta: own }: Between,
  columns: Region,
  meta: GridMeta,
  options: DistanceOptions,
): Promise<GpuGrid['buffer']> {
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
