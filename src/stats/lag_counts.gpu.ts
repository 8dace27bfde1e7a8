import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import { maskNumbers } from '../kernels/mask_numbers.js';
import { modularLines, MOST_MODULAR_NUMBERS } from '../kernels/modular_lines.js';
import { modularPointwise } from '../kernels/modular_pointwise.js';
import { bricksOf, map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { chooseTiles } from './lag_tiles.js';
import { PRIME, PRIME_INVERSE, productScale, rootsOfUnity } from './modular.js';

/** Neighbouring lines that a workgroup takes at most. */
const MOST_LINES = 16;

/** Roots of unity of the three lengths, and their inverses. */
type Roots = Readonly<Record<'forward' | 'inverse', readonly PooledBuffer[]>>;

const MODULUS = { prime: PRIME, inverse: PRIME_INVERSE } as const;

function uploadRoots(run: Run, size: Vec3): Roots {
  const upload = (inverse: boolean): PooledBuffer[] =>
    size.map((length) => {
      const table = rootsOfUnity(length, inverse);
      const buffer = run.alloc(table.byteLength, 'roots of unity');
      run.upload(buffer, table);
      return buffer;
    });
  return { forward: upload(false), inverse: upload(true) };
}

/** Transforms lines along one axis, those of the given numbers along the other two. */
function transformLines(
  run: Run,
  data: PooledBuffer,
  roots: readonly PooledBuffer[],
  size: Vec3,
  axis: 0 | 1 | 2,
  lines: Vec3,
  reversedInput: boolean,
): void {
  const length = size[axis];
  if (length === 1) return;
  const [across, other] = axis === 0 ? [1, 2] : axis === 1 ? [0, 2] : [0, 1];
  const width = Math.min(MOST_LINES, MOST_MODULAR_NUMBERS / length);
  const groups = Math.ceil(lines[across]! / width) * lines[other]!;
  const bytes = 4 * length * lines[across]! * lines[other]!;
  run.dispatch(modularLines, {
    buffers: { twiddles: roots[axis]!, data },
    params: {
      size,
      lines,
      ...MODULUS,
      log_length: Math.log2(length),
      log_lines: Math.log2(width),
      axis,
      reversed_input: reversedInput ? 1 : 0,
    },
    constants: {},
    size: { workgroups: [Math.min(groups, 65535), Math.ceil(groups / 65535), 1] },
    traffic: { read: bytes + 2 * length, write: bytes },
  });
}

/** A box of a mask, which may lie beyond the volume, as numbers, transformed; what pads it is 0. */
function transformMask(
  run: Run,
  mask: GpuGrid,
  box: Region,
  periodic: boolean,
  data: PooledBuffer,
  size: Vec3,
  roots: readonly PooledBuffer[],
): void {
  const count = volumeOf(size);
  run.dispatch(maskNumbers, {
    buffers: { src: mask.buffer, dst: data },
    params: { src: mask.layout, first: box.origin, size: box.size, padded: size },
    constants: { PERIODIC: periodic ? 1 : 0 },
    size: { invocations: count },
    traffic: { read: bytesOf('bit', box), write: 4 * count },
  });
  // Lines that are all zero stay so.
  transformLines(run, data, roots, size, 0, box.size, false);
  transformLines(run, data, roots, size, 1, [size[0], size[1], box.size[2]], false);
  transformLines(run, data, roots, size, 2, size, false);
}

/** Pairs of voxels for all offsets up to `reach` along each axis: a box of 2 reach + 1 numbers, x fastest. */
export interface LagCounts {
  readonly reach: Vec3;
  readonly counts: Uint32Array;
}

/** Reads the box of lags that starts a transform's result. */
async function readLags(run: Run, data: PooledBuffer, size: Vec3, reach: Vec3): Promise<LagCounts> {
  const [nx, ny, nz] = map3((i) => 2 * reach[i] + 1);
  const slice = 4 * size[0] * ny;
  const slices = run.alloc(slice * nz, 'pairs of every offset');
  for (let z = 0; z < nz; z += 1)
    run.copy(data, 4 * z * size[0] * size[1], slices, z * slice, slice);
  const words = new Uint32Array(await run.read(slices, 0, slice * nz));
  run.free(slices);
  const counts = new Uint32Array(nx * ny * nz);
  for (let row = 0; row < ny * nz; row += 1)
    counts.set(words.subarray(row * size[0], row * size[0] + nx), row * nx);
  return { reach, counts };
}

/**
 * For every offset of up to `reach` voxels along each axis, how many pairs of voxels that far apart are set, the first in `a`, the
 * second in `b`; beyond the volume there is nothing or, with `periodic`, the volume again, for which `b` must be whole. A brick owns
 * the pairs whose first voxel it holds.
 *
 * By Fourier transforms over the whole numbers modulo a prime of 31 bits (Pollard, Math. Comp. 25, 1971, 365), so counts are
 * exact. Large regions go tile by tile, whose products are added up before the one transform back (overlap-save). Each tile
 * takes 2 transforms of its padded size: 56 B per number of it.
 */
export async function countLags(
  run: Run,
  { a, b = a }: { readonly a: GpuGrid; readonly b?: GpuGrid | undefined },
  reach: Vec3,
  periodic: boolean,
  region: Region,
): Promise<LagCounts> {
  const binding = run.gpu.device.limits.maxStorageBufferBindingSize;
  const { tile, count, size, above } = chooseTiles(region, a.meta.size, reach, periodic, binding);
  const numbers = volumeOf(size);
  const roots = uploadRoots(run, size);
  const first = run.alloc(4 * numbers, 'first points');
  const second = run.alloc(4 * numbers, 'second points');
  const sums = count > 1 ? run.alloc(4 * numbers, 'products', { zero: true }) : second;
  const pointwise = (from: PooledBuffer, to: PooledBuffer, multiply: 0 | 1): void => {
    run.dispatch(modularPointwise, {
      buffers: { a: from, b: to },
      params: { count: numbers, scale: productScale(numbers), ...MODULUS },
      constants: { MULTIPLY: multiply },
      size: { invocations: numbers },
      traffic: { read: 8 * numbers, write: 4 * numbers },
    });
  };
  for (const part of bricksOf(region, tile)) {
    const around: Region = {
      origin: map3((i) => part.origin[i] - reach[i]),
      size: map3((i) => part.size[i] + reach[i] + above[i]),
    };
    // Pairs (x, x + d) become products of transforms at opposite frequencies.
    transformMask(run, a, part, false, first, size, roots.inverse);
    transformMask(run, b, around, periodic, second, size, roots.forward);
    pointwise(first, second, 1);
    if (count > 1) pointwise(second, sums, 0);
    await run.pace();
  }
  const lags = map3((i) => 2 * reach[i] + 1);
  transformLines(run, sums, roots.inverse, size, 2, size, true);
  transformLines(run, sums, roots.inverse, size, 1, [size[0], size[1], lags[2]], true);
  transformLines(run, sums, roots.inverse, size, 0, lags, true);
  const found = await readLags(run, sums, size, reach);
  run.free(...roots.forward, ...roots.inverse, first, second, count > 1 ? sums : undefined);
  return found;
}
