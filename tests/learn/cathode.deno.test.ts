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

// One of the seeds of `npm run coverage -- learning --fib`.
test('what shines through pores is told from solid', { timeout: 300_000 }, async () => {
  const trial = await cathodeTrial(lab, { seed: 101, touches: 40, noise: 4000, by: 'fib' });
  expect(trial.learnt).toBeLessThanOrEqual(trial.otsu / 2);
  const off = (found: number, known: number) => Math.abs(found - known);
  const { truth, byOtsu, byStrokes } = trial;
  expect(off(byStrokes.porosity, truth.porosity)).toBeLessThan(
    off(byOtsu.porosity, truth.porosity),
  );
  expect(off(byStrokes.surface, truth.surface)).toBeLessThan(off(byOtsu.surface, truth.surface));
});
