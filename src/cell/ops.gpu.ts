// Made by scripts/generate.mjs of the files of this folder. After a change: npm run generate
import type { Implementation } from '../implement/index.js';
import { canOnGpu } from './can.gpu.js';
import { canSearchOnGpu } from './can_search.gpu.js';

/** How the ops of this folder are computed. Loaded when a recipe first needs one of them. */
export const CELL_ON_GPU: readonly Implementation[] = [canOnGpu, canSearchOnGpu];
