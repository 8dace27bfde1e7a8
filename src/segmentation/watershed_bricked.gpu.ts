// Marker-controlled watershed out of core: levels, steps and labels slab by slab.
import type { Run } from '../gpu/index.js';
import {
  HeldInputs,
  intoSpill,
  SpilledGrid,
  wordsOf,
  type Bricked,
  type BrickedContext,
  type GpuGrid,
} from '../implement/index.js';
import { SLAB_LEAVES, SLAB_UPWARDS } from '../kernels/shared/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import { reachOf } from './basins.gpu.js';
import {
  floodBox,
  floodLevels,
  floodSlabs,
  ownFaces,
  putFaces,
  type FloodBox,
} from './flood_slabs.gpu.js';
import { settleSlabs } from './settle_slabs.gpu.js';
import { SlabExits } from './slab_exits.gpu.js';
import { joinSlab } from './slab_labels.gpu.js';
import type { watershed } from './watershed.js';
import {
  labelled,
  markedGround,
  stepsInBox,
  withRidges,
  type MarkedRelief,
} from './watershed_stages.gpu.js';

type Inputs = (typeof watershed)['inputs'];
type Params = (typeof watershed)['params'];
type Context = BrickedContext<Inputs, Params>;
type Held = HeldInputs<'volume' | 'markers' | 'mask'>;

/** What the passes share. */
interface Passes {
  readonly context: Context;
  readonly held: Held;
  readonly slabs: readonly Region[];
  readonly reach: number;
  /** Rows of levels and steps are padded to whole eights. */
  readonly levels: SpilledGrid;
  readonly steps: SpilledGrid;
}

/**
 * The watershed slab by slab, the same labels as whole. Levels come to rest in sweeps
 * (`floodLevels`), and so do steps on levels. Then every slab is labelled by itself, upwards: a
 * path of sources that leaves it is marked by the pixel at which it enters the next, and followed
 * on the host from face to face; back downwards marks become labels. Ridges are a pass of their
 * own.
 *
 * Spills the inputs, and 12 B/voxel (with ridges 16), of which 4 stay.
 */
export const brickedWatershed: Bricked<Inputs, Params, SpilledGrid> = intoSpill(async (context) => {
  const { meta, params } = context;
  const [nx, ny, nz] = meta.size;
  const open: SpilledGrid[] = [];
  const spilled = async (width: number): Promise<SpilledGrid> => {
    const grid = await SpilledGrid.open(context, 'u32', [width, ny, nz]);
    open.push(grid);
    return grid;
  };
  let held: Held | undefined;
  let result: SpilledGrid | undefined;
  try {
    held = await heldInputs(context);
    const passes: Passes = {
      context,
      held,
      slabs: floodSlabs(context, held.bytesPerVoxel + 4),
      reach: reachOf(params.connectivity),
      levels: await spilled(8 * Math.ceil(nx / 8)),
      steps: await spilled(8 * Math.ceil(nx / 8)),
    };
    await findLevels(passes);
    await findSteps(passes);
    const labels = await spilled(nx);
    await findLabels(passes, labels);
    result = labels;
    if (params.ridges) {
      result = await spilled(nx);
      await cutRidges(passes, labels, result);
    }
    return result;
  } catch (error) {
    await result?.close();
    throw error;
  } finally {
    await held?.close();
    for (const grid of open) if (grid !== result) await grid.close();
  }
});

async function heldInputs(context: Context): Promise<Held> {
  return HeldInputs.of<'volume' | 'markers' | 'mask'>(
    {
      ...context,
      visit: (region, work) =>
        context.visit(region, async (grids, run) => {
          await checkIds(run, grids.markers);
          await work(grids, run);
        }),
    },
    ['volume', 'markers', 'mask'],
  );
}

/** Ids share their words with marks of paths that leave a slab. */
async function checkIds(run: Run, { buffer, labelBound, layout }: GpuGrid): Promise<void> {
  if (labelBound !== undefined && labelBound < SLAB_LEAVES) return;
  for (const id of new Uint32Array(await run.read(buffer, 0, 4 * wordsOf(layout))))
    if (id >= SLAB_LEAVES)
      throw new VoxmetryError(
        'limit',
        `watershed: the marker ${String(id)} is above ${String(SLAB_LEAVES - 1)}, the largest id in a volume that does not fit the GPU. Number the markers anew with renumber().`,
        { details: { needed: id, available: SLAB_LEAVES - 1 } },
      );
}

async function reliefOf(run: Run, held: Held, box: Region): Promise<MarkedRelief> {
  const [volume, markers, mask] = [
    await held.grid(run, 'volume', box),
    await held.grid(run, 'markers', box),
    await held.grid(run, 'mask', box),
  ];
  return { volume: volume!, markers: markers!, mask };
}

function freeRelief(run: Run, { volume, markers, mask }: MarkedRelief): void {
  run.free(volume.buffer, markers.buffer, mask?.buffer);
}

/** A box of whole rows of levels or steps. */
function padded(region: Region, { layout }: FloodBox): Region {
  return { origin: region.origin, size: [layout.rowWords, region.size[1], region.size[2]] };
}

async function findLevels({ context, held, slabs, reach, levels }: Passes): Promise<void> {
  await floodLevels(
    context,
    slabs,
    reach,
    async (run, { box, layout }) => {
      const relief = await reliefOf(run, held, box);
      const ground = markedGround(run, relief, layout);
      freeRelief(run, relief);
      const water = run.alloc(4 * wordsOf(layout), 'water');
      run.upload(water, new Uint32Array(wordsOf(layout)).fill(0xffffffff));
      return { ...ground, water };
    },
    (run, at, found) => levels.write(run, found, padded(at.slab, at), at.lead),
  );
}

async function findSteps({ context, held, slabs, reach, levels, steps }: Passes): Promise<void> {
  const { layout } = floodBox(context, slabs[0]!);
  await settleSlabs(context, slabs.length, layout.sliceWords, (index, faces) => {
    const at = floodBox(context, slabs[index]!);
    return context.inRun(async (run) => {
      const relief = await reliefOf(run, held, at.box);
      const { heights: unused, seeds } = markedGround(run, relief, at.layout);
      freeRelief(run, relief);
      run.free(unused);
      const heights = await levels.read(run, padded(at.box, at));
      const ground = { layout: at.layout, region: at.box, heights, seeds, reach };
      const found = await stepsInBox(run, ground, (grid) => {
        putFaces(run, grid, at, faces);
      });
      await steps.write(run, found, padded(at.slab, at), at.lead);
      return ownFaces(run, found, at);
    });
  });
}

/** Labels into a spill: upwards with marks where paths leave their slabs, downwards without. */
async function findLabels(
  { context, held, slabs, reach, levels, steps }: Passes,
  labels: SpilledGrid,
): Promise<void> {
  const { meta } = context;
  const pixels = meta.size[0] * meta.size[1];
  const downwards = Uint32Array.from({ length: pixels }, (_, pixel) => SLAB_LEAVES + pixel);
  const upwards = downwards.map((mark) => mark + SLAB_UPWARDS);
  const exits = await SlabExits.open(context, pixels, slabs.length);
  try {
    for (const slab of slabs) {
      const at = floodBox(context, slab);
      const { box, layout } = at;
      const first = slab.origin[2] - box.origin[2];
      const end = first + slab.size[2];
      await context.inRun(async (run) => {
        const markers = (await held.grid(run, 'markers', box))!;
        if (first > 0) run.upload(markers.buffer, downwards);
        if (end < box.size[2]) run.upload(markers.buffer, upwards, 4 * pixels * end);
        const heights = await levels.read(run, padded(box, at));
        const paths = await steps.read(run, padded(box, at));
        const ground = { layout, region: box, heights, reach };
        const { buffer } = labelled(run, ground, paths, markers, meta, { first, end });
        await labels.write(run, buffer, slab, 4 * pixels * first);
        const faces = await ownFaces(run, buffer, {
          slab,
          slice: 4 * pixels,
          lead: 4 * pixels * first,
        });
        await exits.push(faces.first, faces.last);
      });
    }
    for (const slab of slabs.toReversed()) {
      const neighbours = await exits.pop();
      await context.inRun(async (run) => {
        const grid = await labels.grid(run, meta, slab);
        joinSlab(run, grid, 0, neighbours);
        await labels.write(run, grid.buffer, slab);
      });
    }
  } finally {
    await exits.close();
  }
}

async function cutRidges(
  { context, slabs, reach, levels, steps }: Passes,
  labels: SpilledGrid,
  result: SpilledGrid,
): Promise<void> {
  for (const slab of slabs) {
    const at = floodBox(context, slab);
    await context.inRun(async (run) => {
      const heights = await levels.read(run, padded(at.box, at));
      const paths = await steps.read(run, padded(at.box, at));
      const grid = await labels.grid(run, context.meta, at.box);
      const { buffer, layout } = withRidges(
        run,
        { layout: at.layout, heights, reach },
        paths,
        grid,
      );
      const lead = slab.origin[2] - at.box.origin[2];
      await result.write(run, buffer, slab, 4 * layout.sliceWords * lead);
    });
  }
}
