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
   * Size 3: 2 × the bytes of a voxel; 5 and 7: about 5 ×.
   *
   * @param options - `size` (default 3) or `radius`, and the border rule. Cubes of 3, 5 and 7 voxels are fast.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([1, 9, 1, 1, 7, 7, 7]), size: [7, 1, 1] });
   * const { data } = await scan.median().read();
   * console.assert(data.join() === '1,1,1,1,7,7,7'); // the speck goes, the step stays
   * await lab.dispose();
   * ```
   */
  median(options: MedianOptions = {}): Volume<D> {
    return this.wrap(medianNode(this.node, { ...options }));
  }

  /**
   * Smoothed by a Gaussian, as f32: sampled, cut at `truncate` σ and normalised, as SciPy's.
   * Three passes: 21 B/voxel for u8, 24 for f32.
   *
   * @param options - `sigma`: standard deviation in the volume's unit, or `voxels(n)`; `truncate`
   * (default 4); the border rule.
   * @throws VoxmetryError `invalid-argument` for a `sigma` that is not above 0.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(9).fill(100, 4, 5);
   * const scan = await lab.open({ data, size: [9, 1, 1] }, { spacing: [0.5, 0.5, 0.5], unit: 'µm' });
   * const { data: smooth } = await scan.gaussian({ sigma: 0.5 }).read(); // µm: one voxel
   * console.assert(Math.abs(smooth[4]! - 100 / Math.sqrt(2 * Math.PI)) < 0.1);
   * console.assert(Math.abs(smooth.reduce((sum, v) => sum + v) - 100) < 1e-3);
   * await lab.dispose();
   * ```
   */
  gaussian(options: GaussianOptions): Volume<'f32'> {
    return this.context.volume(this.apply(gaussian, { volume: this.node }, options));
  }

  /**
   * Sharpened, f32: v + `amount` (default 1) times what the Gaussian takes away.
   *
   * @example
   * ```ts
   * import { openLab, voxels } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([0, 0, 0, 0, 10, 10, 10, 10]), size: [8, 1, 1] });
   * const { data } = await scan.unsharp({ sigma: voxels(1) }).read();
   * console.assert(data[4]! > 12.9 && data[3]! < -2.9 && Math.abs(data[0]!) < 0.1); // it overshoots at the step
   * await lab.dispose();
   * ```
   */
  unsharp(options: GaussianOptions & { readonly amount?: number | undefined }): Volume<'f32'> {
    return this.context.volume(unsharpNode(this.node, { ...options }));
  }

  /**
   * Bilateral filter, f32: a mean weighted by distance and by difference in value, which keeps edges.
   * Literature: Tomasi and Manduchi, ICCV (1998) 839.
   * Two passes; an exponential per voxel of the window.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]), size: [8, 1, 1] });
   * const { data } = await scan.bilateral({ contrast: 5 }).read();
   * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 11 : 51)) < 0.7)); // noise halved, step whole
   * await lab.dispose();
   * ```
   */
  bilateral(options: BilateralOptions = {}): Volume<'f32'> {
    return this.context.volume(bilateralNode(this.node, { ...options }));
  }

  /**
   * Non-local means, f32: a mean weighted by how alike the surroundings are. The strongest denoiser of
   * these, and the most expensive. Literature: Buades, Coll and Morel, CVPR (2005) 60.
   * About 18 kB/voxel by default.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { Random } from 'voxmetry/synthetic';
   * const lab = await openLab();
   * const random = new Random(1);
   * const data = new Float32Array(512).map((_, i) => (i % 8 < 4 ? 0 : 100) + 5 * random.normal());
   * const scan = await lab.open({ data, size: [8, 8, 8] });
   * const { data: smooth } = await scan.nonLocalMeans({ search: 7, noise: 5 }).read();
   * console.assert(smooth.every((v, i) => Math.abs(v - (i % 8 < 4 ? 0 : 100)) < 15));
   * await lab.dispose();
   * ```
   */
  nonLocalMeans(options: NonLocalMeansOptions = {}): Volume<'f32'> {
    return this.context.volume(nonLocalMeansNode(this.node, { ...options }));
  }

  /**
   * Anisotropic diffusion, f32: smooths within regions and not across edges. Literature: Perona and
   * Malik, IEEE Trans. PAMI 12 (1990) 629.
   * 8 B/voxel per iteration; keeps the mean.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]), size: [8, 1, 1] });
   * const { data } = await scan.anisotropicDiffusion({ contrast: 8, iterations: 20 }).read();
   * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 11 : 51)) < 0.5)); // noise goes, the step stays
   * await lab.dispose();
   * ```
   */
  anisotropicDiffusion(options: DiffusionOptions = {}): Volume<'f32'> {
    return this.context.volume(anisotropicDiffusionNode(this.node, { ...options }));
  }

  /**
   * Total-variation denoising, f32: towards flat regions with sharp edges. Literature: Chambolle, J. Math.
   * Imaging Vis. 20 (2004) 89.
   * 48 B/voxel per iteration; keeps the mean.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const scan = await lab.open({ data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]), size: [8, 1, 1] });
   * const { data } = await scan.totalVariation({ weight: 4, iterations: 100 }).read();
   * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 12 : 50)) < 0.5)); // flat parts, each nearer by weight / length = 1
   * await lab.dispose();
   * ```
   */
  totalVariation(options: TotalVariationOptions = {}): Volume<'f32'> {
    return this.context.volume(totalVariationNode(this.node, { ...options }));
  }

  /**
   * Standard deviation of the noise: the median absolute Haar detail of 2³ blocks over 0.6745.
   * In intensity. One pass. Literature: Donoho and Johnstone, Biometrika 81 (1994) 425.
   * Blocks of a single value, such as a masked background, are left out; blurred noise is underestimated.
   *
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * import { Random } from 'voxmetry/synthetic';
   * const lab = await openLab();
   * const random = new Random(1);
   * const data = new Float32Array(32 ** 3).map(() => 100 + 5 * random.normal());
   * const scan = await lab.open({ data, size: [32, 32, 32] });
   * console.assert(Math.abs((await scan.noise()) - 5) < 0.25);
   * await lab.dispose();
   * ```
   */
  noise(): Query<number> {
    return this.askNode(
      () => noiseNode(this.node),
      (value) => value as number,
    );
  }
}
