import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLab, type Lab, type ViewFrame } from '../../../src/index.js';
import { syntheticCathode } from '../../../src/synthetic/index.js';
import { boxOf, fitCamera, trackball } from '../../../src/recipe/view/camera.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.dispose());

const SIZE = [320, 320] as const;

/** What the page shows of a canvas: RGBA of its pixels. */
async function shownOn(canvas: HTMLCanvasElement): Promise<Uint8ClampedArray> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const image = new Image();
  image.src = canvas.toDataURL();
  await image.decode();
  const copy = new OffscreenCanvas(image.width, image.height);
  const context = copy.getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

test('a scene turns coarsely, and is refined when it stands still', async () => {
  const { data, size, spacing, unit } = syntheticCathode({ size: [96, 96, 64] }).volume;
  const scan = await lab.open({ data, size }, { spacing, unit });
  const mask = scan.threshold({ lo: 25_000 });
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = SIZE;
  document.body.append(canvas);
  const view = lab.view(canvas, { kind: 'space', layers: [{ grid: mask }] });
  const frames: ViewFrame[] = [];
  let wake = (): void => undefined;
  view.on('frame', (frame) => {
    frames.push(frame);
    wake();
  });
  const refined = async (): Promise<void> => {
    while (frames.at(-1)?.preliminary !== false)
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  await view.drawn;
  await refined();
  const first = await view.picture({ width: 320, height: 320 });
  expect([...(await shownOn(canvas))]).toEqual([...first.data]);

  let camera = fitCamera(boxOf({ origin: [0, 0, 0], size, spacing }));
  const times: number[] = [];
  for (let i = 0; i < 8; i++) {
    camera = trackball(camera, SIZE, 12, 3);
    const start = performance.now();
    view.set({ camera, moving: true });
    expect((await view.drawn).preliminary).toBe(false);
    times.push(performance.now() - start);
  }
  // States that follow at once end the refining of those before.
  frames.length = 0;
  const start = performance.now();
  for (let i = 0; i < 3; i++) {
    camera = trackball(camera, SIZE, -12, 5);
    view.set({ camera, moving: false });
    await view.drawn;
  }
  await refined();
  console.log(
    `320 × 320: turning ${times.map(Math.round).join(' ')} ms, still ${String(Math.round(performance.now() - start))} ms, ${String(frames.length)} frames`,
  );
  expect(frames.filter(({ preliminary }) => !preliminary)).toHaveLength(
    frames.some(({ preliminary }) => preliminary) ? 1 : 3,
  );
  const last = await view.picture({ width: 320, height: 320 });
  expect([...(await shownOn(canvas))]).toEqual([...last.data]);
  expect(new Set(new Uint32Array(last.data.buffer)).size).toBeGreaterThan(500);
  view.dispose();
  canvas.remove();
});
