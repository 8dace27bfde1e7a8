// Connected-component labelling of values on the GPU: run-length encoding and lock-free union-find.
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import {
  bufferBytes,
  bytesOf,
  layoutOf,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import {
  componentsFlatten,
  componentsLink,
  componentsRuns,
  componentsShorten,
  componentsUnite,
} from '../kernels/segmentation/index.js';
import { scanCounts } from '../kernels/counts/index.js';
import { BLOCK_RUNS, TILE_WORDS } from '../kernels/shared/index.js';
import { codeOf } from '../recipe/dtype.js';
import { volumeOf, type Region } from '../recipe/geometry.js';
import type { Connectivity } from './components.js';

/** Where in `state` the totals are, after the three words of an indirect dispatch. */
const RUNS_AT = 3;
const COMPONENTS_AT = 4;
const FROM_RUNS = 0xffffffff;

/**
 * The union-find forest of the runs of a grid of values along x: every run points at the first
 * run of its component. The files components_*.wgsl say how the words are laid out.
 */
export interface RunForest {
  /** The grid as words of 32 voxels. */
  readonly bits: GridLayout;
  readonly foreground: PooledBuffer;
  /** Two words per 32 voxels: where runs start, and how many of its tile start before. */
  readonly runs: PooledBuffer;
  readonly tileRuns: PooledBuffer;
  /** Tiles, each counted by one invocation. */
  readonly tiles: number;
  readonly parents: PooledBuffer;
  readonly blockRoots: PooledBuffer;
  /** Bytes of the words of 32 voxels. */
  readonly bitBytes: number;
  /** A dispatch over blocks of runs at offset 0, then the totals. */
  readonly state: PooledBuffer;
  /**
   * Reads back the number of runs and of components (one round trip), and declares the traffic that
   * depended on it. `readers` says how often the parents are read once more.
   */
  readonly counts: (
    readers: number,
  ) => Promise<{ readonly runs: number; readonly components: number }>;
  readonly free: () => void;
}

/** What {@link findRunForest} takes: bits of the foreground, runs and their parents. */
export function runForestBytes(region: Region): BufferBytes {
  const bits = bytesOf('bit', region);
  const maxRuns = volumeOf(region.size);
  return bufferBytes([bits, 2 * bits, bits, 4 * maxRuns, Math.ceil(maxRuns / 8)]);
}

/**
 * Finds the connected components of a box of a grid of values, regardless of its surroundings, as
 * a forest of runs. Nothing is read back: dispatches that depend on the number of runs are
 * indirect.
 */
export function findRunForest(run: Run, grid: GpuGrid, connectivity: Connectivity): RunForest {
  const { storage, kind } = grid.meta;
  const bits = layoutOf('bit', grid.region, grid.meta.size);
  const bitBytes = bytesOf('bit', grid.region);
  const valueBytes = bytesOf(storage, grid.region);
  // Every voxel may start a run.
  const maxRuns = volumeOf(grid.region.size);
  const tiles = Math.ceil(wordsOf(bits) / TILE_WORDS);

  const foreground = run.alloc(bitBytes, 'foreground bits');
  const runs = run.alloc(2 * bitBytes, 'runs');
  const tileRuns = run.alloc(4 * tiles, 'runs per tile');
  const state = run.alloc(32, 'counts');
  const constants = { SRC_DTYPE: codeOf(storage) };
  const params = { src: grid.layout, bits };

  run.dispatch(componentsRuns, {
    buffers: { src: grid.buffer, foreground, runs, tile_runs: tileRuns },
    params,
    constants: { ...constants, ZERO_IS_BACKGROUND: kind === 'phases' ? 0 : 1 },
    size: { invocations: tiles },
    traffic: { read: valueBytes, write: 3 * bitBytes },
  });
  run.dispatch(scanCounts, {
    buffers: { counts: tileRuns, state },
    params: { length: tiles, per_group: BLOCK_RUNS, total_at: RUNS_AT, with_dispatch: 1 },
    size: { invocations: 256 },
    traffic: { read: 8 * tiles, write: 4 * tiles },
  });

  const parents = run.alloc(4 * maxRuns, 'parents of runs');
  const blockRoots = run.alloc(4 * Math.ceil(maxRuns / BLOCK_RUNS), 'roots per block');
  // The number of runs is known only on the GPU from here on.
  const buffers = { src: grid.buffer, foreground, runs, tile_runs: tileRuns, parents };
  const size = { invocations: wordsOf(bits) };
  run.dispatch(componentsLink, {
    buffers,
    params,
    constants,
    size,
    traffic: { read: 3 * bitBytes + valueBytes, write: 0 },
  });
  run.dispatch(componentsShorten, {
    buffers: { parents, state },
    size: { indirect: state, offset: 0 },
    traffic: { read: 0, write: 0 },
  });
  run.dispatch(componentsUnite, {
    buffers,
    params,
    constants: { ...constants, CONNECTIVITY: connectivity },
    size,
    traffic: { read: 3 * bitBytes + valueBytes, write: 0 },
  });
  run.dispatch(componentsFlatten, {
    buffers: { parents, block_roots: blockRoots, state },
    size: { indirect: state, offset: 0 },
    traffic: { read: 0, write: 0 },
  });
  run.dispatch(scanCounts, {
    buffers: { counts: blockRoots, state },
    params: { length: FROM_RUNS, per_group: BLOCK_RUNS, total_at: COMPONENTS_AT, with_dispatch: 0 },
    size: { invocations: 256 },
    traffic: { read: 0, write: 0 },
  });

  return {
    bits,
    bitBytes,
    foreground,
    runs,
    tileRuns,
    tiles,
    parents,
    blockRoots,
    state,
    async counts(readers) {
      const words = new Uint32Array(await run.read(state, 4 * RUNS_AT, 8));
      const found = { runs: words[0] ?? 0, components: words[1] ?? 0 };
      const bytes = 4 * found.runs;
      // Parents are written when linked, and read and written when shortened, united and flattened.
      run.declareTraffic({ read: (3 + readers) * bytes, write: 4 * bytes });
      return found;
    },
    free() {
      run.free(foreground, runs, tileRuns, parents, blockRoots, state);
    },
  };
}
