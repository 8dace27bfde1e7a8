// Gaussian derivatives: gradient, Laplacian of Gaussian, Hessian and structure tensor eigenvalues.
import { invalidArgument } from '../recipe/errors.js';
import { growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import { declareOp, input } from '../recipe/op.js';
import { length, oneOf, param, tripleSchema, type Param } from '../recipe/params.js';
import { borderParams, type Border } from './border.js';
import { truncateParam } from './gaussian.js';
import { gaussianRadius } from './gaussian_weights.js';

/** Below this standard deviation in voxels, a sampled Gaussian tells nothing of a derivative. */
const LEAST_SIGMA = 0.3;
/** Highest order of a derivative along an axis. */
const MOST_ORDER = 4;

/** Orders of a derivative along x, y, z. */
function orders(doc: string): Param<Vec3, Vec3, false> {
  const good = (n: unknown): n is number =>
    typeof n === 'number' && Number.isInteger(n) && n >= 0 && n <= MOST_ORDER;
  return param({
    type: 'triple',
    doc,
    default: undefined,
    allowed: `three whole numbers from 0 to ${String(MOST_ORDER)}, for x, y, z`,
    schema: tripleSchema({ type: 'integer', minimum: 0, maximum: MOST_ORDER }),
    accept: (given): Vec3 | undefined => {
      if (!Array.isArray(given) || given.length !== 3) return undefined;
      const [x, y, z] = given as readonly unknown[];
      return good(x) && good(y) && good(z) ? [x, y, z] : undefined;
    },
  });
}

const gaussianParams = {
  sigma: length(
    {},
    'Standard deviation of the Gaussian that smooths before derivatives are taken.',
  ),
  truncate: truncateParam,
  ...borderParams,
} as const;

const whichParam = oneOf(
  [0, 1, 2],
  0,
  'Which eigenvalue: 0 the greatest, 1 the middle, 2 the least.',
);

interface GaussianParams {
  readonly sigma: Length;
  readonly truncate: number;
  readonly border: Border;
  readonly value: number;
}

/** Throws where sigma is too small to differentiate by along one of the axes. */
export function checkSigma(
  op: string,
  { size, spacing }: GridMeta,
  { sigma, truncate, border }: Omit<GaussianParams, 'value'>,
  axes: readonly (0 | 1 | 2)[],
): void {
  const inVoxels = voxelsPerAxis(sigma, spacing);
  const radius = gaussianRadius(sigma, truncate, spacing);
  for (const axis of axes) {
    if (size[axis] === 1 && border !== 'constant') continue;
    if (inVoxels[axis] < LEAST_SIGMA || radius[axis] < 1)
      throw invalidArgument(
        op,
        'sigma',
        sigma,
        `${op === 'laplacian' ? '0, or ' : ''}at least ${String(LEAST_SIGMA)} voxels along ${'xyz'.charAt(axis)} (spacing ${String(spacing[axis])}), with truncate · sigma ≥ ½ voxel; it is ${String(inVoxels[axis])} voxels`,
      );
  }
}

const differentiated = (
  op: string,
  volume: GridMeta,
  params: GaussianParams,
  axes: readonly (0 | 1 | 2)[] = [0, 1, 2],
): GridMeta => {
  checkSigma(op, volume, params, axes);
  return { ...volume, storage: 'f32' };
};

const needs = (
  region: Region,
  { volume }: { readonly volume: GridMeta },
  { sigma, truncate }: GaussianParams,
): { volume: Region } => ({
  volume: growRegion(region, gaussianRadius(sigma, truncate, volume.spacing), volume.size),
});

const notes = ({
  border,
  value,
  truncate,
}: GaussianParams): Readonly<Record<'border' | 'gaussian' | 'unit', string>> => ({
  border: border === 'constant' ? `constant ${String(value)}` : border,
  gaussian: `sampled, cut at ${String(truncate)} σ, normalised, times the polynomial of the derivative`,
  unit: 'intensity per length^order',
});

/**
 * A derivative of a Gaussian-smoothed volume: of orders `order` [x, y, z], 0 (smooths) to 4 each,
 * f32, in intensity per the grid's unit of length to the sum of the orders (whatever `sigma` was
 * said in; in an uncalibrated volume that is per voxel). Along each axis it is the sum of voxels
 * weighted by the sampled derivative of the Gaussian of `sigma`, as SciPy's
 * `gaussian_filter(order=…)`: the Gaussian is cut at ⌊truncate · σ + ½⌋ voxels (`truncate` defaults
 * to 4), normalised in f64, then multiplied with the derivative's polynomial. Such weights of an
 * even order do not sum to 0 exactly: with truncate 4 a constant c gives about −10⁻³ c/σ².
 *
 * Along an axis of length 1 derivatives are 0 (unless the border is 'constant'), where SciPy leaves
 * the residue above. `sigma` must be at least 0.3 voxels along differentiated axes.
 *
 * Outside the volume, `border` reads as for `gaussian`; with 'constant' the volume is surrounded by
 * it, and derivatives are 0 out there (SciPy reads the constant anew for every axis). NaN and ±∞
 * make NaN or ±∞ of every voxel whose window holds them. Weighted sums are f32: errors are some
 * 10⁻⁷ of Σ|weights| times the greatest |value|.
 *
 * Three passes, as `gaussian`: 21 B/voxel for u8, 22 for u16, 24 for f32, plus the halo.
 */
export const gaussianDerivative = declareOp({
  name: 'gaussianDerivative',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    ...gaussianParams,
    order: orders('Order of the derivative along x, y, z; 0 only smooths.'),
  },
  exactness: 'float-dependent',
  result: ({ volume }, params): GridMeta =>
    differentiated(
      'gaussianDerivative',
      volume,
      params,
      ([0, 1, 2] as const).filter((axis) => params.order[axis] > 0),
    ),
  needs,
  notes,
});

/**
 * Magnitude of the gradient of the volume smoothed by a Gaussian of `sigma`, f32, in intensity per
 * unit of length: the root of the sum of the squares of the three first
 * {@link gaussianDerivative}s; SciPy's `gaussian_gradient_magnitude`, to 10⁻⁶ of the greatest
 * value. Anisotropic spacing counts; an axis of length 1 adds nothing.
 *
 * Eight passes and one to combine: 2 × the volume's bytes in and 72 B/voxel: 74 B/voxel for u8, 76
 * for u16, 80 for f32, plus halos; in slabs along z of at most 256 MiB of temporaries.
 */
export const gradientMagnitude = declareOp({
  name: 'gradientMagnitude',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: gaussianParams,
  exactness: 'float-dependent',
  result: ({ volume }, params): GridMeta => differentiated('gradientMagnitude', volume, params),
  needs,
  notes,
});

/** Whether a Laplacian is that of the volume itself, by differences of neighbours. */
export function isDiscrete(sigma: Length): boolean {
  return sigma === 0 || (typeof sigma === 'object' && sigma.voxels === 0);
}

/**
 * Laplacian of Gaussian: the sum of the three second {@link gaussianDerivative}s, f32, in intensity
 * per length²; SciPy's `gaussian_laplace`, to 10⁻⁶ of the greatest value. Bright blobs are
 * negative. Anisotropic spacing counts; an axis of length 1 adds nothing (with border 'constant',
 * what the constant on either side makes).
 *
 * `sigma` 0 does not smooth: the discrete Laplacian, the sum of the second differences v₋ − 2v + v₊
 * along the axes, each over spacing²; on voxels of spacing 1 SciPy's `laplace`. `truncate` is not
 * used then. NaN and ±∞ make NaN or ±∞ of their voxel and its six neighbours. Exact for integers of
 * up to 16 bits on voxels of spacing 1, else to some 10⁻⁷ of Σ|weights| times the greatest |value|.
 *
 * Eight passes and one to combine, as {@link gradientMagnitude}: 74 B/voxel for u8, 80 for f32,
 * plus halos. With `sigma` 0 one pass: the volume's bytes and 4 B/voxel.
 */
export const laplacian = declareOp({
  name: 'laplacian',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    ...gaussianParams,
    sigma: length(
      { zero: true },
      'Standard deviation of the Gaussian that smooths first; 0 does not smooth.',
    ),
  },
  exactness: 'float-dependent',
  result: ({ volume }, params): GridMeta =>
    isDiscrete(params.sigma)
      ? { ...volume, storage: 'f32' }
      : differentiated('laplacian', volume, params),
  needs: (region, metas, params) =>
    isDiscrete(params.sigma)
      ? { volume: growRegion(region, [1, 1, 1], metas.volume.size) }
      : needs(region, metas, params),
  notes: (params) => {
    const { gaussian, ...others } = notes(params);
    return isDiscrete(params.sigma)
      ? { ...others, differences: 'second, [1, −2, 1] over spacing² along each axis' }
      : { ...others, gaussian };
  },
});

/**
 * One eigenvalue of the Hessian, the matrix of second {@link gaussianDerivative}s, f32, in
 * intensity per length²: `which` 0 is the greatest, 1 the middle, 2 the least (signed, in
 * descending order as in scikit-image). Of a 2D image one of the three is 0. Bright sheets have
 * one, bright lines two and bright blobs three negative eigenvalues.
 *
 * scikit-image's `hessian_matrix` differs: it takes central differences of the smoothed image.
 *
 * Eigenvalues by Eberly's method in f32 (the one apart from the others first, then those of what is
 * left): errors some 10⁻⁶ of the greatest |eigenvalue|, beside those of the derivatives. NaN or ±∞
 * in a window give NaN. 15 passes and one for the eigenvalue: 3 × the volume's bytes in and 12 + 96
 * + 28 = 136 B/voxel, plus halos; in slabs along z of at most 256 MiB of temporaries.
 */
export const hessianEigenvalue = declareOp({
  name: 'hessianEigenvalue',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: { ...gaussianParams, which: whichParam },
  exactness: 'float-dependent',
  result: ({ volume }, params): GridMeta => differentiated('hessianEigenvalue', volume, params),
  needs,
  notes: (params) => ({ ...notes(params), eigenvalues: 'descending' }),
});

/** Voxels that a structure tensor reaches: the gradients' Gaussian and that of the window. */
export function tensorReach(
  {
    sigma,
    rho,
    truncate,
  }: { readonly sigma: Length; readonly rho: Length; readonly truncate: number },
  spacing: Vec3,
): Vec3 {
  const gradient = gaussianRadius(sigma, truncate, spacing);
  const window = gaussianRadius(rho, truncate, spacing);
  return map3((axis) => gradient[axis] + window[axis]);
}

/**
 * One eigenvalue of the structure tensor, f32, in (intensity per length)²: of the matrix of the
 * products of first {@link gaussianDerivative}s (of `sigma`), each smoothed by a Gaussian of `rho`.
 * `which` 0 is the greatest, 1 the middle, 2 the least (descending, as in scikit-image); they are ≥
 * 0 to rounding. Of a 2D image the least is 0. Near a face the first stands out, along a fibre the
 * least is small.
 *
 * Outside the volume, `border` holds for the gradients; products are smoothed with the same rule,
 * with 'constant' 0, as a constant has no gradient. scikit-image's `structure_tensor` differs: it
 * takes Sobel's differences.
 *
 * Eigenvalues as in {@link hessianEigenvalue}. 8 passes for the gradients, 6 × 4 for the smoothed
 * products, one for the eigenvalue: 2 × the volume's bytes in and 300 B/voxel, plus halos; in slabs
 * along z of at most 256 MiB of temporaries. J. Bigün and G. Granlund, ICCV (1987) 433.
 */
export const structureEigenvalue = declareOp({
  name: 'structureEigenvalue',
  kind: 'map',
  inputs: { volume: input('volume') },
  params: {
    ...gaussianParams,
    rho: length({}, 'Standard deviation of the Gaussian over which directions are averaged.'),
    which: whichParam,
  },
  exactness: 'float-dependent',
  result: ({ volume }, params): GridMeta => differentiated('structureEigenvalue', volume, params),
  needs: (region, { volume }, params) => ({
    volume: growRegion(region, tensorReach(params, volume.spacing), volume.size),
  }),
  notes: (params) => ({ ...notes(params), eigenvalues: 'descending' }),
});
