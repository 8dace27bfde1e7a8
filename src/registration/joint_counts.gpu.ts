// Joint histograms of two volumes under transforms, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import {
  jointHistograms,
  NOWHERE,
  registrationSamples,
  SAMPLE_WEIGHT,
  TRANSFORM_WORDS,
} from '../kernels/registration/index.js';
import { indexMapOf, wordsOfTriple } from '../filters/index_map.js';
import { map3, volumeOf } from '../recipe/geometry.js';
import type { Transform } from '../recipe/transform.js';
import type { Counter } from './precision.js';
import type { Sampling } from './sampling.js';

/** Bytes of histograms that are there at once. */
export const COUNT_BYTES = 2 ** 23;
/** Places are taken to a part of 2⁻⁸ voxel. */
const PLACE_ROUNDING = 2n ** 31n;

/** Joint histograms under a list of transforms, each of all blocks or of one. */
export interface JointCounts {
  /** Counts of transform `t`; by block, of its block `b`. */
  readonly of: (t: number, b?: number) => Uint32Array;
}

/** What samples of two volumes on the GPU tell. */
export class JointSampler implements Counter {
  readonly #run: Run;
  readonly #fixed: GpuGrid;
  readonly #moving: GpuGrid;
  readonly #sampling: Sampling;
  readonly #samples: PooledBuffer;
  /** Weight of all samples that count. */
  readonly weight: number;
  /** Transforms that were evaluated. */
  evaluations = 0;

  private constructor(
    run: Run,
    grids: { readonly fixed: GpuGrid; readonly moving: GpuGrid },
    sampling: Sampling,
    samples: PooledBuffer,
    weight: number,
  ) {
    this.#run = run;
    this.#fixed = grids.fixed;
    this.#moving = grids.moving;
    this.#sampling = sampling;
    this.#samples = samples;
    this.weight = weight;
  }

  get bins(): number {
    return this.#sampling.bins;
  }

  get blocks(): number {
    return volumeOf(this.#sampling.blocks);
  }

  /** How many samples there are. */
  get samples(): number {
    return this.#sampling.perBlock * this.blocks;
  }

  /** Takes the samples of the fixed volume. */
  static async open(
    run: Run,
    grids: {
      readonly fixed: GpuGrid;
      readonly moving: GpuGrid;
      readonly within: GpuGrid | undefined;
    },
    sampling: Sampling,
  ): Promise<JointSampler> {
    const { fixed, within } = grids;
    const count = sampling.perBlock * volumeOf(sampling.blocks);
    const samples = run.alloc(8 * count, 'samples');
    run.dispatch(registrationSamples, {
      grids: { src: fixed, within: within ?? fixed },
      buffers: { samples },
      params: {
        blocks: sampling.blocks,
        per_block: sampling.perBlock,
        offset: sampling.offset,
      },
      constants: { BITS: sampling.bits, WITHIN: within === undefined ? 0 : 1 },
      size: { invocations: count },
      traffic: { read: Math.min(32 * count, bytesOf('f32', fixed.region)), write: 8 * count },
    });
    const words = new Uint32Array(await run.read(samples, 0, 8 * count));
    let counted = 0;
    for (let i = 1; i < words.length; i += 2) if (words[i]! >>> 16 !== NOWHERE) counted += 1;
    return new JointSampler(run, grids, sampling, samples, SAMPLE_WEIGHT * counted);
  }

  /** Histograms under some transforms; all of one call fit the GPU at once. */
  async count(transforms: readonly Transform[], byBlock: boolean): Promise<JointCounts> {
    const { blocks, perBlock, bins } = this.#sampling;
    const all = volumeOf(blocks);
    const tables = transforms.length * (byBlock ? all : 1);
    const run = this.#run;
    const words = Uint32Array.from(transforms.flatMap((transform) => this.#wordsOf(transform)));
    const list = run.alloc(words.byteLength, 'transforms');
    run.upload(list, words);
    const bytes = 4 * bins * bins * tables;
    const counts = run.alloc(bytes, 'joint counts', { zero: true });
    run.dispatch(jointHistograms, {
      grids: { src: this.#moving },
      buffers: { samples: this.#samples, transforms: list, counts },
      params: { per_block: perBlock, blocks: all, transforms: transforms.length, first: 0 },
      constants: { BINS: bins, BY_BLOCK: byBlock ? 1 : 0 },
      size: { invocations: 64 * all * transforms.length },
      traffic: { read: (32 + 8) * perBlock * all * transforms.length, write: bytes },
    });
    const found = new Uint32Array(await run.read(counts, 0, bytes));
    run.free(list, counts);
    this.evaluations += transforms.length;
    const each = bins * bins;
    return {
      of: (t, b) => {
        const at = each * (b === undefined ? t : t * all + b);
        return found.subarray(at, at + each);
      },
    };
  }

  /** Most transforms of one {@link count}. */
  mostAtOnce(byBlock: boolean): number {
    const { bins, blocks } = this.#sampling;
    return Math.max(
      1,
      Math.floor(COUNT_BYTES / (4 * bins * bins * (byBlock ? volumeOf(blocks) : 1))),
    );
  }

  /** Frees the samples. */
  close(): void {
    this.#run.free(this.#samples);
  }

  /** A transform as places in the moving volume, by parts of a voxel of the fixed one. */
  #wordsOf(transform: Transform): number[] {
    const { spacing, origin } = this.#fixed.meta;
    const parts = map3((i) => spacing[i] / 2 ** this.#sampling.bits);
    const map = indexMapOf(this.#moving.meta, { spacing: parts, origin }, transform, 'between');
    const [x, y, z] = map.start;
    const start = [x + PLACE_ROUNDING, y + PLACE_ROUNDING, z + PLACE_ROUNDING] as const;
    const words = [...map.steps, start]
      .map(wordsOfTriple)
      .flatMap(({ low, high }) => [...low, ...high]);
    if (words.length !== TRANSFORM_WORDS) throw new RangeError('words of a transform');
    return words;
  }
}
