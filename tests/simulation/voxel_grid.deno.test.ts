import { expect, test } from 'vitest';
import { voxelGrid } from '../../src/simulation/index.js';

const CODES = { pore: 0, nmc: 7 };

test('bytes are x fastest, and the JSON says so in the order of NumPy', () => {
  const data = [0, 7, 7, 0, 0, 7];
  const { raw, side } = voxelGrid(
    { data, size: [3, 2, 1], spacing: [1, 2, 3], origin: [4, 5, 6], unit: 'nm' },
    { codes: CODES, name: 'cathode' },
  );
  expect(Array.from(raw)).toEqual(data);
  expect(JSON.parse(JSON.stringify(side))).toEqual({
    file: 'cathode_3x2x1_uint8.raw',
    dtype: 'uint8',
    order: 'C',
    axes: 'zyx',
    shape: [1, 2, 3],
    spacing: [3, 2, 1],
    origin: [6, 5, 4],
    unit: 'nm',
    phases: CODES,
  });
});

test('codes without a name and another length are refused', () => {
  const grid = { size: [2, 1, 1], spacing: [1, 1, 1], unit: 'nm' } as const;
  expect(() => voxelGrid({ ...grid, data: [0, 1] }, { codes: CODES })).toThrow(/codes/);
  expect(() => voxelGrid({ ...grid, data: [0] }, { codes: CODES })).toThrow(/data/);
});
