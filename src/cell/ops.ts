// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { can } from './can.js';
import { canSearch } from './can_search.js';

/** The ops of this folder, as they are declared. */
export const CELL: readonly AnyOp[] = [eraseOp(can), eraseOp(canSearch)];
