// Cumulative pore size curve (granulometry, intrusion) on the GPU, by counting.
import { implementReduce } from '../implement/index.js';
import { volumeOf } from '../recipe/geometry.js';
import { countBetween } from '../stats/histogram.gpu.js';
import { mergeCounted, type Counted } from '../stats/histogram_counts.js';
import { sizeCurve, type SizeCurveValue } from './size_curve.js';
import { diametersOf } from './size_diameters.js';

/** Diameters are f32, so one that rounding took just below a threshold is still counted. */
const SLACK = 1e-6;

/** {@link sizeCurve} on the GPU. */
export const sizeCurveOnGpu = implementReduce(sizeCurve, {
  partial: async ({ run, inputs, params, region }): Promise<Counted> => {
    const { volume, within, range } = inputs;
    const diameters = diametersOf(params.diameters, range, volume.meta.spacing);
    const edges = Float64Array.from([...diameters.map((d) => d * (1 - SLACK)), Infinity]);
    if (diameters.length > 0) return countBetween({ run, volume, within, region }, edges);
    return { counts: new Float64Array(0), below: 0, above: 0, nan: 0 };
  },
  merge: mergeCounted,
  finish: ({ counts }, { params, metas, inputs }): SizeCurveValue => {
    const { spacing, unit } = metas.volume;
    const { range } = inputs;
    const diameters = Float64Array.from(diametersOf(params.diameters, range, spacing));
    const voxels = new Float64Array(diameters.length);
    let kept = 0;
    for (let i = diameters.length - 1; i >= 0; i--) voxels[i] = kept += counts[i]!;
    const total = range.count;
    return {
      diameters,
      unit,
      voxels,
      fraction: voxels.map((n) => n / total),
      volume: voxels.map((n) => n * volumeOf(spacing)),
      total,
    };
  },
});
