import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { Random } from '../../src/synthetic/random.js';
import { simulateArtefacts, syntheticCathode } from '../../src/synthetic/index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

const SIZE = [64, 64, 48] as const;
const SLICES = [8, 24, 40];
/** Touches of the brush in a slice, and their radius. */
const TOUCHES = 40;
const BRUSH = 3;

/** A noisy scan of a cathode with shading. */
function scanned(seed: number) {
  const artefacts = simulateArtefacts(SIZE, { seed: seed + 100, shading: 18_000 });
  return syntheticCathode({
    seed,
    size: SIZE,
    spacing: [0.2, 0.2, 0.2],
    medianDiameter: 3,
    imaging: { noise: 6000, artefacts },
  });
}

/** Strokes as a careful painter makes them: touches of a round brush in some slices. */
function painted(truth: ArrayLike<number>, seed: number): Uint8Array<ArrayBuffer> {
  const random = new Random(seed);
  const [nx, ny, nz] = SIZE;
  const marks = new Uint8Array(nx * ny * nz);
  for (const z of SLICES)
    for (let touch = 0; touch < TOUCHES; touch += 1) {
      const [cx, cy] = [random.uniform() * nx, random.uniform() * ny];
      for (let y = 0; y < ny; y += 1)
        for (let x = 0; x < nx; x += 1) {
          const i = (z * ny + y) * nx + x;
          if (Math.hypot(x - cx, y - cy) <= BRUSH) marks[i] = truth[i]! > 0 ? 2 : 1;
        }
    }
  return marks;
}

test(
  'strokes in three slices do better than Otsu by more than half',
  { timeout: 300_000 },
  async () => {
    const { volume, truth } = scanned(5);
    const { data, size, spacing, unit } = volume;
    const scan = await lab.open({ data, size }, { spacing, unit });
    const marks = (
      await lab.open({ data: painted(truth.labels, 7), size }, { spacing, unit })
    ).toPhases({
      unmarked: 0,
      pore: 1,
      solid: 2,
    });
    const wrongOf = (found: ArrayLike<number>) =>
      Uint8Array.from(truth.labels, (label, i) => Number(found[i] !== Number(label > 0)));
    const errorOf = (wrong: Uint8Array) => wrong.reduce((sum, n) => sum + n, 0) / wrong.length;
    const otsu = errorOf(wrongOf((await scan.otsu().read()).data));
    const classifier = scan.train({ strokes: marks, seed: 1 });
    const wrong = wrongOf((await scan.classify(classifier).read()).data);
    const learnt = errorOf(wrong);

    // The least certain tenth holds most of the errors.
    const { data: unsure } = await scan.uncertainty(classifier).read();
    const order = [...unsure.keys()].sort((a, b) => unsure[b]! - unsure[a]!);
    const tenth = order.slice(0, Math.round(order.length / 10));
    const held =
      tenth.reduce((sum, i) => sum + wrong[i]!, 0) / wrong.reduce((sum, n) => sum + n, 0);

    // Probabilities are what they say, in ten ranges of the greater one.
    const bins = Array.from({ length: 10 }, () => ({ said: 0, right: 0 }));
    unsure.forEach((u, i) => {
      const bin = bins[Math.min(9, Math.floor(10 * (1 - u)))]!;
      bin.said += 1 - u;
      bin.right += 1 - wrong[i]!;
    });
    const calibration =
      bins.reduce((sum, { said, right }) => sum + Math.abs(said - right), 0) / wrong.length;

    const measured = { otsu, learnt, held, calibration, ...(await classifier.validate()) };
    console.warn(JSON.stringify({ ...measured, provenance: undefined }));
    expect(learnt).toBeLessThanOrEqual(otsu / 2);
    expect(held).toBeGreaterThanOrEqual(0.75);
    expect(calibration).toBeLessThanOrEqual(0.05);
  },
);
