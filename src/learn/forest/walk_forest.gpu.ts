import { cutAlongZ } from '../../filters/slabs.gpu.js';
import type { GridLayout, PooledBuffer, Run } from '../../gpu/index.js';
import { bufferBytes, bytesOf, layoutOf, wordsOf } from '../../implement/index.js';
import type { BufferBytes, GpuGrid } from '../../implement/index.js';
import { rankFeature, walkForest as walk } from '../../kernels/learn/index.js';
import { volumeOf, type Region } from '../../recipe/geometry.js';
import type { ForestRoom } from '../forest_room.js';
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

/** Bytes of the ranks of a slice of a region, of so many bytes a rank. */
function sliceBytes(features: number, { size: [nx, ny] }: Region, bytes: number): number {
  return 4 * bytes * features * Math.ceil(nx / 4) * ny;
}

/** A region in parts along z whose ranks fit a binding each, or of one slice. */
function partsOf(region: Region, slice: number, binding: number): readonly Region[] {
  return cutAlongZ(region, Math.max(1, Math.min(region.size[2], Math.floor(binding / slice))));
}

/** What the ranks of a region take, of so many features and bytes a rank. */
export function ranksOf(
  features: number,
  region: Region,
  bytes: number,
  binding: number,
): BufferBytes {
  const slice = sliceBytes(features, region, bytes);
  return bufferBytes(partsOf(region, slice, binding).map(({ size }) => size[2] * slice));
}

/** What a forest takes on the GPU, with what entropies of votes are looked up in. */
export function roomOf(forest: Forest): ForestRoom {
  const { words, thresholds, rankBits } = packedOnce(forest);
  const entropies = 4 * (LEAF_VOTES * forest.trees.length + 1);
  return {
    room: words.byteLength + thresholds.byteLength + entropies,
    rankBytes: rankBits / 8,
  };
}

/**
 * Words of a plane before a part of it, whose own then lie one behind the other; undefined where
 * they do not, or not in rows of whole fours.
 */
function liesBefore(plane: GridLayout, part: GridLayout): number | undefined {
  const alike = [0, 1].every(
    (axis) => plane.origin[axis] === part.origin[axis] && plane.size[axis] === part.size[axis],
  );
  if (!alike || part.size[0] % 4 !== 0) return undefined;
  return (part.origin[2] - plane.origin[2]) * plane.sliceWords;
}

/** A part of a region, and the ranks of its voxels. */
interface RankedPart {
  readonly region: Region;
  readonly ranks: PooledBuffer;
  /** Fours of voxels in rows: what an invocation works on. */
  readonly quads: number;
  /** The same with rows in whole eights: neighbours of a walk lie in a square. */
  readonly walked: number;
}

/**
 * The walk of a forest for the voxels of a box. Each feature's plane is ranked among the forest's
 * thresholds as soon as it is there, and not needed from then on; then all trees are walked in one
 * dispatch, or in one for each part of the box whose ranks fit a binding. All results are made of
 * sums of whole votes, and are the same bits on every adapter, whole or in bricks. NaN counts as
 * greater than every threshold.
 *
 * It holds one byte for each feature and voxel (two where a feature has more than 255 thresholds,
 * which forests from elsewhere may have), and the forest: 16 bytes an inner node, up to 1.6 MB
 * for 100 trees of depth 10.
 */
export class ForestWalk {
  readonly #run: Run;
  readonly #forest: Forest;
  readonly #packed: PackedForest;
  readonly #thresholds: PooledBuffer;
  readonly #parts: readonly RankedPart[];

  /** `binding` is how many bytes of ranks a part has at most. */
  constructor(
    run: Run,
    forest: Forest,
    region: Region,
    binding: number = run.gpu.device.limits.maxStorageBufferBindingSize,
  ) {
    const slice = sliceBytes(forest.features, region, packedOnce(forest).rankBits / 8);
    this.#run = run;
    this.#forest = forest;
    this.#packed = packedOnce(forest);
    this.#thresholds = this.#upload(this.#packed.thresholds, 'thresholds');
    this.#parts = partsOf(region, slice, binding).map((part) => {
      const [nx, ny, nz] = part.size;
      return {
        region: part,
        ranks: run.alloc(nz * slice, 'ranks'),
        quads: Math.ceil(nx / 4) * ny * nz,
        walked: Math.ceil(nx / 4) * 8 * Math.ceil(ny / 8) * nz,
      };
    });
  }

  /** Ranks a feature's values; its plane may be freed then. */
  rank(feature: number, { buffer, layout, start = 0 }: FeaturePlane): void {
    const { rankBits, starts } = this.#packed;
    const [first, end] = [starts[feature]!, starts[feature + 1]!];
    for (const { region, ranks, quads } of this.#parts) {
      const bytes = (rankBits / 2) * quads;
      const task = layoutOf('f32', region, layout.volumeSize);
      const before = liesBefore(layout, task);
      this.#run.dispatch(rankFeature, {
        grids: { src: { buffer, layout } },
        buffers: { thresholds: this.#thresholds, ranks },
        params: {
          task,
          first_value: start + (before ?? 0),
          first_threshold: first,
          count: end - first,
          first_rank: (feature * bytes) / 4,
        },
        constants: { RANK_BITS: rankBits, IN_A_ROW: before === undefined ? 0 : 1 },
        size: { invocations: quads },
        traffic: { read: 4 * volumeOf(region.size) + 4 * (end - first), write: bytes },
      });
    }
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
    for (const { region, ranks, walked } of this.#parts) {
      this.#run.dispatch(walk, {
        grids: { dst },
        buffers: { ranks, forest, entropies },
        params: {
          first_slice: region.origin[2] - dst.region.origin[2],
          slices: region.size[2],
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
        size: { invocations: walked },
        traffic: { write: bytesOf(dst.meta.storage, region) },
      });
      this.#run.free(ranks);
    }
    this.#run.free(forest, entropies, this.#thresholds);
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
    binding,
  }: {
    readonly forest: Forest;
    readonly planes: PooledBuffer;
    readonly result: ForestResult;
    readonly dst: GpuGrid;
    readonly binding?: number | undefined;
  },
): void {
  const layout = layoutOf('f32', dst.region, dst.meta.size);
  const forestWalk = new ForestWalk(run, forest, dst.region, binding);
  for (let f = 0; f < forest.features; f += 1)
    forestWalk.rank(f, { buffer: planes, layout, start: f * wordsOf(layout) });
  forestWalk.finish(result, dst);
}
