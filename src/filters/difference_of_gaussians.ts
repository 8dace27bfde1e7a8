import { invalidArgument } from '../recipe/errors.js';
import { physicalLength, type Length } from '../recipe/length.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { arithmeticNode } from './arithmetic.js';
import { gaussian } from './gaussian.js';

/**
 * Difference of Gaussians: the volume smoothed by `sigma` less the volume smoothed by the greater
 * `outer` (default 1.6 · sigma, near the Laplacian of Gaussian); f32. A band-pass: bright blobs of
 * a radius near √2 σ stand out. scikit-image's `difference_of_gaussians`, whose border rule is
 * 'nearest' by default, to 10⁻⁶ of the range.
 *
 * Costs two Gaussians and a subtraction (12 B/voxel): 54 B/voxel for u8, 60 for f32, plus halos.
 */
export function differenceOfGaussiansNode(
  volume: Node,
  { outer, ...inner }: Readonly<Record<string, unknown>>,
): Node {
  const op = 'differenceOfGaussians';
  const fine = makeNode(gaussian, { volume }, inner);
  const sigma = fine.params['sigma'] as Length;
  const wider = typeof sigma === 'number' ? 1.6 * sigma : { voxels: 1.6 * sigma.voxels };
  const coarse = makeNode(gaussian, { volume }, { ...inner, sigma: outer ?? wider });
  const { spacing } = gridMeta(volume);
  if (physicalLength(coarse.params['sigma'] as Length, spacing) <= physicalLength(sigma, spacing))
    throw invalidArgument(op, 'outer', outer, `a length above sigma`);
  return arithmeticNode('subtract', fine, coarse);
}
