import { afterEach, expect, it } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { mountPage } from '../../bench/page/page.js';
import { parseReport, type BenchReport } from '../../bench/report/schema.js';

const root = document.createElement('main');
document.body.append(root);

afterEach(() => {
  root.replaceChildren();
});

const cases = CASES.filter(({ name }) => ['invert', 'count'].includes(name));
const settings = { samples: 1, perWait: 2, copyBytes: [2 ** 16] };
const button = (name: string): HTMLButtonElement =>
  [...root.querySelectorAll('button')].find(({ textContent }) => textContent === name)!;
const status = (): string => root.querySelector('[role=status]')?.textContent ?? '';

async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 50));
}

it('measures in a worker, draws, saves, and compares with the run of another', async () => {
  const page = mountPage(root, { sizes: [16, 32], ticked: [16, 32], cases, settings });
  expect(button('Save this run').disabled).toBe(true);
  button('Run').click();
  await until(() => status().startsWith('Done') || status().includes('failed'));
  expect(status()).toBe('Done.');

  const own = parseReport(JSON.stringify(page.shelf.own));
  expect(own.measurements.map((m) => [m.case, m.size, m.error])).toEqual([
    ['invert', 16, null],
    ['count', 16, null],
    ['invert', 32, null],
    ['count', 32, null],
  ]);
  expect(own.adapter.software).toBe(true);
  expect(button('Save this run').disabled).toBe(false);
  // A table and two charts per size, and the growth.
  expect(root.querySelectorAll('.results > .scroll table')).toHaveLength(2);
  expect(root.querySelector('.prediction caption')?.textContent).toContain('not measured');
  expect(root.querySelectorAll('figure, .results > div > svg').length).toBeGreaterThanOrEqual(5);

  const faster: BenchReport = {
    ...own,
    adapter: { ...own.adapter, description: 'another adapter' },
    measurements: own.measurements.map((m) => ({ ...m, gpuMs: [], netMs: [1], wallMs: [1] })),
  };
  const picker = root.querySelector<HTMLInputElement>('input[type=file]')!;
  const files = new DataTransfer();
  files.items.add(new File([JSON.stringify(faster)], 'other.json'));
  files.items.add(new File(['{}'], 'wrong.json'));
  picker.files = files.files;
  picker.dispatchEvent(new Event('change'));
  await until(() => status().startsWith('wrong.json'));
  expect(status()).toContain('no benchmark report');
  expect(page.shelf.all.map(({ name }) => name.includes('another adapter'))).toEqual([false, true]);
  expect(root.querySelector('table')?.textContent).toContain('another adapter');

  const shared = page.shared();
  expect(shared).not.toMatch(/<script(?! type="application\/json")/);
  const second = document.createElement('main');
  const reader = mountPage(second);
  reader.shelf.load(shared);
  expect(reader.shelf.all.map(({ report }) => report)).toEqual([own, faster]);
});

it('says what is missing before it starts', () => {
  mountPage(root, { sizes: [16], ticked: [], cases });
  button('Run').click();
  expect(status()).toContain('at least one size');
});
