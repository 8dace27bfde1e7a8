// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { chordLengthsOnGpu, linealPathOnGpu } from './chords.gpu.js';
import { percolationOnHost, porosityOnHost } from './connectivity.gpu.js';
import { countOnGpu } from './count.gpu.js';
import { expectedFractionOnGpu } from './expected_fraction.gpu.js';
import { fractionOnGpu } from './fraction.gpu.js';
import { gradientAreaOnGpu } from './gradient_area.gpu.js';
import { histogramOnGpu } from './histogram.gpu.js';
import { calibrationOnGpu } from './joint/calibration.gpu.js';
import { correlationOfSumsOnHost, colocalizationOfSumsOnHost } from './joint/correlation.gpu.js';
import { jointHistogramOnGpu } from './joint/joint_histogram.gpu.js';
import { overlapOnGpu } from './joint/overlap.gpu.js';
import { pairSumsOnGpu } from './joint/pair_sums.gpu.js';
import { keyBinsOnGpu } from './key_bins.gpu.js';
import { keyCountsOnGpu } from './key_counts.gpu.js';
import { labelCountOnGpu } from './label_count.gpu.js';
import { levelCrossingsOnGpu } from './level_crossings.gpu.js';
import { measureOnGpu } from './measure.gpu.js';
import { momentsOnGpu } from './moments.gpu.js';
import { noiseOnGpu } from './noise.gpu.js';
import { borderWeightsOnHost } from './objects/border_weights.gpu.js';
import { centredLabelsOnGpu } from './objects/centred_labels.gpu.js';
import { chosenRowsOnHost, rowCountOnHost } from './objects/chosen_rows.gpu.js';
import { joinColumnsOnHost } from './objects/join_columns.gpu.js';
import {
  objectContactsOnGpu,
  contactTableOnHost,
  objectContactSumsOnHost,
} from './objects/object_contacts.gpu.js';
import { objectDeviationsOnGpu } from './objects/object_deviations.gpu.js';
import { objectHullsOnGpu } from './objects/object_hulls.gpu.js';
import { objectMomentsOnGpu } from './objects/object_moments.gpu.js';
import { objectDigitOnGpu, percentileTableOnHost } from './objects/object_percentile.gpu.js';
import { objectPhaseContactsOnGpu } from './objects/object_phase_contacts.gpu.js';
import { objectSurfacesOnGpu } from './objects/object_surfaces.gpu.js';
import { pickColumnsOnHost } from './objects/pick_columns.gpu.js';
import { profileOnGpu } from './profile.gpu.js';
import { rangeOnGpu } from './range.gpu.js';
import { representativeVolumeOnGpu } from './representative_volume.gpu.js';
import { sensitivityStepOnHost, sensitivityOnHost } from './sensitivity.gpu.js';
import { sizeDistributionOnHost } from './size_distribution.gpu.js';
import { sizesInRegionOnHost } from './sizes_in_region.gpu.js';
import { spectrumMapOnGpu } from './spectra/spectrum_map.gpu.js';
import { spectrumSumsOnGpu } from './spectra/spectrum_sums.gpu.js';
import { surfaceAreaOnGpu, eulerNumberOnGpu, meanBreadthOnGpu } from './surface_area.gpu.js';
import { surfaceSamplingOnGpu } from './surface_sampling.gpu.js';
import { thresholdLevelsOnHost, movedThresholdOnHost } from './threshold_levels.gpu.js';
import { twoPointOnGpu } from './two_point.gpu.js';
import { volumeForOnHost } from './volume_for.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const STATS_ON_GPU: readonly Implementation[] = [
  chordLengthsOnGpu,
  linealPathOnGpu,
  percolationOnHost,
  porosityOnHost,
  countOnGpu,
  expectedFractionOnGpu,
  fractionOnGpu,
  gradientAreaOnGpu,
  histogramOnGpu,
  calibrationOnGpu,
  correlationOfSumsOnHost,
  colocalizationOfSumsOnHost,
  jointHistogramOnGpu,
  overlapOnGpu,
  pairSumsOnGpu,
  keyBinsOnGpu,
  keyCountsOnGpu,
  labelCountOnGpu,
  levelCrossingsOnGpu,
  measureOnGpu,
  momentsOnGpu,
  noiseOnGpu,
  borderWeightsOnHost,
  centredLabelsOnGpu,
  chosenRowsOnHost,
  rowCountOnHost,
  joinColumnsOnHost,
  objectContactsOnGpu,
  contactTableOnHost,
  objectContactSumsOnHost,
  objectDeviationsOnGpu,
  objectHullsOnGpu,
  objectMomentsOnGpu,
  objectDigitOnGpu,
  percentileTableOnHost,
  objectPhaseContactsOnGpu,
  objectSurfacesOnGpu,
  pickColumnsOnHost,
  profileOnGpu,
  rangeOnGpu,
  representativeVolumeOnGpu,
  sensitivityStepOnHost,
  sensitivityOnHost,
  sizeDistributionOnHost,
  sizesInRegionOnHost,
  spectrumMapOnGpu,
  spectrumSumsOnGpu,
  surfaceAreaOnGpu,
  eulerNumberOnGpu,
  meanBreadthOnGpu,
  surfaceSamplingOnGpu,
  thresholdLevelsOnHost,
  movedThresholdOnHost,
  twoPointOnGpu,
  volumeForOnHost,
];
