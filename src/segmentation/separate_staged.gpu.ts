// Separation of touching objects in tasks: heights, basins of slabs, and where they touch.
import {
  layoutOf,
  slabGrid,
  stagedSlabs,
  type SpilledGrid,
  type Staged,
  type StagedContext,
  type StagedFacts,
  type StagedStep,
} from '../implement/index.js';
import { RESULT_WORD } from '../kernels/shared/index.js';
import type { Region } from '../recipe/geometry.js';
import { contacts, type Maxima } from './distance_basins.gpu.js';
import { distancesOf, distanceSteps } from './distance_staged.gpu.js';
import { mergeBasins } from './merge_basins.js';
import { SaddleTable } from './saddle_table.js';
import type { separate } from './separate.js';
import {
  allMaxima,
  BYTES,
  climbSlab,
  haloOf,
  joinedBasins,
  raised,
  type SeparatedSlabs,
} from './separate_bricked.gpu.js';
import { heightsOf, mergeRule, positionIn, type HeightKind } from './separate_heights.js';
import { SlabExits, type Neighbours } from './slab_exits.gpu.js';
import { smoothedIn } from './slab_heights.gpu.js';
import { around } from './slabs.js';

type Inputs = (typeof separate)['inputs'];
type Params = (typeof separate)['params'];
type Facts = StagedFacts<Inputs, Params>;
type Context = StagedContext<Inputs, Params>;
type Step = StagedStep<Inputs, Params>;

/** What the climbs of all slabs come to: how many basins the slabs before each slab have. */
interface Climbed {
  readonly offsets: readonly number[];
  readonly count: number;
}

/** What a task finds of the contacts of its slab. */
interface SlabContacts {
  readonly pairs: Parameters<SaddleTable['add']>[0];
  /** Basins in the slab, and the first voxel of each there, in the volume. */
  readonly basins: Uint32Array<ArrayBuffer>;
  readonly first: Float64Array<ArrayBuffer>;
}

function kindOf({ meta, metas }: Facts): HeightKind {
  return heightsOf(meta, metas.smoothed !== undefined);
}

/** Slabs that fit with their halos. */
function slabsFor({ meta, params, voxels, budget, binding }: Facts): readonly Region[] {
  const [nx, ny] = meta.size;
  const most = Math.min((2 * budget) / BYTES, binding / 4);
  const fitting = Math.floor(most / (nx * ny)) - 2 * haloOf(params, meta);
  return stagedSlabs(meta.size, 'z', voxels, fitting);
}

/** Heights of smoothed distances. */
const smoothed: Step = {
  name: 'heights',
  bytes: 4,
  visits: true,
  slabs: ({ meta, voxels, depth }) => stagedSlabs(meta.size, 'z', voxels, depth),
  grids: ({ meta }, slabs) => ({ heights: slabGrid('u32', meta.size, slabs) }),
  task: (context) =>
    context.visit(context.slab, async (inputs, run) => {
      const { slab, meta } = context;
      const found = smoothedIn(run, inputs, slab, meta.size, kindOf(context).scale);
      await context.grid('heights', 'heights').write(run, found, slab);
    }),
  reduce: () => Promise.resolve(null),
};

/** Distances, whose squares are heights. */
const measured = distanceSteps<Inputs, Params>({
  meta: ({ metas }) => metas.mask,
  objects: ({ mask }) => mask,
  options: (facts) => ({
    squares: kindOf(facts).squares,
    outside: false,
    result: RESULT_WORD,
    scale: 1,
  }),
});

function heightsIn(context: Context): SpilledGrid {
  return kindOf(context).smoothed ? context.grid('heights', 'heights') : distancesOf(context);
}

/** The basins of each slab by itself; then paths that leave slabs are followed face by face. */
const climbing: Step = {
  name: 'climb',
  bytes: BYTES,
  visits: false,
  slabs: slabsFor,
  grids: ({ meta }, slabs) => ({
    basins: slabGrid('u32', meta.size, slabs),
    faces: {
      storage: 'u32',
      size: [meta.size[0], meta.size[1], 2 * slabs.length],
      chunk: [meta.size[1], 2],
      by: 'reduce',
    },
  }),
  task: (context) =>
    context.inRun(async (run): Promise<Maxima> => {
      const { slab, meta, params } = context;
      const halo = haloOf(params, meta);
      const box = around(slab, halo, halo, meta.size[2]);
      const ground = {
        buffer: await heightsIn(context).read(run, box),
        layout: layoutOf('u32', box, meta.size),
      };
      const kind = kindOf(context);
      const { maxima, out } = await climbSlab(run, ground, slab, { meta, params, kind });
      await context.grid('climb', 'basins').write(run, out.buffer, slab);
      return maxima;
    }),
  async reduce({ meta, slabs, parts, grid, openSpill }): Promise<Climbed> {
    const all = slabs('climb');
    const [nx, ny] = meta.size;
    const basins = grid('climb', 'basins');
    const slice = async (z: number): Promise<Uint32Array<ArrayBuffer>> => {
      const bytes = await basins.load({ origin: [0, 0, z], size: [nx, ny, 1] });
      return new Uint32Array(bytes.slice().buffer);
    };
    const exits = await SlabExits.open({ openSpill }, nx * ny, all.length);
    try {
      const offsets: number[] = [];
      let count = 0;
      for await (const { voxels } of parts<Maxima>()) {
        const { origin, size } = all[offsets.length]!;
        const [first, last] = [await slice(origin[2]), await slice(origin[2] + size[2] - 1)];
        await exits.push(raised(first, count), raised(last, count));
        offsets.push(count);
        count += voxels.length;
      }
      const faces = grid('climb', 'faces');
      for (let index = all.length - 1; index >= 0; index--) {
        const { below, above } = await exits.pop();
        const both = new Uint32Array(2 * nx * ny);
        both.set(below);
        both.set(above, nx * ny);
        await faces.store(
          { origin: [0, 0, 2 * index], size: [nx, ny, 2] },
          new Uint8Array(both.buffer),
        );
      }
      return { offsets, count };
    } finally {
      await exits.close();
    }
  },
};

/** What lies around each slab, as the reduce of the climbs left it. */
class StoredNeighbours {
  readonly #faces: SpilledGrid;
  readonly #plane: readonly [number, number];

  constructor({ meta, grid }: Context) {
    this.#faces = grid('climb', 'faces');
    this.#plane = [meta.size[0], meta.size[1]];
  }

  async around(slab: number): Promise<Neighbours> {
    const [nx, ny] = this.#plane;
    const bytes = await this.#faces.load({ origin: [0, 0, 2 * slab], size: [nx, ny, 2] });
    const both = new Uint32Array(bytes.slice().buffer);
    return { below: both.slice(0, nx * ny), above: both.slice(nx * ny) };
  }

  close(): Promise<void> {
    return this.#faces.close();
  }
}

/** Contacts of basins that have the numbers of the volume; then basins become objects. */
const joining: Step = {
  name: 'join',
  bytes: BYTES,
  visits: false,
  slabs: slabsFor,
  grids: () => ({}),
  async task(context): Promise<SlabContacts> {
    const { meta, slab, index, grid } = context;
    const { offsets, count } = await context.reduced<Climbed>('climb');
    const neighbours = await new StoredNeighbours(context).around(index);
    const box = around(slab, 0, 1, meta.size[2]);
    const raise = offsets[index]!;
    const expected = (offsets[index + 1] ?? count) - raise;
    return context.inRun(async (run) => {
      const basins = grid('climb', 'basins');
      const all = await joinedBasins(run, basins, meta, { slab, box, raise, neighbours });
      const heights = await heightsIn(context).read(run, box);
      const found = await contacts(run, heights, all, count, expected);
      const there: number[] = [];
      for (let basin = 0; basin < count; basin++)
        if (found.first[basin] !== 0xffffffff) there.push(basin);
      const before = slab.origin[2] * meta.size[0] * meta.size[1];
      return {
        pairs: found.pairs,
        basins: Uint32Array.from(there),
        first: Float64Array.from(there, (basin) => before + found.first[basin]!),
      };
    });
  },
  async reduce(context) {
    const { meta, params, parts } = context;
    const { count } = await context.reduced<Climbed>('climb');
    const table = new SaddleTable();
    const first = new Float64Array(count).fill(Infinity);
    for await (const { pairs, basins, first: voxels } of parts<SlabContacts>()) {
      table.add(pairs);
      for (const [i, basin] of basins.entries()) first[basin] = Math.min(first[basin]!, voxels[i]!);
    }
    const found: Maxima[] = [];
    for await (const maxima of parts<Maxima>('climb')) found.push(maxima);
    const maxima = allMaxima(found, params);
    return mergeBasins(
      { ...maxima, first, pairs: table.pairs(), position: positionIn(meta.size, maxima.voxels) },
      mergeRule(kindOf(context), meta, params),
    );
  },
};

/**
 * Separation in tasks, the same labels as in one process. Distances are made by slices and then by
 * columns; the basins of each slab by itself; the ends of paths that leave slabs are found by the
 * end of that step, face by face; then the saddles of each slab, and what basins merge.
 *
 * On the disk 12 B/voxel (8 where heights are smoothed), written once; heights are read twice.
 */
export const stagedSeparate: Staged<Inputs, Params, SeparatedSlabs> = {
  steps: ({ metas }) => [
    ...(metas.smoothed === undefined ? measured : [smoothed]),
    climbing,
    joining,
  ],

  async state(context) {
    const { offsets } = await context.reduced<Climbed>('climb');
    const merged = await context.reduced<Pick<SeparatedSlabs, 'objects' | 'count'>>('join');
    return {
      slabs: context.slabs('climb'),
      offsets,
      basins: context.grid('climb', 'basins'),
      exits: new StoredNeighbours(context),
      ...merged,
    };
  },
};
