import { describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Lab } from '../../src/volume/lab.js';

const SIZE = [64, 32, 16] as const;

async function open(): Promise<{ engine: Engine; lab: Lab; events: string[] }> {
  const engine = await Engine.open();
  const lab = new Lab(engine);
  const events: string[] = [];
  lab.on('lost', () => events.push('lost'));
  lab.on('recovered', () => events.push('recovered'));
  return { engine, lab, events };
}

function data(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 64 * 32 * 16 }, (_, i) => (i * 37) & 255);
}

describe('a lost device', () => {
  test('between two runs is replaced, and the handles stay usable', async () => {
    const { engine, lab, events } = await open();
    const scan = await lab.open({ data: data(), size: SIZE });
    const before = await scan.median({ size: 3 }).threshold({ lo: 128 }).count();
    engine.gpu.device.destroy();
    await engine.gpu.lost;
    expect(await scan.median({ size: 3 }).threshold({ lo: 128 }).count()).toBe(before);
    expect(events).toEqual(['lost', 'recovered']);
    await lab.dispose();
  });

  test('in the middle of a run leads to the same result', async () => {
    const { engine, lab, events } = await open();
    const scan = await lab.open({ data: data(), size: SIZE });
    const expected = await scan.median({ size: 5 }).moments();
    await lab.clearCache();
    const running = scan.median({ size: 5 }).moments().run();
    setTimeout(() => {
      engine.gpu.device.destroy();
    }, 3);
    expect((await running).sum).toBe(expected.sum);
    expect(events.filter((event) => event === 'recovered').length).toBeLessThanOrEqual(1);
    await lab.dispose();
  });

  test('again and again is `device-lost` after a bounded number of tries', async () => {
    const { engine, lab } = await open();
    const scan = await lab.open({ data: data(), size: SIZE });
    let devices = 1;
    engine.on('recovered', () => {
      devices += 1;
      engine.gpu.device.destroy();
    });
    engine.gpu.device.destroy();
    await engine.gpu.lost;
    await expect(scan.moments().run()).rejects.toMatchObject({ code: 'device-lost' });
    expect(devices).toBeLessThanOrEqual(5);
    await lab.dispose();
  });
});
