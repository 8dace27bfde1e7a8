import { afterAll, beforeAll, expect, it } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { ROLL_MATERIALS, syntheticStack } from '../../src/synthetic/index.js';
import { Random } from '../../src/synthetic/random.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const { anode, copper, metal } = ROLL_MATERIALS;
const SEEDS = 40;
const NONE = { outgrowths: 0, particles: 0, delaminations: 0, overhangs: 0 } as const;

it(
  'has the sheets, pitch and gaps of stacks, and intervals that hold them',
  { timeout: 600_000 },
  async () => {
    let [held, worst, found, expected, invented, opening] = [0, 0, 0, 0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const random = new Random(seed, [7, 7]);
      const part = (): number => 2 * random.uniform() - 1;
      const made = syntheticStack({
        ...{ size: [72, 64, 128], spacing: 25, unit: 'µm', seed, extent: [4000, 4000], sheets: 7 },
        ...{ tilt: [0.05 * part(), 0.05 * part()], bow: 60 * part(), waviness: 4, overhang: 30 },
        defects: { ...NONE, delaminations: 1, outgrowths: 3 },
        stack: { anode: 80 + 6 * part() },
      });
      const { size, spacing, unit } = made.grid;
      const scan = await lab.open({ data: made.materials(0, size[2]), size }, { spacing, unit });
      const query = scan.equals([anode, copper, metal]).sheets();
      const { sheets, fit, tracing } = await query;
      expect([sheets, tracing.torn, tracing.contradictory], String(seed)).toEqual([7, 0, 0]);
      const { truth } = made;
      const { tilt } = truth.settings;
      const pitch = truth.pitch / Math.hypot(1, ...tilt);
      const [low, high] = fit.pitch.interval;
      if (low <= pitch && pitch <= high) held += 1;
      worst = Math.max(worst, Math.abs(fit.pitch.value / pitch - 1));
      const { objects } = await (await lab.stack(scan, query)).delaminations();
      const [gap] = truth.delaminations;
      expected += 1;
      const isOf = objects.filter(
        (each) =>
          each.sheet === gap!.sheet &&
          Math.hypot(each.u - gap!.u, each.v - gap!.v) < Math.min(gap!.halfU, gap!.halfV) / 2,
      );
      found += Math.min(1, isOf.length);
      invented += objects.length - isOf.length;
      const [own] = isOf;
      if (own !== undefined)
        opening = Math.max(opening, Math.abs(own.openingMax - gap!.opening) / spacing[0]);
      await lab.clearCache();
      scan.close();
    }
    console.log(
      `of ${String(SEEDS)} stacks: pitch held ${String(held)}, to ${String(worst)}; gaps ${String(found)} of ` +
        `${String(expected)}, ${String(invented)} invented, opening to ${String(opening)} voxels`,
    );
    expect(worst).toBeLessThan(0.001);
    expect(held).toBeGreaterThanOrEqual(0.92 * SEEDS);
    expect([found, invented]).toEqual([expected, 0]);
    expect(opening).toBeLessThan(1.2);
  },
);

it('finds outgrowths on the foils of a stack, where they are', { timeout: 300_000 }, async () => {
  const made = syntheticStack({
    ...{ seed: 6, spacing: 0.5, unit: 'voxel', size: [150, 140, 366], sheets: 3 },
    ...{ extent: [150, 150], tilt: [0.06, -0.04], bow: 3, waviness: 0.5, wavelength: 90 },
    stack: { separator: 4, cathode: 6, aluminium: 2, anode: 14, copper: 4 },
    defects: { ...NONE, outgrowths: 4, outgrowthHeight: [3.5, 6], outgrowthAspect: 1.1 },
    overhang: 2,
  });
  const { size, spacing, unit } = made.grid;
  const scan = await lab.open(made.file(), made.grid);
  const codes = await lab.open({ data: made.materials(0, size[2]), size }, { spacing, unit });
  const stack = await lab.stack(scan, codes.equals([anode, copper]).sheets());
  let [found, listed] = [0, 0];
  for (const sheet of [0, 1, 2]) {
    const table = await stack.flatten({ sheet, from: -15, to: 15 }).outgrowths();
    listed += table.length;
    for (const truth of made.truth.outgrowths.filter((each) => each.sheet === sheet)) {
      const row = Array.from(table.column('x')).findIndex(
        (u, i) => Math.hypot(u - truth.u, table.column('z')[i]! - truth.v) < truth.radius,
      );
      expect(row, String(truth.id)).toBeGreaterThanOrEqual(0);
      found += 1;
      const height = table.column('height')[row]!;
      expect(Math.abs(height - truth.height), String(truth.id)).toBeLessThan(0.5);
      const volume = table.column('volume')[row]!;
      expect(Math.abs(volume / truth.volume - 1), String(truth.id)).toBeLessThan(0.15);
    }
  }
  expect([found, listed]).toEqual([4, 4]);
});
