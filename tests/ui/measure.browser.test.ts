import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { setLanguage, type Profile, type VoxMeasure, type VoxSliceView } from 'voxmetry/ui';
import { expectAccessible } from './accessible.js';
import { drawnOf, openPicturePage, placed, SIZE, type PicturePage } from './picture_page.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let page: PicturePage;
beforeAll(async () => {
  await setLanguage('en');
  page = await openPicturePage();
});
afterEach(async () => {
  document.body.replaceChildren();
});
afterAll(() => page.lab.dispose());

async function measuring(
  given: Partial<VoxSliceView> = {},
): Promise<readonly [VoxSliceView, VoxMeasure]> {
  const view = await placed({ lab: page.lab, volume: page.scan, axis: 'y', ...given });
  const measure = view.appendChild(document.createElement('vox-measure'));
  await measure.updateComplete;
  await drawnOf(view);
  await measure.updateComplete;
  return [view, measure];
}

/** A drag over the picture, in CSS pixels of the view. */
function draw(measure: VoxMeasure, ...points: readonly (readonly [number, number])[]): void {
  const target = measure.shadowRoot!.querySelector('.draw')!;
  const { left, top } = measure.getBoundingClientRect();
  points.forEach(([x, y], n) => {
    const type = n === 0 ? 'pointerdown' : n === points.length - 1 ? 'pointerup' : 'pointermove';
    const at = { clientX: left + x, clientY: top + y, pointerId: 1, bubbles: true, button: 0 };
    target.dispatchEvent(new PointerEvent(type, at));
  });
}

test('a ruler has the length of space, where voxels are no cubes', async () => {
  const [view, measure] = await measuring();
  measure.tool = 'ruler';
  await measure.updateComplete;
  draw(measure, [50, 60], [80, 80], [110, 140]);
  await measure.updateComplete;
  const { unitsPerPixel } = view.shown.value!;
  const length = Math.hypot(60, 80) * unitsPerPixel;
  expect(measure.measures).toHaveLength(1);
  const [a, b] = measure.measures[0]!.points;
  expect(Math.hypot(...a!.map((n, i) => n - b![i]!))).toBeCloseTo(length, 9);
  const label = measure.shadowRoot!.querySelector('.lines text')!.textContent.trim();
  expect(parseFloat(label)).toBeCloseTo(length, 1);
  expect(label).toContain('µm');

  // By the keyboard: the second point one voxel down, which is 2 µm.
  const grips = measure.shadowRoot!.querySelectorAll('circle');
  expect(grips[1]!.getAttribute('aria-label')).toContain('Ruler 1, point 2');
  grips[1]!.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowDown', bubbles: true }));
  const moved = measure.measures[0]!.points[1]!;
  expect(moved[2] - b![2]).toBe(2);
  expect(moved[0]).toBe(b![0]);
  await measure.updateComplete;
  measure
    .shadowRoot!.querySelector('circle')!
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete', bubbles: true }));
  expect(measure.measures).toEqual([]);
});

test('a profile reads the voxels under its line', async () => {
  const [, measure] = await measuring({ index: 9 });
  const read = await page.scan.read();
  const profile = new Promise<CustomEvent<Profile>>((resolve) => {
    measure.addEventListener('vox-profile', (event) => {
      resolve(event);
    });
  });
  measure.measures = [
    {
      id: 1,
      type: 'profile',
      points: [
        [2, 4.5, 8],
        [12, 4.5, 8],
      ],
    },
  ];
  const { detail } = await profile;
  expect([...detail.values]).toEqual(
    Array.from({ length: 21 }, (_, n) => read.data[4 + n + SIZE[0] * (9 + SIZE[1] * 4)]),
  );
  await measure.updateComplete;
  expect(measure.shadowRoot!.querySelector('.plot .curve')!.getAttribute('d')).toMatch(/^M.*L/);
});

test('regions are drawn, moved by their handles, and are data for shape()', async () => {
  const [, measure] = await measuring({ axis: 'z' });
  const regions: unknown[] = [];
  measure.addEventListener('vox-regions', (event) => {
    regions.push((event as CustomEvent<{ regions: unknown }>).detail.regions);
  });
  measure.tool = 'box';
  await measure.updateComplete;
  draw(measure, [60, 60], [90, 90], [120, 110]);
  await measure.updateComplete;
  const [box] = measure.regions;
  expect(box!.shape).toMatchObject({ type: 'box' });
  // Through all slices: 20 of 2 µm.
  expect((box!.shape as { size: readonly number[] }).size[2]).toBe(40);
  expect(measure.shadowRoot!.querySelectorAll('circle')).toHaveLength(5);
  measure
    .shadowRoot!.querySelector('[aria-label*=centre]')!
    .dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
  const before = (box!.shape as { center: readonly number[] }).center;
  const after = (measure.regions[0]!.shape as { center: readonly number[] }).center;
  expect(after[0]! - before[0]!).toBe(0.5);
  expect(regions).toHaveLength(2);

  // Tools chosen by the keyboard put their shape into the middle.
  for (const button of measure.shadowRoot!.querySelectorAll<HTMLElement>('.tools button'))
    button.click();
  await measure.updateComplete;
  expect(measure.measures.map(({ type }) => type)).toEqual(['ruler', 'angle', 'profile']);
  expect(measure.regions.map(({ shape }) => shape.type)).toEqual([
    'box',
    'box',
    'ellipsoid',
    'cylinder',
    'polygon',
  ]);
  await expectAccessible(measure);
});

test('a polygon is drawn by clicks and closed by a double click', async () => {
  const [, measure] = await measuring({ axis: 'z' });
  measure.tool = 'polygon';
  await measure.updateComplete;
  const corners = [
    [60, 60],
    [120, 60],
    [100, 120],
    [100, 120],
  ] as const;
  for (const corner of corners) draw(measure, corner);
  measure.shadowRoot!.querySelector('.draw')!.dispatchEvent(new MouseEvent('dblclick'));
  expect(measure.regions[0]!.shape).toMatchObject({ type: 'polygon', axis: 'z' });
  expect((measure.regions[0]!.shape as { points: readonly unknown[] }).points).toHaveLength(3);
  expect(measure.tool).toBeNull();
});
