import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Lab } from '../../src/volume/lab.js';
import type { Query } from '../../src/volume/query.js';
import type { Volume } from '../../src/volume/handles.js';
import { onSubmission } from './doubles.js';

const SIZE = [64, 32, 16] as const;

async function open(): Promise<{ engine: Engine; lab: Lab; scan: Volume; events: string[] }> {
  const engine = await Engine.open();
  const lab = new Lab(engine);
  const events: string[] = [];
  lab.on('lost', () => events.push('lost'));
  lab.on('recovered', () => events.push('recovered'));
  const scan = await lab.open({ data: data(), size: SIZE });
  return { engine, lab, scan, events };
}

function data(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 64 * 32 * 16 }, (_, i) => (i * 37) & 255);
}

describe('a lost device', () => {
  test('between two runs is replaced, and the handles stay usable', async () => {
    const { engine, lab, scan, events } = await open();
    const before = await scan.median({ size: 3 }).threshold({ lo: 128 }).count();
    engine.gpu.device.destroy();
    await engine.gpu.lost;
    expect(await scan.median({ size: 3 }).threshold({ lo: 128 }).count()).toBe(before);
    expect(events).toEqual(['lost', 'recovered']);
    await lab.dispose();
  });

  test('in the middle of a run, at each of its submissions, leads to the same result', async () => {
    const { engine, lab, scan, events } = await open();
    const query = (): Query<number> =>
      scan.median({ size: 3 }).threshold({ lo: 128 }).components().count();
    let submissions = 0;
    onSubmission(engine.gpu.device, (count) => (submissions = count));
    const expected = await query();
    expect(submissions).toBeGreaterThan(3);
    // A browser compiles every kernel anew for each device, so there the first, a middle and the
    // last must do.
    const all = Array.from({ length: submissions }, (_, i) => i + 1);
    const some = 'document' in globalThis ? [1, Math.ceil(submissions / 2), submissions] : all;
    for (const at of some) {
      await lab.clearCache();
      events.length = 0;
      const { device } = engine.gpu;
      onSubmission(device, (count) => {
        if (count === at) device.destroy();
      });
      expect(await query()).toBe(expected);
      // A device that goes with the last submission may have answered already; the next run then
      // recovers.
      await scan.threshold({ lo: 1 }).count();
      expect(events).toEqual(['lost', 'recovered']);
    }
    await lab.dispose();
  });

  test('of two runs at the same time is replaced once', async () => {
    const { engine, lab, scan, events } = await open();
    const { device } = engine.gpu;
    onSubmission(device, (count) => {
      if (count === 2) device.destroy();
    });
    const both = await Promise.all([scan.median().threshold({ lo: 128 }).count(), scan.moments()]);
    expect(both[1].count).toBe(64 * 32 * 16);
    expect(both[0]).toBe(await scan.median().threshold({ lo: 128 }).count());
    expect(events).toEqual(['lost', 'recovered']);
    await lab.dispose();
  });

  test('again and again is `device-lost` after three tries, and the handles stay usable', async () => {
    const { engine, lab, scan, events } = await open();
    const stop = lab.on('recovered', () => {
      engine.gpu.device.destroy();
    });
    engine.gpu.device.destroy();
    await engine.gpu.lost;
    await expect(scan.moments().run()).rejects.toMatchObject({ code: 'device-lost' });
    expect(events.filter((event) => event === 'recovered').length).toBeLessThanOrEqual(3);
    stop();
    expect((await scan.moments()).count).toBe(64 * 32 * 16);
    await lab.dispose();
  });

  test('of the caller stays lost: `device-lost`, and no other device is taken', async () => {
    const own = await Engine.open();
    const { device } = own.gpu;
    const lab = new Lab(await Engine.open({ device }));
    const scan = await lab.open({ data: data(), size: SIZE });
    device.destroy();
    await device.lost;
    await expect(scan.moments().run()).rejects.toMatchObject({ code: 'device-lost' });
    await expect(Engine.open({ device })).rejects.toMatchObject({ name: 'VoxmetryError' });
    await lab.dispose();
    await own.dispose();
  });
});
