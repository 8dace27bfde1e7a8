import { eraseOp, type AnyOp } from '../recipe/op.js';
import { interfaces } from './interfaces.js';
import { tripleLines } from './triple_lines.js';

/** The ops of this folder, as they are declared. */
export const STRUCTURE: readonly AnyOp[] = [eraseOp(interfaces), eraseOp(tripleLines)];
