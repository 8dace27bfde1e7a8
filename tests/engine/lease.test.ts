import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine, type EngineLab, type GridLease } from '../../src/engine/index.js';
import { VoxmetryError, type Volume } from '../../src/index.js';

let lab: EngineLab;
let scan: Volume<'u8'>;
const size = [40, 5, 3] as const;
beforeAll(async () => {
  lab = await openEngine();
  const data = Uint8Array.from({ length: 600 }, (_, i) => (i * 37) % 256);
  scan = await lab.open({ data, size });
});
afterAll(() => lab.dispose());

/** The words of a lease, read by the caller's own commands. */
async function wordsOf({ buffer, bytes }: GridLease): Promise<Uint32Array> {
  const { device } = lab;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const copy = device.createBuffer({ size: bytes, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, copy, 0, bytes);
  device.queue.submit([encoder.finish()]);
  await copy.mapAsync(GPUMapMode.READ);
  return new Uint32Array(copy.getMappedRange().slice(0));
}

/** A voxel of what is leased, by the documented layout. */
function voxelOf(
  words: Uint32Array,
  lease: GridLease,
  at: readonly number[],
  bits: number,
): number {
  const { origin, rowWords, sliceWords } = lease.layout;
  const [x, y, z] = at.map((n, i) => n - origin[i]!) as [number, number, number];
  const lanes = 32 / bits;
  const word = words[z * sliceWords + y * rowWords + Math.floor(x / lanes)]!;
  return (word >>> ((x % lanes) * bits)) & (2 ** bits - 1);
}

describe('a lease', () => {
  test('is the grid as it is read, in the layout that it states', async () => {
    const brighter = scan.add(3, { result: 'same' });
    const mask = scan.threshold({ lo: 100 });
    for (const [grid, bits] of [
      [brighter, 8],
      [mask, 1],
    ] as const) {
      const { data } = await grid.read();
      const lease = await lab.lease(grid);
      expect(lease.storage).toBe(bits === 8 ? 'u8' : 'bit');
      const words = await wordsOf(lease);
      lease.release();
      for (let i = 0; i < data.length; i += 1) {
        const at = [i % 40, Math.floor(i / 40) % 5, Math.floor(i / 200)];
        expect(voxelOf(words, lease, at, bits)).toBe(data[i]);
      }
    }
  });

  test('of a region holds at least that region', async () => {
    const region = { origin: [33, 1, 2], size: [5, 3, 1] } as const;
    const { data } = await scan.read({ region });
    const lease = await lab.lease(scan.add(0, { result: 'same' }), { region });
    const words = await wordsOf(lease);
    data.forEach((value, i) => {
      const at = [33 + (i % 5), 1 + Math.floor(i / 5), 2];
      expect(voxelOf(words, lease, at, 8)).toBe(value);
    });
    lease.release();
  });

  test('keeps its buffer until it is released, and gives it back then', async () => {
    const small = await openEngine({ memoryBudget: 2 ** 20 });
    const big = await small.open({ data: new Uint8Array(64 ** 3).fill(7), size: [64, 64, 64] });
    const lease = await small.lease(big.add(1, { result: 'same' }));
    // Work that would evict what is not pinned.
    for (let n = 2; n < 8; n += 1) await big.add(n).moments();
    const copy = small.device.createBuffer({
      size: 4,
      usage: GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ,
    });
    const encoder = small.device.createCommandEncoder();
    encoder.copyBufferToBuffer(lease.buffer, 0, copy, 0, 4);
    small.device.queue.submit([encoder.finish()]);
    await copy.mapAsync(GPUMapMode.READ);
    expect(new Uint32Array(copy.getMappedRange())[0]).toBe(0x08080808);
    lease.release();
    lease.release();
    await small.clearCache();
    expect((await small.memory()).live).toBe(0);
    await small.dispose();
  });

  test('refuses what is not of the lab, outside of the grid, or too large', async () => {
    const refusal = async (make: () => Promise<unknown>): Promise<VoxmetryError> => {
      const error: unknown = await make().catch((e: unknown) => e);
      expect(error).toBeInstanceOf(VoxmetryError);
      return error as VoxmetryError;
    };
    const other = await openEngine({ memoryBudget: 2 ** 20 });
    expect((await refusal(() => other.lease(scan))).message).toMatch(
      /^lease: grid is "\[Volume\]"/,
    );
    expect((await refusal(() => lab.lease(JSON.parse('{}') as Volume))).code).toBe(
      'invalid-argument',
    );
    const region = { origin: [0, 0, 0], size: [41, 1, 1] } as const;
    expect((await refusal(() => lab.lease(scan, { region }))).message).toMatch(
      /a box inside 40×5×3/,
    );
    const big = await other.open({ data: new Uint8Array(160 ** 3), size: [160, 160, 160] });
    const error = await refusal(() => other.lease(big.gaussian({ sigma: 1 })));
    expect(error.code).toBe('limit');
    expect(error.message).toMatch(/Lease a region/);
    await other.dispose();
  });
});
