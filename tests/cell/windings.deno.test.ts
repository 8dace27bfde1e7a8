import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { Random } from '../../src/synthetic/random.js';
import { syntheticRoll } from '../../src/synthetic/index.js';

let lab: EngineLab;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
});
afterAll(() => lab.dispose());

const SLICE = '../shared/data/volumes/cell-winding/mask_1.tif';

it('reads the published mask of an electrode', async (context) => {
  if (!existsSync(SLICE)) {
    console.warn(`skipped: ${SLICE} is not here`);
    context.skip();
  }
  const scan = await lab.open(new Blob([await readFile(SLICE)]), { name: 'mask_1.tif' });
  const { fit, handed, tracing } = await scan.threshold({ lo: 1 }).windings();
  // A robust joint fit of spiral and harmonics elsewhere: 10.27, residual σ 0.41.
  expect(Math.abs(fit.pitch.value - 10.27)).toBeLessThan(0.02);
  expect(fit.rms.value).toBeLessThan(0.6);
  expect(handed).toBe(-1);
  expect(Math.abs(fit.turns.value - 18.98)).toBeLessThan(0.05);
  expect([tracing.torn, tracing.inContact, tracing.pieces]).toEqual([0, 0, 0]);
});

const SEEDS = 40;

it(
  'has pitch, turns and length of rolls with faults, and intervals that hold them',
  { timeout: 600_000 },
  async () => {
    const held = { pitch: 0, turns: 0, sheetLength: 0 };
    let worst = 0;
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      // Where the axis lies among the voxels decides how they round: each has its own place.
      const random = new Random(seed, [7, 7]);
      const part = (): number => 2 * random.uniform() - 1;
      const roll = syntheticRoll({
        ...{ size: [192, 192, 8], spacing: 45, seed, core: 900 * (1 + 0.1 * part()) },
        ...{ decentring: [45 * part(), 45 * part()], tilt: [0.02 * part(), 0.02 * part()] },
      });
      const { size, spacing, unit } = roll.grid;
      const { truth } = roll;
      const data = roll.materials(0, 8).map((code) => ([3, 5, 7, 8].includes(code) ? 1 : 0));
      const scan = await lab.open({ data, size }, { spacing, unit });
      const { fit } = await scan.threshold({ lo: 1 }).windings();
      const known = {
        ...{ pitch: truth.pitch, turns: truth.turns, sheetLength: truth.anodeLength },
      };
      for (const name of ['pitch', 'turns', 'sheetLength'] as const) {
        const [low, high] = fit[name].interval;
        if (low <= known[name] && known[name] <= high) held[name] += 1;
      }
      worst = Math.max(worst, Math.abs(fit.pitch.value / truth.pitch - 1));
      await lab.clearCache();
    }
    console.log(`of ${String(SEEDS)} rolls: ${JSON.stringify(held)}, pitch to ${String(worst)}`);
    expect(worst).toBeLessThan(0.001);
    for (const count of Object.values(held)) expect(count).toBeGreaterThanOrEqual(0.92 * SEEDS);
  },
);
