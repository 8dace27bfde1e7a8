// Local thresholding (mean, Niblack, Sauvola) on the GPU by sliding-window sums.
import { localSumsBytes, overLocalSums } from '../filters/local_sums.gpu.js';
import { needsLevels } from '../filters/local_contrast.js';
import { allocGrid, bytesOf, implement } from '../implement/index.js';
import { localThreshold as thresholdKernel } from '../kernels/segmentation/index.js';
import { LOCAL_DEPTH } from '../kernels/shared/index.js';
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { Range } from '../stats/range.js';
import { comparesWhole, localThreshold, type LocalMethod } from './local_threshold.js';

/** v − m > add + times · s + m (meanTimes + product · s). */
interface Rule {
  readonly add: number;
  readonly times: number;
  readonly product: number;
  readonly mean_times: number;
}

function ruleOf(method: LocalMethod, offset: number, k: number, r: number): Rule {
  const nothing = { add: 0, times: 0, product: 0, mean_times: 0 };
  if (method === 'niblack') return { ...nothing, times: -k };
  if (method === 'sauvola') return { ...nothing, mean_times: -k, product: k / r };
  return { ...nothing, add: -offset };
}

/** The least whole n · v − Σ of voxels above the mean less an offset. */
function leastAbove(offset: number, size: Vec3): { least: number; negative: number } {
  const least = Math.floor(-offset * volumeOf(size)) + 1;
  return { least: Math.min(Math.abs(least), 2 ** 32 - 1), negative: least < 0 ? 1 : 0 };
}

/** The largest standard deviation of a dtype, or of data. */
function largestSpread(dtype: Dtype, range: Range | undefined): number {
  const { min, max } = needsLevels(dtype) ? (range ?? { min: 0, max: 0 }) : DTYPES[dtype];
  return max > min ? (max - min) / 2 : 1;
}

/**
 * {@link localThreshold} on the GPU: sums along x, along y, and along z with the mask, slab by
 * slab.
 */
export const localThresholdOnGpu = implement(
  localThreshold,
  async ({ run, inputs, params, region, meta }) => {
    const { volume, within, range } = inputs;
    const { method, offset, k, r, size: window } = params;
    const dtype = volume.meta.storage as Dtype;
    const rule = ruleOf(method, offset, k, r ?? largestSpread(dtype, range));
    const whole = comparesWhole(dtype, method, offset, within !== undefined) ? 1 : 0;
    const out = allocGrid(run, meta, region);
    await overLocalSums(run, volume, within, params, range, region, (sums) => {
      const { size } = sums.slab;
      run.dispatch(thresholdKernel, {
        grids: { src: volume, dst: out },
        buffers: { sums: sums.buffer },
        params: {
          ...sums.params,
          ...rule,
          ...leastAbove(offset, window),
          base: needsLevels(dtype) ? sums.params.start : DTYPES[dtype].min,
        },
        constants: { ...sums.constants, WHOLE: whole },
        size: { workgroups: [Math.ceil(size[0] / 64), size[1], Math.ceil(size[2] / LOCAL_DEPTH)] },
        traffic: {
          read: sums.bytes + bytesOf(dtype, sums.slab),
          write: bytesOf('bit', sums.slab),
        },
      });
    });
    return out;
  },
  {
    temporaries: (region, { params: { size }, metas }) =>
      localSumsBytes(region, metas.volume, metas.within !== undefined, size),
  },
);
