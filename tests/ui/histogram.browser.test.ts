import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Volume } from '../../src/index.js';
import { setLanguage, type ThresholdChange, type VoxHistogram } from '../../ui/index.js';
import { findings, LOOKS, show } from './accessible.js';
import { numbers } from './made_table.js';

const SIZE = [20, 16, 10] as const;
let lab: Lab;
let scan: Volume;
let floats: Volume;

beforeAll(async () => {
  lab = await openEngine();
  const random = numbers(5);
  const grey = (): number => (random() < 0.4 ? 80 : 150) + 60 * (random() + random() - 1);
  scan = await lab.open({ data: Uint8Array.from({ length: 3200 }, grey), size: SIZE });
  floats = await lab.open({ data: Float32Array.from({ length: 3200 }, grey), size: SIZE });
});
afterAll(() => lab.dispose());
beforeEach(async () => {
  await setLanguage('en');
});
afterEach(async () => {
  document.body.replaceChildren();
});

async function shown(set: Partial<VoxHistogram>): Promise<VoxHistogram> {
  const element = document.createElement('vox-histogram');
  Object.assign(element, set);
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const all = (element: VoxHistogram, selector: string): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const one = (element: VoxHistogram, selector: string): HTMLElement => all(element, selector)[0]!;
const slider = (element: VoxHistogram, i = 0): HTMLElement => all(element, '[role=slider]')[i]!;
const parts = (element: VoxHistogram): string[] =>
  all(element, '.part').map((part) => part.textContent.trim());

function changes(element: VoxHistogram): ThresholdChange[] {
  const details: ThresholdChange[] = [];
  element.addEventListener('vox-threshold', (event) => details.push(event.detail));
  return details;
}

async function type(element: VoxHistogram, input: HTMLElement, typed: string): Promise<void> {
  (input as HTMLInputElement).value = typed;
  input.dispatchEvent(new Event('change'));
  await element.updateComplete;
}

test('counts the voxels of its volume, and shows the parts that the library finds', async () => {
  const element = document.createElement('vox-histogram');
  const counted = new Promise((done) => {
    element.addEventListener('vox-counted', done);
  });
  Object.assign(element, { volume: scan, thresholds: [100, 140], doubt: 3 });
  document.body.append(element);
  await element.updateComplete;
  expect(one(element, 'vox-progress')).toBeDefined();
  await counted;
  await element.updateComplete;
  const masks = element.bands.map(({ lo, hi }) =>
    scan.threshold({ lo: lo ?? -Infinity, hi: hi ?? Infinity }),
  );
  const values = await Promise.all(masks.map((mask) => mask.fraction()));
  expect(parts(element)).toEqual(values.map(({ value }) => `${(100 * value).toFixed(1)} %`));
  const [low, high] = [
    await scan.threshold({ lo: 143 }).fraction(),
    await scan.threshold({ lo: 137 }).fraction(),
  ];
  expect(all(element, '.range')[2]!.textContent.trim()).toBe(
    `(${(100 * low.value).toFixed(1)}–${(100 * high.value).toFixed(1)} %)`,
  );
});

test('a mask says which voxels count', async () => {
  const within = scan.threshold({ lo: 120 });
  const element = document.createElement('vox-histogram');
  const counted = new Promise((done) => {
    element.addEventListener('vox-counted', done);
  });
  Object.assign(element, { volume: scan, within });
  document.body.append(element);
  await counted;
  await element.updateComplete;
  expect(one(element, '.bar').textContent).toContain(
    `${(await within.count()).toLocaleString('en')} voxels`,
  );
});

test('says why it cannot count, and counts again', async () => {
  const other = await openEngine();
  const lost = await other.open({ data: new Uint8Array([1, 2]), size: [2, 1, 1] });
  await other.dispose();
  const element = await shown({ volume: lost });
  await expect
    .poll(() =>
      all(element, '[role=alert]')
        .map((e) => e.textContent)
        .join(),
    )
    .toContain('dispose');
  element.volume = scan;
  await expect.poll(() => all(element, '.plot').length).toBe(1);
});

test('a threshold moves by keys as sliders do, and says what it is', async () => {
  const element = await shown({ histogram: await scan.histogram(), thresholds: [100, 140] });
  const heard = changes(element);
  slider(element).focus();
  const steps: [key: string, threshold: number][] = [
    ['{ArrowRight}', 101],
    ['{ArrowUp}', 102],
    ['{ArrowLeft}', 101],
    ['{Shift>}{ArrowRight}{/Shift}', 111],
    ['{PageDown}', 101],
    ['{PageUp}', 111],
    ['{End}', 139],
    ['{ArrowRight}', 139],
    ['{Home}', (await scan.moments()).min],
  ];
  for (const [key, threshold] of steps) {
    await userEvent.keyboard(key);
    await element.updateComplete;
    expect([key, element.thresholds]).toEqual([key, [threshold, 140]]);
  }
  expect(heard.every(({ final }) => final)).toBe(true);
  expect(heard[0]!.bands).toEqual([
    { lo: null, hi: 100 },
    { lo: 101, hi: 139 },
    { lo: 140, hi: null },
  ]);
  const second = slider(element, 1);
  const { value } = await scan.threshold({ lo: 140 }).fraction();
  expect(second.getAttribute('aria-valuenow')).toBe('140');
  expect(second.getAttribute('aria-valuetext')).toBe(
    `140 grey levels: ${(100 * value).toFixed(1)} % of the voxels at or above`,
  );
  expect(Number(second.getAttribute('aria-valuemin'))).toBe(element.thresholds[0]! + 1);
});

test('a threshold follows the pointer, to where the voxels are told apart', async () => {
  const element = await shown({ histogram: await scan.histogram(), thresholds: [100] });
  const heard = changes(element);
  const plot = one(element, '.plot');
  const { left, width, top } = plot.getBoundingClientRect();
  // Captures need a pointer that is really there.
  plot.setPointerCapture = () => undefined;
  const pointer = (name: string, at: number): void => {
    plot.dispatchEvent(
      new PointerEvent(name, {
        clientX: left + at * width,
        clientY: top + 20,
        pointerId: 1,
        bubbles: true,
        cancelable: true,
      }),
    );
  };
  pointer('pointerdown', 0.5);
  await element.updateComplete;
  const middle = element.thresholds[0]!;
  for (const at of [0.6, 0.7]) pointer('pointermove', at);
  pointer('pointerup', 0.75);
  pointer('pointermove', 0.2);
  await element.updateComplete;
  expect(heard.map(({ final }) => final)).toEqual([false, false, false, true]);
  expect(heard.map(({ thresholds }) => thresholds[0]!)).toEqual(
    heard.map(({ thresholds }) => thresholds[0]!).sort((a, b) => a - b),
  );
  expect(element.thresholds[0]).toBeGreaterThan(middle);
  // The handle is drawn where the pointer let it go, to half a grey level.
  const handle = slider(element).getBoundingClientRect();
  const [, second] = all(element, '.tick').map((tick) => tick.getBoundingClientRect());
  const [first] = all(element, '.tick').map((tick) => tick.getBoundingClientRect());
  const perLevel =
    (second!.left + second!.width / 2 - first!.left - first!.width / 2) /
    (Number(all(element, '.tick')[1]!.textContent) - Number(all(element, '.tick')[0]!.textContent));
  expect(Math.abs(handle.left + handle.width / 2 - (left + 0.75 * width))).toBeLessThan(
    0.5 * perLevel + 1,
  );
});

describe('fields', () => {
  test('take a decimal comma, keep order, and say what is no number', async () => {
    const element = await shown({ histogram: await floats.histogram(), thresholds: [] });
    await setLanguage('de');
    element.thresholds = [100, 140];
    await element.updateComplete;
    const field = (i: number): HTMLInputElement =>
      all(element, '.phases input')[i] as HTMLInputElement;
    await type(element, field(0), '101,3');
    expect(element.thresholds[0]).toBe(Math.fround(101.3));
    expect(field(0).value).toBe('101,3');
    expect(parts(element)[0]).toContain('≈');
    await type(element, field(0), 'dark');
    expect(field(0).getAttribute('aria-invalid')).toBe('true');
    expect(element.thresholds[0]).toBe(Math.fround(101.3));
    await type(element, field(0), '500');
    expect(element.thresholds[0]).toBeLessThan(140);
  });

  test('thresholds are added and removed', async () => {
    const element = await shown({ histogram: await scan.histogram() });
    const heard = changes(element);
    const add = (): HTMLElement => one(element, '.foot button');
    add().click();
    await element.updateComplete;
    add().click();
    await element.updateComplete;
    expect(element.thresholds.length).toBe(2);
    expect(element.thresholds[0]).toBeLessThan(element.thresholds[1]!);
    expect(all(element, '.phases li').length).toBe(3);
    one(element, '.phases button').click();
    await element.updateComplete;
    expect(element.thresholds).toEqual([heard[1]!.thresholds[1]]);
  });
});

test('automatic methods are found when asked for, and a click takes what the library takes', async () => {
  const element = await shown({ histogram: await scan.histogram(), volume: scan });
  const button = all(element, '.bar button').at(-1)!;
  button.click();
  await expect
    .poll(() => all(element, '.methods button:not([disabled])').length, { timeout: 30_000 })
    .toBe(8);
  const named = (name: string): HTMLElement =>
    all(element, '.methods button').find((b) => b.textContent.includes(name))!;
  const [t] = await scan.otsu().thresholds();
  expect(named('Otsu').textContent).toContain(`> ${t}`);
  named('Otsu').click();
  await element.updateComplete;
  expect(element.thresholds).toEqual([t! + 1]);
  const { value } = await scan.otsu().fraction();
  expect(parts(element)[1]).toBe(`${(100 * value).toFixed(1)} %`);
  named('Otsu, 3 classes').click();
  expect(element.thresholds.length).toBe(2);
});

for (const look of LOOKS)
  test(`axe finds nothing serious: ${look.scheme}, ${String(look.width)} px`, async () => {
    await show(look);
    const histogram = await scan.histogram();
    const element = await shown({ histogram, volume: scan, thresholds: [100, 140] });
    all(element, '.bar button').at(-1)!.click();
    await expect
      .poll(() => all(element, '.methods button:not([disabled])').length, { timeout: 30_000 })
      .toBe(8);
    expect(await findings(element)).toEqual([]);
  });
