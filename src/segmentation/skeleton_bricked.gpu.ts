// Skeletonisation out of core: turn by turn, and in each slab by slab with wide halos.
import {
  HeldInputs,
  intoSpill,
  SpilledGrid,
  type Bricked,
  type BrickedContext,
} from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { skeleton } from './skeleton.js';
import { around, slabsOf } from './slabs.js';
import { Thinning, TURN_REACH } from './thinning.gpu.js';

type Inputs = (typeof skeleton)['inputs'];
type Params = (typeof skeleton)['params'];
type Context = BrickedContext<Inputs, Params>;

/** Bits and those that may go, for a byte of a slice, and what pools round up. */
const GRIDS = 2.5;

/**
 * The skeleton slab by slab, the same voxels as whole. A slab with as many slices around it as a
 * turn looks across is thinned once, and its own slices are right. They go to a second spill, from
 * which the next turn reads, until a turn changes nothing. Slabs around which nothing changed are
 * left out.
 *
 * 0.4 B/voxel of spill. A turn moves what the whole's does, and its halos of 54 slices on either
 * side.
 */
export const brickedSkeleton: Bricked<Inputs, Params, SpilledGrid> = intoSpill(async (context) => {
  const { meta } = context;
  const slabs = slabsFor(context);
  const held = await HeldInputs.of(context, ['mask']);
  const pair: SpilledGrid[] = [];
  try {
    for (let i = 0; i < 2; i++) pair.push(await SpilledGrid.open(context, 'bit', meta.size));
    let from = held.spilled('mask')!.spill;
    let changed: readonly Region[] = slabs;
    for (let turn = 1; changed.length > 0; turn++) {
      const to = pair[turn % 2]!;
      const next: Region[] = [];
      for (const slab of slabs) {
        const box = around(slab, TURN_REACH, TURN_REACH, meta.size[2]);
        // Both spills are filled by the second turn. From then on they hold the same where
        // nothing changed in the turn before.
        if (turn > 2 && !changed.some((other) => overlap(other, box))) continue;
        if (await thinSlab(context, slab, box, from, to)) next.push(slab);
      }
      changed = next;
      from = to;
    }
    for (const spill of pair) if (spill !== from) await spill.close();
    return from;
  } catch (error) {
    for (const spill of pair) await spill.close();
    throw error;
  } finally {
    await held.close();
  }
});

/**
 * Slabs that fit the budget with their halos, of even depth, so that subfields are those of the
 * whole.
 */
function slabsFor({ meta, slabs, alone }: Context): Region[] {
  const slice = GRIDS * (SpilledGrid.bytes('bit', meta.size) / meta.size[2]);
  const fitting = Math.floor(alone / slice) - 2 * TURN_REACH;
  if (fitting < 2 && fitting + 2 * TURN_REACH < meta.size[2])
    throw new VoxmetryError(
      'limit',
      `skeleton: a slab takes ${String(2 * TURN_REACH + 2)} slices of this size, which is more than memoryBudget allows. Raise it, or crop or bin the volume.`,
      { details: { needed: 2 * slice * (2 * TURN_REACH + 2), available: 2 * alone } },
    );
  const depth = Math.min(slabs[0]!.size[2], Math.max(2, fitting));
  return slabsOf(meta.size, Math.max(2, depth - (depth % 2)));
}

/** Whether two regions have slices in common. */
function overlap(a: Region, b: Region): boolean {
  return a.origin[2] < b.origin[2] + b.size[2] && b.origin[2] < a.origin[2] + a.size[2];
}

/** Thins a slab once, from one spill to another; whether anything went. */
async function thinSlab(
  context: Context,
  slab: Region,
  box: Region,
  from: SpilledGrid,
  to: SpilledGrid,
): Promise<boolean> {
  const { meta, params } = context;
  return context.inRun(async (run) => {
    const bits = await from.grid(run, meta, box);
    new Thinning(run, bits, params.keepEnds).turn(1);
    const slice = 4 * bits.layout.sliceWords;
    const lead = slice * (slab.origin[2] - box.origin[2]);
    const thinned = new Uint8Array(await run.read(bits.buffer, lead, slice * slab.size[2]));
    await to.store(slab, thinned);
    return !equal(thinned, await from.load(slab));
  });
}

function equal(a: Uint8Array<ArrayBuffer>, b: Uint8Array<ArrayBuffer>): boolean {
  const [x, y] = [a, b].map(
    (each) => new Uint32Array(each.buffer, each.byteOffset, each.length / 4),
  );
  for (let i = 0; i < x!.length; i++) if (x![i] !== y![i]) return false;
  return true;
}
