// Local thresholding (mean, Niblack, Sauvola) on the GPU by window sums.
import { overLocalSums, slabBytes, wordsOfSums } from '../filters/local_sums.gpu.js';
import { overWideSums, wordsOfWideSums } from '../filters/wide_sums.gpu.js';
import { allocGrid, bytesOf, implement } from '../implement/index.js';
import {
  localThreshold as thresholdKernel,
  localThresholdWide as wideKernel,
  WIDE_DEPTH,
} from '../kernels/segmentation/index.js';
import { LOCAL_DEPTH } from '../kernels/shared/index.js';
import { DTYPES, isWide, type Dtype } from '../recipe/dtype.js';
import { volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
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
function leastAbove(offset: number, size: Vec3): number {
  return Math.floor(-offset * volumeOf(size)) + 1;
}

/** A whole number in two words of two's complement; what is beyond them stays on its side. */
function twoWords(whole: number): { least_low: number; least_high: number } {
  const most = 2 ** 52;
  const value = BigInt.asUintN(64, BigInt(Math.max(-most, Math.min(most, whole))));
  return { least_low: Number(value & 0xffffffffn), least_high: Number(value >> 32n) };
}

/** The largest standard deviation of a dtype, or of data. */
function largestSpread(dtype: Dtype, range: Range | undefined): number {
  const { min, max } = isWide(dtype) ? (range ?? { min: 0, max: 0 }) : DTYPES[dtype];
  return max > min ? (max - min) / 2 : 1;
}

/** What a slab's last pass covers: two words of a mask for each of `depth` slices. */
function groupsOf({ size }: Region, depth: number): { workgroups: Vec3 } {
  return { workgroups: [Math.ceil(size[0] / 64), size[1], Math.ceil(size[2] / depth)] };
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
    const least = leastAbove(offset, window);
    const out = allocGrid(run, meta, region);
    const grids = { src: volume, dst: out };
    const traffic = (bytes: number, slab: Region) => ({
      read: bytes + bytesOf(dtype, slab),
      write: bytesOf('bit', slab),
    });
    if (isWide(dtype)) {
      const squares = method !== 'mean';
      await overWideSums(run, volume, within, params, squares, region, (sums) => {
        run.dispatch(wideKernel, {
          grids,
          buffers: { sums: sums.buffer },
          params: { ...sums.params, ...rule, ...twoWords(least) },
          constants: { ...sums.constants, WHOLE: whole },
          size: groupsOf(sums.slab, WIDE_DEPTH),
          traffic: traffic(sums.bytes, sums.slab),
        });
      });
      return out;
    }
    await overLocalSums(run, volume, within, params, region, (sums) => {
      const magnitude = Math.min(Math.abs(least), 2 ** 32 - 1);
      run.dispatch(thresholdKernel, {
        grids,
        buffers: { sums: sums.buffer },
        params: {
          ...sums.params,
          ...rule,
          least: magnitude,
          negative: least < 0 ? 1 : 0,
          base: DTYPES[dtype].min,
        },
        constants: { ...sums.constants, WHOLE: whole },
        size: groupsOf(sums.slab, LOCAL_DEPTH),
        traffic: traffic(sums.bytes, sums.slab),
      });
    });
    return out;
  },
  {
    temporaries: (region, { params: { size, method }, metas: { volume, within } }) => {
      const dtype = volume.storage as Dtype;
      const words = isWide(dtype)
        ? wordsOfWideSums(dtype, method !== 'mean')
        : wordsOfSums(dtype, within !== undefined);
      return slabBytes(region, volume, words, size);
    },
  },
);
