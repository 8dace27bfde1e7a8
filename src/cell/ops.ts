// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { maskRays } from './mask_rays.js';
import { centroidAxis } from './roll_axis.js';
import { fittedAxis, windings } from './windings.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [
  eraseOp(maskRays),
  eraseOp(centroidAxis),
  eraseOp(fittedAxis),
  eraseOp(windings),
];
