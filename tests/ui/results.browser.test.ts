import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Volume } from '../../src/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { setLanguage, type ShownResult, type VoxResults } from '../../ui/index.js';
import { expectAccessible } from './accessible.js';

let lab: Lab;
let scan: Volume;

beforeAll(async () => {
  lab = await openEngine();
  const { volume } = syntheticCathode({ seed: 1, size: [40, 36, 32] });
  const { data, size, spacing, unit } = volume;
  scan = await lab.open({ data, size }, { name: 'cathode', spacing, unit });
});
afterAll(() => lab.dispose());
afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
});

async function shown(...results: readonly ShownResult[]): Promise<VoxResults> {
  const element = document.createElement('vox-results');
  element.results = results;
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const cells = (element: VoxResults): HTMLElement[] => [
  ...element.shadowRoot!.querySelectorAll<HTMLElement>('[data-number]'),
];

describe('vox-results', () => {
  test('every number has a unit, an estimator, and an interval or a reason', async () => {
    const solid = scan.otsu();
    const element = await shown(
      { title: 'fraction', operation: 'fraction', value: await solid.fraction() },
      { title: 'surface', operation: 'surfaceArea', value: await solid.surfaceArea() },
      { title: 'moments', operation: 'moments', value: await scan.moments() },
      { title: 'count', operation: 'count', value: await solid.count(), counted: 'voxels' },
    );
    expect(cells(element).length).toBe(12);
    for (const cell of cells(element)) {
      const { unit, estimator, interval, reason } = cell.dataset;
      const where = cell.closest('tr')!.textContent;
      expect(unit, where).not.toBe('');
      expect(estimator, where).not.toBe('');
      expect(interval ?? reason, where).toBeTruthy();
    }
    await expectAccessible(element);
  });

  test('shows a fraction as its result says, and how it was computed', async () => {
    const value = await scan.median().otsu().fraction();
    const element = await shown({ title: 'Solid', operation: 'fraction', value });
    const [first, second] = cells(element);
    expect(Number(first!.dataset['number'])).toBe(value.value);
    expect(first!.dataset['interval'] ?? first!.dataset['reason']).toContain(
      value.interval?.join(' ') ?? value.reason,
    );
    expect(Math.abs(parseFloat(first!.textContent) - 100 * value.value)).toBeLessThan(1);
    expect(second!.textContent.replaceAll(/\D/g, '')).toBe(String(value.voxels));
    const how = element.shadowRoot!.querySelector('details')!;
    expect(how.textContent).toContain('median → otsu → fraction');
    expect(how.textContent).toContain('exact: the same on every adapter');
    await setLanguage('de');
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('th')!.textContent).toBe('Anteil');
    expect(second!.textContent).toMatch(/\d\.\d{3}/);
  });

  test('says why there is no interval, what is stale, and what failed', async () => {
    const value = await scan.threshold({ lo: 65535 }).fraction();
    expect(value.interval).toBeNull();
    const element = await shown(
      { title: 'None', operation: 'fraction', value, stale: true },
      {
        title: 'Failed',
        operation: 'fraction',
        value: undefined,
        error: Object.assign(new Error('too large'), { code: 'limit' }) as never,
      },
      { title: 'Count', operation: 'count', value: 12345, busy: true },
    );
    const sections = [...element.shadowRoot!.querySelectorAll('section')];
    expect(sections[0]!.textContent).toContain(`no interval: ${value.reason!}`);
    expect(sections[0]!.className).toBe('is-stale');
    expect(sections[0]!.textContent).toContain('stale');
    expect(sections[1]!.querySelector('[role=alert]')!.textContent).toBe('too large');
    expect(sections[2]!.getAttribute('aria-busy')).toBe('true');
    expect(sections[2]!.textContent).toMatch(/12,345\s+objects\s+exact, of this volume/);
    await expectAccessible(element);
  });
});
