import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { makeHostArray } from '../../src/engine/transfer.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { openWatchedDevice, type WatchedDevice } from './doubles.js';

const SIZE = [128, 64, 64] as const;
const VOXELS = 128 * 64 * 64;

function data(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: VOXELS }, (_, i) => (i * 37 + (i >> 9)) & 255);
}

describe('a GPU without memory', () => {
  let gpu: WatchedDevice;
  let lab: Lab;
  let scan: Volume;
  beforeEach(async () => {
    gpu = await openWatchedDevice();
    lab = await openEngine({ device: gpu.device });
    scan = await lab.open({ data: data(), size: SIZE });
  });
  afterEach(async () => {
    await lab.dispose();
    gpu.device.destroy();
  });

  test('is met by smaller bricks, with the same result', async () => {
    const query = (): PromiseLike<{ data: Uint8Array }> =>
      scan.median().gaussian({ sigma: 1 }).threshold({ lo: 128 }).read();
    const whole = await query();
    await lab.clearCache();
    const before = (await lab.memory()).budget;
    // The chain takes about 5 MiB whole.
    gpu.limit(3.5 * 2 ** 20);
    expect((await query()).data).toEqual(whole.data);
    expect(gpu.refused()).toBeGreaterThan(0);
    expect((await lab.memory()).budget).toBeLessThan(before);
  });

  test('is met by bricks in reductions too', async () => {
    gpu.limit(3.5 * 2 ** 20);
    const refined = scan.gaussian({ sigma: 1 }).threshold({ lo: 128 });
    const count = await refined.count();
    gpu.limit(Infinity);
    expect(await refined.invert().count()).toBe(VOXELS - count);
    expect(gpu.refused()).toBeGreaterThan(0);
  });

  test('that not even small bricks fit is `out-of-memory`, and the lab works again when there is memory', async () => {
    gpu.limit(0, 1024);
    await expect(scan.median().read().run()).rejects.toMatchObject({
      code: 'out-of-memory',
      details: { needed: expect.any(Number) as number },
    });
    gpu.limit(Infinity);
    expect((await scan.median().read()).data).toHaveLength(VOXELS);
  });

  test('in one run leaves other runs alone', async () => {
    const small = await lab.open({ data: new Uint8Array([1, 2, 3, 4]), size: [4, 1, 1] });
    gpu.limit(2 ** 18, 1024);
    const [large, ...others] = await Promise.allSettled([
      scan.median().read().run(),
      ...[1, 2, 3, 4].map((lo) => small.threshold({ lo }).count().run()),
    ]);
    expect(large).toMatchObject({ status: 'rejected', reason: { code: 'out-of-memory' } });
    expect(
      others.map((one) => (one.status === 'fulfilled' ? one.value : (one.reason as unknown))),
    ).toEqual([4, 3, 2, 1]);
  });

  test('does not lend a buffer again that has no memory', async () => {
    gpu.limit(0, 1024);
    await expect(scan.threshold({ lo: 9 }).count().run()).rejects.toMatchObject({
      code: 'out-of-memory',
    });
    gpu.limit(Infinity);
    expect(await scan.threshold({ lo: 0 }).count()).toBe(VOXELS);
    await lab.clearCache();
    expect((await lab.memory()).live).toBe(0);
  });

  test('holds also for the heap: an array that is too long is `out-of-memory`', () => {
    const size = [2 ** 20, 2 ** 20, 2 ** 10] as const;
    const meta = {
      kind: 'volume',
      storage: 'u8',
      size,
      spacing: [1, 1, 1],
      unit: 'px',
      origin: [0, 0, 0],
    } as const;
    expect(() => makeHostArray(meta, { origin: [0, 0, 0], size })).toThrow(/Read a smaller region/);
  });
});
