// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { statedWindings } from './stated_windings.js';
import { unroll, stretch } from './unroll.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [eraseOp(statedWindings), eraseOp(unroll), eraseOp(stretch)];
