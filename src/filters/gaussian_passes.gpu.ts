// Separable convolution by Gaussians and their derivatives on the GPU, a pass per axis.
import type { Run } from '../gpu/index.js';
import {
  allocGrid,
  bufferBytes,
  bytesOf,
  type BufferBytes,
  type GpuGrid,
} from '../implement/index.js';
import { gaussianMarches } from '../kernels/filters/gaussian_march.js';
import { gaussianPass, MARCH_BLOCK, PASS_BLOCK, ROW_BLOCK } from '../kernels/filters/index.js';
import { gaussianRows } from '../kernels/filters/gaussian_row.js';
import { BORDER_CODE } from '../kernels/shared/border.js';
import { codeOf } from '../recipe/dtype.js';
import { growRegion, map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { voxelsPerAxis, type Length } from '../recipe/length.js';
import type { GridMeta } from '../recipe/meta.js';
import type { Border } from './border.js';
import { derivativeWeights, gaussianRadius, gaussianWeights } from './gaussian_weights.js';
import { isInQuads } from './quads.gpu.js';

/** What all passes of a Gaussian share. */
export interface Smoothing {
  readonly sigma: Length;
  readonly truncate: number;
  readonly border: Border;
  readonly value: number;
}

/**
 * What the passes along x and y take for a region, as f32: as large as the later ones need it; and
 * the tables of weights.
 */
export function passesBytes(
  region: Region,
  { size, spacing }: GridMeta,
  { sigma, truncate }: Smoothing,
): BufferBytes {
  const radius = gaussianRadius(sigma, truncate, spacing);
  const [, ry, rz] = radius;
  const alongX = bytesOf('f32', growRegion(region, [0, ry, rz], size));
  const alongY = bytesOf('f32', growRegion(region, [0, 0, rz], size));
  return bufferBytes([alongX, alongY, ...radius.map((r) => 4 * (r + 1))]);
}

/**
 * Whether an axis has one voxel that the border repeats, so that filtering along it changes
 * nothing.
 */
export function isFlat(size: Vec3, axis: 0 | 1 | 2, border: Border): boolean {
  return size[axis] === 1 && border !== 'constant';
}

/** What a pass made, and the constant that surrounds it with border 'constant'. */
interface Filtered {
  readonly grid: GpuGrid;
  readonly value: number;
}

/**
 * Of floats the passes between work on halves, so that no sum of two voxels overflows: whether a
 * pass halves what it loads, and whether it doubles what it makes.
 */
interface Halves {
  readonly begin: boolean;
  readonly end: boolean;
}

/** One pass: the derivative of an order (0: smoothing) along one axis, as f32, for a region. */
function filterAxis(
  run: Run,
  { grid: from, value }: Filtered,
  wanted: Region,
  axis: 0 | 1 | 2,
  order: number,
  { sigma, truncate, border }: Smoothing,
  halves: Halves,
): Filtered {
  const { size, spacing } = from.meta;
  const flat = isFlat(size, axis, border);
  const reach = flat ? 0 : gaussianRadius(sigma, truncate, spacing)[axis];
  const inVoxels = voxelsPerAxis(sigma, spacing)[axis];
  const weights =
    order === 0
      ? gaussianWeights(inVoxels, reach)
      : flat
        ? new Float32Array(1)
        : derivativeWeights(inVoxels, reach, order, spacing[axis]);
  const to = allocGrid(run, { ...from.meta, storage: 'f32' }, wanted, {
    label: `filtered along ${'xyz'.charAt(axis)}`,
  });
  const table = run.alloc(weights.byteLength, 'weights');
  run.upload(table, halves.end ? weights.map((weight) => 2 * weight) : weights);
  const read = growRegion(
    wanted,
    map3((i) => (i === axis ? reach : 0)),
    size,
  );
  const shared = {
    grids: { src: from, dst: to },
    buffers: { weights: table },
    traffic: { read: bytesOf(from.meta.storage, read) + weights.byteLength },
  };
  const params = { border_value: value };
  const constants = {
    BORDER: BORDER_CODE[border],
    ODD: order % 2,
    HALVED: halves.begin ? 1 : 0,
  };
  const blocks = (length: number): number =>
    volumeOf(map3((i) => (i === axis ? Math.ceil(wanted.size[i] / length) : wanted.size[i])));
  const row = gaussianRows[reach - 1];
  const march = gaussianMarches[reach - 1];
  const inQuads = isInQuads(from) && isInQuads(to) && reach <= size[axis];
  // Eights along x are counted from the volume's first voxel.
  const inEights = isMultiple(8, size[0], wanted.size[0], wanted.origin[0], from.region.origin[0]);
  if (axis === 0 && row !== undefined && inQuads && inEights)
    run.dispatch(row, {
      ...shared,
      params,
      constants: { ...constants, SRC_DTYPE: codeOf(from.meta.storage) },
      size: { invocations: blocks(ROW_BLOCK) },
    });
  else if (axis > 0 && march !== undefined && inQuads && from.meta.storage === 'f32')
    run.dispatch(march, {
      ...shared,
      params,
      constants: { ...constants, AXIS: axis },
      size: { invocations: blocks(MARCH_BLOCK) / 4 },
    });
  else
    run.dispatch(gaussianPass, {
      ...shared,
      params: { ...params, radius: reach },
      constants: {
        ...constants,
        SRC_DTYPE: codeOf(from.meta.storage),
        AXIS: axis,
        REPEATED: reach > size[axis] ? 1 : 0,
      },
      size: { invocations: blocks(PASS_BLOCK) },
    });
  run.free(table);
  return { grid: to, value: order === 0 ? value : value * sumOfWeights(weights, order) };
}

function isMultiple(of: number, ...numbers: readonly number[]): boolean {
  return numbers.every((number) => number % of === 0);
}

/** What a pass makes of the constant 1. */
function sumOfWeights(weights: Float32Array, order: number): number {
  if (order % 2 === 1) return 0;
  return weights.reduce((sum, weight, i) => sum + (i === 0 ? 1 : 2) * weight, 0);
}

/**
 * Gaussian derivatives of several orders (x, y, z; 0 smooths) at once, as f32, for a region: pass
 * by pass along x, y and z. A pass that several share is done once; one that changes nothing is
 * left out. Each pass reaches as far as the later ones need it. All that needs a pass's result is
 * made before the next pass of its axis, so that beside the derivatives there is one field along x
 * and one along y at a time, at most ({@link passesBytes}).
 */
export function gaussianDerivatives(
  run: Run,
  volume: GpuGrid,
  region: Region,
  orders: readonly Vec3[],
  smoothing: Smoothing,
): GpuGrid[] {
  const { size, spacing } = volume.meta;
  const radius = gaussianRadius(smoothing.sigma, smoothing.truncate, spacing);
  const changes = ([0, 1, 2] as const).filter(
    (axis) =>
      orders.some((order) => order[axis] > 0) ||
      (radius[axis] > 0 && !isFlat(size, axis, smoothing.border)),
  );
  const axes: readonly (0 | 1 | 2)[] = changes.length > 0 ? changes : [0];
  const float = volume.meta.storage === 'f32';
  const made = new Map<string, GpuGrid>();
  const descend = (from: Filtered, users: readonly Vec3[], pass: number): void => {
    const axis = axes[pass]!;
    const isLast = pass === axes.length - 1;
    const reach = map3((i) => (axes.indexOf(i) > pass ? radius[i] : 0));
    const wanted = growRegion(region, reach, size);
    const all = [...new Set(users.map((user) => user[axis]))];
    for (const order of all) {
      const to = filterAxis(run, from, wanted, axis, order, smoothing, {
        begin: float && pass === 0,
        end: float && isLast,
      });
      // Nothing more is made of it, so that what comes next has its place.
      if (order === all.at(-1) && from.grid !== volume) run.free(from.grid.buffer);
      const own = users.filter((user) => user[axis] === order);
      if (isLast) made.set(own[0]!.join(' '), to.grid);
      else descend(to, own, pass + 1);
    }
  };
  descend({ grid: volume, value: float ? smoothing.value / 2 : smoothing.value }, orders, 0);
  return orders.map((order) => made.get(order.join(' '))!);
}
