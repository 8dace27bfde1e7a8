import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { mergeMasks } from '../kernels/segmentation/index.js';
import { invalidArgument } from '../recipe/errors.js';
import { type MASK_INPUTS, phasesOfMasks } from './phases_of_masks.js';

/** {@link phasesOfMasks} on the GPU: one pass that also counts what is in two masks or in none. */
export const phasesOfMasksOnGpu = implement(
  phasesOfMasks,
  async ({ run, inputs, params, region, meta }) => {
    const count = Object.keys(params.phases).length;
    const of = (name: (typeof MASK_INPUTS)[number]) => inputs[name] ?? inputs.a;
    const [a, b, c, d, e, f] = [of('a'), of('b'), of('c'), of('d'), of('e'), of('f')];
    const out = allocGrid(run, meta, region);
    const faults = run.alloc(8, 'voxels in two masks, in none', { zero: true });
    run.dispatch(mergeMasks, {
      grids: { a, b, c, d, e, f, dst: out },
      buffers: { faults },
      constants: { COUNT: count },
      size: { invocations: Math.ceil(region.size[0] / 32) * region.size[1] * region.size[2] },
      traffic: { read: count * bytesOf('bit', region), write: bytesOf('u8', region) },
    });
    const [twice, none] = new Uint32Array(await run.read(faults, 0, 8));
    run.free(faults);
    if (twice! > 0 || none! > 0)
      throw invalidArgument(
        'phases',
        'masks',
        `${String(twice)} voxels in two masks and ${String(none)} in none`,
        'masks that share the volume among them; a.subtract(b) takes out an overlap, and a.or(b).invert() is what is left',
      );
    return out;
  },
);
