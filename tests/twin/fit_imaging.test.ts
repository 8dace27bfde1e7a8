import { expect, test } from 'vitest';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import {
  imagingOf,
  type Estimate,
  type EstimatedImaging,
} from '../../src/twin/estimate_imaging.js';
import type { ImagedPiece } from '../../src/twin/edge_sums.js';
import { estimatedImaging, shownBy, statedImaging } from '../../src/twin/fit_imaging.js';
import { isEstimated, type StatedImaging } from '../../src/twin/imaging_of_twins.js';

const EDGE = 48;
const size = [EDGE, EDGE, EDGE] as const;
const grid = { size, spacing: [1, 1, 1] } as const;
const known = { levels: [14000, 36000], deviations: [2600, 2800], blur: 1 } as const;

/** Packed spheres, imaged, and a mask of them that has lost narrow gaps. */
function pieceOf(
  of: number,
  { levels, deviations, blur }: StatedImaging,
  seed: number,
): ImagedPiece {
  const { truth } = syntheticCathode({ seed: of, ...grid, medianDiameter: 11 });
  const [pore, solid] = levels;
  const scan = simulateImaging(truth.labels, grid, { seed, pore, solid, deviations, blur });
  const data = new Uint8Array(scan.length);
  // The mean of 3³ voxels, cut in the middle.
  for (let i = 0; i < data.length; i += 1) {
    let [sum, count] = [0, 0];
    const [x, y, z] = [i % EDGE, Math.floor(i / EDGE) % EDGE, Math.floor(i / EDGE ** 2)];
    for (let k = Math.max(0, z - 1); k <= Math.min(EDGE - 1, z + 1); k += 1)
      for (let j = Math.max(0, y - 1); j <= Math.min(EDGE - 1, y + 1); j += 1)
        for (let h = Math.max(0, x - 1); h <= Math.min(EDGE - 1, x + 1); h += 1) {
          sum += scan[(k * EDGE + j) * EDGE + h]!;
          count += 1;
        }
    data[i] = sum / count > 25000 ? 1 : 0;
  }
  return { scan, mask: { data, ...grid } };
}

const scan = [1, 2, 3].map((seed) => pieceOf(seed, known, seed));
const start = imagingOf(scan, 'px', 1);
const shown = shownBy(scan, start.blur.value, 1);

test('what a mask makes of blur and noise is made up for by pieces alike', () => {
  const fit = estimatedImaging(start, shown);
  for (let round = 0; round < 3; round += 1) {
    for (const seed of [1, 2, 3]) fit.see(pieceOf(seed, fit.asked(), 10 + seed));
    fit.next();
  }
  const fitted = fit.fitted();
  if (!isEstimated(fitted)) throw new Error('It has no intervals.');
  // Gaps that the mask has lost widen the edges beside them, and their voxels are taken for flat.
  const halved = (of: (imaging: EstimatedImaging) => Estimate, truth: number): void => {
    const before = Math.abs(of(start).value / truth - 1);
    expect(before).toBeGreaterThan(0.003);
    expect(Math.abs(of(fitted).value / truth - 1)).toBeLessThan(before / 2);
    const [lo, hi] = of(fitted).interval;
    expect(lo <= truth && truth <= hi).toBe(true);
  };
  halved(({ blur }) => blur, known.blur);
  for (const phase of [0, 1] as const)
    halved(({ deviations }) => deviations[phase], known.deviations[phase]);
  expect(fitted.levels).toBe(start.levels);
});

test('pieces without edges say nothing, and what is stated stays', () => {
  const fit = estimatedImaging(start, shown);
  const empty = { data: new Uint8Array(EDGE ** 3), ...grid };
  for (let i = 0; i < 4; i += 1) fit.see({ scan: scan[0]!.scan, mask: empty });
  fit.next();
  const { blur } = fit.fitted();
  expect(typeof blur === 'object' && blur.value).toBe(start.blur.value);
  const stated = statedImaging(known);
  stated.see(scan[0]!);
  stated.next();
  expect(stated.fitted()).toBe(known);
  expect(stated.asked()).toBe(known);
});
