// A mask that is computed once, on the GPU or in a spill.
import { allocGrid, bytesOf, exactSlab, implement, SpilledGrid } from '../implement/index.js';
import { heldMask } from './held_mask.js';

/** {@link heldMask}: a copy, whole or slab by slab. */
export const heldMaskOnGpu = implement(
  heldMask,
  ({ run, inputs: { mask }, region, meta }) => {
    const out = allocGrid(run, meta, region);
    run.copy(mask.buffer, 0, out.buffer, 0, bytesOf('bit', region));
    return out;
  },
  {
    bricked: {
      async prepare(context) {
        const { slabs, meta } = context;
        const spill = await context.openSpill(SpilledGrid.bytes('bit', meta.size));
        const bits = new SpilledGrid(spill, 'bit', meta.size);
        try {
          for (const slab of slabs)
            await context.visit(slab, async ({ mask }, run) => {
              await bits.write(run, exactSlab(run, mask, slab).buffer, slab);
            });
          return bits;
        } catch (error) {
          await bits.close();
          throw error;
        }
      },
      region: (bits, region, { meta }, run) => bits.grid(run, meta, region),
      release: (bits) => bits.close(),
    },
  },
);
