import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../../filters/derivatives.js';
import { differenceOfGaussiansNode } from '../../filters/difference_of_gaussians.js';
import type { Length } from '../../recipe/length.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { EigenvalueOptions, GaussianOptions } from '../options/denoising.js';
import type { Volume } from '../volume.js';
import type { Dtype } from '../../recipe/dtype.js';
import { Denoising } from './denoising.js';

/** Derivatives of a smoothed volume. */
export abstract class Derivatives<D extends Dtype> extends Denoising<D> {
  /**
   * A derivative of the smoothed volume, f32, in intensity per length^Σ`order`; as SciPy's
   * `gaussian_filter(order)`.
   *
   * @param options - `order`: [x, y, z], 0 to 4 each; the Gaussian, at least 0.3 voxels along these axes.
   */
  gaussianDerivative(options: GaussianOptions & { readonly order: Vec3 }): Volume<'f32'> {
    return this.context.volume(this.apply(gaussianDerivative, { volume: this.node }, options));
  }

  /** Magnitude of the gradient of the smoothed volume, f32, in intensity per length. */
  gradientMagnitude(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(gradientMagnitude, { volume: this.node }, options));
  }

  /** Laplacian of Gaussian, f32, in intensity per length²; bright blobs are negative. */
  laplacian(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(laplacian, { volume: this.node }, options));
  }

  /** Smoothed by `sigma` less smoothed by `outer` (default 1.6 σ), f32: a band-pass. */
  differenceOfGaussians(
    options: GaussianOptions & { readonly outer?: Length | undefined },
  ): Volume<'f32'> {
    return this.context.volume(differenceOfGaussiansNode(this.node, { ...options }));
  }

  /** One eigenvalue of the Hessian of the smoothed volume, f32, in intensity per length². */
  hessianEigenvalue(options: EigenvalueOptions): Volume<'f32'> {
    return this.context.volume(this.apply(hessianEigenvalue, { volume: this.node }, options));
  }

  /** One eigenvalue of the structure tensor, f32: of products of derivatives, smoothed by `rho`. */
  structureEigenvalue(options: EigenvalueOptions & { readonly rho: Length }): Volume<'f32'> {
    return this.context.volume(this.apply(structureEigenvalue, { volume: this.node }, options));
  }
}
