// Volume fraction with block counts for its integral range, on the GPU.
import type { Run } from '../gpu/index.js';
import { implementReduce, type GpuGrid } from '../implement/index.js';
import { blockCounts, BLOCK_COUNTS_ROW } from '../kernels/stats/index.js';
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { coarseCells } from './coarse_cells.js';
import { fraction } from './fraction.js';
import { multiplesOfCell, wholeSums, type BlockSums } from './block_sums.js';
import { fractionOf, LEAST_BLOCKS } from './integral_range.js';
import { addLattice, asWhole, latticeSize, type Counted } from './block_lattice.js';

/**
 * Volumes of at most so many voxels are counted voxel by voxel, so that blocks of every size can be
 * formed.
 */
const EVERY_SIZE_VOXELS = 2 ** 23;

/** Blocks of 4 along an axis whose first voxel lies in a brick. */
function ownedBlocks(region: Region, axis: 1 | 2): { first: number; count: number } {
  const first = Math.ceil(region.origin[axis] / 4) * 4;
  const end = region.origin[axis] + region.size[axis];
  return { first, count: Math.max(0, Math.ceil((end - first) / 4)) };
}

function blockSums(sums: Float64Array, at: number): BlockSums {
  const [blocks, c, n, cc, cn, nn] = sums.subarray(at, at + 6) as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return { blocks, c, n, cc, cn, nn };
}

/** The bits of a mask's region, a voxel to a cell. */
async function readBits(run: Run, grid: GpuGrid, region: Region): Promise<Uint16Array> {
  const { origin, rowWords, sliceWords } = grid.layout;
  const [dx, dy, dz] = map3((i) => region.origin[i] - origin[i]);
  const [nx, ny, nz] = region.size;
  const first = 4 * dz * sliceWords;
  const words = new Uint32Array(await run.read(grid.buffer, first, 4 * nz * sliceWords));
  const bits = new Uint16Array(nx * ny * nz);
  let at = 0;
  for (let z = 0; z < nz; z += 1)
    for (let y = 0; y < ny; y += 1) {
      const row = z * sliceWords + (y + dy) * rowWords;
      for (let x = dx; x < dx + nx; x += 1) bits[at++] = (words[row + (x >>> 5)]! >>> (x & 31)) & 1;
    }
  return bits;
}

async function countVoxels(
  run: Run,
  mask: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
): Promise<Counted> {
  const c = await readBits(run, mask, region);
  const n =
    within === undefined ? new Uint16Array(c.length).fill(1) : await readBits(run, within, region);
  if (within !== undefined) c.forEach((bit, i) => (c[i] = bit & n[i]!));
  return {
    volumeSize: mask.meta.size,
    cell: 1,
    sums: new Float64Array(BLOCK_COUNTS_ROW),
    lattice: region,
    c,
    n,
  };
}

/** Popcounts per block, in one pass. */
async function countBlocks(
  run: Run,
  mask: GpuGrid,
  within: GpuGrid | undefined,
  region: Region,
): Promise<Counted> {
  const volumeSize = mask.meta.size;
  const y = ownedBlocks(region, 1);
  const z = ownedBlocks(region, 2);
  const tasks: Vec3 = [Math.ceil(region.size[0] / 32), y.count, z.count];
  const first: Vec3 = [region.origin[0], y.first, z.first];
  if (volumeOf(tasks) === 0)
    return {
      volumeSize,
      cell: 8,
      sums: new Float64Array(BLOCK_COUNTS_ROW),
      lattice: { origin: [0, 0, 0], size: [0, 0, 0] },
      c: new Uint16Array(0),
      n: new Uint16Array(0),
    };
  const mapFirst = map3((i) => Math.floor(first[i] / 8));
  const end = regionEnd({ origin: first, size: [region.size[0], 4 * y.count, 4 * z.count] });
  const mapSize = map3((i) => Math.ceil(Math.min(end[i], volumeSize[i]) / 8) - mapFirst[i]);
  const map = run.alloc(4 * volumeOf(mapSize), 'blocks of 8', { zero: true });
  const workgroups = Math.max(1, Math.min(1024, Math.ceil(volumeOf(tasks) / 64)));
  const partials = run.alloc(4 * BLOCK_COUNTS_ROW * workgroups, 'block sums');
  const maskBytes = 4 * volumeOf(tasks) * 16 * (within === undefined ? 1 : 2);
  run.dispatch(blockCounts, {
    grids: { src: mask, within: within ?? mask },
    buffers: { map, partials },
    params: { tasks, first, map_first: mapFirst, map_size: mapSize },
    constants: { HAS_WITHIN: within === undefined ? 0 : 1 },
    size: { workgroups: [workgroups, 1, 1] },
    traffic: {
      read: maskBytes + 16 * volumeOf(tasks),
      write: 16 * volumeOf(tasks) + 4 * BLOCK_COUNTS_ROW * workgroups,
    },
  });
  const rows = new Uint32Array(await run.read(partials, 0, 4 * BLOCK_COUNTS_ROW * workgroups));
  const cells = new Uint32Array(await run.read(map, 0, 4 * volumeOf(mapSize)));
  run.free(map, partials);
  const sums = new Float64Array(BLOCK_COUNTS_ROW);
  rows.forEach((value, i) => (sums[i % BLOCK_COUNTS_ROW]! += value));
  return {
    volumeSize,
    cell: 8,
    sums,
    lattice: { origin: mapFirst, size: mapSize },
    c: Uint16Array.from(cells, (cell) => cell & 0xffff),
    n: Uint16Array.from(cells, (cell) => cell >>> 16),
  };
}

function sumOf(values: Uint16Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** {@link fraction} on the GPU. */
export const fractionOnGpu = implementReduce(fraction, {
  partial: ({ run, inputs: { mask, within }, region }): Promise<Counted> =>
    volumeOf(mask.meta.size) <= EVERY_SIZE_VOXELS
      ? countVoxels(run, mask, within, region)
      : countBlocks(run, mask, within, region),
  merge: (a, b): Counted => {
    const whole = asWhole(a);
    addLattice(whole, b);
    return { ...whole, sums: a.sums.map((value, i) => value + b.sums[i]!) };
  },
  finish: (counted, { inputs }) => {
    const { c, n, sums, volumeSize, cell } = asWhole(counted);
    const lattice = { cell, size: latticeSize({ volumeSize, cell }), c, n };
    const total = sumOf(n);
    const table = wholeSums(lattice, total === volumeOf(volumeSize));
    const sizes = function* (): Generator<readonly [number, BlockSums]> {
      if (cell === 8) {
        yield [2, blockSums(sums, 0)];
        yield [4, blockSums(sums, 6)];
      }
      yield* multiplesOfCell(table, volumeSize, LEAST_BLOCKS);
    };
    return fractionOf({
      voxels: table.c.at(-1)!,
      total,
      withoutValue: inputs.withoutValue ?? 0,
      sizes: sizes(),
      cells: coarseCells(lattice),
    });
  },
});
