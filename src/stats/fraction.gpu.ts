import { implementReduce } from '../implement/index.js';
import { blockCounts, BLOCK_COUNTS_ROW } from '../kernels/block_counts.js';
import { map3, regionEnd, volumeOf, type Region, type Vec3 } from '../recipe/geometry.js';
import { fraction } from './fraction.js';
import { coarserBlocks, fractionOf, type BlockSums } from './integral_range.js';

/** Counts of one brick, or of many: sums for blocks of 2 and 4, and a box of the lattice of 8. */
interface Counted {
  /** Of the whole volume, in voxels. */
  readonly volumeSize: Vec3;
  readonly sums: Float64Array;
  readonly lattice: Region;
  readonly c: Uint32Array;
  readonly n: Uint32Array;
}

function latticeSize(size: Vec3): Vec3 {
  return map3((i) => Math.ceil(size[i] / 8));
}

/** Blocks of 4 along an axis whose first voxel lies in a brick. */
function ownedBlocks(region: Region, axis: 1 | 2): { first: number; count: number } {
  const first = Math.ceil(region.origin[axis] / 4) * 4;
  const end = region.origin[axis] + region.size[axis];
  return { first, count: Math.max(0, Math.ceil((end - first) / 4)) };
}

/** Adds a part's lattice to one of the whole volume. */
function addLattice(whole: Counted, part: Counted): void {
  const { origin, size } = part.lattice;
  const [nx, ny] = whole.lattice.size;
  for (let z = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1) {
      const from = (z * size[1] + y) * size[0];
      const to = ((z + origin[2]) * ny + y + origin[1]) * nx + origin[0];
      for (let x = 0; x < size[0]; x += 1) {
        whole.c[to + x]! += part.c[from + x]!;
        whole.n[to + x]! += part.n[from + x]!;
      }
    }
}

/** A count over the whole lattice that the parts can be added to. */
function asWhole(part: Counted): Counted {
  const size = latticeSize(part.volumeSize);
  if (volumeOf(part.lattice.size) === volumeOf(size)) return part;
  const whole: Counted = {
    volumeSize: part.volumeSize,
    sums: part.sums,
    lattice: { origin: [0, 0, 0], size },
    c: new Uint32Array(volumeOf(size)),
    n: new Uint32Array(volumeOf(size)),
  };
  addLattice(whole, part);
  return whole;
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

/** {@link fraction} on the GPU: popcounts per block, one pass. */
export const fractionOnGpu = implementReduce(fraction, {
  partial: async ({ run, inputs, region }): Promise<Counted> => {
    const { mask, within } = inputs;
    const volumeSize = mask.meta.size;
    const y = ownedBlocks(region, 1);
    const z = ownedBlocks(region, 2);
    const tasks: Vec3 = [Math.ceil(region.size[0] / 32), y.count, z.count];
    const first: Vec3 = [region.origin[0], y.first, z.first];
    if (volumeOf(tasks) === 0)
      return {
        volumeSize,
        sums: new Float64Array(BLOCK_COUNTS_ROW),
        lattice: { origin: [0, 0, 0], size: [0, 0, 0] },
        c: new Uint32Array(0),
        n: new Uint32Array(0),
      };
    const mapFirst = map3((i) => Math.floor(first[i] / 8));
    const end = regionEnd({ origin: first, size: [region.size[0], 4 * y.count, 4 * z.count] });
    const mapSize = map3((i) => Math.ceil(Math.min(end[i], volumeSize[i]) / 8) - mapFirst[i]);
    const map = run.alloc(4 * volumeOf(mapSize), 'blocks of 8', { zero: true });
    const workgroups = Math.max(1, Math.min(1024, Math.ceil(volumeOf(tasks) / 64)));
    const partials = run.alloc(4 * BLOCK_COUNTS_ROW * workgroups, 'block sums');
    const maskBytes = 4 * volumeOf(tasks) * 16 * (within === undefined ? 1 : 2);
    run.dispatch(blockCounts, {
      buffers: { src: mask.buffer, within: (within ?? mask).buffer, map, partials },
      params: {
        src: mask.layout,
        within: (within ?? mask).layout,
        tasks,
        first,
        map_first: mapFirst,
        map_size: mapSize,
      },
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
      sums,
      lattice: { origin: mapFirst, size: mapSize },
      c: cells.map((cell) => cell & 0xffff),
      n: cells.map((cell) => cell >>> 16),
    };
  },
  merge: (a, b): Counted => {
    const whole = asWhole(a);
    addLattice(whole, b);
    return { ...whole, sums: a.sums.map((value, i) => value + b.sums[i]!) };
  },
  finish: (counted) => {
    const { c, n, sums, volumeSize } = asWhole(counted);
    const add = (values: Uint32Array): number => values.reduce((sum, value) => sum + value, 0);
    const sizes = function* (): Generator<readonly [number, BlockSums]> {
      yield [2, blockSums(sums, 0)];
      yield [4, blockSums(sums, 6)];
      yield* coarserBlocks({ size: latticeSize(volumeSize), c, n }, volumeSize);
    };
    return fractionOf(add(c), add(n), sizes());
  },
});
