// Feature planes of a box on the GPU, made one after the other.
import { combine, matrixOf, orderOf } from '../filters/derivatives.gpu.js';
import { gaussianDerivatives } from '../filters/gaussian_passes.gpu.js';
import { gaussianRadius } from '../filters/gaussian_weights.js';
import type { GridLayout, PooledBuffer, Run } from '../gpu/index.js';
import { allocGrid, bytesOf, layoutOf, wordsOf } from '../implement/index.js';
import type { BufferBytes, GpuGrid } from '../implement/index.js';
import { COMBINE } from '../kernels/filters/combine_fields.js';
import { eigenvaluePlanes, positionPlane, valuePlane } from '../kernels/learn/index.js';
import { codeOf } from '../recipe/dtype.js';
import { containsRegion, growRegion, type Region, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { boxFeature } from './box_features.gpu.js';
import { stepsOf } from './feature_bytes.gpu.js';
import { featureGroups, isScale, ordersOf, type FeatureGroup } from './feature_groups.gpu.js';
import { gradientBox, smoothingOf } from './feature_groups.gpu.js';
import { FEATURE_TRUNCATE, longAxes, outerSigma, planeCount } from './feature_specs.js';
import type { Feature, FeatureName } from './feature_specs.js';
import type { FeaturePlane } from './forest/walk_forest.gpu.js';

/** What becomes of a plane, by the value of a voxel that it holds; it is there no longer. */
export type TakePlane = (value: number, plane: FeaturePlane) => void;

/** What the planes of a box are made of, who takes them, and the bytes of each step to there. */
interface Making {
  readonly run: Run;
  readonly volume: GpuGrid;
  readonly region: Region;
  readonly take: TakePlane;
  readonly steps: readonly BufferBytes[];
}

function asFloat(meta: GridMeta): GridMeta {
  return { ...meta, storage: 'f32' };
}

/** Makes a plane of fields that lie alike, and hands it on. */
function takeCombined(
  { run, volume, region, take }: Making,
  value: number,
  fields: readonly GpuGrid[],
  mode: number,
): void {
  const out = allocGrid(run, asFloat(volume.meta), region, { label: 'feature' });
  combine(run, fields, out, mode);
  take(value, out);
  run.free(out.buffer);
}

/** Makes planes of the eigenvalues of matrices, whose entries come in the order of `matrixOf`. */
function takeEigenvalues(
  { run, volume, region, take }: Making,
  value: number,
  fields: readonly GpuGrid[],
): void {
  const axes = longAxes(volume.meta.size);
  const { entries, flat } = matrixOf(axes);
  const any = fields[0]!;
  const of = (i: number, j: number): PooledBuffer =>
    (fields[entries.findIndex(([a, b]) => a === i && b === j)] ?? any).buffer;
  const words = wordsOf(any.layout);
  const planes = run.alloc(4 * words * axes.length, 'eigenvalues');
  run.dispatch(eigenvaluePlanes, {
    grids: {},
    buffers: {
      ...{ xx: of(0, 0), xy: of(0, 1), xz: of(0, 2), yy: of(1, 1), yz: of(1, 2), zz: of(2, 2) },
      planes,
    },
    params: { count: words },
    constants: { FLAT: flat },
    size: { invocations: words },
    traffic: {
      read: fields.length * bytesOf('f32', region),
      write: axes.length * bytesOf('f32', region),
    },
  });
  axes.forEach((_, k) => {
    take(value + k, { buffer: planes, layout: any.layout, start: k * words });
  });
  run.free(planes);
}

/** All features of one standard deviation: their derivatives share passes. */
async function takeScale(making: Making, group: FeatureGroup): Promise<void> {
  const { run, volume, region, take, steps } = making;
  const axes = longAxes(volume.meta.size);
  const { smooth, slopes, seconds } = ordersOf(group, axes);
  const fields = gaussianDerivatives(
    run,
    volume,
    region,
    [...smooth, ...slopes, ...seconds],
    smoothingOf(group[0].feature.sigma!),
  );
  const smoothed = fields.splice(0, smooth.length);
  const sloped = fields.splice(0, slopes.length);
  const place = (name: FeatureName): number | undefined =>
    group.find(({ feature }) => feature.name === name)?.first;
  const [gaussian, gradient, derivative, laplacian, hessian] = [
    place('gaussian'),
    place('gradient'),
    place('derivative'),
    place('laplacian'),
    place('hessian'),
  ];
  if (gaussian !== undefined) take(gaussian, smoothed[0]!);
  if (gradient !== undefined) takeCombined(making, gradient, sloped, COMBINE.magnitude);
  if (derivative !== undefined)
    for (const [k, slope] of sloped.entries()) take(derivative + k, slope);
  if (laplacian !== undefined) {
    const diagonal = axes.map((axis) => orderOf(axis, axis).join());
    const trace = fields.filter((_, k) => diagonal.includes(seconds[k]!.join()));
    takeCombined(making, laplacian, trace, COMBINE.sum);
  }
  run.free(...[...smoothed, ...sloped].map(({ buffer }) => buffer));
  if (hessian !== undefined) {
    await run.pace(steps[1]!.total);
    takeEigenvalues(making, hessian, fields);
  }
  run.free(...fields.map(({ buffer }) => buffer));
}

/** Differences of Gaussians. */
async function takeDifference(making: Making, value: number, sigma: number): Promise<void> {
  const { run, volume, region, steps } = making;
  const smoothed = (by: number): GpuGrid =>
    gaussianDerivatives(run, volume, region, [[0, 0, 0]], smoothingOf(by))[0]!;
  const inner = smoothed(sigma);
  await run.pace(steps[1]!.total);
  const outer = smoothed(outerSigma(sigma));
  await run.pace(steps[2]!.total);
  takeCombined(making, value, [inner, outer], COMBINE.difference);
  run.free(inner.buffer, outer.buffer);
}

/** Eigenvalues of the structure tensor, as `structureEigenvalue` has them. */
async function takeStructure(
  making: Making,
  value: number,
  { sigma, rho }: { readonly sigma: number; readonly rho: number },
): Promise<void> {
  const { run, volume, region, steps } = making;
  const { meta } = volume;
  const axes = longAxes(meta.size);
  const wide = gradientBox(region, rho, meta);
  const reach = gaussianRadius(sigma, FEATURE_TRUNCATE, meta.spacing);
  // Where the volume does not reach as far, rows start where they must.
  const around = containsRegion(volume.region, growRegion(wide, reach, meta.size))
    ? wide
    : growRegion(region, gaussianRadius(rho, FEATURE_TRUNCATE, meta.spacing), meta.size);
  const slopes = gaussianDerivatives(
    run,
    volume,
    around,
    axes.map((axis) => orderOf(axis)),
    smoothingOf(sigma),
  );
  await run.pace(steps[1]!.total);
  const entries: GpuGrid[] = [];
  for (const [i, j] of matrixOf(axes).entries) {
    const product = allocGrid(run, asFloat(meta), around, { label: 'product of derivatives' });
    const pair = [i, j].map((axis) => slopes[axes.findIndex((each) => each === axis)]!);
    combine(run, pair, product, COMBINE.product);
    entries.push(...gaussianDerivatives(run, product, region, [[0, 0, 0]], smoothingOf(rho)));
    run.free(product.buffer);
  }
  run.free(...slopes.map(({ buffer }) => buffer));
  await run.pace(steps[2]!.total);
  takeEigenvalues(making, value, entries);
  run.free(...entries.map(({ buffer }) => buffer));
}

/** The values of a grid as a plane. */
function takeValues({ run, volume, region, take }: Making, value: number, grid: GpuGrid): void {
  const out = allocGrid(run, asFloat(volume.meta), region, { label: 'feature' });
  run.dispatch(valuePlane, {
    grids: { src: grid, dst: out },
    constants: { SRC_DTYPE: codeOf(grid.meta.storage) },
    size: { invocations: wordsOf(out.layout) },
    traffic: { read: bytesOf(grid.meta.storage, region) },
  });
  take(value, out);
  run.free(out.buffer);
}

/** How far voxels lie from the first one, a plane for each axis. */
function takePosition({ run, volume: { meta }, region, take }: Making, first: number): void {
  longAxes(meta.size).forEach((axis, k) => {
    const out = allocGrid(run, asFloat(meta), region, { label: 'feature' });
    run.dispatch(positionPlane, {
      grids: { dst: out },
      params: { spacing: meta.spacing[axis] },
      constants: { AXIS: axis },
      size: { invocations: wordsOf(out.layout) },
    });
    take(first + k, out);
    run.free(out.buffer);
  });
}

/** Makes the planes of a group. */
async function takeGroup(making: Making, group: FeatureGroup): Promise<void> {
  const [{ feature, first }] = group;
  const { name, sigma = 0, rho = 0 } = feature;
  if (isScale(group)) await takeScale(making, group);
  else if (name === 'intensity') takeValues(making, first, making.volume);
  else if (name === 'position') takePosition(making, first);
  else if (name === 'differenceOfGaussians') await takeDifference(making, first, sigma);
  else if (name === 'structure') await takeStructure(making, first, { sigma, rho });
  else {
    const grid = await boxFeature(making.run, making.volume, feature, making.region);
    takeValues(making, first, grid);
    making.run.free(grid.buffer);
  }
}

/**
 * Makes the feature planes of a box, of channels that lie alike, which must hold the box and what
 * the features reach. Each is handed on as soon as it is there, and is gone after that: where
 * memory is scarce, what was recorded is submitted between steps, so that the buffers of one serve
 * the next, and no more is taken than {@link planeBytes} says.
 */
export async function eachPlane(
  run: Run,
  volumes: readonly GpuGrid[],
  features: readonly Feature[],
  region: Region,
  take: TakePlane,
): Promise<void> {
  const binding = run.gpu.device.limits.maxStorageBufferBindingSize;
  for (const group of featureGroups(features, volumes[0]!.meta.size)) {
    const volume = volumes[group[0].feature.channel ?? 0]!;
    const steps = stepsOf(group, region, volume.meta, binding);
    await run.pace(steps[0]!.total);
    await takeGroup({ run, volume, region, take, steps }, group);
  }
}

/** The feature planes of a box, all at once: plane f starts at word f · `words`. */
export interface FeaturePlanes {
  readonly buffer: PooledBuffer;
  /** How a plane lies in the buffer: as a grid of one word a voxel. */
  readonly layout: GridLayout;
  /** Words of a plane. */
  readonly words: number;
  readonly count: number;
}

/** All that {@link eachPlane} makes, one plane behind the other. Free the buffer. */
export async function featurePlanes(
  run: Run,
  volumes: readonly GpuGrid[],
  features: readonly Feature[],
  region: Region,
): Promise<FeaturePlanes> {
  const size: Vec3 = volumes[0]!.meta.size;
  const layout = layoutOf('f32', region, size);
  const words = wordsOf(layout);
  const count = planeCount(features, size);
  const buffer = run.alloc(4 * words * count, 'feature planes');
  await eachPlane(run, volumes, features, region, (value, plane) => {
    run.copy(plane.buffer, 4 * (plane.start ?? 0), buffer, 4 * value * words, 4 * words);
  });
  return { buffer, layout, words, count };
}
