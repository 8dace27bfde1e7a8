// Total variation denoising (Rudin, Osher and Fatemi; Chambolle's dual projection).
import { growRegion } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, eraseOp, input, optionalInput, type Node } from '../recipe/op.js';
import { integer, nullable, number } from '../recipe/params.js';
import { checkNoise, denoiserNode } from './noise_level.js';

/** The default of `weight` in units of the estimated noise. */
export const VARIATION_WEIGHT = 0.7;

/**
 * Total-variation denoising (Rudin, Osher and Fatemi): near the minimum over u of ½ Σ(u − v)² +
 * `weight` · Σ|∇u|, after `iterations` (1 to 128, default 30) steps of Chambolle's dual method;
 * f32. `weight` is in intensity and defaults to 0.7 times the volume's `noise`; where that is 0,
 * nothing is changed. Differences are per smallest spacing: along an axis of spacing d they weigh
 * dmin/d. The number of steps is fixed, so that a result does not depend on which region is
 * computed.
 *
 * scikit-image's `denoise_tv_chambolle(max_num_iter=iterations + 1, eps=0)` on a grid of one
 * spacing, to 3·10⁻⁶ of the range of the values.
 *
 * Differences across the faces of the volume are 0 (border 'nearest'; others make no sense); the
 * mean is kept, to rounding. NaN and ±∞ stay what they are; differences to and from them are 0.
 *
 * Two passes per iteration, of 28 B/voxel, and of the volume's bytes and 16 B/voxel; one before
 * them makes f32. For u8 1355 B/voxel by default, 1453 where rows are not a multiple of eight
 * voxels and of four words; plus halos. In slabs along z of about 256 MiB of temporaries where
 * these are thicker than the halo. A region needs as many voxels around it as there are iterations.
 * A. Chambolle, J. Math. Imaging Vis. 20 (2004) 89,
 * https://doi.org/10.1023/B:JMIV.0000011325.36760.1e.
 */
export const totalVariation = declareOp({
  name: 'totalVariation',
  kind: 'map',
  inputs: { volume: input('volume'), noise: optionalInput('scalar') },
  params: {
    weight: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Strength: greater smooths more; null: 0.7 times the estimated noise.',
      ),
    ),
    iterations: integer({ default: 30, min: 1, max: 128 }, 'Number of steps towards the minimum.'),
  },
  exactness: 'float-dependent',
  result: ({ volume, noise }, { weight }): GridMeta => {
    checkNoise('totalVariation', 'weight', weight, noise);
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { iterations }) => ({
    volume: growRegion(region, [iterations, iterations, iterations], volume.size),
  }),
  notes: ({ weight, iterations }) => ({
    border: 'no difference across the faces',
    variation: `isotropic, forward differences, ${String(iterations)} dual steps`,
    weight: weight === null ? `${String(VARIATION_WEIGHT)} × estimated noise` : 'given',
  }),
});

/** The node of {@link totalVariation}, with an estimate of the noise where that is needed. */
export function totalVariationNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
): Node {
  return denoiserNode(eraseOp(totalVariation), ['weight'], volume, params);
}
