import { expect, test, describe } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { VoxmetryError } from '../../src/index.js';
import type { ViewFrame } from '../../src/recipe/view/state.js';
import { Lab } from '../../src/volume/lab.js';

const size = [40, 30, 8] as const;

/** A canvas without a screen: it gives textures, and tells on which devices it was configured. */
function canvasDouble(): {
  canvas: OffscreenCanvas;
  devices: GPUDevice[];
  shown: () => GPUTexture;
} {
  const devices: GPUDevice[] = [];
  let texture: GPUTexture | undefined;
  const canvas = {
    ...{ width: 40, height: 30 },
    getContext: () => ({
      configure: ({ device, format }: GPUCanvasConfiguration) => {
        devices.push(device);
        texture = device.createTexture({
          ...{ size: [canvas.width, canvas.height], format },
          usage: GPUTextureUsage.RENDER_ATTACHMENT | GPUTextureUsage.COPY_SRC,
        });
      },
      getCurrentTexture: () => texture,
    }),
  };
  return { canvas: canvas as unknown as OffscreenCanvas, devices, shown: () => texture! };
}

async function open(): Promise<{ engine: Engine; lab: Lab }> {
  const engine = await Engine.open();
  return { engine, lab: new Lab(engine) };
}

/** A canvas of the runtime's own, where it has any. */
const ownCanvas = (): OffscreenCanvas =>
  'OffscreenCanvas' in globalThis ? new OffscreenCanvas(40, 30) : canvasDouble().canvas;

const values = (): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: 40 * 30 * 8 }, (_, i) => (i * 37) & 255);

describe('a view', () => {
  test('draws anew on the next device, by itself, and gives the same picture', async () => {
    const { engine, lab } = await open();
    const scan = await lab.open({ data: values(), size });
    const view = lab.view(ownCanvas(), { layers: [{ grid: scan.median(), window: [0, 255] }] });
    const frames: ViewFrame[] = [];
    view.on('frame', (frame) => frames.push(frame));
    await view.drawn;
    const before = await view.picture({ width: 40, height: 30 });
    for (let losses = 1; losses <= 2; losses++) {
      const { device } = engine.gpu;
      frames.length = 0;
      device.destroy();
      await expect.poll(() => frames.length, { timeout: 10_000 }).toBe(1);
      expect(engine.gpu.device).not.toBe(device);
      expect(await view.picture({ width: 40, height: 30 })).toEqual(before);
      expect((await view.pick(3, 3))?.values[0]).toBe(before.data[4 * (3 + 3 * 40)]);
    }
    await lab.dispose();
  });

  test('whose device is lost while it draws gives the frame all the same', async () => {
    const { engine, lab } = await open();
    const scan = await lab.open({ data: values(), size });
    const view = lab.view(ownCanvas(), { layers: [{ grid: scan, window: [0, 255] }] });
    await view.drawn;
    view.set({ layers: [{ grid: scan.gaussian({ sigma: 2 }), window: [0, 255] }] });
    const { drawn } = view;
    const { device } = engine.gpu;
    const submit = device.queue.submit.bind(device.queue);
    device.queue.submit = (buffers) => {
      submit(buffers);
      device.destroy();
    };
    expect(await drawn).toMatchObject({ width: 40, height: 30 });
    expect(engine.gpu.device).not.toBe(device);
    await lab.dispose();
  });

  test("on the caller's device says `device-lost`", async () => {
    const own = await Engine.open();
    const { device } = own.gpu;
    const lab = new Lab(await Engine.open({ device }));
    const scan = await lab.open({ data: values(), size });
    const view = lab.view(ownCanvas(), { layers: [{ grid: scan, window: [0, 255] }] });
    await view.drawn;
    const errors: VoxmetryError[] = [];
    view.on('error', (error) => errors.push(error));
    device.destroy();
    await expect.poll(() => errors[0]?.code, { timeout: 10_000 }).toBe('device-lost');
    view.set({ index: 2 });
    await expect(view.drawn).rejects.toMatchObject({ code: 'device-lost' });
    await lab.dispose();
    await own.dispose();
  });

  test('that is disposed while it draws rejects, and leaves nothing lent', async () => {
    const { lab } = await open();
    const scan = await lab.open({ data: values(), size });
    for (let delay = 0; delay < 12; delay += 3) {
      const view = lab.view(ownCanvas(), {
        layers: [{ grid: scan.nonLocalMeans({ h: 5 + delay }), window: [0, 255] }],
      });
      const drawn = view.drawn.catch((error: unknown) => VoxmetryError.from(error).code);
      await new Promise((resolve) => setTimeout(resolve, delay));
      view.dispose();
      expect(await drawn).toSatisfy((got) => got === 'disposed' || typeof got === 'object');
    }
    await expect
      .poll(
        async () => {
          await lab.clearCache();
          return (await lab.memory()).live;
        },
        { timeout: 10_000 },
      )
      .toBe(0);
    await lab.dispose();
  });

  test('shows the latest of states that follow quickly, and says so to all who wait', async () => {
    const { lab } = await open();
    const scan = await lab.open({ data: values(), size });
    const view = lab.view(ownCanvas(), { layers: [{ grid: scan, window: [0, 255] }] });
    let frames = 0;
    view.on('frame', () => (frames += 1));
    await view.drawn;
    const waiting: Promise<ViewFrame>[] = [];
    for (let i = 0; i < 40; i++) {
      view.set({ index: i % 8 });
      waiting.push(view.drawn);
      if (i % 5 === 0) await Promise.resolve();
    }
    const seen = new Set(await Promise.all(waiting));
    expect(seen.size).toBeLessThan(4);
    expect(frames).toBeLessThan(12);
    // What was set last, not what was drawn last by chance.
    const picture = await view.picture({ width: 40, height: 30 });
    const { data } = await scan.slice({ index: 7 });
    expect(Array.from(data, (_, i) => picture.data[4 * i])).toEqual([...data]);
    await lab.dispose();
  });
});
