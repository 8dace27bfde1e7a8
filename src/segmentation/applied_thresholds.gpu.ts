import { implementOnHost } from '../implement/index.js';
import { appliedThresholds } from './applied_thresholds.js';

/** Applied thresholds: those that a node found, or those that were given. */
export const appliedThresholdsOnHost = implementOnHost(
  appliedThresholds,
  ({ inputs: { above, found }, params: { given } }) =>
    above === undefined ? Array.from(found ?? given ?? []) : [above],
);
