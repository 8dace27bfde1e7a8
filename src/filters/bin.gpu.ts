import { allocGrid, bytesOf, implement, wordsOf, type GpuGrid } from '../implement/index.js';
import { bin as kernel, binPairs } from '../kernels/filters/index.js';
import { codeOf, lanesOf } from '../recipe/dtype.js';
import { map3, type Region, type Vec3 } from '../recipe/geometry.js';
import { bin } from './bin.js';

/** {@link bin} on the GPU: one pass, one invocation per word of the result, or two words. */
export const binOnGpu = implement(bin, ({ run, inputs: { grid }, params, region, meta }) => {
  const { factor, by } = params;
  const out = allocGrid(run, meta, region, { labelBound: grid.labelBound });
  const blocks = { origin: region.origin, size: map3((i) => region.size[i] * factor[i]) };
  const shared = {
    grids: { src: grid, dst: out },
    traffic: { read: bytesOf(meta.storage, blocks) },
  };
  const DTYPE = codeOf(meta.storage);
  const [, rows, slices] = region.size;
  if (by === 'mean' && inPairs(grid, region, factor))
    run.dispatch(binPairs, {
      ...shared,
      constants: { DTYPE, DEEP_Y: factor[1], DEEP_Z: factor[2] },
      size: {
        workgroups: [Math.ceil(out.layout.rowWords / 32), Math.ceil(rows / 4), slices],
      },
    });
  else
    run.dispatch(kernel, {
      ...shared,
      params: { factor },
      constants: { DTYPE, BY_MODE: by === 'mode' ? 1 : 0 },
      size: { invocations: wordsOf(out.layout) },
    });
  return out;
});

/** Whether {@link binPairs} takes the means of these blocks. */
function inPairs({ meta, region: held }: GpuGrid, region: Region, factor: Vec3): boolean {
  const [n] = meta.size;
  const vectors = n % (4 * lanesOf(meta.storage)) === 0;
  const whole = held.size[0] === n && region.size[0] === n / 2;
  const summed = lanesOf(meta.storage) > 1 || meta.storage === 'f32';
  return vectors && whole && summed && factor[0] === 2 && factor[1] <= 2 && factor[2] <= 2;
}
