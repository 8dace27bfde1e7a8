import { expect, test } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import { levelCutField } from '../../src/synthetic/level_cut.js';
import { boxesOf, imagingOf, type Estimate } from '../../src/twin/estimate_imaging.js';

const size = [56, 56, 56] as const;
const spacing = [0.5, 0.5, 0.5] as const;
const mask = {
  data: levelCutField({ seed: 3, size, spacing, fraction: 0.5, length: [2.2, 2.2, 2.2] }),
  ...{ size, spacing },
};

const holds = ({ interval: [lo, hi] }: Estimate, truth: number): boolean =>
  lo <= truth && truth <= hi;

test('intervals hold what a scan was imaged with', () => {
  const scan = simulateImaging(mask.data, mask, {
    ...{ seed: 9, blur: 0.45, grain: 0.3, pore: 9000, solid: 30000 },
    deviations: [1200, 1900],
  });
  const found = imagingOf([{ scan, mask }], 'µm', 1);
  expect(holds(found.blur, 0.45)).toBe(true);
  expect(holds(found.grain, 0.3)).toBe(true);
  expect(holds(found.deviations[0], 1200) && holds(found.deviations[1], 1900)).toBe(true);
  expect(found.levels[0].value).toBeCloseTo(9000, -2);
  expect(found.levels[1].value).toBeCloseTo(30000, -2);
  expect(found.blur.interval[1] - found.blur.interval[0]).toBeLessThan(0.06);
});

test('too few flat voxels, and too few faces, are refused with the remedy', () => {
  const fine = levelCutField({ seed: 3, size, spacing, fraction: 0.5, length: [0.5, 0.5, 0.5] });
  const attempt = (data: Uint8Array): unknown => {
    try {
      const scan = simulateImaging(data, { size, spacing }, { seed: 1 });
      return imagingOf([{ scan, mask: { data, size, spacing } }], 'µm', 1);
    } catch (error) {
      return error;
    }
  };
  for (const data of [fine, new Uint8Array(fine.length)]) {
    const error = attempt(data);
    expect(error).toBeInstanceOf(VoxmetryError);
    expect((error as VoxmetryError).code).toBe('empty-phase');
    expect((error as VoxmetryError).message).toMatch(/take a larger piece/);
  }
});

test('large volumes are looked at in boxes that are spread over them', () => {
  expect(boxesOf([56, 56, 56], [128, 128, 128], 8)).toEqual([{ origin: [0, 0, 0], size }]);
  const boxes = boxesOf([400, 200, 128], [128, 128, 128], 8);
  expect(boxes.map(({ origin }) => origin)).toEqual([
    [36, 36, 0],
    [236, 36, 0],
  ]);
});
