import { afterEach, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { Engine } from '../../src/engine/engine.js';
import { openWatchedDevice } from '../engine/doubles.js';

const SIZE = [32, 8, 8] as const;

function data(): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: 32 * 8 * 8 }, (_, i) => (i * 37) & 255);
}

function open(lab: Lab): Promise<Volume> {
  return lab.open({ data: data(), size: SIZE });
}

describe('labs', () => {
  describe('two at the same time', () => {
    const labs: Lab[] = [];
    afterEach(async () => {
      for (const lab of labs.splice(0)) await lab.dispose();
    });

    test('on one device do not disturb each other', async () => {
      const gpu = await openWatchedDevice();
      labs.push(await openEngine({ device: gpu.device }), await openEngine({ device: gpu.device }));
      const [a, b] = (await Promise.all(labs.map(open))) as [Volume, Volume];
      const both = await Promise.all(
        [a, b].map((scan) => scan.median().threshold({ lo: 100 }).components().count().run()),
      );
      expect(both[0]).toBe(both[1]);
      await labs[0]!.dispose();
      expect(await b.median().threshold({ lo: 100 }).components().count()).toBe(both[1]);
      expect(() => a.subtract(b)).toThrow(/another lab/);
    });

    test('on devices of their own outlive the loss of the other', async () => {
      const engines = [await Engine.open(), await Engine.open()];
      const scans = [];
      for (const engine of engines) {
        const opened = await engine.open({ data: data(), size: SIZE }, {});
        scans.push(opened.id);
      }
      const lost: number[] = [];
      engines.forEach((engine, i) => engine.on('lost', () => lost.push(i)));
      engines[0]!.gpu.device.destroy();
      await engines[0]!.gpu.lost;
      expect(engines[1]!.gpu.isLost).toBe(false);
      expect(lost).toEqual([0]);
      for (const engine of engines) await engine.dispose();
    });
  });

  test('whose adapter does not answer fail with `timeout`, and what comes too late is destroyed', async () => {
    const { gpu } = navigator;
    const adapter = await gpu.requestAdapter();
    let answer!: (adapter: GPUAdapter | null) => void;
    gpu.requestAdapter = () => new Promise((resolve) => (answer = resolve));
    try {
      const start = performance.now();
      await expect(openEngine({ timeout: 200 })).rejects.toMatchObject({ code: 'timeout' });
      expect(performance.now() - start).toBeLessThan(2000);
    } finally {
      delete (gpu as { requestAdapter?: unknown }).requestAdapter;
    }
    const request = adapter!.requestDevice.bind(adapter);
    const late = new Promise<GPUDevice>((resolve) => {
      adapter!.requestDevice = async (descriptor) => {
        const device = await request(descriptor);
        resolve(device);
        return device;
      };
    });
    answer(adapter);
    expect((await (await late).lost).reason).toBe('destroyed');
    await expect(openEngine({ timeout: 0 })).rejects.toMatchObject({ code: 'invalid-argument' });
  });
});
