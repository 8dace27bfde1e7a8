// Otsu's threshold of 16-bit volumes on the GPU: a sampled histogram bounds where the cut lies, one
// pass proves it.
import { implementReduce, wideLoads, wordsOf } from '../implement/index.js';
import {
  levelSample,
  levelSums,
  DRAWN,
  GROUP_VOXELS,
  SUM_WORDS,
} from '../kernels/segmentation/index.js';
import type { Dtype } from '../recipe/dtype.js';
import { equalRegion, volumeOf, wholeRegion } from '../recipe/geometry.js';
import { chunksOf } from '../stats/chunks.gpu.js';
import { countIntegers, type Subject } from '../stats/histogram.gpu.js';
import { rangeOfBox } from '../stats/range.gpu.js';
import { keyToValue, valueToKey } from '../recipe/keys.js';
import { otsuCut } from './otsu.js';
import { otsuLevel } from './otsu_level.js';
import { nothingToDivide } from './otsu_threshold.gpu.js';
import {
  chooseWindow,
  MOST_EDGES,
  provenLevels,
  type OtsuSums,
  type OtsuWindow,
} from './otsu_window.js';
import { mergeLevels, NO_LEVELS, trimmed, type Levels } from './otsu_levels.js';

/** 16-bit keys. */
const KEYS = 0x10000;
/** Voxels that a sample draws: some thousandths of their between-class variance sure. */
const SAMPLE = 2 ** 18;
/** Up to so many voxels are counted at once: waiting for a sample would take longer. */
const FEW = 2 ** 20;

async function countAll(subject: Subject): Promise<Levels> {
  const { run, volume, within, region } = subject;
  const dtype = volume.meta.storage as Dtype;
  if (volumeOf(region.size) <= FEW) {
    const { counts } = await countIntegers(subject, undefined);
    return trimmed(0, counts);
  }
  const range = await rangeOfBox(run, volume, within, region);
  if (range.count === 0) return NO_LEVELS;
  const { counts } = await countIntegers(subject, range);
  return trimmed(valueToKey(range.min, dtype), counts);
}

/** The histogram of a sample. */
async function sampled({ run, volume, within, region }: Subject): Promise<Uint32Array> {
  const { grids, task, constants } = chunksOf(volume, within, region, 64);
  const draws = SAMPLE / DRAWN;
  const chunks = wordsOf(task);
  const step = Math.ceil(chunks / draws);
  const invocations = Math.ceil(chunks / step);
  const counts = run.alloc(4 * KEYS, 'sample', { zero: true });
  run.dispatch(levelSample, {
    grids,
    buffers: { counts },
    params: { task, step },
    constants,
    size: { invocations },
    // An atomic reads a word and writes it.
    traffic: { read: DRAWN * (2 + 4) * invocations, write: DRAWN * 4 * invocations },
  });
  const found = new Uint32Array(await run.read(counts));
  run.free(counts);
  return found;
}

/** The edges as the kernel takes them: the first two bound the levels that are counted singly. */
function slotsOf({ first, last, edges }: OtsuWindow): readonly number[] {
  const others = edges.filter((edge) => edge !== 0 && edge !== first && edge !== last + 1);
  return [first, last + 1, ...others];
}

/** Counts and sums of a window, of a whole volume. */
async function sumsOf(
  subject: Subject,
  window: OtsuWindow,
  slots: readonly number[],
): Promise<OtsuSums> {
  const { run, volume, within, region } = subject;
  const { grids, task, constants, FLAT, bytes } = chunksOf(volume, within, region, 64);
  const { quads, WIDE, free } = wideLoads(run, volume);
  const length = window.last - window.first + 1;
  const found = run.alloc(4 * (SUM_WORDS + length), 'sums and window', { zero: true });
  const edge = (slot: number): number => slots[slot] ?? KEYS;
  const groups = Math.ceil((32 * wordsOf(task)) / GROUP_VOXELS);
  run.dispatch(levelSums, {
    grids,
    buffers: { quads, sums: found },
    params: {
      task,
      low_edges: [edge(0), edge(1), edge(2), edge(3)],
      high_edges: [edge(4), edge(5), edge(6), edge(7)],
      first: window.first,
    },
    constants: {
      ...constants,
      WIDE,
      FLAT,
      EDGES: slots.length > MOST_EDGES / 2 ? MOST_EDGES : MOST_EDGES / 2,
    },
    size: { invocations: 64 * groups },
    traffic: { read: bytes + 4 * SUM_WORDS * groups, write: 4 * SUM_WORDS * groups },
  });
  free();
  const words = new Uint32Array(await run.read(found));
  run.free(found);
  const counts = new Float64Array(words.subarray(SUM_WORDS));
  const inWindow = counts.reduce((sum, n) => sum + n, 0);
  run.declareTraffic({ read: 8 * inWindow, write: 4 * inWindow });
  return {
    window,
    counts,
    from: window.edges.map((edge) => {
      // All voxels come first, then those from the edge of each slot on.
      const at = edge === 0 ? 0 : 1 + slots.indexOf(edge);
      return { count: words[at]!, moment: words[9 + at]! + KEYS * words[18 + at]! };
    }),
    least: KEYS - 1 - words[27]!,
    greatest: words[28]!,
  };
}

/** What decides the cut of a whole volume, where a sample shows the way to it. */
async function bySample(subject: Subject): Promise<Levels | undefined> {
  const window = chooseWindow(await sampled(subject));
  if (window === undefined) return undefined;
  const slots = slotsOf(window);
  if (slots.length > MOST_EDGES) return undefined;
  const sums = await sumsOf(subject, window, slots);
  const levels = provenLevels(sums);
  return levels && { least: sums.least, levels };
}

/**
 * {@link otsuLevel} on the GPU: two passes, of which the first sees a sample, or one or two that
 * count all levels.
 */
export const otsuLevelOnGpu = implementReduce(otsuLevel, {
  partial: async ({ run, inputs: { volume, within }, region }): Promise<Levels> => {
    const subject = { run, volume, within, region };
    const isWhole = equalRegion(region, wholeRegion(volume.meta.size));
    const isSampled = isWhole && volumeOf(region.size) > FEW;
    return (isSampled ? await bySample(subject) : undefined) ?? (await countAll(subject));
  },
  merge: mergeLevels,
  finish: ({ least, levels }, { metas }) => {
    const dtype = metas.volume.storage as Dtype;
    const cut = otsuCut(levels);
    if (cut === undefined)
      throw nothingToDivide('otsuLevel', levels.total, keyToValue(least, dtype));
    return keyToValue(least + cut.level, dtype);
  },
});
