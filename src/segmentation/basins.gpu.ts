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
import { blocksOf, takeTurn } from './flood.gpu.js';

/** What water runs on: grids of u32 whose rows are whole eights. */
export interface Ground {
  readonly layout: GridLayout;
  readonly region: Region;
  /** Heights as integers that order as the values do; ~0 where no water may go. */
  readonly heights: PooledBuffer;
  /** Of each row of eight voxels, a bit for each where water rises from the ground. */
  readonly seeds: PooledBuffer;
  /**
   * The level that water falls from at each voxel, if it does not rise from the ground; ~0 where
   * there is none. Is freed.
   */
  readonly water?: PooledBuffer;
  /** 1, 2 or 3: water goes across faces, edges, corners. */
  readonly reach: number;
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
 * Words of `counts`: the lengths of the queue of blocks and of two lists of voxels, and others; of
 * the last nothing is asked.
 */
const COUNTS = { BASINS: 3, UNFINISHED: 4, VISITS: 5, UNUSED: 6 } as const;
/** Rounds between two looks whether lakes still have passes. */
const ROUNDS = 4;
/** Each dispatch shortens what it follows by 64, and no path is longer than 2^30 voxels. */
export const FOLLOWS = 5;
const SHORTENINGS = 4;
/** Bytes of two grids of a block, and of the voxels behind its faces. */
const SCANNED = 2 * 4 * (FLOOD_VOXELS + 6 * FLOOD_EDGE ** 2);
/**
 * Bytes that a listed voxel moves at least: itself; its height and path, and those of a neighbour.
 */
const LISTED = { read: 20, write: 4 } as const;

/** Dispatches over blocks, by the lengths of queues. */
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

  /** A dispatch of as many workgroups as a word of `counts` says; another becomes 0. */
  over(
    from: number,
    to: number,
    each = 1,
  ): { readonly indirect: PooledBuffer; readonly offset: number } {
    return takeTurn(this.#run, this.counts, this.awake, from, to, each);
  }
}

/** A dispatch of a workgroup of 64 per block. */
export function everyBlock(region: Region): { readonly invocations: number } {
  return { invocations: 64 * volumeOf(blocksOf(region)) };
}

/**
 * Raises heights to the level at which water comes to each voxel: the minimum over paths from where
 * it rises or falls of the maximum height, and of the level that it falls from; ~0 where none comes
 * to.
 *
 * Every voxel points at a neighbour that is lower, and belongs to the basin that this leads to.
 * Water that fills a basin floods its voxels at its own level or, where they are higher, at their
 * height; what leads to a marker is at its height already. So only levels of basins are sought,
 * those without a marker: along the minimum spanning forest of passes between basins (Meyer, in
 * Mathematical Morphology and its Applications to Image Processing, 1994, 77), by rounds in which
 * every lake flows over its lowest pass (Borůvka, 1926), at most log₂ of their number. Of a way
 * down a chain, the highest pass counts. Voxels by which no pass leads out any more drop out of the
 * rounds.
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
      // Few paths are so long that they are followed again.
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

/** The state of the basins without a marker, which are numbered from 1. */
interface Basins {
  readonly paths: PooledBuffer;
  /** Blocks that hold their voxels, and how many. */
  readonly queues: PooledBuffer;
  readonly open: number;
  readonly basins: number;
}

/**
 * Of every basin, the lake that it belongs to in the end (0: that of a marker), and the level of
 * its water.
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
    if (now[from]! > 0) continue;
    const visits = now[COUNTS.VISITS]!;
    run.declareTraffic({ read: visits * LISTED.read, write: (visits / 2) * LISTED.write });
    break;
  }
  run.free(...lists);
  run.free(levels, beyond, springs, outlets, shortened);
  return { lakes, floors };
}
