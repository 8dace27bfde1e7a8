// Gaussian derivatives on the GPU: gradient magnitude, Laplacian of Gaussian, eigenvalues of the
// Hessian and of the structure tensor.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  implement,
  wordsOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { COMBINE } from '../kernels/filters/combine_fields.js';
import { combineFields, combineQuads, symmetricEigenvalue } from '../kernels/filters/index.js';
import { growRegion, map3, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  gaussianDerivative,
  gradientMagnitude,
  hessianEigenvalue,
  isDiscrete,
  laplacian,
  structureEigenvalue,
  tensorReach,
} from './derivatives.js';
import { gaussianDerivatives, isFlat, passesBytes, type Smoothing } from './gaussian_passes.gpu.js';
import { gaussianRadius } from './gaussian_weights.js';
import { discreteLaplacian } from './laplacian.gpu.js';
import { slabsOf, slabTemporaries } from './slabs.gpu.js';

/** Bytes per voxel of what is there at once: derivatives, and a pass along x and y each. */
const SUM_BYTES = 20;
const HESSIAN_BYTES = 32;
const TENSOR_BYTES = 48;
/** The same with what waits to be lent again: the gradients' passes along x and y. */
const TENSOR_IN_ALL = 56;

/** The pairs of axes of a symmetric matrix's entries, in the order of the kernel's buffers. */
const ENTRIES = [
  [0, 0],
  [0, 1],
  [0, 2],
  [1, 1],
  [1, 2],
  [2, 2],
] as const;

/** {@link gaussianDerivative} on the GPU: a pass per axis. */
export const gaussianDerivativeOnGpu = implement(
  gaussianDerivative,
  ({ run, inputs: { volume }, params, region }) =>
    gaussianDerivatives(run, volume, region, [params.order], params)[0]!,
  {
    temporaries: (region, { params, metas: { volume } }) => passesBytes(region, volume, params),
  },
);

/** The axes along which a volume has derivatives. */
export function slopedAxes({ size }: GridMeta, { border }: Smoothing): readonly (0 | 1 | 2)[] {
  return ([0, 1, 2] as const).filter((axis) => !isFlat(size, axis, border));
}

/** Orders that add up those of all the given axes. */
export function orderOf(...axes: readonly number[]): Vec3 {
  return map3((i) => axes.filter((axis) => axis === i).length);
}

/**
 * Combines up to three fields that lie alike into a grid of the same box, or of one with more
 * slices.
 */
export function combine(run: Run, fields: readonly GpuGrid[], out: GpuGrid, mode: number): void {
  const [a] = fields;
  if (a === undefined) return;
  const bytes = bytesOf('f32', a.region);
  const words = wordsOf(a.layout);
  const first = (a.region.origin[2] - out.region.origin[2]) * out.layout.sliceWords;
  const inQuads = words % 4 === 0 && first % 4 === 0;
  const by = inQuads ? 4 : 1;
  run.dispatch(inQuads ? combineQuads : combineFields, {
    grids: {},
    buffers: {
      a: a.buffer,
      b: (fields[1] ?? a).buffer,
      c: (fields[2] ?? a).buffer,
      dst: out.buffer,
    },
    params: { first: first / by, count: words / by, terms: fields.length },
    constants: { MODE: mode },
    size: { invocations: words / by },
    traffic: { read: fields.length * bytes, write: bytes },
  });
}

/** The sum, or the root of the sum of squares, of a derivative of an order along each axis. */
async function combined(
  run: Run,
  volume: GpuGrid,
  region: Region,
  meta: GridMeta,
  smoothing: Smoothing,
  order: 1 | 2,
): Promise<GpuGrid> {
  const axes = slopedAxes(meta, smoothing);
  const out = allocGrid(run, meta, region, { zero: axes.length === 0 });
  if (axes.length === 0) return out;
  const margin = gaussianRadius(smoothing.sigma, smoothing.truncate, meta.spacing);
  const orders = axes.map((axis) => map3((i) => (i === axis ? order : 0)));
  for (const slab of slabsOf(run, region, { perVoxel: SUM_BYTES, margin })) {
    const fields = gaussianDerivatives(run, volume, slab, orders, smoothing);
    combine(run, fields, out, order === 1 ? COMBINE.magnitude : COMBINE.sum);
    run.free(...fields.map(({ buffer }) => buffer));
    await run.pace();
  }
  return out;
}

/** What is known of a smoothing before it runs. */
interface Planned {
  readonly params: Smoothing;
  readonly metas: { readonly volume: GridMeta };
  readonly binding: number;
}

/** What derivatives take beside the result, where so many bytes per voxel are there at once. */
function temporariesOf(perVoxel: number) {
  return (region: Region, { params, metas: { volume }, binding }: Planned): BufferBytes => {
    const margin = gaussianRadius(params.sigma, params.truncate, volume.spacing);
    return slabTemporaries(region, { perVoxel, margin }, binding);
  };
}

/** What sums of derivatives take beside the result. */
const sumTemporaries = temporariesOf(SUM_BYTES);

/** {@link gradientMagnitude} on the GPU. */
export const gradientMagnitudeOnGpu = implement(
  gradientMagnitude,
  ({ run, inputs: { volume }, params, region, meta }) =>
    combined(run, volume, region, meta, params, 1),
  { temporaries: sumTemporaries },
);

/** {@link laplacian} on the GPU. */
export const laplacianOnGpu = implement(
  laplacian,
  ({ run, inputs: { volume }, params, region, meta }) =>
    isDiscrete(params.sigma)
      ? discreteLaplacian(run, volume, region, meta, params)
      : combined(run, volume, region, meta, params, 2),
  {
    temporaries: (region, context) =>
      isDiscrete(context.params.sigma) ? bufferBytes([]) : sumTemporaries(region, context),
  },
);

/** Writes an eigenvalue of the matrices of a slab; entries that are left out are 0. */
function eigenvalue(
  run: Run,
  entries: ReadonlyMap<string, GpuGrid>,
  out: GpuGrid,
  flat: number,
  which: number,
): void {
  const [any] = entries.values();
  if (any === undefined) return;
  const of = (key: string): GpuGrid => entries.get(key) ?? any;
  const bytes = bytesOf('f32', any.region);
  run.dispatch(symmetricEigenvalue, {
    grids: {
      ...{ xx: of('00'), xy: of('01'), xz: of('02'), yy: of('11'), yz: of('12'), zz: of('22') },
      dst: out,
    },
    params: { src: any.layout, which },
    constants: { FLAT: flat },
    size: { invocations: wordsOf(any.layout) },
    traffic: { read: entries.size * bytes, write: bytes },
  });
}

/** The entries between the given axes, and a bit for each axis without. */
export function matrixOf(axes: readonly number[]): {
  readonly entries: readonly (readonly [number, number])[];
  readonly flat: number;
} {
  return {
    entries: ENTRIES.filter(([i, j]) => axes.includes(i) && axes.includes(j)),
    flat: 7 - axes.reduce((bits, axis) => bits + 2 ** axis, 0),
  };
}

/** {@link hessianEigenvalue} on the GPU. */
export const hessianEigenvalueOnGpu = implement(
  hessianEigenvalue,
  async ({ run, inputs: { volume }, params, region, meta }) => {
    const { entries, flat } = matrixOf(slopedAxes(meta, params));
    const out = allocGrid(run, meta, region, { zero: entries.length === 0 });
    if (entries.length === 0) return out;
    const margin = gaussianRadius(params.sigma, params.truncate, meta.spacing);
    for (const slab of slabsOf(run, region, { perVoxel: HESSIAN_BYTES, margin })) {
      const orders = entries.map(([i, j]) => orderOf(i, j));
      const fields = gaussianDerivatives(run, volume, slab, orders, params);
      const matrix = new Map(entries.map(([i, j], k) => [`${String(i)}${String(j)}`, fields[k]!]));
      eigenvalue(run, matrix, out, flat, params.which);
      run.free(...fields.map(({ buffer }) => buffer));
      await run.pace();
    }
    return out;
  },
  { temporaries: temporariesOf(HESSIAN_BYTES) },
);

/** {@link structureEigenvalue} on the GPU. */
export const structureEigenvalueOnGpu = implement(
  structureEigenvalue,
  async ({ run, inputs: { volume }, params, region, meta }) => {
    const axes = slopedAxes(meta, params);
    const { entries, flat } = matrixOf(axes);
    const out = allocGrid(run, meta, region, { zero: entries.length === 0 });
    if (entries.length === 0) return out;
    const window: Smoothing = { ...params, sigma: params.rho, value: 0 };
    const reach = gaussianRadius(params.rho, params.truncate, meta.spacing);
    const margin = tensorReach(params, meta.spacing);
    for (const slab of slabsOf(run, region, { perVoxel: TENSOR_BYTES, margin })) {
      const around = growRegion(slab, reach, meta.size);
      const gradient = gaussianDerivatives(
        run,
        volume,
        around,
        axes.map((axis) => orderOf(axis)),
        params,
      );
      const matrix = new Map<string, GpuGrid>();
      for (const [i, j] of entries) {
        const product = allocGrid(run, meta, around, { label: 'product of derivatives' });
        const pair = [
          gradient[axes.findIndex((a) => a === i)]!,
          gradient[axes.findIndex((a) => a === j)]!,
        ];
        combine(run, pair, product, COMBINE.product);
        const [smooth] = gaussianDerivatives(run, product, slab, [[0, 0, 0]], window);
        run.free(product.buffer);
        matrix.set(`${String(i)}${String(j)}`, smooth!);
      }
      run.free(...gradient.map(({ buffer }) => buffer));
      eigenvalue(run, matrix, out, flat, params.which);
      run.free(...[...matrix.values()].map(({ buffer }) => buffer));
      await run.pace();
    }
    return out;
  },
  {
    temporaries: (region, { params, metas: { volume }, binding }) => {
      const margin = tensorReach(params, volume.spacing);
      return slabTemporaries(region, { perVoxel: TENSOR_BYTES, margin }, binding, TENSOR_IN_ALL);
    },
  },
);
