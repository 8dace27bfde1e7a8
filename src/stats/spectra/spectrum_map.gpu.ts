import { allocGrid, bytesOf, implement, wordsOf } from '../../implement/index.js';
import { spectrumMap as kernel } from '../../kernels/stats/index.js';
import { codeOf } from '../../recipe/dtype.js';
import { backgroundWeights } from './line_windows.js';
import { spectrumMap, windowsOf } from './spectrum_map.js';

/** {@link spectrumMap} on the GPU: one pass, an invocation for each pixel. */
export const spectrumMapOnGpu = implement(
  spectrumMap,
  ({ run, inputs: { cube }, params, region, meta }) => {
    const out = allocGrid(run, meta, region);
    const { peak, sides } = windowsOf(params.channels);
    const windows = sides === undefined ? [peak] : [peak, ...sides];
    const channels = windows.reduce((sum, [first, last]) => sum + last - first + 1, 0);
    const [left, right] = sides === undefined ? [0, 0] : backgroundWeights(peak, sides);
    const slice = { origin: region.origin, size: region.size };
    run.dispatch(kernel, {
      grids: { src: cube, dst: out },
      params: {
        first: peak[0],
        last: peak[1],
        left_weight: left,
        right_weight: right,
        beside: sides === undefined ? [0, 0, 0, 0] : [...sides[0], ...sides[1]],
      },
      constants: { SRC_DTYPE: codeOf(cube.meta.storage), SIGMA: params.give === 'sigma' ? 1 : 0 },
      size: { invocations: wordsOf(out.layout) },
      traffic: { read: channels * bytesOf(cube.meta.storage, slice) },
    });
    return out;
  },
);
