// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { registerLevelOnGpu } from './register_level.gpu.js';
import { registrationOnHost } from './registration.gpu.js';
import { settleSliceOnGpu } from './settle_slice.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const REGISTRATION_ON_GPU: readonly Implementation[] = [
  registerLevelOnGpu,
  registrationOnHost,
  settleSliceOnGpu,
];
