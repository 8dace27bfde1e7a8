// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import { eraseOp, type AnyOp } from '../recipe/op.js';
import { registerLevel } from './register_level.js';
import { registration } from './registration.js';
import { settleSlice } from './settle_slice.js';

/** The ops of this folder, as they are declared. */
export const REGISTRATION: readonly AnyOp[] = [
  eraseOp(registerLevel),
  eraseOp(registration),
  eraseOp(settleSlice),
];
