import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { Link, setLanguage, type VoxVolumeView } from 'voxmetry/ui';
import { expectAccessible } from './accessible.js';
import {
  drawnOf,
  Hand,
  nextFrame,
  openPicturePage,
  sizeOf,
  SIZE,
  type PicturePage,
} from './picture_page.js';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });
const soon = (holds: () => void): Promise<void> =>
  vi.waitFor(holds, { timeout: 30_000, interval: 5 });

let page: PicturePage;
beforeAll(async () => {
  await setLanguage('en');
  page = await openPicturePage();
});
afterEach(async () => {
  document.body.replaceChildren();
});
afterAll(() => page.lab.dispose());

async function placedScene(given: Partial<VoxVolumeView>): Promise<VoxVolumeView> {
  const view = document.createElement('vox-volume-view');
  Object.assign(view, { lab: page.lab, ...given });
  Object.assign(view.style, sizeOf(160, 120));
  document.body.append(view);
  await drawnOf(view);
  return view;
}

test('a click on an object chooses it and puts the crosshair on it', async () => {
  const link = new Link();
  const view = await placedScene({ labels: page.objects, link });
  view.lookAlong('z');
  await soon(() => {
    expect(view.shadowRoot!.querySelector('.frame')!.getAttribute('aria-label')).toBe(
      '3D view along +z',
    );
  });
  await vi.waitFor(() => {
    expect(view.camera!.height).toBeGreaterThan(0);
  });
  // Until the flight has ended.
  await new Promise((resolve) => setTimeout(resolve, 600));
  await drawnOf(view);
  const ids = await page.objects.read();
  new Hand(view).click(110, 60);
  await soon(() => {
    expect(link.selected.value).not.toBeNull();
  });
  const [id] = link.selected.value!;
  const [x, y, z] = link.crosshair.value!.map((p, i) => Math.round(p / [0.5, 0.5, 2][i]!));
  expect(ids.data[x! + SIZE[0] * (y! + SIZE[1] * z!)]).toBe(id);
  new Hand(view).click(2, 2);
  await soon(() => {
    expect(link.selected.value).toBeNull();
  });
});

test('drags, wheel and keys move the camera, coarse while it moves', async () => {
  const view = await placedScene({ volume: page.scan, mode: 'maximum' });
  const hand = new Hand(view);
  const cameras: { rotation: readonly number[]; height: number; target: readonly number[] }[] = [];
  view.addEventListener('vox-camera', (event) => {
    cameras.push((event as CustomEvent<{ camera: (typeof cameras)[0] }>).detail.camera);
  });
  hand.drag([80, 60], [100, 70]);
  expect(cameras).toHaveLength(2);
  expect(cameras[1]!.rotation).not.toEqual(cameras[0]!.rotation);
  hand.wheel(-120);
  expect(cameras[2]!.height).toBeLessThan(cameras[1]!.height);
  hand.drag([80, 60], [100, 70], 2);
  expect(cameras.at(-1)!.rotation).toEqual(cameras[2]!.rotation);
  expect(cameras.at(-1)!.target).not.toEqual(cameras[2]!.target);
  hand.key('ArrowLeft');
  hand.key('+');
  expect(cameras.at(-1)!.height).toBeCloseTo(cameras[2]!.height / 1.25, 9);
  await drawnOf(view);
  await soon(() => {
    expect(view.shadowRoot!.querySelector('[part=busy]')).toBeNull();
  });
});

test('the box is cut by sliders, the mode chosen, and axe finds nothing', async () => {
  const view = await placedScene({ volume: page.scan });
  const root = view.shadowRoot!;
  root.querySelector('details')!.open = true;
  const from = root.querySelector<HTMLInputElement>('[aria-label="x from"]')!;
  from.value = '5';
  from.dispatchEvent(new InputEvent('input'));
  expect(view.clip!.box!.origin[0]).toBeCloseTo(5, 0);
  expect(view.clip!.box!.origin[0] + view.clip!.box!.size[0]).toBeCloseTo(19.75, 9);
  await drawnOf(view);
  from.value = '-0.25';
  from.dispatchEvent(new InputEvent('input'));
  expect(view.clip).toBeNull();
  const select = root.querySelector('select')!;
  select.value = 'density';
  select.dispatchEvent(new Event('change'));
  expect(view.mode).toBe('density');
  await drawnOf(view);
  await expectAccessible(view);
});

test('rotating goes on at a lowered resolution; how many frames a second is printed', async () => {
  const view = await placedScene({ labels: page.objects });
  let frames = 0;
  view.addEventListener('vox-frame', () => frames++);
  const started = performance.now();
  while (performance.now() - started < 2000) {
    view.turn(3, 1);
    await nextFrame();
  }
  const seconds = (performance.now() - started) / 1000;
  console.info(`scene 160×120, turned: ${(frames / seconds).toFixed(1)} frames/s`);
  await drawnOf(view);
  expect(frames).toBeGreaterThan(1);
});
