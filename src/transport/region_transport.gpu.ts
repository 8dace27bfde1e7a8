import { implementOnHost } from '../implement/index.js';
import { invalidArgument } from '../recipe/errors.js';
import { regionTransport } from './region_transport.js';
import type { TransportValue } from './tortuosity.js';

/** {@link regionTransport}, on the host. */
export const regionTransportOnHost = implementOnHost(
  regionTransport,
  ({ inputs: { value, region, lower, upper }, params: { axis, total } }): TransportValue => {
    if (lower === 0 || upper === 0)
      throw invalidArgument(
        'regionTransport',
        'within',
        `a region without voxels at the ${lower === 0 ? 'lower' : 'upper'} end of ${axis}`,
        'one from end to end of the axis; crop to the box that holds it, or choose another axis',
      );
    const larger = total / region;
    const relative = value.relative * larger;
    return {
      ...value,
      fraction: value.fraction * larger,
      percolatingFraction: value.percolatingFraction * larger,
      relative,
      macMullin: value.macMullin === null ? null : 1 / relative,
      bounds:
        value.bounds === null
          ? null
          : {
              ...value.bounds,
              relative: [value.bounds.relative[0] * larger, value.bounds.relative[1] * larger],
            },
    };
  },
);
