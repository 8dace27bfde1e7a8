import { expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';

test('the range of the noise holds the true porosity of 20 synthetic cathodes', async () => {
  const lab = await openEngine();
  const held: number[] = [];
  try {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { volume, truth } = syntheticCathode({ seed, size: [96, 96, 80] });
      const scan = await lab.open(volume, volume);
      const { fraction } = await scan.median({ size: 3 }).otsu().invert().sensitivity();
      const [lo, hi] = fraction.thresholdRange;
      // As docs/phase-statistics.md says.
      expect(hi - lo).toBeLessThan(0.0065);
      expect(hi - lo).toBeGreaterThan(0.004);
      expect(Math.abs(fraction.value - truth.porosity)).toBeLessThan(0.002);
      if (truth.porosity >= lo && truth.porosity <= hi) held.push(seed);
      scan.close();
    }
  } finally {
    await lab.dispose();
  }
  expect(held.length).toBe(20);
});
