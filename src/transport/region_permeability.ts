import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer, oneOf } from '../recipe/params.js';
import type { PermeabilityValue } from './permeability_value.js';

/**
 * The permeability of a region of interest, as {@link PermeabilityValue}, from the flow through the
 * whole volume of the pores that lie in it: fractions of its own voxels, and the flow per its mean
 * cross-section, its voxels over the slices of the volume. `region`, `lower` and `upper` are its
 * voxels in all and in the first and the last slice across the axis: where it lacks one of the
 * ends, nothing could flow, `invalid-argument`. On the host.
 */
export const regionPermeability = declareOp({
  name: 'regionPermeability',
  kind: 'host',
  inputs: {
    value: valueInput<PermeabilityValue>(),
    region: valueInput<number>(),
    lower: valueInput<number>(),
    upper: valueInput<number>(),
  },
  params: {
    axis: oneOf(['x', 'y', 'z'], undefined, 'Axis along which the fluid flows.'),
    total: integer({ min: 1, unit: 'voxels' }, 'Voxels of the volume.'),
  },
  exactness: 'exact',
  result: () => yields.result<PermeabilityValue>(),
  notes: () => ({ region: 'solid outside; flow per its mean cross-section' }),
});
