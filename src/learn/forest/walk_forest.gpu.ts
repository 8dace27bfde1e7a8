import type { PooledBuffer, Run } from '../../gpu/index.js';
import type { GpuGrid } from '../../implement/index.js';
import { walkForest as walk } from '../../kernels/learn/index.js';
import { volumeOf } from '../../recipe/geometry.js';
import { LEAF_VOTES, packForest, type Forest } from './forest_data.js';

/** What becomes of a voxel's votes. */
export type ForestResult =
  /** The class of most votes, of equal ones the first: u8. */
  | { readonly of: 'class' }
  /** The part of all votes that a class has: f32, 0 … 1. */
  | { readonly of: 'probability'; readonly class: number }
  /**
   * How unsure the votes are, f32, 0 where they agree … 1: 1 − the greatest probability (`least`,
   * at most 1 − 1 / classes), 1 − what the greatest is above the second (`margin`), or the entropy
   * of the probabilities as a part of the greatest there is (`entropy`).
   */
  | { readonly of: 'least' | 'margin' | 'entropy' };

/** The codes of results in the kernel. */
const FOREST_RESULTS = { class: 0, probability: 1, least: 2, margin: 3, entropy: 4 } as const;

/** What sums of entropies are whole multiples of: floats hold them exactly. */
const ENTROPY_STEP = 2 ** -23;

/** What each number of votes adds to the entropy, in steps. */
function entropiesOf(votes: number, classes: number): Uint32Array<ArrayBuffer> {
  return Uint32Array.from({ length: votes + 1 }, (_, n) => {
    const p = n / votes;
    return n === 0 ? 0 : Math.round((-p * Math.log2(p)) / Math.log2(classes) / ENTROPY_STEP);
  });
}

const packed = new WeakMap<Forest, Uint32Array<ArrayBuffer>>();

/** The words of a forest, packed once. */
function wordsOfForest(forest: Forest): Uint32Array<ArrayBuffer> {
  const words = packed.get(forest) ?? packForest(forest);
  packed.set(forest, words);
  return words;
}

/** What {@link walkForest} is given. */
export interface ForestWalk {
  readonly forest: Forest;
  /**
   * The values of the features over the box of `dst`, f32, plane after plane: `planes[f · voxels +
   * i]`, x fastest, without padding. NaN counts as greater than every threshold.
   */
  readonly planes: PooledBuffer;
  readonly result: ForestResult;
  /** The grid to fill: of u8 for classes, else of f32. */
  readonly dst: GpuGrid;
}

/**
 * Records the walk of all trees of a forest for every voxel of a box, in one dispatch. All results
 * are made of sums of whole votes, and are the same bits on every adapter, whole or in bricks.
 * Every plane is read once from memory where a cache holds the values of some voxels, 4 B/voxel and
 * feature; beside planes and result it takes the forest: 8 bytes a node, some 256 kB for 100 trees
 * of depth 10.
 */
export function walkForest(run: Run, { forest, planes, result, dst }: ForestWalk): void {
  const { classes, trees } = forest;
  const words = wordsOfForest(forest);
  const votes = LEAF_VOTES * trees.length;
  const entropies = result.of === 'entropy' ? entropiesOf(votes, classes) : new Uint32Array(1);
  const [nodes, terms] = [words, entropies].map((data) => {
    const buffer = run.alloc(data.byteLength, 'forest');
    run.upload(buffer, data);
    return buffer;
  }) as [PooledBuffer, PooledBuffer];
  const [nx, ny, nz] = dst.region.size;
  run.dispatch(walk, {
    grids: { dst },
    buffers: { planes, forest: nodes, entropies: terms },
    params: {
      voxels: volumeOf(dst.region.size),
      trees: trees.length,
      nodes: trees.reduce((sum, tree) => sum + tree.features.length, 0),
      all_votes: votes,
      of_class: result.of === 'probability' ? result.class : 0,
      scale: result.of === 'entropy' ? ENTROPY_STEP : 1 / votes,
    },
    constants: { CLASSES: classes, RESULT: FOREST_RESULTS[result.of] },
    size: { invocations: Math.ceil(nx / 4) * ny * nz },
  });
  run.free(nodes, terms);
}
