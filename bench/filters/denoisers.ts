import { anisotropicDiffusionNode } from '../../src/filters/anisotropic_diffusion.js';
import { bilateralNode } from '../../src/filters/bilateral.js';
import { gaussian } from '../../src/filters/gaussian.js';
import { median } from '../../src/filters/median.js';
import { nonLocalMeansNode } from '../../src/filters/non_local_means.js';
import { totalVariationNode } from '../../src/filters/total_variation.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';

/** A denoiser as it is called without further thought. */
export interface Denoiser {
  readonly name: string;
  readonly apply: (volume: Node) => Node;
}

/**
 * Every denoiser at its defaults; the Gaussian and the median have none of σ and size that fits
 * all.
 */
export const DENOISERS: readonly Denoiser[] = [
  { name: 'none', apply: (volume) => volume },
  { name: 'median, size 3', apply: (volume) => makeNode(median, { volume }, { size: 3 }) },
  { name: 'median, size 5', apply: (volume) => makeNode(median, { volume }, { size: 5 }) },
  {
    name: 'gaussian, σ 1 voxel',
    apply: (volume) => makeNode(gaussian, { volume }, { sigma: voxels(1) }),
  },
  {
    name: 'gaussian, σ 2 voxels',
    apply: (volume) => makeNode(gaussian, { volume }, { sigma: voxels(2) }),
  },
  { name: 'bilateral', apply: (volume) => bilateralNode(volume) },
  { name: 'nonLocalMeans', apply: (volume) => nonLocalMeansNode(volume) },
  { name: 'anisotropicDiffusion', apply: (volume) => anisotropicDiffusionNode(volume) },
  { name: 'totalVariation', apply: (volume) => totalVariationNode(volume) },
];
