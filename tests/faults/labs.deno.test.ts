import { describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { openWatchedDevice } from '../engine/doubles.js';

const SIZE = [32, 8, 8] as const;

function data(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 * 8 * 8 }, (_, i) => (i * 37) & 255);
}

function open(lab: Lab): Promise<Volume> {
  return lab.open({ data: data(), size: SIZE });
}

describe('labs', () => {
  test('200 on one device, opened, used and disposed, leave no byte behind', async () => {
    const gpu = await openWatchedDevice();
    for (let i = 0; i < 200; i++) {
      const lab = await openEngine({ device: gpu.device });
      const scan = await open(lab);
      expect(await scan.threshold({ lo: 1 }).count()).toBe(2040);
      expect(gpu.live()).toBeGreaterThan(0);
      await lab.dispose();
      // What was still under way when the lab was disposed is given back at once, or with the end
      // of its run.
      expect(gpu.live()).toBe(0);
    }
    gpu.device.destroy();
  });

  test('one that runs 1,000 recipes returns to its starting bytes', async () => {
    const gpu = await openWatchedDevice();
    const lab = await openEngine({ device: gpu.device });
    const scan = await open(lab);
    expect(gpu.live()).toBe(0);
    let largest = 0;
    for (let i = 0; i < 1000; i += 20) {
      const counts = await Promise.all(
        Array.from({ length: 20 }, (_, j) =>
          scan
            .threshold({ lo: (i + j) / 4, hi: 300 })
            .count()
            .run(),
        ),
      );
      expect(counts[0]).toBe(8 * Math.max(0, 256 - Math.ceil(i / 4)));
      largest = Math.max(largest, gpu.live());
    }
    // 2 KiB a recipe, kept for reuse while the budget lasts.
    expect(largest).toBeLessThan(2 ** 22);
    await lab.clearCache();
    const { live, cached } = await lab.memory();
    expect([live, cached]).toEqual([0, 0]);
    await lab.dispose();
    expect(gpu.live()).toBe(0);
    gpu.device.destroy();
  });
});
