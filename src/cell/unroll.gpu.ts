import { rawOf } from '../filters/raw_value.js';
import { TAPS } from '../filters/resample_taps.js';
import { allocGrid, bufferBytes, bytesOf, implement, wordsOf } from '../implement/index.js';
import { stretchSheet, unrollSheet } from '../kernels/cell/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { putUnits, ROUNDING } from './place_units.js';
import { stretch, unroll, wholeSlices } from './unroll.js';
import { forEachPlace } from './unrolled_places.js';

/** Words of a place and a step. */
const WORDS = 8;

/** {@link unroll} on the GPU: one pass, one invocation per word of the result. */
export const unrollOnGpu = implement(
  unroll,
  ({ run, inputs: { grid, windings }, params, region, meta }) => {
    const { method, border, value, from, step } = params;
    const source = grid.meta;
    const [sx, sy] = source.spacing;
    const raise = ROUNDING + (method === 'nearest' ? 0.5 : 0);
    const words = new Uint32Array(WORDS * region.size[0] * region.size[2]);
    forEachPlace('unroll', source, windings, params, region, (index, point, [x, y]) => {
      const at = WORDS * index;
      const { normalX, normalY } = point;
      putUnits(words, at, (x + point.x + from * normalX - source.origin[0]) / sx + raise);
      putUnits(words, at + 1, (y + point.y + from * normalY - source.origin[1]) / sy + raise);
      putUnits(words, at + 4, (step * normalX) / sx);
      putUnits(words, at + 5, (step * normalY) / sy);
    });
    const places = run.alloc(words.byteLength, 'places');
    run.upload(places, words);
    const fill = border === 'constant' ? value : 0;
    const { labelBound } = grid;
    const out = allocGrid(run, meta, region, {
      labelBound: labelBound === undefined ? undefined : Math.max(labelBound, fill),
    });
    run.dispatch(unrollSheet, {
      grids: { src: grid, dst: out },
      buffers: { places },
      params: { fill: meta.storage === 'bit' ? fill : rawOf(fill, meta.storage) },
      constants: {
        SRC_DTYPE: codeOf(source.storage),
        DST_DTYPE: codeOf(meta.storage),
        BORDER: BORDER_CODE[border],
        TAPS: TAPS[method],
      },
      size: { invocations: wordsOf(out.layout) },
      traffic: {
        read: bytesOf(source.storage, wholeSlices(source, region)) + words.byteLength,
        write: bytesOf(meta.storage, region),
      },
    });
    run.free(places);
    return out;
  },
  {
    temporaries: ({ size }) => bufferBytes([4 * WORDS * size[0] * size[2]]),
  },
);

/** {@link stretch} on the GPU: one pass, one invocation per voxel. */
export const stretchOnGpu = implement(
  stretch,
  ({ run, inputs: { grid, windings }, params, region, meta }) => {
    const data = new Float32Array(2 * region.size[0] * region.size[2]);
    forEachPlace('stretch', grid.meta, windings, params, region, (index, point) => {
      const slope = point.stretch * point.curvature;
      data[2 * index] = point.stretch + slope * params.from;
      data[2 * index + 1] = slope * params.step;
    });
    const lines = run.alloc(data.byteLength, 'lines');
    run.upload(lines, data);
    const out = allocGrid(run, meta, region);
    run.dispatch(stretchSheet, {
      grids: { dst: out },
      buffers: { lines },
      params: {},
      size: { invocations: wordsOf(out.layout) },
    });
    run.free(lines);
    return out;
  },
  {
    temporaries: ({ size }) => bufferBytes([8 * size[0] * size[2]]),
  },
);
