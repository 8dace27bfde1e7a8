import { afterAll, beforeAll, expect, test } from 'vitest';
import { correlationTrial } from '../../bench/correlation/trial.js';
import { openEngine } from '../../src/engine/index.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

test(
  'three methods of one cathode are registered, and porosity is carried to the whole',
  { timeout: 120_000 },
  async () => {
    const trial = await correlationTrial(lab, { seed: 2, size: 24, corner: 10 });
    expect(trial.outcome).toBe('found, found');
    // Voxels are 0.4 µm and 0.2 µm; greatest errors of the corners of the volumes.
    expect(trial.error).toBeLessThan(0.1);
    expect(trial.mapError).toBeLessThan(0.05);
    expect(Math.abs(trial.seen - trial.corner)).toBeLessThan(0.002);
    const [lo, hi] = trial.interval;
    expect(lo).toBeLessThan(trial.truth);
    expect(hi).toBeGreaterThan(trial.truth);
    expect(hi - lo).toBeLessThan(0.1);
  },
);
