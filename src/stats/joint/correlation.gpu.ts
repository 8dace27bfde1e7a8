// Correlation and colocalisation: on the host, of sums over blocks.
import { implementOnHost } from '../../implement/index.js';
import {
  colocalizationOf,
  colocalizationOfSums,
  correlationOf,
  correlationOfSums,
} from './correlation.js';

/** {@link correlationOfSums} on the host. */
export const correlationOfSumsOnHost = implementOnHost(
  correlationOfSums,
  ({ inputs: { sums }, params }) => correlationOf(sums, params.method),
);

/** {@link colocalizationOfSums} on the host. */
export const colocalizationOfSumsOnHost = implementOnHost(
  colocalizationOfSums,
  ({ inputs: { first, second }, params: { thresholdA, thresholdB } }) =>
    colocalizationOf(first, second, [thresholdA, thresholdB]),
);
