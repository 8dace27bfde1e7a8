import { map3, volumeOf } from '../recipe/geometry.js';
import { Random } from '../synthetic/random.js';
import type { VoxelGrid } from '../synthetic/voxelise.js';
import { meanCurves, type StructureCurves } from './curves.js';
import { USUAL_SPREAD, type GeneratorParameters, type TwinGenerator } from './generators.js';

const PI = 3.141592653589793;
/** Of fewer particles than these, the spread of chords says less than what is usual. */
const FEW = 200;

/** What a made structure looks like: its own curves, or those after imaging and segmentation. */
export type Show = (structure: Uint8Array, seed: number) => Promise<StructureCurves>;

/** Rounds of a fit, and the pieces that are made in each. */
export const ROUNDS = 3;
/** Pieces that are made in each round. */
export const PILOTS = 4;

/** Seeds that follow from one. */
export function seedOf(seed: number, index: number): number {
  return seed * 4096 + index;
}

/** A generator's parameters as they were fitted. */
export interface FittedParameters {
  readonly parameters: GeneratorParameters;
  /**
   * Others that the measured piece may be of as well: as if another piece of its material had been
   * measured, by how the pieces of the last round scatter.
   */
  readonly draw: (seed: number) => GeneratorParameters;
}

/**
 * Fits a generator's parameters: it is asked for more or less until what it shows has the measured
 * fraction, faces per length and, where it has a spread of sizes, spread of chords. The same seeds
 * in every round: what is left is what the generator cannot do, not chance. `endRound` is called
 * after each round.
 */
export async function fitGenerator(
  generator: TwinGenerator,
  measured: StructureCurves,
  grid: VoxelGrid,
  seed: number,
  show: Show,
  endRound: () => void = () => undefined,
): Promise<FittedParameters> {
  const seeds = Array.from({ length: PILOTS }, (_, i) => seedOf(seed, 1000 + i));
  let before = bounded(generator, generator.start(measured));
  let pieces: StructureCurves[] = [];
  const fittedTo = (wanted: StructureCurves): GeneratorParameters =>
    bounded(
      generator,
      corrected(generator, before, { measured: wanted, shown: meanCurves(pieces) }, grid),
    );
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round > 0) before = fittedTo(measured);
    pieces = [];
    for (const seed of seeds) pieces.push(await show(generator.make(before, grid, seed), seed));
    endRound();
  }
  return {
    parameters: fittedTo(measured),
    draw: (of) => fittedTo(anotherPiece(measured, pieces, new Random(of, [0x7ffc0000, 0]))),
  };
}

/** What another piece of the material might have shown: deviations of pieces in random parts. */
function anotherPiece(
  measured: StructureCurves,
  pieces: readonly StructureCurves[],
  random: Random,
): StructureCurves {
  const n = pieces.length;
  // Their covariance, and that of the mean to which the parameters were fitted.
  const parts = pieces.map(() => random.normal() * Math.sqrt((1 + 1 / n) / (n - 1)));
  const moved = (of: (piece: StructureCurves) => number): number => {
    const values = pieces.map(of);
    const mean = values.reduce((sum, value) => sum + value, 0) / n;
    return values.reduce((sum, value, i) => sum + parts[i]! * (value - mean), of(measured));
  };
  const logarithm = (value: number): number => Math.log(Math.max(value, 1e-12));
  const wanted = Math.exp(moved(({ fraction }) => Math.log(odds(fraction))));
  return {
    ...measured,
    fraction: wanted / (1 + wanted),
    faces: map3((axis) => Math.exp(moved(({ faces }) => logarithm(faces[axis])))),
    chordSpread: Math.exp(moved(({ chordSpread }) => logarithm(chordSpread))),
  };
}

function corrected(
  { isotropic, spreads }: TwinGenerator,
  asked: GeneratorParameters,
  { measured, shown }: { readonly measured: StructureCurves; readonly shown: StructureCurves },
  grid: VoxelGrid,
): GeneratorParameters {
  const ratio = map3((axis) => limited(shown.faces[axis] / measured.faces[axis], 2));
  const mean = (ratio[0] + ratio[1] + ratio[2]) / 3;
  const change = limited(odds(measured.fraction) / odds(shown.fraction), 4);
  const more = limited(measured.fraction / shown.fraction, 2);
  const wanted = odds(asked.fraction) * change;
  // Of log-normal spheres chords have the spread 9/8 exp(σ²).
  const told = asked.spread ** 2 + Math.log(measured.chordSpread / shown.chordSpread);
  // A piece of few particles says it roughly: it is held to what is usual by as much.
  const particles = (asked.fraction * extentOf(grid)) / ((PI / 6) * asked.length[0] ** 3);
  const weight = particles / (particles + FEW);
  const squared = weight * told + (1 - weight) * USUAL_SPREAD ** 2;
  return {
    fraction: wanted / (1 + wanted),
    // Of spheres of one size, faces are as many as the fraction is large.
    length: map3((axis) => asked.length[axis] * (isotropic ? mean * more : ratio[axis])),
    spread: spreads === null ? 0 : Math.sqrt(Math.max(0, squared)),
  };
}

/** The volume of a grid, in the unit of its spacing. */
function extentOf({ size, spacing }: VoxelGrid): number {
  return volumeOf(size) * volumeOf(spacing);
}

function bounded(
  { fractions, spreads }: TwinGenerator,
  { fraction, length, spread }: GeneratorParameters,
): GeneratorParameters {
  const within = (value: number, [least, most]: readonly [number, number]): number =>
    Math.min(most, Math.max(least, value));
  return {
    fraction: within(fraction, fractions),
    length,
    spread: spreads === null ? 0 : within(spread, spreads),
  };
}

function odds(fraction: number): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, fraction));
  return inside / (1 - inside);
}

/** A ratio between 1/most and most; 1 where it is none. */
function limited(ratio: number, most: number): number {
  return Number.isFinite(ratio) && ratio > 0 ? Math.min(most, Math.max(1 / most, ratio)) : 1;
}
