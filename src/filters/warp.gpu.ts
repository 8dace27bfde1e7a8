import { allocGrid, bytesOf, implement, wordsOf } from '../implement/index.js';
import { warp as kernel } from '../kernels/filters/index.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { map3 } from '../recipe/geometry.js';
import type { Range } from '../stats/range.js';
import { wordsOfTriple } from './index_map.js';
import { rawOf } from './raw_value.js';
import { TAPS } from './resample_taps.js';
import { undisplaced, warp, warpBox } from './warp.js';

/** Refuses displacements beyond what the source was read for. */
function holdToReach(reach: number | null, ranges: readonly (Range | undefined)[]): void {
  for (const range of ranges) {
    if (reach === null || range === undefined || range.count === 0) continue;
    const most = Math.max(-range.min, range.max);
    if (most > reach)
      throw invalidArgument('warp', 'reach', reach, `the greatest displacement, ${String(most)}`);
  }
}

/** {@link warp} on the GPU: one pass, one invocation per word of the result. */
export const warpOnGpu = implement(warp, ({ run, inputs, params, region, meta }) => {
  const { grid, x, y, z, rangeX, rangeY, rangeZ } = inputs;
  const { method, border, value, reach } = params;
  holdToReach(reach, [rangeX, rangeY, rangeZ]);
  // At least one is given: the op's declaration sees to it.
  const any = (x ?? y ?? z)!;
  const source = grid.meta;
  const map = undisplaced(source, any.meta, method);
  const [stepX, stepY, stepZ] = map.steps.map(wordsOfTriple);
  const start = wordsOfTriple(map.start);
  const raw = (number: number): number =>
    meta.storage === 'bit' ? number : rawOf(number, meta.storage);
  const { labelBound } = grid;
  const out = allocGrid(run, meta, region, {
    labelBound: labelBound === undefined ? undefined : Math.max(labelBound, value),
  });
  const components = [x, y, z].filter((each) => each !== undefined).length;
  run.dispatch(kernel, {
    grids: { src: grid, along_x: x ?? any, along_y: y ?? any, along_z: z ?? any, dst: out },
    params: {
      x_low: stepX!.low,
      x_high: stepX!.high,
      y_low: stepY!.low,
      y_high: stepY!.high,
      z_low: stepZ!.low,
      z_high: stepZ!.high,
      start_low: start.low,
      start_high: start.high,
      scale: map3((i) => 2 ** 18 / source.spacing[i]),
      fill: raw(border === 'constant' ? value : 0),
      nowhere: raw(value),
    },
    constants: {
      SRC_DTYPE: codeOf(source.storage),
      DST_DTYPE: codeOf(meta.storage),
      BORDER: BORDER_CODE[border],
      TAPS: TAPS[method],
      WITH: (x === undefined ? 0 : 1) + (y === undefined ? 0 : 2) + (z === undefined ? 0 : 4),
    },
    size: { invocations: wordsOf(out.layout) },
    traffic: {
      read:
        bytesOf(source.storage, warpBox(source, any.meta, region, params)) +
        components * bytesOf('f32', region),
      write: bytesOf(meta.storage, region),
    },
  });
  return out;
});
