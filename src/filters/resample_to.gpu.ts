import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { resampleTo as kernel } from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { wordsOfTriple } from './index_map.js';
import { rawOf } from './raw_value.js';
import { indexMapTo, resampleTo, ruleOf, sourceBox } from './resample_to.js';
import { TAPS } from './resample_taps.js';

/** {@link resampleTo} on the GPU: one pass, one invocation per word of the result. */
export const resampleToOnGpu = implement(
  resampleTo,
  ({ run, inputs: { grid }, params, region, meta }) => {
    const { method, value } = params;
    const border = ruleOf(params.border);
    const inside = border === 'constant' ? value : 0;
    const fill = params.border === 'missing' ? NaN : inside;
    const source = grid.meta;
    const map = indexMapTo(source, params);
    const [x, y, z] = map.steps.map(wordsOfTriple);
    const start = wordsOfTriple(map.start);
    const { labelBound } = grid;
    const out = allocGrid(run, meta, region, {
      labelBound: labelBound === undefined ? undefined : Math.max(labelBound, fill),
    });
    run.dispatch(kernel, {
      buffers: { src: grid.buffer, dst: out.buffer },
      params: {
        src: grid.layout,
        dst: out.layout,
        x_low: x!.low,
        x_high: x!.high,
        y_low: y!.low,
        y_high: y!.high,
        z_low: z!.low,
        z_high: z!.high,
        start_low: start.low,
        start_high: start.high,
        fill: meta.storage === 'bit' ? fill : rawOf(fill, meta.storage),
      },
      constants: {
        SRC_DTYPE: codeOf(source.storage),
        DST_DTYPE: codeOf(meta.storage),
        BORDER: BORDER_CODE[border],
        TAPS: TAPS[method],
      },
      size: { invocations: wordsOf(out.layout) },
      traffic: {
        read: bytesOf(source.storage, sourceBox(map, region, source.size, method, border)),
        write: bytesOf(meta.storage, region),
      },
    });
    return out;
  },
);
