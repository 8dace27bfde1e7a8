// Sums of scores over blocks on the GPU, in words of 32 bits that are joined on the host.
import { bufferBytes, bytesOf, implementReduce, layoutOf } from '../../implement/index.js';
import { pairSums as kernel } from '../../kernels/stats/index.js';
import { codeOf, type Dtype } from '../../recipe/dtype.js';
import { volumeOf } from '../../recipe/geometry.js';
import type { Histogram } from '../histogram.js';
import type { Range } from '../range.js';
import { blocksOf } from './blocks.js';
import { pairSums, type SCORES } from './pair_sums.js';
import {
  MOST_SCORE,
  aboveScores,
  amountScores,
  rankScores,
  valueScores,
  type ScoreTable,
} from './score_table.js';

/** Words of a block: low and high of six sums. */
const BLOCK_WORDS = 12;
/** Voxels that an invocation sums at least. */
const VOXELS_EACH = 64;

interface Scoring {
  readonly how: (typeof SCORES)[number];
  readonly threshold: number;
  readonly range: Range | undefined;
  readonly histogram: Histogram | undefined;
}

function tableOf(dtype: Dtype, { how, threshold, range, histogram }: Scoring): ScoreTable {
  if (how === 'above') return aboveScores(threshold, dtype);
  if (how === 'rank') return rankScores(histogram!);
  return how === 'amount' ? amountScores(range!, dtype, threshold) : valueScores(range!, dtype);
}

/** {@link pairSums} on the GPU: one pass; 48 bytes for each block are read back per brick. */
export const pairSumsOnGpu = implementReduce(pairSums, {
  temporaries: (_, { params, metas: { a } }) =>
    bufferBytes([
      8 * (MOST_SCORE + 2),
      8 * (MOST_SCORE + 2),
      4 * BLOCK_WORDS * volumeOf(blocksOf(a.size, params.block).lattice),
    ]),
  partial: async ({ run, inputs, params, region }): Promise<Float64Array<ArrayBuffer>> => {
    const { a, b, within } = inputs;
    const tables = [
      tableOf(a.meta.storage as Dtype, {
        how: params.scoreA,
        threshold: params.thresholdA,
        range: inputs.rangeA,
        histogram: inputs.histogramA,
      }),
      tableOf(b.meta.storage as Dtype, {
        how: params.scoreB,
        threshold: params.thresholdB,
        range: inputs.rangeB,
        histogram: inputs.histogramB,
      }),
    ] as const;
    const keyWords = Uint32Array.from(tables.flatMap(({ keys }) => Array.from(keys)));
    const scoreWords = Uint32Array.from([...tables.flatMap(({ scores }) => Array.from(scores)), 0]);
    const { edge, lattice } = blocksOf(a.meta.size, params.block);
    const blocks = volumeOf(lattice);
    const keys = run.alloc(keyWords.byteLength, 'keys of bins');
    const scores = run.alloc(scoreWords.byteLength, 'scores');
    const sums = run.alloc(4 * BLOCK_WORDS * blocks, 'sums of blocks', { zero: true });
    run.upload(keys, keyWords);
    run.upload(scores, scoreWords);
    const parts = Math.max(1, Math.min(64, Math.ceil(volumeOf(edge) / (64 * VOXELS_EACH))));
    const bytes = [a, b].reduce((sum, grid) => sum + bytesOf(grid.meta.storage, region), 0);
    run.dispatch(kernel, {
      grids: { a, b, within: within ?? a },
      buffers: { keys, scores, sums },
      params: {
        task: layoutOf('bit', region, a.meta.size),
        bins: [tables[0].scores.length, tables[1].scores.length, 0],
        edge,
        lattice,
        parts,
      },
      constants: {
        A_DTYPE: codeOf(a.meta.storage),
        B_DTYPE: codeOf(b.meta.storage),
        HAS_WITHIN: within === undefined ? 0 : 1,
      },
      size: { invocations: 64 * blocks * parts },
      traffic: { read: bytes + (within === undefined ? 0 : bytesOf('bit', region)) },
    });
    const words = new Uint32Array(await run.read(sums));
    run.free(keys, scores, sums);
    return Float64Array.from(words);
  },
  merge: (x, y) => x.map((n, i) => n + y[i]!),
  finish: (words, { metas: { a }, params }) => {
    const blocks = words.length / BLOCK_WORDS;
    const sum = (which: number): Float64Array<ArrayBuffer> =>
      Float64Array.from({ length: blocks }, (_, i) => {
        const at = BLOCK_WORDS * i + 2 * which;
        return words[at]! + 2 ** 32 * words[at + 1]!;
      });
    const [n, s, t, ss, tt, st] = [0, 1, 2, 3, 4, 5].map(sum) as [
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
      Float64Array<ArrayBuffer>,
    ];
    const { edge, lattice } = blocksOf(a.size, params.block);
    return { edge, lattice, n, a: s, b: t, aa: ss, bb: tt, ab: st };
  },
});
