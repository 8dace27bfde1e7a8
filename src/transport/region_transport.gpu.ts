import { implementOnHost } from '../implement/index.js';
import { timesLarger } from './region_counts.js';
import { regionTransport } from './region_transport.js';
import type { TransportValue } from './tortuosity.js';

/** {@link regionTransport}, on the host. */
export const regionTransportOnHost = implementOnHost(
  regionTransport,
  ({ inputs: { value, ...counts }, params }): TransportValue => {
    const larger = timesLarger('regionTransport', counts, params);
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
