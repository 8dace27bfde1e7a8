// Two-point correlation of masks by number-theoretic transforms on the GPU, tile by tile
// (overlap-save).
import { workgroupWords, type PooledBuffer, type Run } from '../gpu/index.js';
import { bufferBytes, bytesOf, type BufferBytes, type GpuGrid } from '../implement/index.js';
import { modularPointwise } from '../kernels/stats/index.js';
import {
  modularColumns,
  modularColumnsBack,
  modularLags,
  modularRows,
  modularSquares,
} from '../kernels/stats/modular_transforms.js';
import { productScale } from '../kernels/shared/modular_numbers.js';
import { modularRoots } from '../kernels/shared/modular_passes.js';
import { MODULAR_LENGTHS, modularPlan } from '../kernels/shared/modular_plan.js';
import { bricksOf, map3, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { chooseTiles, type Tiles } from './lag_tiles.js';

/** Roots of unity between the passes of the three axes, and their inverses. */
type Roots = Readonly<Record<'forward' | 'back', readonly PooledBuffer[]>>;

/** Transforms of one size. */
interface Transforms {
  readonly run: Run;
  readonly size: Vec3;
  readonly roots: Roots;
}

/**
 * Lines along y or z: how many vectors of lines lie side by side, how many rows of these there are,
 * and which places of each line are read and written.
 */
interface Columns {
  readonly axis: 1 | 2;
  readonly across: number;
  readonly others: number;
  readonly filled: number;
  readonly shift: number;
  readonly kept: number;
}

function uploadRoots(run: Run, size: Vec3): Roots {
  const upload = (inverse: boolean): PooledBuffer[] =>
    size.map((length) => {
      const table = length === 1 ? new Uint32Array(4) : modularRoots(modularPlan(length), inverse);
      const buffer = run.alloc(table.byteLength, 'roots of unity');
      run.upload(buffer, table);
      return buffer;
    });
  return { forward: upload(false), back: upload(true) };
}

/** Workgroups for a number of vectors of lines. */
function groupsOf(run: Run, vectors: number, length: number): { workgroups: Vec3 } {
  const plan = modularPlan(length, workgroupWords(run.gpu));
  const groups = Math.ceil(vectors / plan.vectors);
  return { workgroups: [Math.min(groups, 65535), Math.ceil(groups / 65535), 1] };
}

/**
 * Transforms the lines along y or z of a box in place. A row of the box has `fours` groups of four
 * numbers.
 */
function transformColumns(
  { run, size, roots }: Transforms,
  direction: 'forward' | 'back',
  data: PooledBuffer,
  fours: number,
  columns: Columns,
): void {
  const { axis, others, filled, shift, kept } = columns;
  const length = size[axis];
  if (length === 1) return;
  const wide = 4 / modularPlan(length).lanes;
  const across = columns.across * wide;
  const [row, slice] = [fours * wide, fours * wide * size[1]];
  const lines = across * others;
  const bytes = 16 * columns.across * others;
  const columnsOf = direction === 'forward' ? modularColumns : modularColumnsBack;
  run.dispatch(columnsOf(length, workgroupWords(run.gpu)), {
    buffers: { twiddles: roots[direction][axis]!, data },
    params: {
      lines,
      across,
      stride: axis === 1 ? row : slice,
      other_stride: axis === 1 ? slice : row,
      filled,
      shift,
      kept,
    },
    size: groupsOf(run, lines, length),
    traffic: { read: bytes * filled, write: bytes * kept },
  });
}

/**
 * The transform of a box of a mask as numbers 0 and 1, padded with 0. The box may reach beyond the
 * volume.
 */
function transformMask(
  transforms: Transforms,
  mask: GpuGrid,
  box: Region,
  periodic: boolean,
  data: PooledBuffer,
): void {
  const { run, size, roots } = transforms;
  const vectors = Math.ceil(box.size[1] / modularPlan(size[0]).lanes) * box.size[2];
  run.dispatch(modularRows(size[0], workgroupWords(run.gpu)), {
    grids: { src: mask },
    buffers: { twiddles: roots.forward[0]!, dst: data },
    params: { first: box.origin, size: box.size, padded: size },
    constants: { PERIODIC: periodic ? 1 : 0 },
    size: groupsOf(run, vectors, size[0]),
    traffic: { read: bytesOf('bit', box), write: 4 * size[0] * box.size[1] * box.size[2] },
  });
  const fours = size[0] / 4;
  const whole = { across: fours, shift: 0 };
  transformColumns(transforms, 'forward', data, fours, {
    ...whole,
    axis: 1,
    others: box.size[2],
    filled: box.size[1],
    kept: size[1],
  });
  transformColumns(transforms, 'forward', data, fours, {
    ...whole,
    axis: 2,
    others: size[1],
    filled: box.size[2],
    kept: size[2],
  });
}

/** Pairs of voxels by their offset. */
export type LagCounts = (offset: Vec3) => number;

/** The order of the frequencies of a length, as the kernels take it. */
const blockOf = (length: number): number => (length === 1 ? 1 : modularPlan(length).block);

/**
 * The number of groups of four in a row that suffice to hold one of every two opposite frequencies.
 */
const selectedFours = (length: number): number => length / 8 + 1;

/** The last axis with more than one number. */
const lastAxis = (size: Vec3): 1 | 2 => (size[2] > 1 ? 2 : 1);

/**
 * The products of transforms at opposite frequencies (k and −k), written to `sums` or added to
 * them.
 */
function multiply(
  { run, size }: Transforms,
  a: PooledBuffer,
  b: PooledBuffer,
  sums: PooledBuffer,
  add: boolean,
): void {
  const count = volumeOf(size) / 4;
  run.dispatch(modularPointwise, {
    buffers: { a, b, sums },
    params: { size, count, block: map3((i) => blockOf(size[i])) },
    constants: { ADD: add ? 1 : 0 },
    size: { invocations: count },
    traffic: { read: (add ? 48 : 32) * count, write: 16 * count },
  });
}

/** The inverse transform of sums of products, of which all lags up to `reach` are read back. */
async function countsOf(
  transforms: Transforms,
  spectrum: PooledBuffer,
  reach: Vec3,
  even: boolean,
): Promise<LagCounts> {
  const { run, size, roots } = transforms;
  const lags = map3((i) => 2 * reach[i] + 1);
  const fours = even ? selectedFours(size[0]) : size[0] / 4;
  const back = (axis: 1 | 2, others: number): void => {
    transformColumns(transforms, 'back', spectrum, fours, {
      axis,
      across: fours,
      others,
      filled: size[axis],
      shift: even ? reach[axis] : 0,
      kept: lags[axis],
    });
  };
  // For even functions (autocorrelations) the first inverse transform already took the products.
  if (!even) back(2, size[1]);
  if (!even || size[2] > 1) back(1, lags[2]);
  const slices = even ? reach[2] + 1 : lags[2];
  const bytes = 4 * lags[0] * lags[1] * slices;
  const counts = run.alloc(bytes, 'pairs of every offset');
  const plan = modularPlan(size[0]);
  const [factor, quotient] = productScale(volumeOf(size));
  const vectors = Math.ceil(lags[1] / plan.lanes) * slices;
  run.dispatch(modularLags(size[0], workgroupWords(run.gpu)), {
    buffers: { twiddles: roots.back[0]!, src: spectrum, counts },
    params: {
      size: [lags[0], lags[1], slices],
      fours,
      centre: reach,
      rows: size[1],
      factor,
      quotient,
    },
    constants: { EVEN: even ? 1 : 0 },
    size: groupsOf(run, vectors, size[0]),
    traffic: { read: 4 * size[0] * lags[1] * slices, write: bytes },
  });
  const words = new Uint32Array(await run.read(counts, 0, bytes));
  run.free(counts);
  const first = even ? 0 : reach[2];
  return ([x, y, z]) => words[((z + first) * lags[1] + y + reach[1]) * lags[0] + x + reach[0]]!;
}

/**
 * Pairs of a mask with itself where a single transform holds all its voxels: opposite lags then
 * have equally many pairs.
 */
async function countEven(
  transforms: Transforms,
  mask: GpuGrid,
  region: Region,
  reach: Vec3,
): Promise<LagCounts> {
  const { run, size, roots } = transforms;
  const axis = lastAxis(size);
  const [x, other] = [size[0], axis === 2 ? size[1] : 1];
  const kept = 2 * reach[axis] + 1;
  const [fours, selected] = [x / 4, selectedFours(x)];
  const spectrum = run.alloc(4 * volumeOf(size), 'first points');
  const products = run.alloc(16 * selected * other * kept, 'products');
  transformMask(transforms, mask, region, false, spectrum);
  run.dispatch(modularSquares(size[axis], workgroupWords(run.gpu)), {
    buffers: { twiddles: roots.back[axis]!, src: spectrum, dst: products },
    params: {
      shape: [x, blockOf(x), other, blockOf(other)],
      lines: selected * other,
      across: selected,
      src_stride: axis === 2 ? fours * size[1] : fours,
      src_other: axis === 2 ? fours : 0,
      dst_stride: axis === 2 ? selected * size[1] : selected,
      dst_other: axis === 2 ? selected : 0,
      shift: reach[axis],
      kept,
    },
    size: groupsOf(run, selected * other, size[axis]),
    traffic: { read: 32 * selected * other * size[axis], write: 16 * selected * other * kept },
  });
  run.free(spectrum);
  const found = await countsOf(transforms, products, reach, true);
  run.free(products);
  return found;
}

/** The tiles in which a region is transformed. */
function tilesOf(
  region: Region,
  whole: Vec3,
  reach: Vec3,
  how: { readonly periodic: boolean; readonly alone: boolean; readonly binding: number },
): Tiles {
  return chooseTiles(region, whole, reach, { ...how, lengths: MODULAR_LENGTHS });
}

/**
 * What {@link countLags} takes: transforms or products of a tile, pairs of every offset, and roots
 * of unity.
 */
export function lagBytes(...given: Parameters<typeof tilesOf>): BufferBytes {
  const { size, even } = tilesOf(...given);
  const reach = given[2];
  const numbers = 4 * volumeOf(size);
  const pairs = 4 * volumeOf(map3((i) => 2 * reach[i] + 1));
  const roots = size.flatMap((length) => [16 * length + 64, 16 * length + 64]);
  return bufferBytes([numbers, numbers, ...(even ? [] : [numbers]), pairs, ...roots]);
}

/**
 * The two-point counts for all offsets of up to `reach` voxels along each axis: how many pairs of
 * voxels at that offset are both set, the first in `a` and the second in `b`. Beyond the volume
 * nothing is set; with `periodic` the volume repeats, and `b` must be whole. A brick owns the pairs
 * whose first voxel it holds. For a single mask, only offsets with z ≥ 0 may be asked for.
 *
 * The counts are correlations, computed by number-theoretic transforms: Fourier transforms over the
 * integers modulo a prime of 31 bits (Pollard, Math. Comp. 25, 1971, 365,
 * https://doi.org/10.1090/S0025-5718-1971-0301966-0), so they are exact. Large regions are cut into
 * tiles (overlap-save), whose products are added up before a single inverse transform. Each tile
 * takes 2 transforms of its padded size, at 56 B per number. A single mask that needs no tiles
 * takes one transform and half of an inverse one: 28 B per number.
 */
export async function countLags(
  run: Run,
  { a, b }: { readonly a: GpuGrid; readonly b?: GpuGrid | undefined },
  reach: Vec3,
  periodic: boolean,
  region: Region,
): Promise<LagCounts> {
  const binding = run.gpu.device.limits.maxStorageBufferBindingSize;
  const alone = b === undefined && !periodic;
  const tiles = tilesOf(region, a.meta.size, reach, { periodic, alone, binding });
  const { tile, size, above } = tiles;
  const transforms: Transforms = { run, size, roots: uploadRoots(run, size) };
  const tables = [...transforms.roots.forward, ...transforms.roots.back];
  if (tiles.even) {
    const found = await countEven(transforms, a, region, reach);
    run.free(...tables);
    return found;
  }
  const numbers = volumeOf(size);
  const first = run.alloc(4 * numbers, 'first points');
  const second = run.alloc(4 * numbers, 'second points');
  const sums = run.alloc(4 * numbers, 'products');
  let added = false;
  for (const part of bricksOf(region, tile)) {
    const around: Region = {
      origin: map3((i) => part.origin[i] - reach[i]),
      size: map3((i) => part.size[i] + reach[i] + above[i]),
    };
    transformMask(transforms, a, part, false, first);
    transformMask(transforms, b ?? a, around, periodic, second);
    // The pairs (x, x + d) are counted by products of transforms at opposite frequencies.
    multiply(transforms, first, second, sums, added);
    added = true;
    await run.pace();
  }
  const found = await countsOf(transforms, sums, reach, false);
  run.free(...tables, first, second, sums);
  return found;
}
