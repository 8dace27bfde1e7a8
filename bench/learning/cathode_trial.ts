// How good a classifier is on a synthetic cathode, with noise and shading, or cut by a FIB with
// what shines through its pores; with strokes in three slices.
import type { ExpectedFraction, Lab, Mask } from '../../src/index.js';
import { DEFAULT_FEATURES } from '../../src/learn/feature_specs.js';
import { Random } from '../../src/synthetic/random.js';
import { simulateArtefacts, syntheticCathode } from '../../src/synthetic/index.js';

/** Grey levels of the shading of a tomogram, and of the curtains of a FIB. */
const FAULTS = { shading: 18_000, curtains: 1000 } as const;
/** Length over which solid shines through pores, in µm. */
const SHINE = 0.6;
const SIZE = [64, 64, 48] as const;
const SPACING = [0.2, 0.2, 0.2] as const;
const SLICES = [8, 24, 40];
/**
 * Of a FIB the features of derivatives as well, since what shines through differs before and behind
 * a particle, and of lengths near that over which it does, in µm.
 */
const CUT = {
  features: [...DEFAULT_FEATURES, 'derivative'] as const,
  scales: [0.14, 0.2, 0.32, 0.5],
};
/** Radius of the brush, in voxels. */
const BRUSH = 3;
/** Ranges of the greatest probability in which it is compared with how often it is right. */
const BINS = 10;

/** How a cathode is scanned and painted. */
export interface Painting {
  readonly seed: number;
  /** Standard deviation of the noise, of 65,535 grey levels. */
  readonly noise: number;
  /** Touches of the brush in a slice. */
  readonly touches: number;
  /** How it is imaged. Default 'tomogram'. */
  readonly by?: 'tomogram' | 'fib' | undefined;
}

/** What is measured of a segmentation. */
export interface Numbers {
  readonly porosity: number;
  /** Surface of the solid in the volume, 1/µm. */
  readonly surface: number;
  /** Median diameter of the particles by number, µm. */
  readonly d50: number;
}

/** How a segmentation by Otsu and one that was learnt compare with the truth. */
export interface CathodeTrial {
  /** Parts of all voxels that are wrong. */
  readonly otsu: number;
  readonly learnt: number;
  /** The part of the errors that lies in the least certain tenth of the voxels. */
  readonly held: number;
  /** Expected calibration error. */
  readonly calibration: number;
  /** The porosity that the probabilities lead to expect, and the part of the voxels to be wrong. */
  readonly expected: ExpectedFraction;
  readonly truth: Numbers;
  readonly byOtsu: Numbers;
  readonly byStrokes: Numbers;
}

/** Strokes as a careful painter makes them: touches of a round brush in some slices. */
function painted(truth: ArrayLike<number>, { seed, touches }: Painting): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const [nx, ny, nz] = SIZE;
  const marks = new Uint8Array(nx * ny * nz);
  for (const z of SLICES)
    for (let touch = 0; touch < touches; touch += 1) {
      const [cx, cy] = [random.uniform() * nx, random.uniform() * ny];
      for (let y = 0; y < ny; y += 1)
        for (let x = 0; x < nx; x += 1) {
          const i = (z * ny + y) * nx + x;
          if (Math.hypot(x - cx, y - cy) <= BRUSH) marks[i] = truth[i]! > 0 ? 2 : 1;
        }
    }
  return marks;
}

async function numbersOf(solid: Mask): Promise<Numbers> {
  const { value } = await solid.invert().fraction();
  const { perVolume } = await solid.surfaceArea();
  const { number } = await solid.separate().sizeDistribution({ minVoxels: 50 });
  return { porosity: value, surface: perVolume, d50: number.d50.value };
}

/** The part of the errors in the least certain tenth, and the expected calibration error. */
function certainty(unsure: ArrayLike<number>, wrong: Uint8Array) {
  const order = Array.from(wrong.keys()).sort((a, b) => unsure[b]! - unsure[a]!);
  const tenth = order.slice(0, Math.round(order.length / 10));
  const bins = Array.from({ length: BINS }, () => ({ said: 0, right: 0 }));
  wrong.forEach((isWrong, i) => {
    const said = 1 - unsure[i]!;
    const bin = bins[Math.min(BINS - 1, Math.floor(BINS * said))]!;
    bin.said += said;
    bin.right += 1 - isWrong;
  });
  const off = bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0);
  const errors = wrong.reduce((sum, n) => sum + n, 0);
  return {
    held: tenth.reduce((sum, i) => sum + wrong[i]!, 0) / errors,
    calibration: off / wrong.length,
  };
}

/** Scans, paints, trains and judges a cathode. */
export async function cathodeTrial(lab: Lab, painting: Painting): Promise<CathodeTrial> {
  const { seed, noise, by = 'tomogram' } = painting;
  const { shading, curtains } = FAULTS;
  const isCut = by === 'fib';
  const faults = { seed: seed + 100, ...(isCut ? { curtains } : { shading }) };
  const artefacts = simulateArtefacts(SIZE, faults);
  const { volume, truth } = syntheticCathode({
    seed,
    size: SIZE,
    spacing: SPACING,
    medianDiameter: 3,
    imaging: { noise, artefacts, shineThrough: isCut ? SHINE : 0 },
  });
  const { data, size, spacing, unit } = volume;
  const scan = await lab.open({ data, size }, { spacing, unit });
  const marks = await lab.open({ data: painted(truth.labels, painting), size }, { spacing, unit });
  const strokes = marks.toPhases({ unmarked: 0, pore: 1, solid: 2 });
  const classifier = scan.train({ strokes, seed: 1, ...(isCut ? CUT : {}) });
  const phases = scan.classify(classifier);
  const otsu = scan.otsu();
  const wrongOf = (found: ArrayLike<number>): Uint8Array =>
    Uint8Array.from(truth.labels, (label, i) => Number(found[i] !== Number(label > 0)));
  const shareOf = (wrong: Uint8Array): number =>
    wrong.reduce((sum, n) => sum + n, 0) / wrong.length;
  const wrong = wrongOf((await phases.read()).data);
  const { data: unsure } = await scan.uncertainty(classifier).read();
  const known = Uint8Array.from(truth.labels, (label) => Number(label > 0));
  const solid = (await lab.open({ data: known, size }, { spacing, unit })).threshold({ lo: 1 });
  const expected = await scan.probability(classifier, 'pore').expectedFraction();
  return {
    expected,
    otsu: shareOf(wrongOf((await otsu.read()).data)),
    learnt: shareOf(wrong),
    ...certainty(unsure, wrong),
    truth: await numbersOf(solid),
    byOtsu: await numbersOf(otsu),
    byStrokes: await numbersOf(phases.phase('solid')),
  };
}
