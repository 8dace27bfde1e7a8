import { eraseOp, type AnyOp } from '../recipe/op.js';
import { clearBorder } from './clear_border.js';
import { components } from './components.js';
import { distance } from './distance.js';
import { equals } from './equals.js';
import { foreground } from './foreground.js';
import { otsuThreshold } from './otsu_threshold.js';
import { removeSmall } from './remove_small.js';
import { separate } from './separate.js';
import { threshold } from './threshold.js';
import { toLabels } from './to_labels.js';
import { toPhases } from './to_phases.js';

/** The ops of this folder, as they are declared. */
export const SEGMENTATION: readonly AnyOp[] = [
  eraseOp(clearBorder),
  eraseOp(components),
  eraseOp(distance),
  eraseOp(equals),
  eraseOp(foreground),
  eraseOp(otsuThreshold),
  eraseOp(removeSmall),
  eraseOp(separate),
  eraseOp(threshold),
  eraseOp(toLabels),
  eraseOp(toPhases),
];
