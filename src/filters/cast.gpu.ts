import { implement } from '../implement/index.js';
import { asVolume } from './as_volume.js';
import { cast } from './cast.js';
import { converted } from './converted.gpu.js';

/** Cast on the GPU: one pass. */
export const castOnGpu = implement(cast, ({ run, inputs, region, meta }) =>
  converted(run, inputs.volume, meta, region),
);

/** Masks, phases and labels as numbers on the GPU: one pass. */
export const asVolumeOnGpu = implement(asVolume, ({ run, inputs, region, meta }) =>
  converted(run, inputs.grid, meta, region),
);
