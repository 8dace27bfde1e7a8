import { yields } from '../recipe/meta.js';
import { declareOp, valueInput } from '../recipe/op.js';
import { integer, oneOf } from '../recipe/params.js';
import type { TransportValue } from './tortuosity.js';

/**
 * What a region of interest conducts, as {@link TransportValue}, from the current through the whole
 * volume of what lies in it: fractions of its own voxels, and the effective coefficient over its
 * mean cross-section, its voxels over the slices of the volume. `region`, `lower` and `upper` are
 * its voxels in all and in the first and the last slice across the axis: where it lacks one of the
 * ends, no current could pass, `invalid-argument`. On the host.
 */
export const regionTransport = declareOp({
  name: 'regionTransport',
  kind: 'host',
  inputs: {
    value: valueInput<TransportValue>(),
    region: valueInput<number>(),
    lower: valueInput<number>(),
    upper: valueInput<number>(),
  },
  params: {
    axis: oneOf(['x', 'y', 'z'], undefined, 'Axis along which the current flows.'),
    total: integer({ min: 1, unit: 'voxels' }, 'Voxels of the volume.'),
  },
  exactness: 'exact',
  result: () => yields.result<TransportValue>(),
  notes: () => ({ region: 'nothing outside conducts; over its mean cross-section' }),
});
