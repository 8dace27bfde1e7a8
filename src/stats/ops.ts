import { eraseOp, type AnyOp } from '../recipe/op.js';
import { count } from './count.js';
import { fraction } from './fraction.js';
import { histogram } from './histogram.js';
import { labelCount } from './label_count.js';
import { measure } from './measure.js';
import { moments } from './moments.js';
import { noise } from './noise.js';
import { range } from './range.js';
import { sizeDistribution } from './size_distribution.js';

/** The ops of this folder, as they are declared. */
export const STATS: readonly AnyOp[] = [
  eraseOp(count),
  eraseOp(fraction),
  eraseOp(histogram),
  eraseOp(labelCount),
  eraseOp(measure),
  eraseOp(moments),
  eraseOp(noise),
  eraseOp(range),
  eraseOp(sizeDistribution),
];
