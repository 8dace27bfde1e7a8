// A grid that is computed once, on the GPU or in a spill.
import { allocGrid, bytesOf, exactSlab, implement, SpilledGrid } from '../implement/index.js';
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
    bricked: {
      async prepare(context) {
        const { slabs, meta } = context;
        const { storage, size } = meta;
        const spill = await context.openSpill(SpilledGrid.bytes(storage, size));
        const spilled = new SpilledGrid(spill, storage, size);
        try {
          for (const slab of slabs)
            await context.visit(slab, async ({ grid }, run) => {
              await spilled.write(run, exactSlab(run, grid, slab).buffer, slab);
            });
          return spilled;
        } catch (error) {
          await spilled.close();
          throw error;
        }
      },
      region: (spilled, region, { meta }, run) => spilled.grid(run, meta, region),
      release: (spilled) => spilled.close(),
    },
  },
);
