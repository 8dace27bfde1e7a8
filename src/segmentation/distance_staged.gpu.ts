// Euclidean distances in tasks: slabs of whole slices, then slabs of whole columns along z.
import type { Run } from '../gpu/index.js';
import {
  bytesOf,
  exactSlab,
  slabGrid,
  stagedSlabs,
  type GpuGrid,
  type InputValues,
  type SpilledGrid,
  type Staged,
  type StagedContext,
  type StagedFacts,
  type StagedGrid,
  type StagedStep,
} from '../implement/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import type { InputSpecs } from '../recipe/op.js';
import type { ParamSpecs, ParamsOfSpecs } from '../recipe/params.js';
import type { distance } from './distance.js';
import { alongColumns, alongSlices } from './distance_bricked.gpu.js';
import type { DistanceOptions } from './distance_passes.gpu.js';

/** What the distances of an op are of, and how they are measured. */
interface Measured<I extends InputSpecs, P extends ParamSpecs> {
  readonly meta: (facts: StagedFacts<I, P>) => GridMeta;
  readonly objects: (inputs: InputValues<I>) => GpuGrid;
  readonly options: (facts: StagedFacts<I, P>) => DistanceOptions;
}

/**
 * Distances in two steps, for any op that needs them: `planes`, the passes along x and y, and
 * `columns`, that along z. The same arithmetic as slab by slab in one process. 4 B/voxel are
 * written and read in between (labels and phases their own bytes besides), and 4 written.
 */
export function distanceSteps<I extends InputSpecs, P extends ParamSpecs>({
  meta: metaOf,
  objects,
  options,
}: Measured<I, P>): readonly StagedStep<I, P>[] {
  return [
    {
      name: 'planes',
      bytes: 8,
      visits: true,
      slabs: ({ meta, voxels, depth }) => stagedSlabs(meta.size, 'z', voxels, depth),
      grids: (facts, slabs): Readonly<Record<string, StagedGrid>> => {
        const { kind, storage, size } = metaOf(facts);
        const planes = slabGrid('u32', size, slabs);
        return kind === 'mask' ? { planes } : { planes, values: slabGrid(storage, size, slabs) };
      },
      task: (context) =>
        context.visit(context.slab, async (inputs, run) => {
          const exact = exactSlab(run, objects(inputs), context.slab);
          if (exact.meta.kind !== 'mask')
            await context.grid('planes', 'values').write(run, exact.buffer, context.slab);
          const planes = alongSlices(run, exact, options(context));
          await context.grid('planes', 'planes').write(run, planes, context.slab);
        }),
      reduce: () => Promise.resolve(null),
    },
    {
      name: 'columns',
      bytes: 8,
      visits: false,
      slabs: (facts) => {
        const { meta, voxels, budget, binding } = facts;
        const own = metaOf(facts);
        const row: Region = { origin: [0, 0, 0], size: [meta.size[0], 1, meta.size[2]] };
        const values = own.kind === 'mask' ? 0 : bytesOf(own.storage, row);
        const bytes = bytesOf('u32', row);
        const most = Math.floor(Math.min(budget / (2 * bytes + values), binding / bytes));
        return stagedSlabs(meta.size, 'y', voxels, most);
      },
      grids: ({ meta }, slabs) => ({ distances: slabGrid('u32', meta.size, slabs, 'y') }),
      task: (context) =>
        context.inRun(async (run: Run) => {
          const { slab, meta } = context;
          const own = metaOf(context);
          const between = {
            planes: context.grid('planes', 'planes'),
            values: own.kind === 'mask' ? undefined : context.grid('planes', 'values'),
            meta: own,
          };
          const out = await alongColumns(run, between, slab, meta, options(context));
          await distancesOf(context).write(run, out, slab);
        }),
      reduce: () => Promise.resolve(null),
    },
  ];
}

/** What {@link distanceSteps} leave. */
export function distancesOf<I extends InputSpecs, P extends ParamSpecs>({
  grid,
}: Pick<StagedContext<I, P>, 'grid'>): SpilledGrid {
  return grid('columns', 'distances');
}

type Inputs = (typeof distance)['inputs'];
type Params = (typeof distance)['params'];

/** The distance transform in tasks. */
export function stagedDistance(
  optionsFor: (params: ParamsOfSpecs<Params>, meta: GridMeta) => DistanceOptions,
): Staged<Inputs, Params, SpilledGrid> {
  return {
    steps: () =>
      distanceSteps<Inputs, Params>({
        meta: ({ metas }) => metas.objects,
        objects: ({ objects }) => objects,
        options: ({ params, meta }) => optionsFor(params, meta),
      }),
    state: (context) => Promise.resolve(distancesOf(context)),
  };
}
