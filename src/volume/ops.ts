import { anisotropicDiffusion } from '../filters/anisotropic_diffusion.js';
import { arithmetic, integerArithmetic } from '../filters/arithmetic.js';
import { asVolume } from '../filters/as_volume.js';
import { bilateral } from '../filters/bilateral.js';
import { bin } from '../filters/bin.js';
import { cast } from '../filters/cast.js';
import { clip } from '../filters/clip.js';
import { combine } from '../filters/combine.js';
import { crop } from '../filters/crop.js';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  laplacian,
  structureEigenvalue,
} from '../filters/derivatives.js';
import { flip } from '../filters/flip.js';
import { gaussian } from '../filters/gaussian.js';
import { greyInvert } from '../filters/grey_invert.js';
import { greyDilate, greyErode } from '../filters/grey_morphology.js';
import { invert } from '../filters/invert.js';
import { localContrast } from '../filters/local_contrast.js';
import { alignSlices } from '../filters/align_slices.js';
import { background } from '../filters/background.js';
import { addDrift, drift } from '../filters/drift.js';
import { flatten } from '../filters/flatten.js';
import { removeRings } from '../filters/remove_rings.js';
import { removeStripes } from '../filters/remove_stripes.js';
import { ringClasses } from '../filters/ring_classes.js';
import { stripeClasses } from '../filters/stripe_classes.js';
import { ringProfile } from '../filters/ring_profile.js';
import { sliceLevels } from '../filters/slice_levels.js';
import { stripeProfile } from '../filters/stripe_profile.js';
import { median } from '../filters/median.js';
import { nonLocalMeans } from '../filters/non_local_means.js';
import { pad } from '../filters/pad.js';
import { percentileRange } from '../filters/percentile_range.js';
import { rank } from '../filters/rank.js';
import { resample } from '../filters/resample.js';
import { rescale } from '../filters/rescale.js';
import { totalVariation } from '../filters/total_variation.js';
import { unsharp } from '../filters/unsharp.js';
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { clearBorder } from '../segmentation/clear_border.js';
import { components } from '../segmentation/components.js';
import { distance } from '../segmentation/distance.js';
import { equals } from '../segmentation/equals.js';
import { foreground } from '../segmentation/foreground.js';
import { otsuThreshold } from '../segmentation/otsu_threshold.js';
import { removeSmall } from '../segmentation/remove_small.js';
import { separate } from '../segmentation/separate.js';
import { threshold } from '../segmentation/threshold.js';
import { toLabels } from '../segmentation/to_labels.js';
import { toPhases } from '../segmentation/to_phases.js';
import { count } from '../stats/count.js';
import { fraction } from '../stats/fraction.js';
import { histogram } from '../stats/histogram.js';
import { labelCount } from '../stats/label_count.js';
import { measure } from '../stats/measure.js';
import { moments } from '../stats/moments.js';
import { noise } from '../stats/noise.js';
import { range } from '../stats/range.js';
import { sizeDistribution } from '../stats/size_distribution.js';

const ALL: readonly AnyOp[] = [
  eraseOp(arithmetic),
  eraseOp(asVolume),
  eraseOp(bin),
  eraseOp(cast),
  eraseOp(clearBorder),
  eraseOp(clip),
  eraseOp(combine),
  eraseOp(components),
  eraseOp(count),
  eraseOp(crop),
  eraseOp(distance),
  eraseOp(equals),
  eraseOp(foreground),
  eraseOp(fraction),
  eraseOp(flip),
  eraseOp(gaussian),
  eraseOp(gaussianDerivative),
  eraseOp(gradientMagnitude),
  eraseOp(hessianEigenvalue),
  eraseOp(laplacian),
  eraseOp(structureEigenvalue),
  eraseOp(anisotropicDiffusion),
  eraseOp(bilateral),
  eraseOp(noise),
  eraseOp(nonLocalMeans),
  eraseOp(totalVariation),
  eraseOp(unsharp),
  eraseOp(greyDilate),
  eraseOp(greyErode),
  eraseOp(greyInvert),
  eraseOp(histogram),
  eraseOp(integerArithmetic),
  eraseOp(alignSlices),
  eraseOp(background),
  eraseOp(addDrift),
  eraseOp(drift),
  eraseOp(flatten),
  eraseOp(removeRings),
  eraseOp(removeStripes),
  eraseOp(ringClasses),
  eraseOp(ringProfile),
  eraseOp(stripeClasses),
  eraseOp(sliceLevels),
  eraseOp(stripeProfile),
  eraseOp(invert),
  eraseOp(labelCount),
  eraseOp(localContrast),
  eraseOp(measure),
  eraseOp(median),
  eraseOp(moments),
  eraseOp(otsuThreshold),
  eraseOp(pad),
  eraseOp(percentileRange),
  eraseOp(range),
  eraseOp(rank),
  eraseOp(removeSmall),
  eraseOp(resample),
  eraseOp(rescale),
  eraseOp(separate),
  eraseOp(sizeDistribution),
  eraseOp(threshold),
  eraseOp(toLabels),
  eraseOp(toPhases),
];

/** Every declared op by name, for reading recipes on the page's own thread. */
export const OPS: ReadonlyMap<string, AnyOp> = new Map(ALL.map((op) => [op.name, op]));
