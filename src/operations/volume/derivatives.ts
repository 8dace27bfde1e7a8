import {
  gaussianDerivative as gaussianDerivativeOp,
  gradientMagnitude as gradientMagnitudeOp,
  hessianEigenvalue as hessianEigenvalueOp,
  laplacian as laplacianOp,
  structureEigenvalue as structureEigenvalueOp,
} from '../../filters/derivatives.js';
import { differenceOfGaussiansNode } from '../../filters/difference_of_gaussians.js';
import { gaussian } from '../../filters/gaussian.js';
import { sobelMagnitude as sobelMagnitudeOp } from '../../filters/sobel_magnitude.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { length, nullable } from '../../recipe/params.js';
import { F32 } from '../gives.js';

/**
 * A derivative of the smoothed volume, f32, in intensity per length^Σ`order`; as SciPy's
 * `gaussian_filter(order)`.
 * Three passes: 21 B/voxel for u8.
 *
 * @param options - `order`: [x, y, z], 0 to 4 each; the Gaussian, at least 0.3 voxels along these
 * axes.
 * @returns An f32 volume of the same size, in intensity per length to the power of the summed
 * orders.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(17).map((_, i) => 3 * i); // rises by 3 per voxel of 0.5 µm
 * const scan = await lab.open(
 *   { data, size: [17, 1, 1] },
 *   { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
 * );
 * const slope = await scan.gaussianDerivative({ sigma: 0.5, order: [1, 0, 0] }).read();
 * console.assert(Math.abs(slope.data[8]! - 6) < 0.01); // per µm
 * await lab.dispose();
 * ```
 */
export const gaussianDerivative = operation({
  name: 'gaussianDerivative',
  of: 'volume',
  options: gaussianDerivativeOp.params,
  gives: F32,
  node: (volume, options) => makeNode(gaussianDerivativeOp, { volume }, options),
});

/**
 * Magnitude of the gradient of the smoothed volume, f32, in intensity per length.
 * As SciPy's `gaussian_gradient_magnitude`. 74 B/voxel for u8.
 *
 * @returns An f32 volume of the same size, in intensity per length.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(17 * 17).map((_, i) => 3 * (i % 17) + 4 * Math.floor(i / 17));
 * const scan = await lab.open({ data, size: [17, 17, 1] });
 * const slope = await scan.gradientMagnitude({ sigma: voxels(1) }).read();
 * console.assert(Math.abs(slope.data[8 * 17 + 8]! - 5) < 0.01); // 3² + 4² = 5²
 * await lab.dispose();
 * ```
 */
export const gradientMagnitude = operation({
  name: 'gradientMagnitude',
  of: 'volume',
  options: gradientMagnitudeOp.params,
  gives: F32,
  node: (volume, options) => makeNode(gradientMagnitudeOp, { volume }, options),
});

/**
 * Magnitude of the gradient by Sobel's kernels of 3×3×3 voxels, f32, in intensity per length: a
 * ramp has its slope. SciPy's `generic_gradient_magnitude(volume, sobel)` over 32, and over the
 * spacing. 5 B/voxel for u8.
 *
 * @returns An f32 volume of the same size, in intensity per length.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(81).map((_, i) => 3 * (i % 9) + 4 * Math.floor(i / 9));
 * const scan = await lab.open({ data, size: [9, 9, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
 * const slope = await scan.sobelMagnitude().read();
 * console.assert(slope.data[40] === 10); // 3² + 4² = 5² per voxel of 0.5 µm
 * await lab.dispose();
 * ```
 */
export const sobelMagnitude = operation({
  name: 'sobelMagnitude',
  of: 'volume',
  options: sobelMagnitudeOp.params,
  gives: F32,
  node: (volume, options) => makeNode(sobelMagnitudeOp, { volume }, options),
});

/**
 * Laplacian of Gaussian, f32, in intensity per length²; bright blobs are negative.
 * As SciPy's `gaussian_laplace`. 74 B/voxel for u8.
 *
 * @param options - The Gaussian, at least 0.3 voxels. `sigma` 0 does not smooth: second differences
 *   of neighbours, as SciPy's `laplace`; 5 B/voxel for u8.
 * @returns An f32 volume of the same size, in intensity per length².
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // x² in voxels of 0.5 µm: 4 x² / µm²
 * const data = new Uint16Array(17).map((_, i) => (i - 8) ** 2);
 * const scan = await lab.open(
 *   { data, size: [17, 1, 1] },
 *   { spacing: [0.5, 0.5, 0.5], unit: 'µm' },
 * );
 * const curved = await scan.laplacian({ sigma: 0.5 }).read();
 * console.assert(Math.abs(curved.data[8]! - 8) < 0.05); // per µm²
 * const exact = await scan.laplacian({ sigma: 0 }).read(); // of neighbours alone
 * console.assert(exact.data[8] === 8);
 * await lab.dispose();
 * ```
 */
export const laplacian = operation({
  name: 'laplacian',
  of: 'volume',
  options: laplacianOp.params,
  gives: F32,
  node: (volume, options) => makeNode(laplacianOp, { volume }, options),
});

/**
 * Smoothed by `sigma` less smoothed by `outer` (default 1.6 σ), f32: a band-pass.
 * As scikit-image's `difference_of_gaussians`. 54 B/voxel for u8.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(25).fill(100, 12, 13).map((v, i) => v + i); // a speck on a ramp
 * const scan = await lab.open({ data, size: [25, 1, 1] });
 * const band = await scan.differenceOfGaussians({ sigma: voxels(1) }).read();
 * console.assert(Math.abs(band.data[12]! - 15) < 0.2); // 100 / √2π · (1 − 1 / 1.6); the ramp goes
 * await lab.dispose();
 * ```
 */
export const differenceOfGaussians = operation({
  name: 'differenceOfGaussians',
  of: 'volume',
  options: {
    ...gaussian.params,
    outer: nullable(
      length({}, 'Standard deviation of the wider Gaussian; 1.6 times sigma if left out.'),
    ),
  },
  gives: F32,
  node: (volume, options) => differenceOfGaussiansNode(volume, options),
});

/**
 * One eigenvalue of the Hessian of the smoothed volume, f32, in intensity per length².
 * Of bright sheets one is negative, of bright lines two, of bright blobs three. 139 B/voxel for u8.
 *
 * @returns An f32 volume of the same size, in intensity per length².
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint16Array(17 * 17).map(
 *   (_, i) => ((i % 17) - 8) ** 2 + 3 * (Math.floor(i / 17) - 8) ** 2,
 * );
 * const scan = await lab.open({ data, size: [17, 17, 1] }); // x² + 3 y²
 * const greatest = await scan.hessianEigenvalue({ sigma: voxels(1) }).read();
 * const middle = await scan.hessianEigenvalue({ sigma: voxels(1), which: 1 }).read();
 * console.assert(Math.abs(greatest.data[144]! - 6) < 0.1 && Math.abs(middle.data[144]! - 2) < 0.1);
 * await lab.dispose();
 * ```
 */
export const hessianEigenvalue = operation({
  name: 'hessianEigenvalue',
  of: 'volume',
  options: hessianEigenvalueOp.params,
  gives: F32,
  node: (volume, options) => makeNode(hessianEigenvalueOp, { volume }, options),
});

/**
 * One eigenvalue of the structure tensor, f32: of products of derivatives, smoothed by `rho`.
 * In (intensity per length)². 302 B/voxel for u8. Literature: Bigün and Granlund, ICCV (1987) 433.
 *
 * @returns An f32 volume of the same size, in (intensity per length)².
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(25 * 25).map((_, i) => 3 * (i % 25) + 4 * Math.floor(i / 25));
 * const scan = await lab.open({ data, size: [25, 25, 1] });
 * const across = await scan.structureEigenvalue({ sigma: voxels(1), rho: voxels(1.5) }).read();
 * console.assert(Math.abs(across.data[12 * 25 + 12]! - 25) < 0.1); // the slope of 5, squared
 * await lab.dispose();
 * ```
 */
export const structureEigenvalue = operation({
  name: 'structureEigenvalue',
  of: 'volume',
  options: structureEigenvalueOp.params,
  gives: F32,
  node: (volume, options) => makeNode(structureEigenvalueOp, { volume }, options),
});
