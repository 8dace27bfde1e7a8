// Runs of a mask along rays, as tables of integers.
import type { MaskRays } from './mask_rays.js';

/** The runs of a mask on rays: ray r (row · angles + angle) has those from first[r] on. */
export interface RayRuns {
  readonly angles: number;
  readonly rows: number;
  readonly first: Uint32Array;
  /** First and last sample of each run, outwards. */
  readonly start: Uint16Array;
  readonly end: Uint16Array;
}

/** Lists the runs of samples that are in the mask, from the axis outwards on every ray. */
export function runsOf({
  angles,
  rows,
  samples,
}: Pick<MaskRays, 'angles' | 'rows' | 'samples'>): RayRuns {
  const words = Math.ceil(samples / 32);
  const first = new Uint32Array(rows.length * angles + 1);
  // A run starts where a sample is in the mask and the one before it is not.
  rows.forEach((bits, row) => {
    for (let angle = 0; angle < angles; angle += 1) {
      let [before, runs] = [0, 0];
      for (let w = 0; w < words; w += 1) {
        const word = bits[w * angles + angle]!;
        runs += ones(word & ~((word << 1) | before));
        before = word >>> 31;
      }
      first[row * angles + angle + 1] = runs;
    }
  });
  for (let ray = 0; ray < rows.length * angles; ray += 1) first[ray + 1]! += first[ray]!;
  const total = first[rows.length * angles]!;
  const [start, end] = [new Uint16Array(total), new Uint16Array(total)];
  rows.forEach((bits, row) => {
    for (let angle = 0; angle < angles; angle += 1) {
      let [before, run, last] = [0, first[row * angles + angle]! - 1, 0];
      for (let w = 0; w < words; w += 1) {
        const word = bits[w * angles + angle]!;
        if (word === 0 && before === 0) continue;
        // Where a sample differs from the one before it, a run starts or has ended.
        let changes = (word ^ ((word << 1) | before)) >>> 0;
        while (changes !== 0) {
          const at = 32 * w + 31 - Math.clz32(changes & -changes);
          if (last === 0) start[++run] = at;
          else end[run] = at - 1;
          last ^= 1;
          changes &= changes - 1;
        }
        before = word >>> 31;
      }
      if (last === 1) end[run] = samples - 1;
    }
  });
  return { angles, rows: rows.length, first, start, end };
}

/** How many bits of a word are set. */
export function ones(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * The usual length of a run in samples: the median, each run weighing by its length, so that specks
 * do not count; 0 where there are no runs.
 */
export function usualLength({ start, end }: RayRuns): number {
  const counts = new Float64Array(65537);
  let sum = 0;
  for (let run = 0; run < start.length; run += 1) {
    const length = end[run]! - start[run]! + 1;
    counts[length]! += length;
    sum += length;
  }
  let [length, below] = [0, 0];
  while (below < sum / 2) {
    length += 1;
    below += counts[length]!;
  }
  return length;
}
