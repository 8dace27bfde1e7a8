import { asVolume } from '../../src/filters/as_volume.js';
import { cast } from '../../src/filters/cast.js';
import { combine } from '../../src/filters/combine.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { invert } from '../../src/filters/invert.js';
import { median } from '../../src/filters/median.js';
import { makeNode } from '../../src/recipe/op.js';
import type { BenchCase } from './case.js';
import { maskOf } from './masks.js';

const medianCase = (size: 3 | 5 | 7): BenchCase => ({
  name: `median ${String(size)}`,
  group: 'filters',
  fields: ['gray'],
  make: (volume) => ({ result: makeNode(median, { volume }, { size }), given: [volume] }),
  peers: (volume) => [
    { name: 'SciPy median_filter', task: 'median', inputs: { volume }, params: { size } },
  ],
});

const gaussianCase = (sigma: number): BenchCase => ({
  name: `gaussian ${String(sigma)}`,
  group: 'filters',
  fields: ['gray'],
  make: (volume) => ({ result: makeNode(gaussian, { volume }, { sigma }), given: [volume] }),
  peers: (volume) => [
    { name: 'SciPy gaussian_filter', task: 'gaussian', inputs: { volume }, params: { sigma } },
  ],
});

/** Ops from volume to volume, and those of masks that work voxel by voxel. */
export const filterCases: readonly BenchCase[] = [
  medianCase(3),
  medianCase(5),
  medianCase(7),
  gaussianCase(1),
  gaussianCase(2),
  gaussianCase(4),
  {
    name: 'cast f32',
    group: 'filters',
    fields: ['gray'],
    make: (volume) => ({ result: makeNode(cast, { volume }, { dtype: 'f32' }), given: [volume] }),
  },
  {
    name: 'invert',
    group: 'filters',
    fields: ['blobs'],
    make: (source) => {
      const mask = maskOf(source);
      return { result: makeNode(invert, { mask }), given: [mask] };
    },
  },
  {
    name: 'and',
    group: 'filters',
    fields: ['blobs'],
    make: (source) => {
      const a = maskOf(source);
      const b = makeNode(invert, { mask: a });
      return { result: makeNode(combine, { a, b }, { operator: 'and' }), given: [a, b] };
    },
  },
  {
    name: 'mask to u8',
    group: 'filters',
    fields: ['blobs'],
    make: (source) => {
      const grid = maskOf(source);
      return { result: makeNode(asVolume, { grid }), given: [grid] };
    },
  },
];
