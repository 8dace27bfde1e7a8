// A grid that is computed once, on the GPU or in a spill.
import { allocGrid, bytesOf, HeldInputs, implement, intoSpill } from '../implement/index.js';
import { held } from './held.js';

/** {@link held}: a copy, whole or slab by slab. */
export const heldOnGpu = implement(
  held,
  ({ run, inputs: { grid }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    run.copy(grid.buffer, 0, out.buffer, 0, bytesOf(meta.storage, region));
    return out;
  },
  {
    bricked: intoSpill(
      async (context) => (await HeldInputs.of(context, ['grid'])).spilled('grid')!.spill,
    ),
  },
);
