import type { GridLayout, PooledBuffer, Run } from '../../gpu/index.js';
import { layoutOf, wordsOf, type GpuGrid } from '../../implement/index.js';
import { rankFeature, walkForest as walk } from '../../kernels/learn/index.js';
import { volumeOf, type Region } from '../../recipe/geometry.js';
import { LEAF_VOTES, type Forest } from './forest_data.js';
import { packForest, type PackedForest } from './pack_forest.js';

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

const packedForests = new WeakMap<Forest, PackedForest>();

/** A forest laid out for the GPU, once. */
function packedOnce(forest: Forest): PackedForest {
  const packed = packedForests.get(forest) ?? packForest(forest);
  packedForests.set(forest, packed);
  return packed;
}

/** A plane of a feature: f32, over a box that holds the voxels that are asked for. */
export interface FeaturePlane {
  readonly buffer: PooledBuffer;
  readonly layout: GridLayout;
  /** The word of the buffer at which the plane starts; default 0. */
  readonly start?: number;
}

/** Bytes of the ranks of a region's voxels. */
function rankBytes(forest: Forest, { size: [nx, ny, nz] }: Region): number {
  return (packedOnce(forest).rankBits / 2) * forest.features * Math.ceil(nx / 4) * ny * nz;
}

/** Bytes of a forest on the GPU, with what entropies of votes are looked up in. */
export function forestBytes(forest: Forest): number {
  const { words, thresholds } = packedOnce(forest);
  return words.byteLength + thresholds.byteLength + 4 * (LEAF_VOTES * forest.trees.length + 1);
}

/**
 * The walk of a forest for the voxels of a box. Each feature's plane is ranked among the forest's
 * thresholds as soon as it is there, and not needed from then on; then all trees are walked in one
 * dispatch. All results are made of sums of whole votes, and are the same bits on every adapter,
 * whole or in bricks. NaN counts as greater than every threshold.
 *
 * It holds one byte for each feature and voxel (two where a feature has more than 255 thresholds,
 * which forests from elsewhere may have), and the forest: 8 bytes a node, up to 1.6 MB for 100
 * trees of depth 10.
 */
export class ForestWalk {
  readonly #run: Run;
  readonly #forest: Forest;
  readonly #packed: PackedForest;
  readonly #region: Region;
  readonly #thresholds: PooledBuffer;
  readonly #ranks: PooledBuffer;
  /** Fours of voxels in rows: what an invocation works on. */
  readonly #quads: number;
  /** The same with rows in whole eights: neighbours of a walk lie in a square. */
  readonly #walked: number;

  constructor(run: Run, forest: Forest, region: Region) {
    const [nx, ny, nz] = region.size;
    this.#run = run;
    this.#forest = forest;
    this.#packed = packedOnce(forest);
    this.#region = region;
    this.#quads = Math.ceil(nx / 4) * ny * nz;
    this.#walked = Math.ceil(nx / 4) * 8 * Math.ceil(ny / 8) * nz;
    this.#thresholds = this.#upload(this.#packed.thresholds, 'thresholds');
    this.#ranks = run.alloc(rankBytes(forest, region), 'ranks');
  }

  /** Ranks a feature's values; its plane may be freed then. */
  rank(feature: number, { buffer, layout, start = 0 }: FeaturePlane): void {
    const { rankBits, starts } = this.#packed;
    const [first, end] = [starts[feature]!, starts[feature + 1]!];
    const bytes = (rankBits / 2) * this.#quads;
    this.#run.dispatch(rankFeature, {
      grids: { src: { buffer, layout } },
      buffers: { thresholds: this.#thresholds, ranks: this.#ranks },
      params: {
        task: layoutOf('f32', this.#region, layout.volumeSize),
        first_value: start,
        first_threshold: first,
        count: end - first,
        first_rank: (feature * bytes) / 4,
      },
      constants: { RANK_BITS: rankBits },
      size: { invocations: this.#quads },
      traffic: { read: 4 * volumeOf(this.#region.size) + 4 * (end - first), write: bytes },
    });
  }

  /**
   * Fills a grid of the box, of u8 for classes, else of f32, once all features are ranked; frees
   * what the walk held.
   */
  finish(result: ForestResult, dst: GpuGrid): void {
    const { classes, features, trees } = this.#forest;
    const { words, end, rankBits, firstRow } = this.#packed;
    const votes = LEAF_VOTES * trees.length;
    const forest = this.#upload(words, 'forest');
    const entropies = this.#upload(
      result.of === 'entropy' ? entropiesOf(votes, classes) : new Uint32Array(1),
      'entropies',
    );
    this.#run.dispatch(walk, {
      grids: { dst },
      buffers: { ranks: this.#ranks, forest, entropies },
      params: {
        end,
        all_votes: votes,
        first_row: firstRow,
        of_class: result.of === 'probability' ? result.class : 0,
        scale: result.of === 'entropy' ? ENTROPY_STEP : 1 / votes,
      },
      constants: {
        ...{ CLASSES: classes, FEATURES: features, RANK_BITS: rankBits },
        RESULT: FOREST_RESULTS[result.of],
      },
      size: { invocations: this.#walked },
    });
    this.#run.free(forest, entropies, this.#thresholds, this.#ranks);
  }

  #upload(data: Uint32Array<ArrayBuffer> | Int32Array<ArrayBuffer>, label: string): PooledBuffer {
    const buffer = this.#run.alloc(data.byteLength, label);
    this.#run.upload(buffer, data);
    return buffer;
  }
}

/**
 * {@link ForestWalk} of planes that are all there, one behind the other, each over the box of `dst`
 * without padding.
 */
export function walkForest(
  run: Run,
  {
    forest,
    planes,
    result,
    dst,
  }: {
    readonly forest: Forest;
    readonly planes: PooledBuffer;
    readonly result: ForestResult;
    readonly dst: GpuGrid;
  },
): void {
  const layout = layoutOf('f32', dst.region, dst.meta.size);
  const forestWalk = new ForestWalk(run, forest, dst.region);
  for (let f = 0; f < forest.features; f += 1)
    forestWalk.rank(f, { buffer: planes, layout, start: f * wordsOf(layout) });
  forestWalk.finish(result, dst);
}
