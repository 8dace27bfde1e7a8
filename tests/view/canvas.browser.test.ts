import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { openLab, type Lab, type View, type ViewFrame, type Volume } from '../../src/index.js';

const size = [64, 48, 32] as const;

/** Values without order, so that a picture has many colours. */
function values(): Uint16Array<ArrayBuffer> {
  return Uint16Array.from({ length: 64 * 48 * 32 }, (_, i) => (i * 40503) % 65536);
}

/** A canvas in the page. */
function canvasOf(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  document.body.append(canvas);
  return canvas;
}

/** What the page shows of a canvas: RGBA of its pixels. */
async function shownOn(canvas: HTMLCanvasElement): Promise<Uint8ClampedArray> {
  // What a worker drew reaches the page with its next frame.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const image = new Image();
  image.src = canvas.toDataURL();
  await image.decode();
  const copy = new OffscreenCanvas(image.width, image.height);
  const context = copy.getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

/** Holds the page to show a picture soon: frames come when the browser takes them. */
async function expectShown(canvas: HTMLCanvasElement, data: Uint8ClampedArray): Promise<void> {
  await vi.waitFor(
    async () => {
      expect([...(await shownOn(canvas))]).toEqual([...data]);
    },
    { timeout: 5000, interval: 50 },
  );
}

const labs = [
  ['a worker', () => openLab()],
  ["the page's own thread", () => openEngine()],
] as const;

describe.each(labs)('a view of a lab in %s', (_, open) => {
  let lab: Lab;
  let scan: Volume<'u16'>;
  beforeAll(async () => {
    lab = await open();
    scan = await lab.open({ data: values(), size });
  });
  afterAll(() => lab.dispose());

  test('shows on its canvas what its picture holds', async () => {
    const canvas = canvasOf(96, 72);
    const over = { grid: scan.gaussian({ sigma: 1 }), colors: 'magma', blend: 'add' } as const;
    const view = lab.view(canvas, { layers: [{ grid: scan, colors: 'viridis' }, over], axis: 'y' });
    expect(view.size).toEqual([96, 72]);
    expect(await view.drawn).toMatchObject({ width: 96, height: 72, binning: 1 });
    const { data } = await view.picture({ width: 96, height: 72 });
    await expectShown(canvas, data);
    expect(new Set(new Uint32Array(data.buffer)).size).toBeGreaterThan(500);
    view.dispose();
    canvas.remove();
  });

  test('draws again at another size, and the latest of many states', async () => {
    const canvas = canvasOf(40, 40);
    const view = lab.view(canvas, { layers: [{ grid: scan, window: [0, 65535] }] });
    const frames: ViewFrame[] = [];
    view.on('frame', (frame) => frames.push(frame));
    await view.drawn;
    view.resize(80, 60);
    const waiting: Promise<ViewFrame>[] = [];
    for (let index = 0; index < 32; index += 1) {
      view.set({ index });
      waiting.push(view.drawn);
    }
    await Promise.all(waiting);
    expect(frames.at(-1)).toMatchObject({ width: 80, height: 60 });
    expect(frames.length).toBeLessThan(32);
    const { data } = await view.picture({ width: 80, height: 60 });
    await expectShown(canvas, data);
    const last = lab.view(null, { layers: [{ grid: scan, window: [0, 65535] }], index: 31 });
    expect((await last.picture({ width: 80, height: 60 })).data).toEqual(data);
    last.dispose();
    view.dispose();
    canvas.remove();
  });

  test('refuses a canvas that another view has', async () => {
    const canvas = canvasOf(8, 8);
    const view = lab.view(canvas, { layers: [{ grid: scan }] });
    expect(() => lab.view(canvas, { layers: [{ grid: scan }] })).toThrow(/a fresh canvas/);
    await view.drawn;
    view.dispose();
    canvas.remove();
  });

  test('is one of 24 that draw at once', async () => {
    const canvases = Array.from({ length: 24 }, () => canvasOf(24, 24));
    const views = canvases.map((canvas, i) =>
      lab.view(canvas, { layers: [{ grid: scan, window: [0, 65535] }], index: i }),
    );
    await Promise.all(views.map(({ drawn }) => drawn));
    const [first, last] = [await shownOn(canvases[0]!), await shownOn(canvases[23]!)];
    expect([...first]).not.toEqual([...last]);
    for (const [i, canvas] of canvases.entries()) {
      const { data } = await views[i]!.picture({ width: 24, height: 24 });
      await expectShown(canvas, data);
    }
    for (const view of views) view.dispose();
    for (const canvas of canvases) canvas.remove();
  });

  test('leaves nothing behind, 50 times', async () => {
    const spec = { layers: [{ grid: scan, window: [0, 65535] as const }] };
    const makeOne = async (): Promise<View> => {
      const canvas = canvasOf(16, 16);
      const view = lab.view(canvas, spec);
      await view.drawn;
      canvas.remove();
      return view;
    };
    (await makeOne()).dispose();
    await lab.clearCache();
    const { live } = await lab.memory();
    for (let i = 0; i < 50; i++) (await makeOne()).dispose();
    await lab.clearCache();
    expect((await lab.memory()).live).toBe(live);
  });
});
