// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { alignSlices } from './align_slices.js';
import { anisotropicDiffusion } from './anisotropic_diffusion.js';
import { arithmetic, integerArithmetic } from './arithmetic.js';
import { asVolume } from './as_volume.js';
import { background } from './background.js';
import { bilateral } from './bilateral.js';
import { bin } from './bin.js';
import { cast } from './cast.js';
import { clip } from './clip.js';
import { combine } from './combine.js';
import { crop } from './crop.js';
import {
  gaussianDerivative,
  gradientMagnitude,
  laplacian,
  hessianEigenvalue,
  structureEigenvalue,
} from './derivatives.js';
import { drift, addDrift } from './drift.js';
import { flatten } from './flatten.js';
import { flip } from './flip.js';
import { gaussian } from './gaussian.js';
import { greyInvert } from './grey_invert.js';
import { greyErode, greyDilate } from './grey_morphology.js';
import { held } from './held.js';
import { invert } from './invert.js';
import { levelSpan } from './level_span.js';
import { localContrast } from './local_contrast.js';
import { median } from './median.js';
import { nonLocalMeans } from './non_local_means.js';
import { pad } from './pad.js';
import { percentileBins, percentileOfKeys } from './percentile_of_keys.js';
import { percentileRange } from './percentile_range.js';
import { polar } from './polar.js';
import { rank } from './rank.js';
import { removeRings } from './remove_rings.js';
import { removeStripes } from './remove_stripes.js';
import { resample } from './resample.js';
import { resampleTo } from './resample_to.js';
import { rescale } from './rescale.js';
import { ringClasses } from './ring_classes.js';
import { ringProfile } from './ring_profile.js';
import { sliceLevels } from './slice_levels.js';
import { sobelMagnitude } from './sobel_magnitude.js';
import { stripeClasses } from './stripe_classes.js';
import { stripeProfile } from './stripe_profile.js';
import { totalVariation } from './total_variation.js';
import { unsharp } from './unsharp.js';
import { warp } from './warp.js';

/** The ops of this folder, as they are declared. */
export const FILTERS: readonly AnyOp[] = [
  eraseOp(alignSlices),
  eraseOp(anisotropicDiffusion),
  eraseOp(arithmetic),
  eraseOp(integerArithmetic),
  eraseOp(asVolume),
  eraseOp(background),
  eraseOp(bilateral),
  eraseOp(bin),
  eraseOp(cast),
  eraseOp(clip),
  eraseOp(combine),
  eraseOp(crop),
  eraseOp(gaussianDerivative),
  eraseOp(gradientMagnitude),
  eraseOp(laplacian),
  eraseOp(hessianEigenvalue),
  eraseOp(structureEigenvalue),
  eraseOp(drift),
  eraseOp(addDrift),
  eraseOp(flatten),
  eraseOp(flip),
  eraseOp(gaussian),
  eraseOp(greyInvert),
  eraseOp(greyErode),
  eraseOp(greyDilate),
  eraseOp(held),
  eraseOp(invert),
  eraseOp(levelSpan),
  eraseOp(localContrast),
  eraseOp(median),
  eraseOp(nonLocalMeans),
  eraseOp(pad),
  eraseOp(percentileBins),
  eraseOp(percentileOfKeys),
  eraseOp(percentileRange),
  eraseOp(polar),
  eraseOp(rank),
  eraseOp(removeRings),
  eraseOp(removeStripes),
  eraseOp(resample),
  eraseOp(resampleTo),
  eraseOp(rescale),
  eraseOp(ringClasses),
  eraseOp(ringProfile),
  eraseOp(sliceLevels),
  eraseOp(sobelMagnitude),
  eraseOp(stripeClasses),
  eraseOp(stripeProfile),
  eraseOp(totalVariation),
  eraseOp(unsharp),
  eraseOp(warp),
];
