import { allocGrid, bytesOf, implement, wordsOf, type GpuGrid } from '../implement/index.js';
import type { Run } from '../gpu/index.js';
import { MASK_OPERATOR_CODE } from '../kernels/filters/mask_logic.js';
import { maskLogic } from '../kernels/filters/index.js';
import type { Region } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { combine } from './combine.js';
import { invert } from './invert.js';

function dispatchLogic(
  run: Run,
  [a, b]: readonly [GpuGrid, GpuGrid],
  operator: keyof typeof MASK_OPERATOR_CODE,
  meta: GridMeta,
  region: Region,
): GpuGrid {
  const out = allocGrid(run, meta, region);
  const bytes = bytesOf('bit', region);
  run.dispatch(maskLogic, {
    grids: { a, b, dst: out },
    constants: { OPERATOR: MASK_OPERATOR_CODE[operator] },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: operator === 'not' ? bytes : 2 * bytes },
  });
  return out;
}

/** Combination of two masks on the GPU: one pass, one invocation per mask word. */
export const combineOnGpu = implement(combine, ({ run, inputs, params, region, meta }) =>
  dispatchLogic(run, [inputs.a, inputs.b], params.operator, meta, region),
);

/** Inversion of a mask on the GPU: one pass, one invocation per mask word. */
export const invertOnGpu = implement(invert, ({ run, inputs: { mask }, region, meta }) =>
  dispatchLogic(run, [mask, mask], 'not', meta, region),
);
