import { implementOnHost } from '../implement/index.js';
import type { PermeabilityValue } from './permeability.js';
import { timesLarger } from './region_counts.js';
import { regionPermeability } from './region_permeability.js';

/** {@link regionPermeability}, on the host. */
export const regionPermeabilityOnHost = implementOnHost(
  regionPermeability,
  ({ inputs: { value, ...counts }, params }): PermeabilityValue => {
    const larger = timesLarger('regionPermeability', counts, params);
    return {
      ...value,
      fraction: value.fraction * larger,
      percolatingFraction: value.percolatingFraction * larger,
      permeability: value.permeability * larger,
      squareMetres: value.squareMetres === null ? null : value.squareMetres * larger,
    };
  },
);
