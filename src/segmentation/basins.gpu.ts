// Watershed levels by a minimum spanning forest of catchment basins (Borůvka): minimax path heights
// on the GPU.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { layoutOf, wordsOf } from '../implement/index.js';
import {
  basinDescend,
  basinFollow,
  basinHook,
  basinMerge,
  basinPass,
  basinRaise,
  basinScan,
  basinShorten,
  basinWater,
} from '../kernels/segmentation/index.js';
import { FLOOD_EDGE, FLOOD_VOXELS } from '../kernels/shared/index.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import type { Connectivity } from './components.js';
import { blocksOf, takeTurn } from './flood.gpu.js';

/** The relief that is flooded: grids of u32 whose rows are padded to multiples of eight voxels. */
export interface Ground {
  readonly layout: GridLayout;
  readonly region: Region;
  /** Heights as order-preserving integer keys; ~0 where no water may go. */
  readonly heights: PooledBuffer;
  /**
   * Markers: one bit per voxel, eight voxels (of a row) at a time. Water rises from the ground
   * there.
   */
  readonly seeds: PooledBuffer;
  /**
   * Per voxel, the level from which water falls onto it (the seed of a reconstruction); ~0 where
   * there is none. Without this grid, water rises only at `seeds`. {@link raiseToPasses} frees the
   * buffer.
   */
  readonly water?: PooledBuffer;
  /**
   * Connectivity of the flood: 1 for faces (6), 2 for edges as well (18), 3 for corners as well
   * (26).
   */
  readonly reach: number;
}

/** By how many axes at most the neighbours of a connectivity are off. */
export function reachOf(connectivity: Connectivity): number {
  return { 6: 1, 18: 2, 26: 3 }[connectivity];
}

/** How the grids of a {@link Ground} lie. */
export function groundLayout(region: Region, volumeSize: Vec3): GridLayout {
  const rowWords = 8 * Math.ceil(region.size[0] / 8);
  return {
    ...layoutOf('u32', region, volumeSize),
    rowWords,
    sliceWords: rowWords * region.size[1],
  };
}

/**
 * Words of `counts`. Words 0 to 2 are the lengths of the queue of blocks and of the two lists of
 * voxels; UNUSED is written to, but never read.
 */
const COUNTS = { BASINS: 3, UNFINISHED: 4, VISITS: 5, UNUSED: 6 } as const;
/** Borůvka rounds between two readbacks, which tell whether any lake still has a pass. */
const ROUNDS = 4;
/**
 * Each dispatch of pointer jumping shortens paths by a factor of 64, so this many suffice: no path
 * is longer than 2^30 voxels.
 */
export const FOLLOWS = 5;
const SHORTENINGS = 4;
/** Bytes of two grids of a block, and of the voxels behind its faces. */
const SCANNED = 2 * 4 * (FLOOD_VOXELS + 6 * FLOOD_EDGE ** 2);
/**
 * Bytes that a listed voxel moves at least: the list entry, and the height and path of the voxel
 * and of one neighbour.
 */
const LISTED = { read: 20, write: 4 } as const;

/** Indirect dispatches over blocks, by the lengths of queues on the GPU. */
class Turns {
  readonly blocks: Vec3;
  readonly total: number;
  readonly counts: PooledBuffer;
  readonly awake: PooledBuffer;
  readonly #run: Run;

  constructor(run: Run, region: Region) {
    this.#run = run;
    this.blocks = blocksOf(region);
    this.total = volumeOf(this.blocks);
    this.counts = run.alloc(4 * (COUNTS.UNUSED + 1), 'counts', { zero: true });
    this.awake = run.alloc(16, 'dispatch');
  }

  /**
   * An indirect dispatch of as many workgroups as the word `from` of `counts` says. The word `to`
   * is set to 0.
   */
  over(
    from: number,
    to: number,
    each = 1,
  ): { readonly indirect: PooledBuffer; readonly offset: number } {
    return takeTurn(this.#run, this.counts, this.awake, from, to, each);
  }
}

/** The size of a dispatch with one workgroup of 64 invocations per block. */
export function everyBlock(region: Region): { readonly invocations: number } {
  return { invocations: 64 * volumeOf(blocksOf(region)) };
}

/**
 * Raises heights to the level at which water arrives at each voxel. This is the minimax path value:
 * the minimum, over all paths from a source of water, of the greatest height on the path (and of
 * the level from which the water falls at the source). It is ~0 where no water arrives.
 *
 * Every voxel points at a lower neighbour, and belongs to the catchment basin at the end of that
 * path of descent. Water that fills a basin stands at the basin's level, or at the voxel's own
 * height where that is higher. Voxels whose path leads to a marker are already at their level. So
 * only the levels of the open basins, those without a marker, have to be found.
 *
 * They follow from the minimum spanning forest of basins, whose edges are the passes between them
 * (Meyer, in Mathematical Morphology and its Applications to Image Processing, 1994, 77). It is
 * built by Borůvka's algorithm (1926): in each round every lake (a tree of merged basins) flows
 * over its lowest pass into the lake beyond, so that log₂ of the number of basins bounds the number
 * of rounds. Along a chain of lakes the highest pass counts. Voxels at which no pass leads out of
 * their lake any more are dropped from the list.
 */
export async function raiseToPasses(run: Run, ground: Ground): Promise<void> {
  const { layout, region, heights, seeds, reach } = ground;
  const bytes = 4 * wordsOf(layout);
  const turns = new Turns(run, region);
  const { blocks, total, counts, awake } = turns;
  const grid = { grid: layout, blocks };
  const paths = run.alloc(bytes, 'paths');
  run.dispatch(basinDescend, {
    buffers: { heights, seeds, paths, counts },
    params: grid,
    constants: { REACH: reach, BASINS: COUNTS.BASINS },
    size: everyBlock(region),
    traffic: { read: bytes + bytes / 8, write: bytes },
  });
  const stamps = run.alloc(4 * total, 'blocks of open basins', { zero: true });
  const queues = run.alloc(4 * total, 'blocks of open basins');
  for (let pass = 0; pass < FOLLOWS; pass++)
    run.dispatch(basinFollow, {
      buffers: { paths, stamps, queues, counts },
      params: grid,
      constants: { UNFINISHED: COUNTS.UNFINISHED },
      size: pass === 0 ? everyBlock(region) : turns.over(COUNTS.UNFINISHED, COUNTS.UNFINISHED),
      // Only few paths are long enough to need another dispatch.
      traffic: pass === 0 ? { read: bytes, write: bytes } : { read: 0, write: 0 },
    });
  run.free(stamps);
  const found = new Uint32Array(await run.read(counts));
  const basins = found[COUNTS.BASINS]!;
  const open = found[0]!;
  if (basins > 0) {
    const lakes = await fillLakes(run, ground, turns, { paths, queues, open, basins });
    run.dispatch(basinRaise, {
      buffers: { paths, ...lakes, queues, awake, heights },
      params: grid,
      size: turns.over(0, COUNTS.UNUSED),
      traffic: {
        read: open * 8 * FLOOD_VOXELS,
        write: open * 4 * FLOOD_VOXELS,
      },
    });
    run.free(lakes.lakes, lakes.floors);
  } else run.free(ground.water);
  run.free(paths, queues, counts, awake);
}

/** The open basins (those without a marker), numbered from 1. */
interface Basins {
  readonly paths: PooledBuffer;
  /** Blocks that hold voxels of open basins, and their number. */
  readonly queues: PooledBuffer;
  readonly open: number;
  readonly basins: number;
}

/**
 * For every basin: the lake that it belongs to in the end (0 for the lake of a marker), and the
 * level of the water in the basin.
 */
async function fillLakes(
  run: Run,
  { layout, heights, water, reach }: Ground,
  turns: Turns,
  { paths, queues, open, basins }: Basins,
): Promise<{ readonly lakes: PooledBuffer; readonly floors: PooledBuffer }> {
  const { counts, blocks, awake } = turns;
  const words = 4 * (basins + 1);
  const of = (label: string): PooledBuffer => run.alloc(words, label);
  const lakes = of('lakes');
  const floors = of('floors');
  const state = { levels: of('levels'), beyond: of('lakes beyond'), springs: of('springs') };
  const { levels, beyond, springs } = state;
  let outlets = run.alloc(2 * words, 'outlets');
  let shortened = run.alloc(2 * words, 'outlets');
  const every = { params: { basins }, size: { invocations: basins + 1 } };
  const merge = (BEGIN: 0 | 1): void => {
    run.dispatch(basinMerge, {
      buffers: { outlets, lakes, floors, ...state },
      ...every,
      constants: { BEGIN },
      traffic: { read: (BEGIN === 1 ? 0 : 4) * words, write: 4 * words },
    });
  };
  const bytes = 4 * wordsOf(layout);
  merge(1);
  if (water !== undefined) {
    run.dispatch(basinWater, {
      buffers: { water, paths, springs },
      params: { quads: bytes / 16 },
      size: { invocations: bytes / 16 },
      traffic: { read: 2 * bytes, write: words },
    });
    run.free(water);
  }
  const lists = [run.alloc(bytes, 'edges of lakes'), run.alloc(bytes, 'edges of lakes')] as const;
  run.dispatch(basinScan, {
    buffers: { heights, paths, levels, queue: queues, edge: lists[0], counts, awake },
    params: { grid: layout, blocks },
    constants: { REACH: reach, LISTED: 1 },
    size: turns.over(0, COUNTS.UNUSED),
    traffic: { read: open * SCANNED, write: 0 },
  });
  const pass = (CHOOSE: 0 | 1, from: 1 | 2): void => {
    const to = from === 1 ? 2 : 1;
    run.dispatch(basinPass, {
      buffers: {
        ...{ heights, paths, lakes, levels, beyond, counts },
        edge: lists[from - 1]!,
        still: lists[to - 1]!,
      },
      params: { grid: layout, from_list: from, to_list: to },
      constants: { REACH: reach, CHOOSE, VISITS: COUNTS.VISITS },
      size: turns.over(from, CHOOSE === 1 ? COUNTS.UNUSED : to, 64),
      // Known at the end.
      traffic: { read: 0, write: 0 },
    });
  };
  let from: 1 | 2 = 1;
  for (let round = 1; ; round++) {
    pass(1, from);
    run.dispatch(basinHook, {
      buffers: { lakes, ...state, outlets },
      ...every,
    });
    for (let i = 0; i < SHORTENINGS; i++) {
      run.dispatch(basinShorten, {
        buffers: { outlets, shortened },
        ...every,
      });
      [outlets, shortened] = [shortened, outlets];
    }
    merge(0);
    pass(0, from);
    from = from === 1 ? 2 : 1;
    if (round % ROUNDS > 0) continue;
    const now = new Uint32Array(await run.read(counts));
    // A lake out of which no pass leads any more takes the level of the water that fell into it in
    // the round after, so that this one must have begun without passes.
    const left = water === undefined ? now[from]! : now[1]! + now[2]!;
    if (left > 0) continue;
    const visits = now[COUNTS.VISITS]!;
    run.declareTraffic({ read: visits * LISTED.read, write: (visits / 2) * LISTED.write });
    break;
  }
  run.free(...lists);
  run.free(levels, beyond, springs, outlets, shortened);
  return { lakes, floors };
}
