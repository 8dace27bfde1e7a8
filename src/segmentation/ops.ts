import { eraseOp, type AnyOp } from '../recipe/op.js';
import { appliedThresholds } from './applied_thresholds.js';
import { chooseLabels } from './choose_labels.js';
import { components } from './components.js';
import { distance } from './distance.js';
import { equals } from './equals.js';
import { foreground } from './foreground.js';
import { histogramThreshold } from './histogram_threshold.js';
import { keepLabels, maskOfLabels } from './keep_labels.js';
import { labelFaces } from './label_faces.js';
import { labelSizes } from './label_sizes.js';
import { labelsIn } from './labels_in.js';
import { classify, multiOtsuThresholds } from './multi_otsu.js';
import { otsuLevel } from './otsu_level.js';
import { otsuThreshold } from './otsu_threshold.js';
import { separate } from './separate.js';
import { skeleton } from './skeleton.js';
import { sliceParity } from './slice_parity.js';
import { threshold } from './threshold.js';
import { toLabels } from './to_labels.js';
import { toPhases } from './to_phases.js';
import { watershed } from './watershed.js';
import { boxMorphology } from './box_morphology.js';
import { expandLabels } from './expand_labels.js';
import { extrema } from './extrema.js';
import { labelEdges } from './label_edges.js';
import { labelsWithin } from './labels_within.js';
import { localThreshold } from './local_threshold.js';
import { phasesOfMasks } from './phases_of_masks.js';
import { reconstruct } from './reconstruct.js';
import { renumber } from './renumber.js';
import { labelsInBands, listedLabels } from './select_labels.js';

/** The ops of this folder, as they are declared. */
export const SEGMENTATION: readonly AnyOp[] = [
  eraseOp(appliedThresholds),
  eraseOp(chooseLabels),
  eraseOp(components),
  eraseOp(distance),
  eraseOp(equals),
  eraseOp(foreground),
  eraseOp(histogramThreshold),
  eraseOp(classify),
  eraseOp(multiOtsuThresholds),
  eraseOp(keepLabels),
  eraseOp(maskOfLabels),
  eraseOp(labelFaces),
  eraseOp(labelSizes),
  eraseOp(labelsIn),
  eraseOp(otsuLevel),
  eraseOp(otsuThreshold),
  eraseOp(separate),
  eraseOp(skeleton),
  eraseOp(sliceParity),
  eraseOp(threshold),
  eraseOp(toLabels),
  eraseOp(toPhases),
  eraseOp(watershed),
  eraseOp(boxMorphology),
  eraseOp(expandLabels),
  eraseOp(extrema),
  eraseOp(labelEdges),
  eraseOp(labelsWithin),
  eraseOp(localThreshold),
  eraseOp(phasesOfMasks),
  eraseOp(reconstruct),
  eraseOp(renumber),
  eraseOp(labelsInBands),
  eraseOp(listedLabels),
];
