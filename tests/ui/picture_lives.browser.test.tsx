import { createElement, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { setLanguage, type VoxSliceView } from 'voxmetry/ui';
import {
  drawnOf,
  nextFrame,
  openPicturePage,
  placed,
  sizeOf,
  type PicturePage,
} from './picture_page.js';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

/** Workers that were made, and what went wrong. */
let made = 0;
const failures: unknown[] = [];
const fail = (event: ErrorEvent | PromiseRejectionEvent): void => {
  failures.push(event);
};
class CountedWorker extends Worker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options);
    made++;
  }
}

let page: PicturePage;
beforeAll(async () => {
  await setLanguage('en');
  vi.stubGlobal('Worker', CountedWorker);
  page = await openPicturePage();
});
beforeEach(async () => {
  failures.length = 0;
  vi.spyOn(console, 'error').mockImplementation((...words) => failures.push(words));
  addEventListener('error', fail);
  addEventListener('unhandledrejection', fail);
});
afterEach(async () => {
  removeEventListener('error', fail);
  removeEventListener('unhandledrejection', fail);
  vi.restoreAllMocks();
  document.body.replaceChildren();
});
afterAll(async () => {
  await page.lab.dispose();
  vi.unstubAllGlobals();
});

async function live(): Promise<number> {
  return (await page.lab.memory()).live;
}

/** What the page shows of a view: how many colours. */
async function colours(view: VoxSliceView): Promise<number> {
  await nextFrame();
  await nextFrame();
  const image = new Image();
  image.src = view.shadowRoot!.querySelector('canvas')!.toDataURL();
  await image.decode();
  const copy = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  copy.drawImage(image, 0, 0);
  const { data } = copy.getImageData(0, 0, image.width, image.height);
  return new Set(new Uint32Array(data.buffer)).size;
}

test('50 views that come and go, some of them in React StrictMode, leave nothing', async () => {
  const { lab, scan, objects } = page;
  (await placed({ lab, volume: scan, labels: objects })).remove();
  await nextFrame();
  const before = await live();
  const place = document.body.appendChild(document.createElement('main'));
  for (let n = 0; n < 40; n++) {
    const view = document.createElement('vox-slice-view');
    Object.assign(view, { lab, volume: scan, labels: objects });
    Object.assign(view.style, sizeOf(60, 50));
    place.append(view);
    // Some leave before they drew, some after.
    if (n % 4 === 0) await drawnOf(view);
    view.remove();
    if (n % 8 === 0) await nextFrame();
  }
  for (let n = 0; n < 10; n++) {
    const root = createRoot(place);
    const style = sizeOf(60, 50);
    root.render(
      <StrictMode>{createElement('vox-slice-view', { lab, volume: scan, style })}</StrictMode>,
    );
    await vi.waitFor(() => {
      expect(place.querySelector('vox-slice-view')?.drawn).toBeDefined();
    });
    await drawnOf(place.querySelector('vox-slice-view')!);
    root.unmount();
  }
  await nextFrame();
  await vi.waitFor(
    async () => {
      expect(await live()).toBe(before);
    },
    { timeout: 20_000 },
  );
  expect(failures).toEqual([]);
  expect(made).toBe(1);
});

test('a view that moves to another parent keeps its canvas and picture', async () => {
  const { lab, scan } = page;
  const view = await placed({ lab, volume: scan });
  const canvas = view.shadowRoot!.querySelector('canvas');
  const other = document.body.appendChild(document.createElement('section'));
  for (let n = 0; n < 6; n++) (n % 2 === 0 ? other : document.body).append(view);
  await nextFrame();
  view.goTo(3);
  await drawnOf(view);
  expect(view.shadowRoot!.querySelector('canvas')).toBe(canvas);
  expect(await colours(view)).toBeGreaterThan(100);
  // One that was away for good comes back on a fresh canvas.
  view.remove();
  await nextFrame();
  expect(view.drawn).toBeUndefined();
  document.body.append(view);
  await drawnOf(view);
  expect(view.shadowRoot!.querySelector('canvas')).not.toBe(canvas);
  expect(await colours(view)).toBeGreaterThan(100);
  expect(failures).toEqual([]);
});

test('24 views at once draw', async () => {
  const { lab, scan, objects } = page;
  const views: VoxSliceView[] = [];
  for (let n = 0; n < 24; n++) {
    const axis = (['x', 'y', 'z'] as const)[n % 3]!;
    const view = document.createElement('vox-slice-view');
    Object.assign(view, { lab, volume: scan, labels: n % 2 === 0 ? objects : null, axis });
    Object.assign(view.style, sizeOf(100, 80));
    document.body.append(view);
    views.push(view);
  }
  for (const view of views) await drawnOf(view);
  for (const view of views) expect(await colours(view)).toBeGreaterThan(100);
  expect(made).toBe(1);
  expect(failures).toEqual([]);
});

test('slices follow a drag of the window; how many frames a second is printed', async () => {
  const { lab, scan, objects } = page;
  const view = await placed({ lab, volume: scan, labels: objects }, [320, 320]);
  let frames = 0;
  view.addEventListener('vox-frame', () => frames++);
  const started = performance.now();
  for (let n = 0; performance.now() - started < 2000; n++) {
    view.window = [n * 10, 40000 + n * 10];
    await nextFrame();
  }
  const seconds = (performance.now() - started) / 1000;
  await drawnOf(view);
  console.info(`slice 320×320, window dragged: ${(frames / seconds).toFixed(1)} frames/s`);
  expect(frames).toBeGreaterThan(1);
});

test('a plain page of five lines shows a scan', async () => {
  document.body.innerHTML = '<vox-slice-view style="width: 200px"></vox-slice-view>';
  const view = document.querySelector('vox-slice-view')!;
  view.lab = page.lab;
  view.volume = page.scan;
  await drawnOf(view);
  expect(await colours(view)).toBeGreaterThan(100);
});

test('an element of another library may hold a view', async () => {
  class HoldingPanel extends HTMLElement {
    connectedCallback(): void {
      const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
      root.innerHTML = '<vox-slice-view style="width: 200px"></vox-slice-view>';
      Object.assign(root.firstElementChild!, { lab: page.lab, volume: page.scan });
    }
  }
  customElements.define('holding-panel', HoldingPanel);
  const panel = document.body.appendChild(document.createElement('holding-panel'));
  const view = panel.shadowRoot!.querySelector('vox-slice-view')!;
  await drawnOf(view);
  expect(await colours(view)).toBeGreaterThan(100);
});
