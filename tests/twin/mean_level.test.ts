import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { Random } from '../../src/synthetic/random.js';
import { boxesOf, type EstimatedImaging } from '../../src/twin/estimate_imaging.js';
import { drawImaging, imageOf, middleOf } from '../../src/twin/imaging_of_twins.js';
import { levelOf, meanLevel } from '../../src/twin/mean_level.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

test('the level of a scan is the mean over the boxes whose curves are looked at', async () => {
  const size = [40, 20, 16] as const;
  const random = new Random(3, [0, 0]);
  const data = Uint8Array.from({ length: 40 * 20 * 16 }, () => Math.floor(256 * random.uniform()));
  const scan = await lab.open({ data, size });
  const [x, y, z] = size;
  const piece = [16, 16, 16] as const;
  const levels = boxesOf(size, piece, 8).map(({ origin }) => {
    let sum = 0;
    for (let k = 0; k < 16; k += 1)
      for (let j = 0; j < 16; j += 1)
        for (let i = 0; i < 16; i += 1)
          sum += data[origin[0] + i + x * (origin[1] + j + y * (origin[2] + k))]!;
    return sum / 16 ** 3;
  });
  expect(levels.length).toBe(2);
  const mean = (levels[0]! + levels[1]!) / 2;
  expect(await meanLevel(scan, piece, undefined)).toBeCloseTo(mean, 9);
  expect(await meanLevel(scan, [x, y, z], undefined)).toBeCloseTo(levelOf(data), 9);
});

const estimate = (value: number, half: number) => ({
  value,
  interval: [value - half, value + half] as const,
});
const found: EstimatedImaging = {
  levels: [estimate(20, 3.92), estimate(200, 7.84)],
  deviations: [estimate(5, 0), estimate(5, 0)],
  blur: estimate(0, 0),
  grain: estimate(0, 0),
  correlation: estimate(0, 0),
  ...{ faces: 1000, flat: [1000, 1000], unit: 'px' },
};

test('grey levels of twins are drawn from their intervals, and are those of the image', () => {
  const draws = Array.from({ length: 400 }, (_, seed) => drawImaging(found, seed).levels);
  for (const [phase, deviation] of [2, 4].entries()) {
    const off = draws.map((levels) => levels[phase]! - middleOf(found).levels[phase]!);
    const square = off.reduce((sum, each) => sum + each ** 2, 0) / draws.length;
    // Of 400 draws the variance is known to 7 %.
    expect(Math.abs(square / deviation ** 2 - 1)).toBeLessThan(0.28);
  }
  // Blur and noise keep the mean level: that of a structure of a quarter lies at a quarter.
  const grid = { size: [32, 32, 32], spacing: [1, 1, 1] } as const;
  const structure = Uint8Array.from({ length: 32 ** 3 }, (_, i) => (i % 32 < 8 ? 1 : 0));
  const how = { levels: [20, 200], deviations: [5, 5], blur: 1.5 } as const;
  expect(Math.abs(levelOf(imageOf(structure, grid, how, 'u8', 1)) - 65)).toBeLessThan(0.15);
});
