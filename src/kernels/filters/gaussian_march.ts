import { kernel } from '../../gpu/index.js';
import { marchWgsl, MOST_UNROLLED } from '../shared/unrolled.js';
import { gaussianMarchTemplate } from './index.js';

/** Quads along the axis that one invocation of {@link gaussianMarches} owns. */
export const MARCH_BLOCK = 64;

/** Weighted sums along y or z; those of radius r at r − 1. */
export const gaussianMarches = Array.from({ length: MOST_UNROLLED }, (_, i) =>
  kernel({
    ...gaussianMarchTemplate,
    name: `gaussian_march_${String(i + 1)}`,
    modules: { ...gaussianMarchTemplate.modules, march: marchWgsl(i + 1) },
  }),
);
