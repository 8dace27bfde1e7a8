// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { chordLengths, linealPath } from './chords.js';
import { percolation, porosity } from './connectivity.js';
import { count } from './count.js';
import { expectedFraction } from './expected_fraction.js';
import { fraction } from './fraction.js';
import { gradientArea } from './gradient_area.js';
import { histogram } from './histogram.js';
import { calibration } from './joint/calibration.js';
import { correlationOfSums, colocalizationOfSums } from './joint/correlation.js';
import { jointHistogram } from './joint/joint_histogram.js';
import { overlap } from './joint/overlap.js';
import { pairSums } from './joint/pair_sums.js';
import { keyBins, keyCounts } from './key_bins.js';
import { labelCount } from './label_count.js';
import { levelCrossings } from './level_crossings.js';
import { measure } from './measure.js';
import { moments } from './moments.js';
import { noise } from './noise.js';
import { borderWeights } from './objects/border_weights.js';
import { centredLabels } from './objects/centred_labels.js';
import { chosenRows, rowCount } from './objects/chosen_rows.js';
import { joinColumns } from './objects/join_columns.js';
import { objectContacts, contactTable, objectContactSums } from './objects/object_contacts.js';
import { objectDeviations } from './objects/object_deviations.js';
import { objectHulls } from './objects/object_hulls.js';
import { objectMoments } from './objects/object_moments.js';
import { objectDigit, percentileTable } from './objects/object_percentile.js';
import { objectPhaseContacts } from './objects/object_phase_contacts.js';
import { objectSurfaces } from './objects/object_surfaces.js';
import { pickColumns } from './objects/pick_columns.js';
import { profile } from './profile.js';
import { range } from './range.js';
import { representativeVolume } from './representative_volume.js';
import { sensitivityStep, sensitivity } from './sensitivity.js';
import { sizeDistribution } from './size_distribution.js';
import { sizesInRegion } from './sizes_in_region.js';
import { spectrumMap } from './spectra/spectrum_map.js';
import { spectrumSums } from './spectra/spectrum_sums.js';
import { surfaceArea, eulerNumber, meanBreadth } from './surface_area.js';
import { surfaceSampling } from './surface_sampling.js';
import { thresholdLevels, movedThreshold } from './threshold_levels.js';
import { twoPoint } from './two_point.js';
import { volumeFor } from './volume_for.js';

/** The ops of this folder, as they are declared. */
export const STATS: readonly AnyOp[] = [
  eraseOp(chordLengths),
  eraseOp(linealPath),
  eraseOp(percolation),
  eraseOp(porosity),
  eraseOp(count),
  eraseOp(expectedFraction),
  eraseOp(fraction),
  eraseOp(gradientArea),
  eraseOp(histogram),
  eraseOp(calibration),
  eraseOp(correlationOfSums),
  eraseOp(colocalizationOfSums),
  eraseOp(jointHistogram),
  eraseOp(overlap),
  eraseOp(pairSums),
  eraseOp(keyBins),
  eraseOp(keyCounts),
  eraseOp(labelCount),
  eraseOp(levelCrossings),
  eraseOp(measure),
  eraseOp(moments),
  eraseOp(noise),
  eraseOp(borderWeights),
  eraseOp(centredLabels),
  eraseOp(chosenRows),
  eraseOp(rowCount),
  eraseOp(joinColumns),
  eraseOp(objectContacts),
  eraseOp(contactTable),
  eraseOp(objectContactSums),
  eraseOp(objectDeviations),
  eraseOp(objectHulls),
  eraseOp(objectMoments),
  eraseOp(objectDigit),
  eraseOp(percentileTable),
  eraseOp(objectPhaseContacts),
  eraseOp(objectSurfaces),
  eraseOp(pickColumns),
  eraseOp(profile),
  eraseOp(range),
  eraseOp(representativeVolume),
  eraseOp(sensitivityStep),
  eraseOp(sensitivity),
  eraseOp(sizeDistribution),
  eraseOp(sizesInRegion),
  eraseOp(spectrumMap),
  eraseOp(spectrumSums),
  eraseOp(surfaceArea),
  eraseOp(eulerNumber),
  eraseOp(meanBreadth),
  eraseOp(surfaceSampling),
  eraseOp(thresholdLevels),
  eraseOp(movedThreshold),
  eraseOp(twoPoint),
  eraseOp(volumeFor),
];
