// How often intervals of fractions hold the truth, on structures whose truth is known.
import { map3, type Vec3 } from '../../src/recipe/geometry.js';
import { sideBySide, sumBlocks, summedVolumes } from '../../src/stats/block_sums.js';
import { coarseCells } from '../../src/stats/coarse_cells.js';
import type { FractionValue } from '../../src/stats/fraction.js';
import { fractionOf } from '../../src/stats/integral_range.js';
import { Random } from '../../src/synthetic/random.js';
import type { Kind, Structure } from './structures.js';

/** What one volume gave. */
export interface Trial {
  readonly kind: string;
  /** Edge of the volume in voxels. */
  readonly edge: number;
  /** How many independent samples it is worth, by the variance between volumes about the truth. */
  readonly samples: number;
  /** The same as the result says it; null where it does not. */
  readonly estimated: number | null;
  /** Whether the interval holds the truth; null where none is given. */
  readonly held: boolean | null;
  readonly stationary: boolean | null;
  /** Width of the interval over that of a normal one of the true variance. */
  readonly width: number | null;
}

/** Edge of the structures that volumes are cut from. */
export const PARENT = 128;
/** Structures of one kind, length and fraction. */
export const ALIKE = 3;
/** Edges of volumes and how many are cut from a structure. */
export const CUTS = [
  [24, 12],
  [32, 10],
  [48, 6],
  [64, 4],
  [96, 1],
] as const;
/** Fractions that structures have. */
export const FRACTIONS = [0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95] as const;
/** Lengths that they have, in voxels. */
export const [SHORTEST, LONGEST] = [2, 16];

/** The fraction of a cube cut from a structure. */
export function fractionOfCut(
  { edge, bits }: Omit<Structure, 'differing'>,
  size: number,
  origin: Vec3,
): FractionValue {
  const c = new Uint8Array(size ** 3);
  let voxels = 0;
  for (let z = 0, to = 0; z < size; z += 1)
    for (let y = 0; y < size; y += 1) {
      const from = ((z + origin[2]) * edge + y + origin[1]) * edge + origin[0];
      for (let x = 0; x < size; x += 1, to += 1) voxels += c[to] = bits[from + x]!;
    }
  const n = new Uint8Array(size ** 3).fill(1);
  return fractionOf({
    voxels,
    total: size ** 3,
    withoutValue: 0,
    sizes: [],
    cells: coarseCells({ cell: 1, size: [size, size, size], c, n }),
  });
}

/** Mean squared deviation from the truth of cubes at every half of their edge. */
function varianceOfCuts({ edge, bits, truth }: Structure, size: number): number {
  const cell = size / 4;
  const side = Math.floor(edge / cell);
  const cells: Vec3 = [side, side, side];
  const c = new Float64Array(side ** 3);
  for (let z = 0; z < side * cell; z += 1)
    for (let y = 0; y < side * cell; y += 1)
      for (let x = 0; x < side * cell; x += 1)
        c[(Math.floor(z / cell) * side + Math.floor(y / cell)) * side + Math.floor(x / cell)]! +=
          bits[(z * edge + y) * edge + x]!;
  const n = new Float64Array(side ** 3).fill(cell ** 3);
  const table = summedVolumes({ cell, size: cells, c, n });
  const places = Math.floor((side - 4) / 2) + 1;
  const {
    blocks,
    cc,
    c: sum,
  } = sumBlocks(table, [4, 4, 4], sideBySide([places, places, places], [2, 2, 2]));
  const volume = size ** 3;
  return cc / blocks / volume ** 2 - (2 * truth * sum) / blocks / volume + truth * truth;
}

/** Trials of one kind: `groups` lengths and fractions, several structures each. */
export function* trialsOf(
  name: string,
  kind: Kind,
  groups: number,
  seed: number,
): Generator<Trial> {
  for (let group = 0; group < groups; group += 1) {
    const random = new Random(seed + group);
    const length = SHORTEST * (LONGEST / SHORTEST) ** random.uniform();
    const phi = FRACTIONS[Math.floor(FRACTIONS.length * random.uniform())]!;
    const variances = new Map<number, number>();
    const cuts: { size: number; truth: number; value: FractionValue }[] = [];
    for (let i = 0; i < ALIKE; i += 1) {
      const made = kind(PARENT, length, phi, random);
      for (const [size, count] of CUTS) {
        if (size < 64)
          variances.set(size, (variances.get(size) ?? 0) + varianceOfCuts(made, size) / ALIKE);
        const fit = Math.floor(PARENT / size);
        for (let k = 0; k < count; k += 1) {
          const origin = map3(() => size * Math.floor(fit * random.uniform()));
          const shift = PARENT - fit * size;
          const value = fractionOfCut(
            made,
            size,
            map3((axis) => origin[axis] + Math.floor((shift + 1) * random.uniform())),
          );
          cuts.push({ size, truth: made.truth, value });
        }
      }
    }
    for (const { size, truth, value } of cuts) {
      // Few large cubes fit: their variance is that of 48³, by their volume.
      const variance = variances.get(size) ?? variances.get(48)! * (48 / size) ** 3;
      const { interval, effectiveSamples, stationary } = value;
      yield {
        kind: name,
        edge: size,
        samples: (truth * (1 - truth)) / variance,
        estimated: effectiveSamples,
        stationary,
        held: interval && interval[0] <= truth && truth <= interval[1],
        width: interval && (interval[1] - interval[0]) / (2 * 1.96 * Math.sqrt(variance)),
      };
    }
  }
}
