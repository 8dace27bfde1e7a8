import type { BenchCase } from './case.js';
import { filterCases } from './filters.js';
import { learningCases } from './learning.js';
import { segmentationCases } from './segmentation.js';
import { statsCases } from './stats.js';
import { workflowCases } from './workflows.js';

/** Everything that the suite can measure. */
export const CASES: readonly BenchCase[] = [
  ...filterCases,
  ...segmentationCases,
  ...learningCases,
  ...statsCases,
  ...workflowCases,
];

export type { BenchCase, Job, PeerTask } from './case.js';
