import type { Run } from '../gpu/index.js';
import { allocGrid, implement, implementOnHost, type GpuGrid } from '../implement/index.js';
import { MAP_CODE } from '../kernels/filters/map_values.js';
import { mapValues } from '../kernels/filters/index.js';
import { codeOf, DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { valueToKey } from '../recipe/keys.js';
import { clip, clipBounds } from './clip.js';
import { greyInvert } from './grey_invert.js';
import { histogramPercentile } from './histogram_percentile.js';
import type { Span } from './level_scale.js';
import { percentileRange } from './percentile_range.js';
import { rawOf } from './raw_value.js';
import { rescale } from './rescale.js';

const UNUSED = { lo: 0, hi: 0, start: 0, gain: 0, offset: 0, least: 0, most: 0 } as const;

function dispatchMap(
  run: Run,
  source: GpuGrid,
  meta: GridMeta,
  region: Region,
  mode: keyof typeof MAP_CODE,
  values: Partial<Record<keyof typeof UNUSED, number>>,
): GpuGrid {
  const out = allocGrid(run, meta, region);
  run.dispatch(mapValues, {
    grids: { src: source, dst: out },
    params: { ...UNUSED, ...values },
    constants: {
      SRC_DTYPE: codeOf(source.meta.storage),
      DST_DTYPE: codeOf(meta.storage),
      MODE: MAP_CODE[mode],
    },
    size: { invocations: Math.ceil(region.size[0] / 4) * region.size[1] * region.size[2] },
  });
  return out;
}

/** {@link clip} on the GPU: one pass, four voxels per invocation. */
export const clipOnGpu = implement(clip, ({ run, inputs: { volume }, params, region, meta }) => {
  const dtype = meta.storage as Dtype;
  const [first, last] = clipBounds(params.lo, params.hi, dtype);
  return dispatchMap(run, volume, meta, region, 'clip', {
    lo: valueToKey(first, dtype),
    hi: valueToKey(last, dtype),
  });
});

/** {@link greyInvert} on the GPU: one pass, four voxels per invocation. */
export const greyInvertOnGpu = implement(greyInvert, ({ run, inputs, region, meta }) => {
  const dtype = meta.storage as Dtype;
  const { min, max } = inputs.range ?? DTYPES[dtype];
  // Without a finite value there is nothing to mirror at; 0 keeps what there is.
  const sum = Number.isNaN(min) ? 0 : min + max;
  return dispatchMap(run, inputs.volume, meta, region, 'mirror', { lo: rawOf(sum, dtype) });
});

/** {@link rescale} on the GPU: one pass, four voxels per invocation. */
export const rescaleOnGpu = implement(rescale, ({ run, inputs, params, region, meta }) => {
  const span = inputs.range;
  const [low, high] = params.from ?? [span?.min ?? 0, span?.max ?? 0];
  const [start, end] = params.to;
  const width = high - low;
  return dispatchMap(run, inputs.volume, meta, region, 'linear', {
    start: Number.isFinite(low) ? low : 0,
    gain: width > 0 ? (end - start) / width : 0,
    offset: start,
    least: params.clip ? Math.min(start, end) : -Infinity,
    most: params.clip ? Math.max(start, end) : Infinity,
  });
});

/** {@link percentileRange}, on the host; throws where the histogram is of floats. */
export const percentileRangeOnHost = implementOnHost(
  percentileRange,
  ({ inputs: { histogram }, params }): Span => {
    // Bins of floats hold many values each, so that no rank could be looked up in them.
    if (histogram.edges !== null)
      throw invalidArgument(
        'rescale',
        'histogram',
        'f32',
        'a histogram of integers; for f32 make the recipe anew with rescale()',
      );
    const [low, high] = params.percentiles;
    return {
      min: histogramPercentile(histogram, low),
      max: histogramPercentile(histogram, high),
    };
  },
);
