// Voxel-wise arithmetic on the GPU.
import { allocGrid, bytesOf, implement, type GpuGrid } from '../implement/index.js';
import { ARITHMETIC_CODE } from '../kernels/filters/arithmetic.js';
import {
  arithmetic as floatKernel,
  arithmeticFlat,
  integerArithmetic as integerKernel,
} from '../kernels/filters/index.js';
import { codeOf } from '../recipe/dtype.js';
import { VoxmetryError } from '../recipe/errors.js';
import { equalRegion, volumeOf, type Region } from '../recipe/geometry.js';
import { arithmetic, integerArithmetic } from './arithmetic.js';

/** What both kinds of arithmetic share: grids, parameters, constants, traffic. */
function operands(
  a: GpuGrid,
  b: GpuGrid | undefined,
  region: Region,
  out: GpuGrid,
  params: { readonly operator: keyof typeof ARITHMETIC_CODE; readonly swapped: boolean },
) {
  const second = b ?? a;
  const read = bytesOf(a.meta.storage, region);
  return {
    grids: { a, b: second, dst: out },
    common: {
      operation: ARITHMETIC_CODE[params.operator],
      swapped: params.swapped ? 1 : 0,
      scalar: b === undefined ? 1 : 0,
    },
    constants: { A_DTYPE: codeOf(a.meta.storage), B_DTYPE: codeOf(second.meta.storage) },
    size: { invocations: Math.ceil(region.size[0] / 4) * region.size[1] * region.size[2] },
    // Both may be one grid.
    traffic: { read: read + (b === undefined ? 0 : bytesOf(b.meta.storage, region)) },
  } as const;
}

/**
 * {@link arithmetic} on the GPU: one pass, sixteen voxels per invocation where rows have no pads,
 * else four.
 */
export const arithmeticOnGpu = implement(arithmetic, ({ run, inputs, params, region, meta }) => {
  const { a, b, scalar } = inputs;
  const out = allocGrid(run, meta, region);
  const { common, ...shared } = operands(a, b, region, out, params);
  const value = scalar ?? params.value ?? 0;
  const units = volumeOf(region.size) / 16;
  const flat = region.size[0] % 4 === 0 && Number.isInteger(units);
  if (flat && [a, b ?? a].every((grid) => equalRegion(grid.region, region)))
    run.dispatch(arithmeticFlat, {
      ...shared,
      params: { units, value },
      constants: {
        ...shared.constants,
        OPERATION: common.operation,
        SCALAR: common.scalar,
        SWAPPED: common.swapped,
      },
      size: { invocations: units },
    });
  else run.dispatch(floatKernel, { ...shared, params: { ...common, value } });
  return out;
});

/** The whole number of a scalar node, checked. */
function wholeScalar(scalar: number): number {
  if (Number.isInteger(scalar) && Math.abs(scalar) < 2 ** 32) return scalar;
  throw new VoxmetryError(
    'invalid-argument',
    `integerArithmetic: the scalar is ${String(scalar)}; allowed: whole numbers within ±(2^32 − 1). Leave out result: 'same' for f32 arithmetic.`,
    { op: 'integerArithmetic', details: { scalar } },
  );
}

/** {@link integerArithmetic} on the GPU: one pass, four voxels per invocation. */
export const integerArithmeticOnGpu = implement(
  integerArithmetic,
  ({ run, inputs, params, region, meta }) => {
    const { a, b, scalar } = inputs;
    const out = allocGrid(run, meta, region);
    const { common, ...shared } = operands(a, b, region, out, params);
    const value = wholeScalar(scalar ?? params.value ?? 0);
    run.dispatch(integerKernel, {
      ...shared,
      params: { ...common, magnitude: Math.abs(value), negative: value < 0 ? 1 : 0 },
    });
    return out;
  },
);
