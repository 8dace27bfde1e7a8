import { anisotropicDiffusionNode } from '../../filters/anisotropic_diffusion.js';
import { bilateralNode } from '../../filters/bilateral.js';
import { gaussian } from '../../filters/gaussian.js';
import { medianNode } from '../../filters/median.js';
import { nonLocalMeansNode } from '../../filters/non_local_means.js';
import { totalVariationNode } from '../../filters/total_variation.js';
import { unsharpNode } from '../../filters/unsharp.js';
import { noiseNode } from '../../stats/noise.js';
import type {
  BilateralOptions,
  DiffusionOptions,
  GaussianOptions,
  NonLocalMeansOptions,
  TotalVariationOptions,
} from '../options/denoising.js';
import type { Query } from '../query.js';
import type { MedianOptions } from '../options/windows.js';
import type { Volume } from '../volume.js';
import type { Dtype } from '../../recipe/dtype.js';
import { Intensities } from './intensities.js';

/** Smoothing and denoising of a volume. */
export abstract class Denoising<D extends Dtype> extends Intensities<D> {
  /**
   * The median of a box or a ball around each voxel, in the volume's own dtype; exact. NaN orders above +∞.
   *
   * @param options - `size` (default 3) or `radius`, and the border rule. Cubes of 3, 5 and 7 voxels are fast.
   */
  median(options: MedianOptions = {}): Volume<D> {
    return this.wrap(medianNode(this.node, { ...options }));
  }

  /**
   * Smoothed by a Gaussian, as f32: sampled, cut at `truncate` σ and normalised, as SciPy's.
   *
   * @param options - `sigma`: standard deviation in the volume's unit, or `voxels(n)`; `truncate`
   * (default 4); the border rule.
   */
  gaussian(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(gaussian, { volume: this.node }, options));
  }

  /** Sharpened, f32: v + `amount` (default 1) times what the Gaussian takes away. */
  unsharp(options: GaussianOptions & { readonly amount?: number | undefined }): Volume<'f32'> {
    return this.context.volume(unsharpNode(this.node, { ...options }));
  }

  /**
   * Bilateral filter, f32: a mean weighted by distance and by difference in value, which keeps edges.
   * Literature: Tomasi and Manduchi, ICCV (1998) 839.
   */
  bilateral(options: BilateralOptions = {}): Volume<'f32'> {
    return this.context.volume(bilateralNode(this.node, { ...options }));
  }

  /**
   * Non-local means, f32: a mean weighted by how alike the surroundings are. The strongest denoiser of
   * these, and the most expensive. Literature: Buades, Coll and Morel, CVPR (2005) 60.
   */
  nonLocalMeans(options: NonLocalMeansOptions = {}): Volume<'f32'> {
    return this.context.volume(nonLocalMeansNode(this.node, { ...options }));
  }

  /**
   * Anisotropic diffusion, f32: smooths within regions and not across edges. Literature: Perona and
   * Malik, IEEE Trans. PAMI 12 (1990) 629.
   */
  anisotropicDiffusion(options: DiffusionOptions = {}): Volume<'f32'> {
    return this.context.volume(anisotropicDiffusionNode(this.node, { ...options }));
  }

  /**
   * Total-variation denoising, f32: towards flat regions with sharp edges. Literature: Chambolle, J. Math.
   * Imaging Vis. 20 (2004) 89.
   */
  totalVariation(options: TotalVariationOptions = {}): Volume<'f32'> {
    return this.context.volume(totalVariationNode(this.node, { ...options }));
  }

  /** Standard deviation of the noise: the median absolute Haar detail of 2³ blocks over 0.6745. */
  noise(): Query<number> {
    return this.askNode(
      () => noiseNode(this.node),
      (value) => value as number,
    );
  }
}
