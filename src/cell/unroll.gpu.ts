import { bufferBytes, implement } from '../implement/index.js';
import { unrollSheet } from '../kernels/cell/index.js';
import { raiseOf, sampledAlong, stretchedAlong } from './along_sheet.gpu.js';
import { putUnits } from './place_units.js';
import { stretch, unroll, wholeSlices } from './unroll.js';
import { forEachPlace } from './unrolled_places.js';

/** Words of a place and a step. */
const WORDS = 8;

/** {@link unroll} on the GPU: one pass, one invocation per word of the result. */
export const unrollOnGpu = implement(
  unroll,
  ({ run, inputs: { grid, windings }, params, region, meta }) => {
    const { method, from, step } = params;
    const source = grid.meta;
    const [sx, sy] = source.spacing;
    const raise = raiseOf(method);
    const words = new Uint32Array(WORDS * region.size[0] * region.size[2]);
    forEachPlace('unroll', source, windings, params, region, (index, point, [x, y]) => {
      const at = WORDS * index;
      const { normalX, normalY } = point;
      putUnits(words, at, (x + point.x + from * normalX - source.origin[0]) / sx + raise);
      putUnits(words, at + 1, (y + point.y + from * normalY - source.origin[1]) / sy + raise);
      putUnits(words, at + 4, (step * normalX) / sx);
      putUnits(words, at + 5, (step * normalY) / sy);
    });
    const reached = wholeSlices(source, region);
    return sampledAlong(run, unrollSheet, grid, params, { meta, region }, words, reached);
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
    return stretchedAlong(run, { meta, region }, data);
  },
  {
    temporaries: ({ size }) => bufferBytes([8 * size[0] * size[2]]),
  },
);
