// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { appliedThresholds } from './applied_thresholds.js';
import { boxMorphology } from './box_morphology.js';
import { chooseLabels } from './choose_labels.js';
import { components } from './components.js';
import { distance } from './distance.js';
import { equals } from './equals.js';
import { expandLabels } from './expand_labels.js';
import { extrema } from './extrema.js';
import { foreground } from './foreground.js';
import { histogramThreshold } from './histogram_threshold.js';
import { jointPhases } from './joint_phases.js';
import { keepLabels, maskOfLabels } from './keep_labels.js';
import { labelEdges } from './label_edges.js';
import { labelFaces } from './label_faces.js';
import { labelSizes } from './label_sizes.js';
import { labelsIn } from './labels_in.js';
import { labelsWithin } from './labels_within.js';
import { localThreshold } from './local_threshold.js';
import { multiOtsuThresholds, classify } from './multi_otsu.js';
import { occurringIds } from './occurring_ids.js';
import { otsuBins, otsuOfKeys, multiOtsuOfKeys } from './otsu_keys.js';
import { otsuLevel } from './otsu_level.js';
import { otsuThreshold } from './otsu_threshold.js';
import { painted } from './painted.js';
import { phasesOfMasks } from './phases_of_masks.js';
import { reconstruct } from './reconstruct.js';
import { renumber } from './renumber.js';
import { labelsInBands, listedLabels } from './select_labels.js';
import { separate } from './separate.js';
import { shape } from './shape.js';
import { skeleton } from './skeleton.js';
import { sliceParity } from './slice_parity.js';
import { threshold } from './threshold.js';
import { toLabels } from './to_labels.js';
import { toPhases } from './to_phases.js';
import { watershed } from './watershed.js';

/** The ops of this folder, as they are declared. */
export const SEGMENTATION: readonly AnyOp[] = [
  eraseOp(appliedThresholds),
  eraseOp(boxMorphology),
  eraseOp(chooseLabels),
  eraseOp(components),
  eraseOp(distance),
  eraseOp(equals),
  eraseOp(expandLabels),
  eraseOp(extrema),
  eraseOp(foreground),
  eraseOp(histogramThreshold),
  eraseOp(jointPhases),
  eraseOp(keepLabels),
  eraseOp(maskOfLabels),
  eraseOp(labelEdges),
  eraseOp(labelFaces),
  eraseOp(labelSizes),
  eraseOp(labelsIn),
  eraseOp(labelsWithin),
  eraseOp(localThreshold),
  eraseOp(multiOtsuThresholds),
  eraseOp(classify),
  eraseOp(occurringIds),
  eraseOp(otsuBins),
  eraseOp(otsuOfKeys),
  eraseOp(multiOtsuOfKeys),
  eraseOp(otsuLevel),
  eraseOp(otsuThreshold),
  eraseOp(painted),
  eraseOp(phasesOfMasks),
  eraseOp(reconstruct),
  eraseOp(renumber),
  eraseOp(labelsInBands),
  eraseOp(listedLabels),
  eraseOp(separate),
  eraseOp(shape),
  eraseOp(skeleton),
  eraseOp(sliceParity),
  eraseOp(threshold),
  eraseOp(toLabels),
  eraseOp(toPhases),
  eraseOp(watershed),
];
