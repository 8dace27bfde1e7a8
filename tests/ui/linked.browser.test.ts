import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { openLab, type Lab, type Mask, type Volume } from 'voxmetry';
import {
  addSource,
  addStep,
  changeStep,
  emptyStudy,
  openSession,
  type Session,
} from 'voxmetry/session';
import { syntheticCathode } from 'voxmetry/synthetic';
import { Link, setLanguage, type VoxSliceView } from 'voxmetry/ui';
import { drawnOf, Hand, placed, sizeOf } from './picture_page.js';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const SIZE = [96, 96, 64] as const;
const spacing = [0.5, 0.5, 0.5] as const;
let lab: Lab;
let scan: Volume;
let solid: Mask;
beforeAll(async () => {
  lab = await openLab();
  const { data } = syntheticCathode({ size: SIZE, seed: 1 }).volume;
  scan = await lab.open({ data, size: SIZE }, { name: 'scan', spacing, unit: 'µm' });
  solid = scan.median({ size: 3 }).otsu();
});
afterAll(() => lab.dispose());
beforeEach(async () => {
  await setLanguage('en');
});
afterEach(() => {
  document.body.replaceChildren();
});

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1]!;

/** The colours that the page shows of a view. */
async function shownBy(view: VoxSliceView): Promise<number[]> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const canvas = view.shadowRoot!.querySelector('canvas')!;
  const image = new Image();
  image.src = canvas.toDataURL();
  await image.decode();
  const copy = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
  copy.drawImage(image, 0, 0);
  return [...copy.getImageData(0, 0, image.width, image.height).data];
}

async function thresholded(): Promise<{ session: Session; step: string }> {
  const session = await openSession();
  let step = '';
  session.edit('open', () => {
    const { catalogue } = session;
    const [opened, source] = addSource(emptyStudy(), { name: 'scan' } as never);
    const [one, filtered] = addStep(opened, catalogue, { operation: 'median', on: source });
    const cut = { operation: 'threshold', on: filtered, options: { lo: 20_000 } };
    const [two, id] = addStep(one, catalogue, cut);
    step = id;
    return addStep(two, catalogue, { operation: 'fraction', on: id })[0];
  });
  session.attach('v1', scan);
  return { session, step };
}

test('slices follow a threshold that is dragged, and are those of the whole run in the end', async () => {
  const { session, step } = await thresholded();
  const maskOf = (): Mask => session.handles.value.handles.get(step) as Mask;
  const histogram = document.createElement('vox-histogram');
  const counted = new Promise((resolve) => {
    histogram.addEventListener('vox-counted', resolve);
  });
  Object.assign(histogram, { volume: scan.median({ size: 3 }), thresholds: [20_000] });
  document.body.append(histogram);
  await counted;
  await histogram.updateComplete;
  const view = await placed({ lab, volume: scan, mask: maskOf() }, [240, 240]);
  histogram.addEventListener('vox-threshold', (event) => {
    const { thresholds } = event.detail;
    const options = { lo: thresholds[0]! };
    session.edit('threshold', (study) => changeStep(study, step, { options }), 'drag');
    view.mask = maskOf();
  });
  const slider = histogram.shadowRoot!.querySelector<HTMLElement>('[role=slider]')!;
  const times: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const started = performance.now();
    slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'PageUp', bubbles: true }));
    await histogram.updateComplete;
    await drawnOf(view);
    times.push(performance.now() - started);
  }
  console.info(`a slice follows a threshold after ${median(times).toFixed(0)} ms`);
  const lo = session.study.value.steps.find(({ id }) => id === step)!.options['lo'];
  expect(lo).toBeGreaterThan(20_000);
  expect([...session.results.byStep.value.values()].every(({ value }) => value === undefined)).toBe(
    true,
  );

  // The whole run, from the numbers of a call by hand.
  const whole = await scan
    .median({ size: 3 })
    .threshold({ lo: lo as number })
    .read();
  const bytes = Uint8Array.from(whole.data);
  const placedAs = { spacing, unit: 'µm' };
  const again = (await lab.open({ data: bytes, size: SIZE }, placedAs)).threshold({ lo: 1 });
  const preview = await shownBy(view);
  const other = await placed({ lab, volume: scan, mask: again }, [240, 240]);
  expect(await shownBy(other)).toEqual(preview);
  expect(new Set(preview).size).toBeGreaterThan(50);
});

test('an object that is clicked in a slice is shown by table, plot, slices and 3D', async () => {
  const labels = solid.separate();
  const table = await labels.measure();
  const link = new Link();
  const first = await placed({ lab, volume: scan, labels, link }, [240, 240]);
  const second = await placed({ lab, volume: scan, labels, link, axis: 'x' }, [240, 240]);
  const space = document.createElement('vox-volume-view');
  Object.assign(space, { lab, labels, link });
  Object.assign(space.style, sizeOf(160, 120));
  const rows = document.createElement('vox-table');
  const plot = document.createElement('vox-plot');
  Object.assign(rows, { table, link });
  Object.assign(plot, { table, link, x: 'equivalentDiameter' });
  rows.style.height = '200px';
  document.body.append(space, rows, plot);
  await Promise.all([drawnOf(space), rows.updateComplete, plot.drawn]);
  const times = new Map<string, number[]>();
  const chosen = new Set<number>();
  for (const [x, y] of [60, 100, 140, 180].flatMap((a) => [70, 150].map((b) => [a, b] as const))) {
    link.selected.value = null;
    const chose = new Promise<void>((resolve) => {
      first.addEventListener(
        'vox-pick',
        () => {
          resolve();
        },
        { once: true },
      );
    });
    const started = performance.now();
    new Hand(first).click(x, y);
    await chose;
    const [id] = chosenBy(link);
    if (id === undefined) continue;
    await rows.updateComplete;
    const after = async (part: string, drawn: Promise<unknown> | undefined): Promise<void> => {
      await drawn;
      times.set(part, [...(times.get(part) ?? []), performance.now() - started]);
    };
    const moved = new Promise((resolve) => {
      space.addEventListener('vox-frame', resolve, { once: true });
    });
    await Promise.all([
      after('table', Promise.resolve()),
      after('plot', plot.drawn),
      after('slice', drawnOf(second)),
      after('3D', moved),
      after('3D, refined', drawnOf(space)),
    ]);
    chosen.add(id);
    const marked = [...rows.shadowRoot!.querySelectorAll('[role=row][aria-selected=true]')];
    expect(marked).toHaveLength(1);
    const shown = marked[0]!.querySelector('[role=gridcell]')!.textContent.trim();
    expect(Number(shown.replaceAll(',', ''))).toBe(id);
    const [x0, y0, z0] = link.crosshair.value!.map((p, n) => Math.round(p / spacing[n]!));
    const { value } = await pickedAt(labels, x0!, y0!, z0!);
    expect(value).toBe(id);
  }
  expect(chosen.size).toBeGreaterThan(2);
  for (const [part, each] of times)
    console.info(`${part}: shown after ${median(each).toFixed(0)} ms`);
});

const chosenBy = ({ selected }: Link): number[] => [...(selected.value ?? [])];

/** The label of a voxel, read by itself. */
async function pickedAt(
  labels: ReturnType<Mask['separate']>,
  x: number,
  y: number,
  z: number,
): Promise<{ value: number }> {
  const { data } = await labels.slice({ axis: 'z', index: z });
  return { value: data[x + SIZE[0] * y]! };
}
