import { afterAll, beforeAll, expect, test } from 'vitest';
import { calibrationTrial, holds, pairTrials } from '../../../bench/intervals/joint_trials.js';
import { openEngine } from '../../../src/engine/open_engine.js';
import type { EngineLab } from '../../../src/engine/engine_lab.js';
import { translation } from '../../../src/recipe/simple_transforms.js';

let lab: EngineLab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

test('objects are measured in several volumes, each at its own voxels', async () => {
  const um = { spacing: [2, 2, 2], unit: 'µm' } as const;
  const ids = Uint8Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 1 : i % 8 > 4 ? 2 : 0));
  const objects = (await lab.open({ data: ids, size: [8, 8, 1] }, um)).toLabels();
  const data = Uint8Array.from({ length: 64 }, (_, i) => i);
  const scan = await lab.open({ data, size: [8, 8, 1] }, um);
  // A map of voxels half as large, that ends before the last columns.
  const fine = Float32Array.from({ length: 12 * 16 }, (_, i) => i % 12);
  const map = await lab.open(
    { data: fine, size: [12, 16, 1] },
    { spacing: [1, 1, 2], unit: 'µm', origin: [-0.5, -0.5, 0] },
  );
  const intensity = { Mn: map, xrm: scan };
  const table = await objects.measure({ intensity });
  const inside = [0, 1, 2, 3].flatMap((x) => Array.from({ length: 8 }, (_, y) => 8 * y + x));
  expect(table.column('xrm.mean')[0]).toBe(inside.reduce((sum, v) => sum + v, 0) / 32);
  expect([...table.column('xrm.max')]).toEqual([59, 63]);
  // Object 1 covers columns 0 … 7 of the map, object 2 columns 10 and 11 of what there is.
  expect([...table.column('Mn.mean')]).toEqual([3.5, 10.5]);
  expect([...table.column('Mn.min')]).toEqual([0, 10]);
  const named = await objects.measure({ intensity, columns: ['Mn.max', 'voxels'] });
  expect(named.columnNames).toEqual(['Mn.max', 'voxels']);
  expect([...named.column('Mn.max')]).toEqual([7, 11]);
  await expect(objects.measure({ intensity, columns: ['Fe.mean'] }).run()).rejects.toThrow(
    /columns/,
  );
  const nm = await lab.open({ data, size: [8, 8, 1] }, { spacing: [2, 2, 2], unit: 'nm' });
  await expect(objects.measure({ intensity: { nm } }).run()).rejects.toThrow(/unit/);
});

test('calibrate and overlap by their methods; bad input is refused by name', async () => {
  const grey = Uint8Array.from({ length: 32 ** 2 }, (_, i) => (i * 37) % 101);
  const scan = await lab.open({ data: grey, size: [32, 32, 1] });
  const part = scan.crop({ origin: [0, 0, 0], size: [16, 16, 1] });
  for (const method of ['bins', 'isotonic'] as const) {
    const { fraction, interval, levels, warnings } = await part.calibrate(part.divide(100), {
      whole: scan,
      method,
    });
    expect(Math.abs(fraction - 0.5)).toBeLessThan(0.02);
    expect(interval[0] <= fraction && fraction <= interval[1]).toBe(true);
    expect(levels.at(-1)!.fraction).toBeGreaterThan(0.9);
    expect(warnings).toEqual([]);
  }
  const dark = scan.crop({ origin: [0, 0, 0], size: [2, 1, 1] });
  const few = await dark.calibrate(dark.divide(100), { whole: scan });
  expect(few.unseen).toBeGreaterThan(0.5);
  expect(few.warnings.join()).toMatch(/grey levels that the sample does not/);
  await expect(part.calibrate(part.divide(100), { whole: scan.cast('u16') }).run()).rejects.toThrow(
    /whole/,
  );
  expect(() =>
    scan.jointPhases(scan, {
      polygons: {
        other: [
          [0, 0],
          [1, 0],
          [1, 1],
        ],
      },
    }),
  ).toThrow(/other/);
});

test('grids whose voxels lie at other places are refused', async () => {
  const scan = await lab.open({ data: new Uint8Array(8).fill(3), size: [8, 1, 1] });
  const [left, right] = [0, 4].map((x) => scan.crop({ origin: [x, 0, 0], size: [4, 1, 1] }));
  expect(() => left!.subtract(right!)).toThrow(/resampleTo/);
  const [a, b] = [left!.threshold({ lo: 1 }), right!.threshold({ lo: 1 })];
  await expect(a.overlap(b).run()).rejects.toThrow(/from 4, 0, 0 px on.*resampleTo/);
  const there = right!.resampleTo(left!, translation([4, 0, 0]));
  expect((await left!.subtract(there).read()).data.join()).toBe('0,0,0,0');
});

test('intervals of two seeds hold the truth, and are as wide as they should be', () => {
  for (const seed of [101, 102]) {
    const { pearson, spearman, dice, iou } = pairTrials(32, 1, 0.6, seed);
    for (const trial of [pearson, spearman, dice, iou]) {
      expect(holds(trial)).toBe(true);
      expect(trial.interval[1] - trial.interval[0]).toBeLessThan(0.2);
    }
    const carried = calibrationTrial(32, 1.5, 8, 'bins', seed);
    expect(holds(carried)).toBe(true);
    expect(carried.interval[1] - carried.interval[0]).toBeLessThan(0.05);
  }
});
