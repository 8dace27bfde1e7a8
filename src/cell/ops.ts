// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { maskRays } from './mask_rays.js';
import { centroidAxis } from './roll_axis.js';
import { statedWindings } from './stated_windings.js';
import { unroll, stretch } from './unroll.js';
import { fittedAxis, windings } from './windings.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [
  eraseOp(maskRays),
  eraseOp(centroidAxis),
  eraseOp(statedWindings),
  eraseOp(unroll),
  eraseOp(stretch),
  eraseOp(fittedAxis),
  eraseOp(windings),
];
