import { allocGrid, implement, wordsOf } from '../implement/index.js';
import { subtractRings } from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { removeRings } from './remove_rings.js';
import { polarLayout } from './ring_profile.js';

/** {@link removeRings} on the GPU: one pass, one invocation per voxel. */
export const removeRingsOnGpu = implement(removeRings, ({ run, inputs, params, region, meta }) => {
  const { volume } = inputs;
  const { centre, flatness, radii } = polarLayout(volume.meta, params.centre);
  const { values } = inputs.profile;
  const [first, slices] = [region.origin[2], region.size[2]];
  const table = values.slice(radii * first, radii * (first + slices));
  const profile = run.alloc(table.byteLength, 'profile');
  run.upload(profile, table);
  const out = allocGrid(run, meta, region);
  run.dispatch(subtractRings, {
    grids: { src: volume, dst: out },
    buffers: { profile },
    params: { radii, centre_x: centre[0], centre_y: centre[1], flatness },
    constants: { SRC_DTYPE: codeOf(volume.meta.storage) },
    size: { invocations: wordsOf(out.layout) },
  });
  run.free(profile);
  return out;
});
