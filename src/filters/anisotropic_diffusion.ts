// Anisotropic diffusion (Perona and Malik).
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, eraseOp, input, optionalInput, type Node } from '../recipe/op.js';
import { integer, nullable, number, oneOf } from '../recipe/params.js';
import { checkNoise, denoiserNode } from './noise_level.js';

/** The default of `contrast` in units of the estimated noise. */
export const DIFFUSION_CONTRAST = 2;

/** The smallest spacing over each axis' own: what a difference between neighbours weighs. */
export function spacingRatio({ size, spacing }: GridMeta): Vec3 {
  const least = Math.min(...spacing.filter((_, axis) => size[axis]! > 1));
  return map3((axis) => (size[axis] > 1 ? least / spacing[axis] : 0));
}

/** The largest stable time step, in squares of the smallest spacing. */
export function largestStep(meta: GridMeta): number {
  const squares = spacingRatio(meta).reduce((sum, r) => sum + r * r, 0);
  return squares > 0 ? 1 / (2 * squares) : 0.5;
}

/**
 * Anisotropic diffusion (Perona and Malik): `iterations` (1 to 64, default 10) explicit steps of
 * ∂u/∂t = div(g(|Δ|) ∇u) over the six neighbours; f32. A difference Δ between neighbours conducts
 * by g = exp(−(s/K)²) ('exponential', default) or 1/(1 + (s/K)²) ('rational'), K the `contrast`, s
 * the difference per smallest spacing: along an axis of spacing d, s = Δ · dmin/d and the flow
 * weighs (dmin/d)². K defaults to twice the volume's `noise`; where that is 0, nothing is changed.
 * `step` is the time step in dmin² (default, and at most: ½ / Σ(dmin/d)², 1/6 of a cubic grid).
 *
 * Nothing flows through the faces of the volume (border 'nearest' and 'reflect' are that; others
 * make no sense), so the mean is kept, to rounding. NaN and ±∞ stay what they are, and nothing
 * flows to or from them.
 *
 * A pass of 8 B/voxel per iteration, the first of the volume's bytes and 4 B/voxel: 77 B/voxel for
 * u8 by default, plus halos; where rows are not a multiple of eight voxels and of four words, a
 * pass before them makes f32 (5 B/voxel, and 3 in the first). In slabs along z of about 256 MiB of
 * temporaries. A region needs as many voxels around it as there are iterations. Errors stay below
 * 10⁻⁶ of the range of the values. P. Perona and J. Malik, IEEE Trans. PAMI 12 (1990) 629,
 * https://doi.org/10.1109/34.56205.
 */
export const anisotropicDiffusion = declareOp({
  name: 'anisotropicDiffusion',
  kind: 'map',
  inputs: { volume: input('volume'), noise: optionalInput('scalar') },
  params: {
    iterations: integer({ default: 10, min: 1, max: 64 }, 'Number of steps: more smooth more.'),
    contrast: nullable(
      number(
        { above: 0, unit: 'intensity' },
        'Differences between neighbours above it are kept as edges; null: twice the estimated noise.',
      ),
    ),
    conductance: oneOf(
      ['exponential', 'rational'],
      'exponential',
      "How flow falls with contrast: 'exponential' keeps strong edges, 'rational' wide regions.",
    ),
    step: nullable(
      number(
        { above: 0 },
        'Time step, in squares of the smallest spacing; null: the largest stable one.',
      ),
    ),
  },
  exactness: 'float-dependent',
  result: ({ volume, noise }, { contrast, step }): GridMeta => {
    checkNoise('anisotropicDiffusion', 'contrast', contrast, noise);
    const most = largestStep(volume);
    if (step !== null && step > most * (1 + 1e-12))
      throw invalidArgument(
        'anisotropicDiffusion',
        'step',
        step,
        `at most ${String(most)} in this volume, or the iteration is not stable`,
      );
    return { ...volume, storage: 'f32' };
  },
  needs: (region, { volume }, { iterations }) => ({
    volume: growRegion(region, [iterations, iterations, iterations], volume.size),
  }),
  notes: ({ contrast, conductance }) => ({
    border: 'no flow through the faces',
    conductance,
    contrast: contrast === null ? `${String(DIFFUSION_CONTRAST)} × estimated noise` : 'given',
  }),
});

/** The node of {@link anisotropicDiffusion}, with an estimate of the noise where that is needed. */
export function anisotropicDiffusionNode(
  volume: Node,
  params: Readonly<Record<string, unknown>> = {},
): Node {
  return denoiserNode(eraseOp(anisotropicDiffusion), ['contrast'], volume, params);
}
