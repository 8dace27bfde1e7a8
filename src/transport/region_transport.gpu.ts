import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { regionTransport } from './region_transport.js';
import type { TransportValue } from './tortuosity.js';

/** {@link regionTransport}, on the host. */
export const regionTransportOnHost = implementOnHost(
  regionTransport,
  ({ inputs: { value, region, lower, upper }, params: { axis, total } }): TransportValue => {
    if (lower === 0 || upper === 0)
      throw new VoxmetryError(
        'invalid-argument',
        `tortuosity: the region does not reach ${lower === 0 ? 'the lower' : 'the upper'} end of ${axis}, from which the current flows. Crop to the box that holds the region, or choose another axis.`,
        { op: 'regionTransport', details: { parameter: 'within', axis, lower, upper } },
      );
    const larger = total / region;
    const relative = value.relative * larger;
    return {
      ...value,
      fraction: value.fraction * larger,
      percolatingFraction: value.percolatingFraction * larger,
      relative,
      macMullin: value.macMullin === null ? null : 1 / relative,
    };
  },
);
