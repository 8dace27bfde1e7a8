import { loadAllImplementations } from '../../src/engine/registry.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { writeNpy } from '../../src/io/npy_writer.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Query } from '../../src/volume/query.js';
import type { Table } from '../../src/volume/table.js';
import type { Volume } from '../../src/volume/handles.js';
import { onSubmission, openWatchedDevice, type WatchedDevice } from '../engine/doubles.js';

const SIZE = [64, 32, 16] as const;

/** A file whose bytes stop coming once it is told to hang. */
class HangingBlob extends Blob {
  static hangs = false;
  override slice(start?: number, end?: number): Blob {
    const part = super.slice(start, end);
    part.arrayBuffer = () =>
      HangingBlob.hangs ? new Promise(() => undefined) : Blob.prototype.arrayBuffer.call(part);
    return part;
  }
}

describe('a cancel', () => {
  let gpu: WatchedDevice;
  let lab: Lab;
  let scan: Volume;
  beforeAll(async () => {
    gpu = await openWatchedDevice();
    lab = await openEngine({ device: gpu.device });
    scan = await lab.open({
      data: Uint8Array.from({ length: 64 * 32 * 16 }, (_, i) => (i * 37) & 255),
      size: SIZE,
    });
  });
  afterAll(async () => {
    await lab.dispose();
    expect(gpu.live()).toBe(0);
    gpu.device.destroy();
  });

  /** Nothing is lent once what was under way has ended. */
  async function expectNothingLent(): Promise<void> {
    await expect
      .poll(
        async () => {
          await lab.clearCache();
          return (await lab.memory()).live;
        },
        { timeout: 5000 },
      )
      .toBe(0);
  }

  test('while a file is read is prompt and leaves nothing', async () => {
    // So that it is the file that is waited for.
    await loadAllImplementations();
    const file = new HangingBlob([new Uint8Array(64 * 32 * 16)]);
    const volume = await lab.open(file, { size: SIZE, dtype: 'u8', name: 'hanging.raw' });
    HangingBlob.hangs = true;
    const controller = new AbortController();
    const running = volume.median().threshold({ lo: 1 }).count().run({ signal: controller.signal });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const start = performance.now();
    controller.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(performance.now() - start).toBeLessThan(100);
    await expectNothingLent();
    HangingBlob.hangs = false;
    expect(await volume.threshold({ lo: 1 }).count()).toBe(0);
    volume.close();
  });

  test('between dispatches, after each submission, is prompt and leaves nothing', async () => {
    const query = (): Query<Table> => scan.median().threshold({ lo: 128 }).components().measure();
    let [count, at] = [0, Infinity];
    let controller = new AbortController();
    let aborted = 0;
    onSubmission(gpu.device, () => {
      count += 1;
      if (count !== at) return;
      aborted = performance.now();
      controller.abort();
    });
    const expected = (await query()).length;
    const submissions = count;
    expect(submissions).toBeGreaterThan(4);
    for (at = 1; at < submissions; at++) {
      await lab.clearCache();
      count = 0;
      controller = new AbortController();
      await expect(
        query().run({ signal: controller.signal }),
        `after submission ${String(at)}`,
      ).rejects.toMatchObject({ code: 'cancelled' });
      expect(performance.now() - aborted).toBeLessThan(100);
      await expectNothingLent();
    }
    at = Infinity;
    expect((await query()).length).toBe(expected);
  });

  test('while a file is written ends its source', async () => {
    let ended = false;
    async function* slabs(): AsyncGenerator<Uint8Array<ArrayBuffer>> {
      try {
        for (let z = 0; z < 16; z++) yield await Promise.resolve(new Uint8Array(64 * 32));
      } finally {
        ended = true;
      }
    }
    let chunks = 0;
    for await (const chunk of writeNpy({ size: SIZE, dtype: 'u8' }, slabs())) {
      expect(chunk.byteLength).toBeGreaterThan(0);
      if (++chunks === 3) break;
    }
    expect(ended).toBe(true);
  });
});
