// Feature planes of a brick on the GPU: one buffer that holds them one behind the other.
import { matrixOf, orderOf, slopedAxes, combine } from '../filters/derivatives.gpu.js';
import { tensorReach } from '../filters/derivatives.js';
import { gaussianDerivatives, type Smoothing } from '../filters/gaussian_passes.gpu.js';
import { gaussianRadius } from '../filters/gaussian_weights.js';
import { slabsOf } from '../filters/slabs.gpu.js';
import type { PooledBuffer, Run, GridLayout } from '../gpu/index.js';
import { allocGrid, bytesOf, layoutOf, wordsOf, type GpuGrid } from '../implement/index.js';
import { COMBINE } from '../kernels/filters/combine_fields.js';
import { combineFields } from '../kernels/filters/index.js';
import { eigenvaluePlanes, positionPlane, valuePlane } from '../kernels/learn/index.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import {
  FEATURE_TRUNCATE,
  outerSigma,
  longAxes,
  planeCount,
  planesOf,
  type Feature,
} from './feature_specs.js';
import { scaleBuffers, scalesOf, tensorBuffers, type Scale } from './feature_memory.js';
import { boxFeature } from './box_features.gpu.js';

/** The feature planes of a box of a volume: plane f starts at word f · `words`. */
export interface FeaturePlanes {
  readonly buffer: PooledBuffer;
  /** How a plane lies in the buffer: as a grid of one word a voxel. */
  readonly layout: GridLayout;
  /** Words of a plane. */
  readonly words: number;
  readonly count: number;
}

/** How the Gaussians of features are cut off, and what they read beyond the volume. */
function smoothingOf(sigma: number): Smoothing {
  return { sigma, truncate: FEATURE_TRUNCATE, border: 'reflect', value: 0 };
}

/** Writes a plane of up to three fields that lie alike, which may be a part of the box. */
function putPlane(
  run: Run,
  planes: FeaturePlanes,
  plane: number,
  fields: readonly GpuGrid[],
  mode: number,
): void {
  const a = fields[0]!;
  const bytes = bytesOf('f32', a.region);
  run.dispatch(combineFields, {
    grids: {},
    buffers: {
      a: a.buffer,
      b: (fields[1] ?? a).buffer,
      c: (fields[2] ?? a).buffer,
      dst: planes.buffer,
    },
    params: {
      src: a.layout,
      dst: planes.layout,
      first: plane * planes.words,
      terms: fields.length,
    },
    constants: { MODE: mode },
    size: { invocations: wordsOf(a.layout) },
    traffic: { read: fields.length * bytes, write: bytes },
  });
}

/** Writes the eigenvalues of the matrices of a part of the box; entries by their two axes. */
function putEigenvalues(
  run: Run,
  planes: FeaturePlanes,
  plane: number,
  entries: ReadonlyMap<string, GpuGrid>,
  flat: number,
): void {
  const any = entries.values().next().value!;
  const of = (key: string): PooledBuffer => (entries.get(key) ?? any).buffer;
  const bytes = bytesOf('f32', any.region);
  const axes = 3 - [1, 2, 4].filter((bit) => (flat & bit) !== 0).length;
  run.dispatch(eigenvaluePlanes, {
    grids: {},
    buffers: {
      ...{ xx: of('00'), xy: of('01'), xz: of('02'), yy: of('11'), yz: of('12'), zz: of('22') },
      planes: planes.buffer,
    },
    params: { src: any.layout, dst: planes.layout, first: plane * planes.words },
    constants: { FLAT: flat },
    size: { invocations: wordsOf(any.layout) },
    traffic: { read: entries.size * bytes, write: axes * bytes },
  });
}

/** The entries of a symmetric matrix by their two axes, of fields in the order of `matrixOf`. */
function entriesOf(
  entries: readonly (readonly [number, number])[],
  fields: readonly GpuGrid[],
): ReadonlyMap<string, GpuGrid> {
  return new Map(entries.map(([i, j], k) => [`${String(i)}${String(j)}`, fields[k]!]));
}

/** All features of one standard deviation: their derivatives share passes. */
async function putScale(
  run: Run,
  volume: GpuGrid,
  planes: FeaturePlanes,
  region: Region,
  scale: Scale,
): Promise<void> {
  const { meta } = volume;
  const smoothing = smoothingOf(scale.sigma);
  const axes = slopedAxes(meta, smoothing);
  const { entries, flat } = matrixOf(axes);
  const { at } = scale;
  const orders: Vec3[] = [];
  const take = (order: Vec3): number => orders.push(order) - 1;
  const smooth = at.gaussian === undefined ? -1 : take([0, 0, 0]);
  const isSloped = at.gradient !== undefined || at.derivative !== undefined;
  const slopes = isSloped ? axes.map((axis) => take(orderOf(axis))) : [];
  const seconds =
    at.hessian === undefined
      ? at.laplacian === undefined
        ? []
        : axes.map((axis) => take(orderOf(axis, axis)))
      : entries.map(([i, j]) => take(orderOf(i, j)));
  for (const slab of slabsOf(run, region, scaleBuffers(scale, meta))) {
    const fields = gaussianDerivatives(run, volume, slab, orders, smoothing);
    const of = (places: readonly number[]): GpuGrid[] => places.map((place) => fields[place]!);
    if (at.gaussian !== undefined) putPlane(run, planes, at.gaussian, of([smooth]), COMBINE.sum);
    if (at.gradient !== undefined)
      putPlane(run, planes, at.gradient, of(slopes), COMBINE.magnitude);
    if (at.derivative !== undefined)
      for (const [k, slope] of of(slopes).entries())
        putPlane(run, planes, at.derivative + k, [slope], COMBINE.sum);
    if (at.hessian !== undefined)
      putEigenvalues(run, planes, at.hessian, entriesOf(entries, of(seconds)), flat);
    if (at.laplacian !== undefined) {
      const trace =
        at.hessian === undefined ? seconds : seconds.filter((_, k) => isOnDiagonal(entries[k]!));
      putPlane(run, planes, at.laplacian, of(trace), COMBINE.sum);
    }
    run.free(...fields.map(({ buffer }) => buffer));
    await run.pace();
  }
}

function isOnDiagonal([i, j]: readonly [number, number]): boolean {
  return i === j;
}

/** Differences of Gaussians. */
async function putDifference(
  run: Run,
  volume: GpuGrid,
  planes: FeaturePlanes,
  region: Region,
  sigma: number,
  plane: number,
): Promise<void> {
  const outer = smoothingOf(outerSigma(sigma));
  const margin = gaussianRadius(outer.sigma, outer.truncate, volume.meta.spacing);
  for (const slab of slabsOf(run, region, { perVoxel: 16, margin })) {
    const fields = [smoothingOf(sigma), outer].map(
      (smoothing) => gaussianDerivatives(run, volume, slab, [[0, 0, 0]], smoothing)[0]!,
    );
    putPlane(run, planes, plane, fields, COMBINE.difference);
    run.free(...fields.map(({ buffer }) => buffer));
    await run.pace();
  }
}

/** Eigenvalues of the structure tensor, as `structureEigenvalue` has them. */
async function putStructure(
  run: Run,
  volume: GpuGrid,
  planes: FeaturePlanes,
  region: Region,
  { sigma, rho }: { readonly sigma: number; readonly rho: number },
  plane: number,
): Promise<void> {
  const { meta } = volume;
  const [gradient, window] = [smoothingOf(sigma), smoothingOf(rho)];
  const axes = slopedAxes(meta, gradient);
  const { entries, flat } = matrixOf(axes);
  const reach = gaussianRadius(rho, FEATURE_TRUNCATE, meta.spacing);
  const margin = tensorReach({ sigma, rho, truncate: FEATURE_TRUNCATE }, meta.spacing);
  const asFloat: GridMeta = { ...meta, storage: 'f32' };
  for (const slab of slabsOf(run, region, { ...tensorBuffers, margin })) {
    const around = growRegion(slab, reach, meta.size);
    const orders = axes.map((axis) => orderOf(axis));
    const slopes = gaussianDerivatives(run, volume, around, orders, gradient);
    const smooth: GpuGrid[] = [];
    for (const [i, j] of entries) {
      const product = allocGrid(run, asFloat, around, { label: 'product of derivatives' });
      const pair = [i, j].map((axis) => slopes[axes.findIndex((each) => each === axis)]!);
      combine(run, pair, product, COMBINE.product);
      smooth.push(...gaussianDerivatives(run, product, slab, [[0, 0, 0]], window));
      run.free(product.buffer);
    }
    run.free(...slopes.map(({ buffer }) => buffer));
    putEigenvalues(run, planes, plane, entriesOf(entries, smooth), flat);
    run.free(...smooth.map(({ buffer }) => buffer));
    await run.pace();
  }
}

/** The values of a grid as a plane. */
function putValues(run: Run, grid: GpuGrid, planes: FeaturePlanes, plane: number): void {
  run.dispatch(valuePlane, {
    grids: { src: grid },
    buffers: { planes: planes.buffer },
    params: { dst: planes.layout, first: plane * planes.words },
    constants: { SRC_DTYPE: codeOf(grid.meta.storage) },
    size: { invocations: planes.words },
    traffic: { read: bytesOf(grid.meta.storage, planes.layout), write: 4 * planes.words },
  });
}

/** How far voxels lie from the first one, a plane for each axis. */
function putPosition(run: Run, { meta }: GpuGrid, planes: FeaturePlanes, first: number): void {
  longAxes(meta.size).forEach((axis, k) => {
    run.dispatch(positionPlane, {
      grids: {},
      buffers: { planes: planes.buffer },
      params: {
        dst: planes.layout,
        first: (first + k) * planes.words,
        spacing: meta.spacing[axis],
      },
      constants: { AXIS: axis },
      size: { invocations: planes.words },
      traffic: { read: 0, write: 4 * planes.words },
    });
  });
}

/**
 * The feature planes of a box, of channels that lie alike, which must hold the box and what the
 * features reach. Free the buffer.
 */
export async function featurePlanes(
  run: Run,
  volumes: readonly GpuGrid[],
  features: readonly Feature[],
  region: Region,
): Promise<FeaturePlanes> {
  const { size } = volumes[0]!.meta;
  const layout = layoutOf('f32', region, size);
  const words = wordsOf(layout);
  const count = planeCount(features, size);
  const buffer = run.alloc(4 * words * count, 'feature planes');
  const planes: FeaturePlanes = { buffer, layout, words, count };
  for (const scale of scalesOf(features, size))
    await putScale(run, volumes[scale.channel]!, planes, region, scale);
  let plane = 0;
  for (const feature of features) {
    const { name, sigma = 0, rho = 0, channel = 0 } = feature;
    const volume = volumes[channel]!;
    if (name === 'intensity') putValues(run, volume, planes, plane);
    else if (name === 'position') putPosition(run, volume, planes, plane);
    else if (name === 'differenceOfGaussians')
      await putDifference(run, volume, planes, region, sigma, plane);
    else if (name === 'structure')
      await putStructure(run, volume, planes, region, { sigma, rho }, plane);
    else if (feature.reach !== undefined) {
      const grid = await boxFeature(run, volume, feature, region);
      putValues(run, grid, planes, plane);
      run.free(grid.buffer);
    }
    plane += planesOf(feature, size);
  }
  return planes;
}
