// The end of the way of a slice in a volume.
import { yields } from '../recipe/meta.js';
import { declareOp, input, inputApart, optionalInput, valueInput } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { MODELS } from './motion.js';
import { wholeAtOrigin, type LevelValue } from './register_level.js';

/**
 * The best pose of a slice (`before`), settled by the interfaces of the volume's materials, as
 * {@link LevelValue}. Where edges are blurred, a mixture of two greys looks like one of two others,
 * which mutual information of single greys cannot tell. So the voxels about a pixel's place, 4³ by
 * a Gaussian of 0.8 voxels, are compared with those of one material, and of two with an interface
 * between them: for each pair, at 13 distances, flat and bent to both sides by 0.25 per voxel,
 * along the direction in which greys rise. The pixel is a mixture of these hypotheses, each with
 * the grey of its materials in the slice, or anything (a tenth). Pose, greys, noise and blur of the
 * slice maximise the likelihood (A. P. Dempster, N. M. Laird, D. B. Rubin, J. R. Stat. Soc. B 39
 * (1977) 1): greys by weighted least squares, the pose by Newton's method, with the products of
 * slopes first (E. K. Berndt et al., Ann. Econ. Soc. Meas. 3 (1974) 653) and second differences at
 * the end, in f64.
 *
 * Variances are twice what blocks tell: few objects pull at several of them alike.
 *
 * A pixel that is not finite, and one with a voxel about its place that is not, do not count. The
 * materials, at most 8, are modes of local means where the volume is flat. The pose stays what
 * it was, with its covariance, as much wider, where there are not two, where nothing is found
 * within four standard deviations, where more than half of the pixels could be anything, or where
 * it is known no better. The volume's planes about the slice are read back: 4096 pixels and 2 KiB
 * for each, at most.
 */
export const settleSlice = declareOp({
  name: 'settleSlice',
  kind: 'reduce',
  inputs: {
    fixed: input('volume'),
    moving: inputApart('volume'),
    within: optionalInput('mask'),
    before: valueInput<LevelValue>(),
  },
  params: { model: oneOf(MODELS, 'similarity', 'What the transform may do.') },
  exactness: 'float-dependent',
  result: () => yields.plain<LevelValue>(),
  needs: wholeAtOrigin,
  notes: () => ({
    slice: 'settled by interfaces of materials, at most 4096 pixels, where that is more precise',
  }),
});
