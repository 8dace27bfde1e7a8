// The ops that are computed in steps of tasks. What pages load knows none of these forms.
import { inStages, type StagedForm } from '../implement/index.js';
import { components } from './components.js';
import { brickedComponents } from './components_bricked.gpu.js';
import { stagedComponents } from './components_staged.gpu.js';
import { distance } from './distance.js';
import { distanceOptions } from './distance.gpu.js';
import { brickedDistance } from './distance_bricked.gpu.js';
import { stagedDistance } from './distance_staged.gpu.js';
import { separate } from './separate.js';
import { brickedSeparate } from './separate_bricked.gpu.js';
import { stagedSeparate } from './separate_staged.gpu.js';

/** Forms in steps of tasks. */
export const STAGED: readonly StagedForm[] = [
  inStages(components, stagedComponents, brickedComponents),
  inStages(distance, stagedDistance(distanceOptions), brickedDistance(distanceOptions)),
  inStages(separate, stagedSeparate, brickedSeparate),
];
