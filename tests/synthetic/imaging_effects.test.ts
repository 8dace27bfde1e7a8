import { expect, test } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { simulateArtefacts, simulateImaging } from '../../src/synthetic/index.js';
import type { ImagingOptions } from '../../src/synthetic/index.js';

const still = { seed: 1, noise: 0, shot: 0 } as const;
/** A line of voxels. */
const line = (values: readonly number[], options: Omit<ImagingOptions, 'seed'> = {}): number[] => [
  ...simulateImaging(
    values,
    { size: [values.length, 1, 1], spacing: [1, 1, 1] },
    { ...still, ...options },
  ),
];

test('several phases have levels of their own', () => {
  expect(line([0, 2, 1, 2], { levels: [100, 30000, 7000], blur: 0 })).toEqual([
    100, 7000, 30000, 7000,
  ]);
  // Labels are all solid.
  expect(line([0, 7, 0.5], { blur: 0 })).toEqual([14000, 36000, 36000]);
});

test('blur goes its own way along each axis', () => {
  const size = [9, 9, 9] as const;
  const point = new Uint8Array(729);
  point[364] = 1;
  const blurred = simulateImaging(
    point,
    { size, spacing: [1, 1, 1] },
    {
      ...still,
      pore: 0,
      solid: 60000,
      blur: [0, 1, 0.6],
    },
  );
  const lit = [...blurred.keys()].filter((i) => blurred[i]! > 0);
  expect(new Set(lit.map((i) => i % 9))).toEqual(new Set([4]));
  const along = (stride: number): number => blurred[364 + stride]! / blurred[364]!;
  expect(along(9)).toBeCloseTo(Math.exp(-1 / 2), 3);
  expect(along(81)).toBeCloseTo(Math.exp(-1 / (2 * 0.36)), 3);
});

test('blur grows with the depth', () => {
  // Edges along x in every slice.
  const size = [24, 1, 17] as const;
  const edge = Uint8Array.from({ length: 24 * 17 }, (_, i) => (i % 24 < 12 ? 0 : 1));
  const image = simulateImaging(
    edge,
    { size, spacing: [1, 1, 1] },
    {
      ...still,
      pore: 0,
      solid: 60000,
      blur: 1,
      blurGrowth: 1,
    },
  );
  const grid = { size, spacing: [1, 1, 1] } as const;
  const levels = { ...still, pore: 0, solid: 60000 };
  const slice = (of: Uint16Array, z: number): number[] => [...of.slice(24 * z, 24 * (z + 1))];
  // Every other slice has blurred by its own deviation; those between lie between their neighbours.
  for (let z = 0; z < 17; z += 2)
    expect(slice(image, z)).toEqual(
      slice(simulateImaging(edge, grid, { ...levels, blur: 1 + z / 16 }), z),
    );
  for (let z = 1; z < 16; z += 2)
    slice(image, z).forEach((value, x) => {
      const mean = (image[24 * (z - 1) + x]! + image[24 * (z + 1) + x]!) / 2;
      expect(Math.abs(value - mean)).toBeLessThanOrEqual(1);
    });
});

test('counts have a variance of their mean', () => {
  const size = [64, 64, 8] as const;
  for (const [level, perCount] of [
    [6000, 500],
    [60000, 50],
  ] as const) {
    const image = simulateImaging(
      new Uint8Array(64 * 64 * 8),
      { size, spacing: [1, 1, 1] },
      {
        seed: 4,
        pore: level,
        blur: 0,
        perCount,
      },
    );
    const mean = image.reduce((sum, value) => sum + value, 0) / image.length;
    const variance = image.reduce((sum, value) => sum + (value - mean) ** 2, 0) / image.length;
    const counts = level / perCount;
    expect(Math.abs(mean / perCount - counts)).toBeLessThan(4 * Math.sqrt(counts / image.length));
    // Of N counts, the variance of the variance is 2 / N, and a little more where they are few.
    expect(Math.abs(variance / perCount ** 2 / counts - 1)).toBeLessThan(
      4 * Math.sqrt(2.1 / image.length),
    );
    expect(image.every((value) => value % perCount === 0 || value === 65535)).toBe(true);
  }
});

test('edges are enhanced by the Laplacian', () => {
  const values = [0, 0, 0, 1, 1, 1];
  const step = { pore: 20000, solid: 30000, blur: 0, edges: 0.2 };
  expect(line(values, step)).toEqual([20000, 20000, 18000, 32000, 30000, 30000]);
});

test('charge gathers in solid and trails behind it', () => {
  const values = [0, 0, ...Array<number>(30).fill(1), ...Array<number>(12).fill(0)];
  const charged = line(values, {
    pore: 10000,
    solid: 10000,
    blur: 0,
    charging: 5000,
    chargingLength: 4,
  });
  expect(charged.slice(0, 2)).toEqual([10000, 10000]);
  expect(charged[31]).toBe(Math.round(10000 + 5000 * (1 - Math.exp(-30 / 4))));
  const left = (i: number): number => charged[i]! - 10000;
  expect(left(36) / left(32)).toBeCloseTo(Math.exp(-1), 2);
});

test('a hardened beam leaves the middle darker, and the corners as they are', () => {
  const size = [21, 21, 2] as const;
  const artefacts = simulateArtefacts(size, { seed: 1, cupping: 0.3 });
  const flat = simulateImaging(
    new Uint8Array(882),
    { size, spacing: [1, 1, 1] },
    {
      ...still,
      pore: 30000,
      blur: 0,
      artefacts,
    },
  );
  expect([flat[220], flat[0], flat[20], flat[440]]).toEqual([21000, 30000, 30000, 30000]);
  // Half the way to a corner.
  expect(flat[5 * 21 + 5]).toBe(30000 * (1 - 0.3 * (1 - 1 / 4)));
});

test('refuses what is none', () => {
  const wrong: readonly Omit<ImagingOptions, 'seed'>[] = [
    { levels: [1] },
    { levels: [1, 70000] },
    { levels: [1, 2], shineThrough: 1 },
    { levels: [1, 2], deviations: [1, 1] },
    { blur: [1, -1, 1] },
    { blur: NaN },
    { blurGrowth: -1 },
    { edges: Infinity },
    { charging: -1 },
    { chargingLength: 0 },
    { perCount: 0 },
    { perCount: 10, grain: 1 },
  ];
  for (const options of wrong)
    expect(() => line([0, 1], options), JSON.stringify(options)).toThrow(VoxmetryError);
  expect(() => line([0, 2], { levels: [1, 2] })).toThrow(VoxmetryError);
  expect(() => simulateArtefacts([4, 4, 4], { seed: 1, cupping: 2 })).toThrow(VoxmetryError);
});
