import { eraseOp, type AnyOp } from '../recipe/op.js';
import { inscribedDiameters } from './inscribed_diameters.js';
import { interfaces } from './interfaces.js';
import { largestBalls } from './largest_balls.js';
import { tripleLines } from './triple_lines.js';

/** The ops of this folder, as they are declared. */
export const STRUCTURE: readonly AnyOp[] = [
  eraseOp(inscribedDiameters),
  eraseOp(interfaces),
  eraseOp(largestBalls),
  eraseOp(tripleLines),
];
