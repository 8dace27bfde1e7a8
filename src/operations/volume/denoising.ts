import {
  anisotropicDiffusion as anisotropicDiffusionOp,
  anisotropicDiffusionNode,
} from '../../filters/anisotropic_diffusion.js';
import { bilateral as bilateralOp, bilateralNode } from '../../filters/bilateral.js';
import { gaussian as gaussianOp } from '../../filters/gaussian.js';
import { medianNode } from '../../filters/median.js';
import {
  nonLocalMeans as nonLocalMeansOp,
  nonLocalMeansNode,
} from '../../filters/non_local_means.js';
import {
  totalVariation as totalVariationOp,
  totalVariationNode,
} from '../../filters/total_variation.js';
import { rank } from '../../filters/rank.js';
import { unsharp as unsharpOp, unsharpNode } from '../../filters/unsharp.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { noiseNode } from '../../stats/noise.js';
import { F32, PLAIN, SAME } from '../gives.js';
import { withinOption } from '../options.js';

const { size, radius, border, value } = rank.params;
const medianOptions = { size, radius, border, value };

/**
 * The median of a box or a ball around each voxel, in the volume's own dtype; exact. NaN orders
 * above +∞. Size 3: 2 × the bytes of a voxel; 5 and 7: about 5 ×.
 *
 * @param options - `size` (default 3) or `radius`, and the border rule. Cubes of 3, 5 and 7 voxels
 * are fast.
 * @returns A volume of the same dtype and size, in intensity.
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
export const median = operation({
  name: 'median',
  of: 'volume',
  options: medianOptions,
  gives: SAME,
  node: (volume, options) => medianNode(volume, options),
});

/**
 * Smoothed by a Gaussian, as f32: sampled, cut at `truncate` σ and normalised, as SciPy's.
 * Three passes: 21 B/voxel for u8, 24 for f32.
 *
 * @param options - `sigma`: standard deviation in the volume's unit, or `voxels(n)`; `truncate`
 * (default 4); the border rule.
 * @returns An f32 volume of the same size, in intensity.
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
export const gaussian = operation({
  name: 'gaussian',
  of: 'volume',
  options: gaussianOp.params,
  gives: F32,
  node: (volume, options) => makeNode(gaussianOp, { volume }, options),
});

/**
 * Sharpened, f32: v + `amount` (default 1) times what the Gaussian takes away.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab, voxels } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([0, 0, 0, 0, 10, 10, 10, 10]),
 *   size: [8, 1, 1],
 * });
 * const { data } = await scan.unsharp({ sigma: voxels(1) }).read();
 * // it overshoots at the step
 * console.assert(data[4]! > 12.9 && data[3]! < -2.9 && Math.abs(data[0]!) < 0.1);
 * await lab.dispose();
 * ```
 */
export const unsharp = operation({
  name: 'unsharp',
  of: 'volume',
  options: { ...gaussianOp.params, ...unsharpOp.params },
  gives: F32,
  node: (volume, options) => unsharpNode(volume, options),
});

/**
 * Bilateral filter, f32: a mean weighted by distance and by difference in value, which keeps edges.
 * Literature: Tomasi and Manduchi, ICCV (1998) 839, https://doi.org/10.1109/ICCV.1998.710815. Two
 * passes; an exponential per voxel of the window.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]),
 *   size: [8, 1, 1],
 * });
 * const { data } = await scan.bilateral({ contrast: 5 }).read();
 * // noise halved, step whole
 * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 11 : 51)) < 0.7));
 * await lab.dispose();
 * ```
 */
export const bilateral = operation({
  name: 'bilateral',
  of: 'volume',
  options: bilateralOp.params,
  gives: F32,
  node: (volume, options) => bilateralNode(volume, options),
});

/**
 * Non-local means, f32: a mean weighted by how alike the surroundings are. The strongest denoiser
 * of these, and the most expensive. Literature: Buades, Coll and Morel, CVPR (2005) 60,
 * https://doi.org/10.1109/CVPR.2005.38. About 18 kB/voxel by default.
 *
 * @returns An f32 volume of the same size, in intensity.
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
export const nonLocalMeans = operation({
  name: 'nonLocalMeans',
  of: 'volume',
  options: nonLocalMeansOp.params,
  gives: F32,
  node: (volume, options) => nonLocalMeansNode(volume, options),
});

/**
 * Anisotropic diffusion, f32: smooths within regions and not across edges. Literature: Perona and
 * Malik, IEEE Trans. PAMI 12 (1990) 629, https://doi.org/10.1109/34.56205. 8 B/voxel per iteration;
 * keeps the mean.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]),
 *   size: [8, 1, 1],
 * });
 * const { data } = await scan.anisotropicDiffusion({ contrast: 8, iterations: 20 }).read();
 * // noise goes, the step stays
 * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 11 : 51)) < 0.5));
 * await lab.dispose();
 * ```
 */
export const anisotropicDiffusion = operation({
  name: 'anisotropicDiffusion',
  of: 'volume',
  options: anisotropicDiffusionOp.params,
  gives: F32,
  node: (volume, options) => anisotropicDiffusionNode(volume, options),
});

/**
 * Total-variation denoising, f32: towards flat regions with sharp edges. Literature: Chambolle, J.
 * Math. Imaging Vis. 20 (2004) 89, https://doi.org/10.1023/B:JMIV.0000011325.36760.1e. 48 B/voxel
 * per iteration; keeps the mean.
 *
 * @returns An f32 volume of the same size, in intensity.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({
 *   data: new Uint8Array([10, 12, 10, 12, 50, 52, 50, 52]),
 *   size: [8, 1, 1],
 * });
 * const { data } = await scan.totalVariation({ weight: 4, iterations: 100 }).read();
 * // flat parts, each nearer by weight / length = 1
 * console.assert(data.every((v, i) => Math.abs(v - (i < 4 ? 12 : 50)) < 0.5));
 * await lab.dispose();
 * ```
 */
export const totalVariation = operation({
  name: 'totalVariation',
  of: 'volume',
  options: totalVariationOp.params,
  gives: F32,
  node: (volume, options) => totalVariationNode(volume, options),
});

/**
 * Standard deviation of the noise: the median absolute Haar detail of 2³ blocks over 0.6745. In
 * intensity. One pass. Literature: Donoho and Johnstone, Biometrika 81 (1994) 425,
 * https://doi.org/10.1093/biomet/81.3.425. Blocks of a single value, such as a masked background,
 * are left out; blurred noise is underestimated.
 *
 * @param options - `within`: of the blocks of which all voxels lie in this region.
 * @returns A query of a number, in intensity.
 * @throws VoxmetryError `invalid-argument` where no block lies in the region.
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
export const noise = operation({
  name: 'noise',
  of: 'volume',
  options: withinOption,
  gives: PLAIN,
  node: (volume, { within }) => noiseNode(volume, within),
});
