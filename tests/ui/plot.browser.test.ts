import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { userEvent } from 'vitest/browser';
import { IdSet } from '../../src/index.js';
import type { Table } from '../../src/volume/table.js';
import { Link, setLanguage, type BrushChange, type VoxPlot } from '../../ui/index.js';
import { findings, LOOKS, show } from './accessible.js';
import { madeTable, numbers } from './made_table.js';

function particles(n: number): Table {
  const random = numbers(17);
  const diameter = Float64Array.from({ length: n }, () =>
    random() < 0.02 ? NaN : Math.exp(2 * random() + random()),
  );
  return madeTable({
    label: Uint32Array.from({ length: n }, (_, i) => 2 * i + 5),
    diameter,
    sphericity: Float32Array.from({ length: n }, () => Math.round(random() * 50) / 50),
    layer: Uint8Array.from({ length: n }, () => Math.floor(3 * random())),
  });
}

async function shown(set: Partial<VoxPlot>): Promise<VoxPlot> {
  const element = document.createElement('vox-plot');
  Object.assign(element, set);
  document.body.append(element);
  await element.drawn;
  return element;
}

const all = (element: VoxPlot, selector: string): Element[] => [
  ...element.shadowRoot!.querySelectorAll(selector),
];
const one = (element: VoxPlot, selector: string): HTMLElement =>
  all(element, selector)[0] as HTMLElement;

/** The ids of the rows whose values lie in closed intervals: by a plain loop. */
function idsWithin(table: Table, is: (row: Readonly<Record<string, number>>) => boolean): number[] {
  const ids: number[] = [];
  for (const row of table.rows()) if (is(row)) ids.push(row['label']!);
  return ids;
}

/** Draws a window with the pointer, in parts of the figure. */
function drag(element: VoxPlot, from: readonly [number, number], to: readonly [number, number]) {
  const figure = one(element, '.figure');
  figure.setPointerCapture = () => undefined; // needs a pointer that is really there
  const { left, top, width, height } = figure.getBoundingClientRect();
  const send = (name: string, [x, y]: readonly [number, number]): void => {
    const [clientX, clientY] = [left + x * width, top + y * height];
    figure.dispatchEvent(new PointerEvent(name, { clientX, clientY, pointerId: 1, bubbles: true }));
  };
  send('pointerdown', from);
  send('pointermove', [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2]);
  send('pointerup', to);
}

beforeEach(async () => {
  await setLanguage('en');
});
afterEach(async () => {
  document.body.replaceChildren();
});

describe('a window drawn with the pointer chooses exactly the objects within', () => {
  for (const [kind, logX] of [
    ['histogram', false],
    ['histogram', true],
    ['cumulative', false],
    ['box', true],
  ] as const)
    test(`${kind}${logX ? ', logarithmic' : ''}`, async () => {
      const table = particles(2000);
      const link = new Link();
      const element = await shown({ table, link, kind, logX, x: 'diameter' });
      const heard: BrushChange[] = [];
      element.addEventListener('vox-brush', (event) => heard.push(event.detail));
      drag(element, [0.7, 0.5], [0.3, 0.6]);
      const { x, ids, final } = heard.at(-1)!;
      expect(final).toBe(true);
      const twin = idsWithin(table, ({ diameter }) => diameter! >= x!.min! && diameter! <= x!.max!);
      expect(twin.length).toBeGreaterThan(50);
      expect(twin.length).toBeLessThan(2000);
      expect([...ids!]).toEqual(twin);
      expect([...link.selected.value!]).toEqual(twin);
      await element.drawn;
      // The fields say the very numbers, and the window lies where it was drawn.
      const fields = all(element, '.brush input') as HTMLInputElement[];
      expect(fields.map(({ value }) => Number(value))).toEqual([x!.min, x!.max]);
      const [pane, figure] = ['.window', '.figure'].map((s) =>
        one(element, s).getBoundingClientRect(),
      );
      expect(Math.abs(pane!.left - figure!.left - 0.3 * figure!.width)).toBeLessThan(2);
      expect(Math.abs(pane!.right - figure!.left - 0.7 * figure!.width)).toBeLessThan(2);
      expect(one(element, '[role=status]').textContent).toContain(
        `${twin.length.toLocaleString('en')} selected`,
      );
    });

  for (const n of [2000, 20_000])
    test(`scatter of ${String(n)}: a box`, async () => {
      const table = particles(n);
      const element = await shown({ table, kind: 'scatter', x: 'diameter', y: 'sphericity' });
      drag(element, [0.3, 0.3], [0.6, 0.7]);
      const { x, y } = element.brush!;
      const lo = Math.fround(y!.min!);
      const hi = Math.fround(y!.max!);
      const twin = idsWithin(
        table,
        (row) =>
          row['diameter']! >= x!.min! &&
          row['diameter']! <= x!.max! &&
          row['sphericity']! >= lo &&
          row['sphericity']! <= hi,
      );
      expect(twin.length).toBeGreaterThan(50);
      expect([...element.link.selected.value!]).toEqual(twin);
      await element.drawn;
      // Above 5,000 objects there are cells, and so no more marks than pixels can show.
      const dots = all(element, '.figure > svg circle').length;
      const cells = all(element, '.figure > svg rect').length;
      const valued = table.dValues('diameter').count;
      expect(dots).toBe((n > 5000 ? 0 : valued) + (twin.length > 5000 ? 0 : twin.length));
      if (n > 5000) expect(cells).toBeGreaterThan(200);
      expect(cells).toBeLessThan(5000);
    });
});

test('the job is done from the keyboard, with a decimal comma, ends included', async () => {
  await setLanguage('de');
  const table = particles(500);
  const element = await shown({ table, x: 'sphericity' });
  const [from, to] = all(element, '.brush input') as HTMLInputElement[];
  from!.focus();
  await userEvent.keyboard('0,5{Tab}0,7{Tab}');
  expect(element.shadowRoot!.activeElement).not.toBe(to);
  const twin = idsWithin(
    table,
    ({ sphericity }) => sphericity! >= Math.fround(0.5) && sphericity! <= Math.fround(0.7),
  );
  expect(twin.length).toBeGreaterThan(50);
  expect([...element.link.selected.value!]).toEqual(twin);
  await element.drawn;
  one(element, '.brush button').click();
  expect(element.link.selected.value).toBeNull();
});

test('what is chosen elsewhere is marked, and hides the window of what was chosen here', async () => {
  const table = particles(400);
  const link = new Link();
  const element = await shown({ table, link, kind: 'scatter', x: 'diameter', y: 'sphericity' });
  const drawnDots = (): number => all(element, '.figure > svg circle').length;
  const before = drawnDots();
  element.brush = { x: { min: 2, max: 4 }, y: null };
  await element.drawn;
  expect(one(element, '.window').hidden).toBe(false);
  link.selected.value = IdSet.of(idsWithin(table, ({ diameter }) => diameter! > 6).slice(0, 7));
  await element.drawn;
  expect(drawnDots()).toBe(before + 7);
  expect(one(element, '.window').hidden).toBe(true);
  expect(one(element, '.figure').getAttribute('aria-label')).toContain('7 selected');
});

test('says in words what it shows, and why it shows nothing', async () => {
  const table = particles(1000);
  const element = await shown({ table, x: 'diameter' });
  const { percentiles, count } = table.dValues('diameter', { p: [0.5] });
  const words = one(element, '.figure').getAttribute('aria-label')!;
  expect(words).toContain(`${count.toLocaleString('en')} objects`);
  expect(words).toContain(`median ${Number(percentiles[0]!.value!.toPrecision(4))} µm`);
  element.kind = 'box';
  element.group = 'diameter';
  await element.drawn;
  expect(one(element, '.figure').textContent).toContain('More than 40 groups');
  expect(all(element, '.figure > svg').length).toBe(0);
  element.group = 'layer';
  await element.drawn;
  expect(all(element, '.figure > svg').length).toBe(1);
});

test('is drawn anew when its size changes', async () => {
  const element = await shown({ table: particles(100) });
  const width = (): number => Number(one(element, '.figure > svg').getAttribute('width'));
  const before = width();
  element.style.width = `${before / 2}px`;
  await expect.poll(width).toBeLessThan(before / 2);
});

test('brings no style of its own that a policy would refuse', async () => {
  const element = await shown({ table: particles(100), bands: [{ low: 2, high: 3 }] });
  expect(all(element, 'style').length).toBe(0);
});

for (const look of LOOKS)
  test(`axe finds nothing serious: ${look.scheme}, ${String(look.width)} px`, async () => {
    await show(look);
    for (const kind of ['histogram', 'scatter', 'box'] as const) {
      const element = await shown({ table: particles(300), kind, x: 'diameter' });
      element.brush = { x: { min: 2, max: 4 }, y: null };
      await element.drawn;
      expect(await findings(element)).toEqual([]);
      element.remove();
    }
  });
