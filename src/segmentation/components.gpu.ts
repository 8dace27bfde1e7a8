import { implement } from '../implement/index.js';
import { components } from './components.js';
import { brickedComponents } from './components_bricked.gpu.js';
import { bundleForestBytes } from './bundle_forest.gpu.js';
import { runForestBytes } from './run_forest.gpu.js';
import { labelSlab } from './label_components.gpu.js';

/**
 * Connected components on the GPU: a forest of bundles of a mask's rows, or of runs of equal
 * values, then one pass that writes the labels.
 */
export const componentsOnGpu = implement(
  components,
  ({ run, inputs, params, meta }) => labelSlab(run, inputs.grid, params.connectivity, meta),
  {
    bricked: brickedComponents,
    temporaries: (region, { metas: { grid } }) =>
      grid.storage === 'bit' ? bundleForestBytes(region) : runForestBytes(region),
  },
);
