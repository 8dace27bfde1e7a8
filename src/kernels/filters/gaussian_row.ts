import { kernel } from '../../gpu/index.js';
import { MOST_UNROLLED, rowWgsl } from '../shared/unrolled.js';
import { gaussianRowTemplate } from './index.js';

/** Voxels along x that one invocation of {@link gaussianRows} owns. */
export const ROW_BLOCK = 64;

/** Weighted sums along x; those of radius r at r − 1. */
export const gaussianRows = Array.from({ length: MOST_UNROLLED }, (_, i) =>
  kernel({
    ...gaussianRowTemplate,
    name: `gaussian_row_${String(i + 1)}`,
    modules: { ...gaussianRowTemplate.modules, row: rowWgsl(i + 1) },
  }),
);
