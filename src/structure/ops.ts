import type { AnyOp } from '../recipe/op.js';

/** The ops of this folder, as they are declared. */
export const STRUCTURE: readonly AnyOp[] = [];
