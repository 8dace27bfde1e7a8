import { describe, expect, it } from 'vitest';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { Engine } from '../../src/engine/engine.js';
import { syntheticRoll } from '../../src/synthetic/index.js';

describe('windings', () => {
  it('finds the spiral of a roll', async () => {
    const lab = new EngineLab(await Engine.open());
    const roll = syntheticRoll({ size: [160, 160, 8], spacing: 50, core: 900 });
    const { size, spacing, unit } = roll.grid;
    const data = roll.materials(0, 8).map((code) => (code === 3 || code === 5 ? 1 : 0));
    const scan = await lab.open({ data, size }, { spacing, unit });
    const { fit, handed } = await scan.threshold({ lo: 1 }).windings();
    expect(handed).toBe(1);
    expect(Math.abs(fit.pitch.value / roll.truth.pitch - 1)).toBeLessThan(0.001);
    await lab.dispose();
  });
});
