import { asVolume } from '../filters/as_volume.js';
import { cast } from '../filters/cast.js';
import { combine } from '../filters/combine.js';
import { crop } from '../filters/crop.js';
import { gaussian } from '../filters/gaussian.js';
import { invert } from '../filters/invert.js';
import { median } from '../filters/median.js';
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
import { range } from '../stats/range.js';
import { sizeDistribution } from '../stats/size_distribution.js';

const ALL: readonly AnyOp[] = [
  eraseOp(asVolume),
  eraseOp(cast),
  eraseOp(clearBorder),
  eraseOp(combine),
  eraseOp(components),
  eraseOp(count),
  eraseOp(crop),
  eraseOp(distance),
  eraseOp(equals),
  eraseOp(foreground),
  eraseOp(fraction),
  eraseOp(gaussian),
  eraseOp(histogram),
  eraseOp(invert),
  eraseOp(labelCount),
  eraseOp(measure),
  eraseOp(median),
  eraseOp(moments),
  eraseOp(otsuThreshold),
  eraseOp(range),
  eraseOp(removeSmall),
  eraseOp(separate),
  eraseOp(sizeDistribution),
  eraseOp(threshold),
  eraseOp(toLabels),
  eraseOp(toPhases),
];

/** Every declared op by name, for reading recipes on the page's own thread. */
export const OPS: ReadonlyMap<string, AnyOp> = new Map(ALL.map((op) => [op.name, op]));
