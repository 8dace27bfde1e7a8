import { anisotropicDiffusion } from '../../src/filters/anisotropic_diffusion.js';
import { arithmeticNode } from '../../src/filters/arithmetic.js';
import { asVolume } from '../../src/filters/as_volume.js';
import { bin } from '../../src/filters/bin.js';
import { cast } from '../../src/filters/cast.js';
import { combine } from '../../src/filters/combine.js';
import { laplacian } from '../../src/filters/derivatives.js';
import { flip } from '../../src/filters/flip.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { greyDilate, greyErode } from '../../src/filters/grey_morphology.js';
import { invert } from '../../src/filters/invert.js';
import { localContrastNode } from '../../src/filters/local_contrast.js';
import { median } from '../../src/filters/median.js';
import { nonLocalMeans } from '../../src/filters/non_local_means.js';
import { rank } from '../../src/filters/rank.js';
import { resample } from '../../src/filters/resample.js';
import { totalVariation } from '../../src/filters/total_variation.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import type { BenchCase, PeerTask } from './case.js';
import { maskOf } from './masks.js';

/** A filter of the grey field, with the peer that filters the same file. */
function greyCase(
  name: string,
  result: (volume: Node) => Node,
  peer?: Pick<PeerTask, 'name' | 'task' | 'params'>,
): BenchCase {
  const bench: BenchCase = {
    name,
    group: 'filters',
    fields: ['gray'],
    make: (volume) => ({ result: result(volume), given: [volume] }),
  };
  if (peer === undefined) return bench;
  return { ...bench, peers: (volume) => [{ ...peer, inputs: { volume } }] };
}

const medianCase = (size: 3 | 5 | 7): BenchCase =>
  greyCase(`median ${String(size)}`, (volume) => makeNode(median, { volume }, { size }), {
    name: 'SciPy median_filter',
    task: 'median',
    params: { size },
  });

const gaussianCase = (sigma: number): BenchCase =>
  greyCase(`gaussian ${String(sigma)}`, (volume) => makeNode(gaussian, { volume }, { sigma }), {
    name: 'SciPy gaussian_filter',
    task: 'gaussian',
    params: { sigma },
  });

/** Ops from volume to volume, and those of masks that work voxel by voxel. */
export const filterCases: readonly BenchCase[] = [
  medianCase(3),
  medianCase(5),
  medianCase(7),
  greyCase('rank 3 at 25 %', (volume) => makeNode(rank, { volume }, { size: 3, percentile: 25 }), {
    name: 'SciPy percentile_filter',
    task: 'percentile',
    params: { size: 3, percentile: 25 },
  }),
  gaussianCase(1),
  gaussianCase(2),
  gaussianCase(4),
  greyCase('grey dilate 5', (volume) => makeNode(greyDilate, { volume }, { size: 5 }), {
    name: 'SciPy grey_dilation',
    task: 'dilation',
    params: { size: 5 },
  }),
  greyCase('grey erode ball 3', (volume) => makeNode(greyErode, { volume }, { radius: 3 }), {
    name: 'SciPy grey_erosion',
    task: 'erosion_ball',
    params: { radius: 3 },
  }),
  greyCase('local contrast 31', (volume) => localContrastNode(volume, { size: 31 }), {
    name: 'SciPy uniform_filter',
    task: 'local_contrast',
    params: { size: 31 },
  }),
  greyCase('multiply by 2', (volume) => arithmeticNode('multiply', volume, 2), {
    name: 'NumPy multiply',
    task: 'multiply',
    params: { factor: 2 },
  }),
  // The stencil of seven points.
  greyCase('laplacian', (volume) => makeNode(laplacian, { volume }, { sigma: 0 }), {
    name: 'SciPy laplace',
    task: 'laplace',
    params: {},
  }),
  greyCase('diffuse 1', (volume) =>
    makeNode(anisotropicDiffusion, { volume }, { iterations: 1, contrast: 2000 }),
  ),
  greyCase(
    'total variation',
    (volume) => makeNode(totalVariation, { volume }, { weight: 1400, iterations: 30 }),
    {
      name: 'scikit-image denoise_tv_chambolle',
      task: 'total_variation',
      params: { weight: 1400, iterations: 30 },
    },
  ),
  greyCase(
    'non-local means 3',
    (volume) => makeNode(nonLocalMeans, { volume }, { search: 3, h: 1600, noise: 2000 }),
    {
      name: 'scikit-image denoise_nl_means',
      task: 'non_local_means',
      params: { search: 3, h: 1600, noise: 2000 },
    },
  ),
  greyCase('cast f32', (volume) => makeNode(cast, { volume }, { dtype: 'f32' })),
  greyCase('flip x', (grid) => makeNode(flip, { grid }, { axes: 'x' })),
  greyCase('bin 2', (grid) => makeNode(bin, { grid }, { factor: 2 })),
  greyCase('resample 1.5', (grid) => makeNode(resample, { grid }, { spacing: 1.5 }), {
    name: 'SciPy affine_transform',
    task: 'resample',
    params: { spacing: 1.5 },
  }),
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
