// How often intervals of surfaces per volume hold the truth, of one phase and of pairs of three.
import { map3, type Vec3 } from '../../src/recipe/geometry.js';
import type { BlockLattice } from '../../src/stats/block_sums.js';
import { coarseCells } from '../../src/stats/coarse_cells.js';
import { densityOf, type DensityEstimate } from '../../src/stats/density_interval.js';
import { DIRECTIONS_13 } from '../../src/stats/directions.js';
import { LATER_NEIGHBOURS, ofLaterNeighbours } from '../../src/stats/later_neighbours.js';
import { cellEdge, croftonWeights } from '../../src/stats/window_lattice.js';
import { pairsOfCells } from '../../src/structure/interface_sampling.js';
import { Random } from '../../src/synthetic/random.js';
import type { Structure } from './structures.js';
import { ALIKE, CUTS, FRACTIONS, LONGEST, PARENT, SHORTEST, type Trial } from './trials.js';

const WEIGHTS = croftonWeights([1, 1, 1]);
const ALL = WEIGHTS.reduce((a, b) => a + b, 0);
const LATER_WEIGHTS = ofLaterNeighbours(WEIGHTS).map((weight) => weight / ALL);

/** Codes of a cube of voxels, and the pairs of codes whose interface is measured. */
export interface Interface {
  readonly edge: number;
  readonly codes: Uint8Array;
  /** The two codes. */
  readonly between: readonly [number, number];
  /** Its area per volume on average, in 1/voxel, by Crofton's formula in 13 directions. */
  readonly truth: number;
}

/** The area per volume of a cube cut from a structure, and its crossings in cells. */
export function cellsOfCut(
  { edge, codes, between: [a, b] }: Omit<Interface, 'truth'>,
  size: number,
  origin: Vec3,
): { readonly value: number; readonly lattice: BlockLattice } {
  const log = cellEdge([size, size, size]);
  const cell = 2 ** log;
  const side = Math.ceil(size / cell);
  const c = new Float64Array(side ** 3);
  const n = pairsOfCells([size, size, size], cell, LATER_WEIGHTS);
  let value = 0;
  LATER_NEIGHBOURS.forEach(([dx, dy, dz], k) => {
    const weight = LATER_WEIGHTS[k]!;
    const step = (dz * edge + dy) * edge + dx;
    const [x0, x1] = [Math.max(0, -dx), size - Math.max(0, dx)];
    const [first, end] = [Math.max(0, -dy), size - Math.max(0, dy)];
    const [z0, z1] = [Math.max(0, -dz), size - Math.max(0, dz)];
    let crossings = 0;
    for (let z = z0; z < z1; z += 1)
      for (let y = first; y < end; y += 1) {
        const from = ((z + origin[2]) * edge + y + origin[1]) * edge + origin[0];
        const row = ((z >> log) * side + (y >> log)) * side;
        for (let x = x0; x < x1; x += 1) {
          const p = codes[from + x]!;
          const q = codes[from + x + step]!;
          if (p === q || (p !== a && p !== b) || (q !== a && q !== b)) continue;
          c[row + (x >> log)]! += weight;
          crossings += 1;
        }
      }
    value += (ALL * weight * crossings) / ((x1 - x0) * (end - first) * (z1 - z0));
  });
  return { value, lattice: { cell, size: [side, side, side], c, n } };
}

/** The interface of a cube cut from a structure, with its interval. */
export function surfaceOfCut(
  made: Omit<Interface, 'truth'>,
  size: number,
  origin: Vec3,
): DensityEstimate {
  const { value, lattice } = cellsOfCut(made, size, origin);
  return densityOf(value, coarseCells(lattice));
}

/** The surface of a structure: its interface with the rest. */
export function surfaceOf({ edge, bits, differing }: Structure): Interface {
  const truth = DIRECTIONS_13.reduce((sum, d, k) => sum + WEIGHTS[k]! * differing(d), 0);
  return { edge, codes: bits, between: [0, 1], truth };
}

/** Three phases: one structure, another that it covers, and the rest. Every pair's interface. */
export function interfacesOf(first: Structure, second: Structure): Interface[] {
  const { edge } = first;
  const codes = first.bits.map((bit, i) => (bit === 1 ? 1 : 2 * second.bits[i]!));
  const over = (probability: (d: Vec3) => number): number =>
    DIRECTIONS_13.reduce((sum, d, k) => sum + WEIGHTS[k]! * probability(d), 0);
  // Neither voxel in the first structure: 1 − φ less those of which one alone is.
  const neither = (d: Vec3): number => 1 - first.truth - first.differing(d) / 2;
  const edges = over(first.differing);
  return [
    { edge, codes, between: [1, 2], truth: edges * second.truth },
    { edge, codes, between: [0, 1], truth: edges * (1 - second.truth) },
    { edge, codes, between: [0, 2], truth: over((d) => neither(d) * second.differing(d)) },
  ];
}

/** Makes an interface of a length in voxels and a fraction. */
export type MadeInterface = (
  edge: number,
  length: number,
  phi: number,
  random: Random,
) => Interface;

/** Mean squared relative deviation from the truth of cubes side by side. */
function relativeVariance(
  cuts: readonly { readonly value: number; readonly truth: number }[],
): number {
  return cuts.reduce((sum, { value, truth }) => sum + (value / truth - 1) ** 2, 0) / cuts.length;
}

/** Trials of one kind: `groups` lengths and fractions, several structures each. */
export function* surfaceTrials(
  name: string,
  make: MadeInterface,
  groups: number,
  seed: number,
): Generator<Trial> {
  for (let group = 0; group < groups; group += 1) {
    const random = new Random(seed + group);
    const length = SHORTEST * (LONGEST / SHORTEST) ** random.uniform();
    const phi = FRACTIONS[Math.floor(FRACTIONS.length * random.uniform())]!;
    const cuts: { size: number; truth: number; estimate: DensityEstimate }[] = [];
    for (let i = 0; i < ALIKE; i += 1) {
      const made = make(PARENT, length, phi, random);
      for (const [size, count] of CUTS) {
        const fit = Math.floor(PARENT / size);
        const shift = PARENT - fit * size;
        for (let k = 0; k < count; k += 1) {
          const origin = map3(() => size * Math.floor(fit * random.uniform()));
          const moved = map3((axis) => origin[axis] + Math.floor((shift + 1) * random.uniform()));
          cuts.push({ size, truth: made.truth, estimate: surfaceOfCut(made, size, moved) });
        }
      }
    }
    // Of the smallest cubes there are most; the variance of larger ones goes with their volume.
    const of = (least: number): number => {
      const some = cuts.filter(({ size }) => size === least);
      return relativeVariance(
        some.map(({ truth, estimate }) => ({ truth, value: estimate.value })),
      );
    };
    const variances = new Map<number, number>(CUTS.map(([size]) => [size, of(size)]));
    for (const { size, truth, estimate } of cuts) {
      const variance = size < 64 ? variances.get(size)! : variances.get(48)! * (48 / size) ** 3;
      const { interval, effectiveSamples, stationary } = estimate;
      yield {
        kind: name,
        edge: size,
        samples: 1 / variance,
        estimated: effectiveSamples,
        stationary,
        held: interval && interval[0] <= truth && truth <= interval[1],
        width: interval && (interval[1] - interval[0]) / (2 * 1.96 * Math.sqrt(variance) * truth),
      };
    }
  }
}
