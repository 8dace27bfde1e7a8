import { afterAll, beforeAll, expect, test } from 'vitest';
import { cathodeTrial } from '../../bench/learning/cathode_trial.js';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

// One of the seeds of `npm run coverage -- learning`.
test('strokes in three slices do better than Otsu', { timeout: 300_000 }, async () => {
  const trial = await cathodeTrial(lab, { seed: 5, touches: 40, noise: 6000 });
  expect(trial.learnt).toBeLessThanOrEqual(trial.otsu / 2);
  expect(trial.held).toBeGreaterThanOrEqual(0.75);
  expect(trial.calibration).toBeLessThanOrEqual(0.05);
  const off = (porosity: number) => Math.abs(porosity - trial.truth.porosity);
  expect(off(trial.byStrokes.porosity)).toBeLessThan(off(trial.byOtsu.porosity));
});
