import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Fraction, Lab, Volume } from '../../src/index.js';
import * as operations from '../../src/operations/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { setLanguage } from '../../ui/index.js';
import type { VoxCertainty } from '../../ui/panels.js';
import '../../ui/panels.js';
import type { ReportCertainty } from '../../ui/report/index.js';
import {
  addSource,
  addStep,
  Catalogue,
  changeStep,
  emptyStudy,
  Session,
} from '../../ui/session/index.js';
import { expectAccessible } from './accessible.js';

const catalogue = new Catalogue(operations);
let lab: Lab;
let scan: Volume;

beforeAll(async () => {
  lab = await openEngine();
  const { data, size, spacing, unit } = syntheticCathode({ seed: 1, size: [48, 40, 32] }).volume;
  scan = await lab.open({ data, size }, { name: 'cathode', spacing, unit });
  await setLanguage('en');
});
afterAll(() => lab.dispose());
afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
});

/** A session with a mask and measures of it; the ids of its steps by operation. */
function begun(...measures: readonly string[]): { session: Session; ids: Record<string, string> } {
  const session = new Session(catalogue, emptyStudy('Cathode'));
  const ids: Record<string, string> = {};
  session.edit('open', (study) => {
    const source = { name: 'cathode', bytes: 0, hash: '', options: {}, facts: null };
    const [added, id] = addSource(study, source);
    ids['source'] = id;
    return added;
  });
  session.attach(ids['source']!, scan);
  const add = (operation: string, on: string): void => {
    session.edit(operation, (study) => {
      const [added, id] = addStep(study, catalogue, { operation, on: ids[on]! });
      ids[operation] = id;
      return added;
    });
  };
  add('median', 'source');
  add('otsu', 'median');
  for (const measure of measures) add(measure, 'otsu');
  return { session, ids };
}

async function shown<K extends 'vox-certainty' | 'vox-report'>(
  name: K,
  session: Session,
): Promise<HTMLElementTagNameMap[K]> {
  const element = document.createElement(name);
  element.session = session;
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const card = (element: VoxCertainty): string =>
  element.shadowRoot!.querySelector('section')!.textContent.replaceAll(/\s+/g, ' ');

describe('vox-certainty', () => {
  test('the sweep at the threshold is the headline number, which is that of the session', async () => {
    const { session } = begun('fraction', 'porosity', 'surfaceArea');
    const element = await shown('vox-certainty', session);
    const all: ReportCertainty[] = [];
    element.addEventListener('vox-certainty', (event) => {
      all.push((event as CustomEvent<ReportCertainty>).detail);
    });
    const options = [...element.shadowRoot!.querySelectorAll('option')];
    expect(options.length).toBe(3);
    const mask = scan.median().otsu();
    const values = {
      Fraction: (await mask.fraction()).value,
      Porosity: (await mask.porosity()).total.value,
      'Surface area': (await mask.surfaceArea()).perVolume,
    };
    for (const option of options) {
      element.measure = option.value;
      await element.compute();
      await element.updateComplete;
      const number = element.shadowRoot!.querySelector<HTMLElement>('[data-number]')!;
      const title = option.textContent.trim() as keyof typeof values;
      expect(Number(number.dataset['number']), title).toBe(values[title]);
    }
    expect(all.length).toBe(3);
    for (const { value, measure, sensitivity, representative, voxels } of all) {
      const { curve, threshold } = sensitivity!;
      const at = curve.threshold.indexOf(threshold);
      expect(at).toBe(16);
      const sweep = measure === 'fraction' ? curve.fraction : curve.surfacePerVolume!;
      // The two estimates of a surface add the same crossings in another order.
      if (measure === 'fraction') expect(sweep[at]).toBe(value);
      else expect(sweep[at]! / value).toBeCloseTo(1, 12);
      for (const { voxels: needed, reached } of representative!.needed)
        expect(voxels >= needed).toBe(reached);
    }
    expect(element.certainties.length).toBe(3);
    element.measure = options[0]!.value;
    await element.updateComplete;
    expect(card(element)).toMatch(
      /% [±−] ?\d.*\(sampling, 95 %\) .*\(threshold ± [\d.,]+ grey levels\)/,
    );
    expect(element.shadowRoot!.querySelectorAll('svg').length).toBe(2);
    await expectAccessible(element);
  });

  test('says why something cannot be told, what is stale, and takes a number of grey levels', async () => {
    const { session, ids } = begun('fraction');
    const element = await shown('vox-certainty', session);
    const field = element.shadowRoot!.querySelector('input')!;
    const button = element.shadowRoot!.querySelector('button')!;
    field.value = '-3';
    button.click();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('[role=alert]')!.textContent).toContain('above 0');
    await element.compute(500);
    await element.updateComplete;
    expect(card(element)).toContain('± 500 grey levels are as chosen');
    session.edit('larger', (study) => changeStep(study, ids['median']!, { options: { size: 5 } }));
    await element.updateComplete;
    expect(card(element)).toContain('stale: the study was changed since');
    expect(element.shadowRoot!.querySelector('.is-stale')).not.toBeNull();
    expect(element.certainties).toEqual([]);
    await expectAccessible(element);
    // An edited mask has no threshold.
    session.edit('opened', (study) => {
      const [added, id] = addStep(study, catalogue, { operation: 'dilate', on: ids['otsu']! });
      return changeStep(
        changeStep(added, id, { options: { radius: { voxels: 1 } } }),
        ids['fraction']!,
        { on: id },
      );
    });
    await element.compute();
    await element.updateComplete;
    expect(card(element)).toMatch(/No effect of the threshold: .*dilate/);
  });

  test('is cancelled by its button, and says so', async () => {
    const { session } = begun('fraction');
    const element = await shown('vox-certainty', session);
    element.shadowRoot!.querySelector('button')!.click();
    await element.updateComplete;
    const bar = element.shadowRoot!.querySelector('vox-progress')!;
    await bar.updateComplete;
    bar.shadowRoot!.querySelector('button')!.click();
    await expect.poll(() => element.shadowRoot!.textContent).toContain('Cancelled.');
    expect(element.shadowRoot!.querySelector('section')).toBeNull();
    await element.compute();
    await element.updateComplete;
    expect(element.shadowRoot!.querySelector('section')).not.toBeNull();
  });
});

describe('vox-report', () => {
  test('writes what is chosen, and shows it without scripts', async () => {
    const { session, ids } = begun('fraction');
    await session.results.run();
    const element = await shown('vox-report', session);
    const png = 'data:image/png;base64,iVBORw0KGgo=';
    element.pictures = () => Promise.resolve([{ caption: 'A slice', png }]);
    const root = element.shadowRoot!;
    const set = (input: HTMLInputElement, value: string): void => {
      input.value = value;
      input.dispatchEvent(new Event('change'));
    };
    const [title, author] = root.querySelectorAll<HTMLInputElement>('label.field input');
    expect(title!.value).toBe('Cathode');
    set(title!, 'Cathode B');
    await element.updateComplete;
    set(author!, 'A. Researcher');
    await element.updateComplete;
    root.querySelector<HTMLButtonElement>('fieldset > button')!.click();
    await element.updateComplete;
    const [name] = root.querySelectorAll<HTMLInputElement>('.line input');
    set(name!, 'Batch');
    await element.updateComplete;
    set(root.querySelectorAll<HTMLInputElement>('.line input')[1]!, '12');
    await element.updateComplete;
    const boxes = [...root.querySelectorAll<HTMLInputElement>('[type=checkbox]')];
    expect(boxes.length).toBe(11);
    boxes.at(-2)!.click();
    await element.updateComplete;
    const report = await element.report();
    const page = new DOMParser().parseFromString(report, 'text/html');
    expect(page.querySelector('h1')!.textContent).toBe('Cathode B');
    expect(page.querySelector('.meta')!.textContent).toContain('A. Researcher');
    expect(page.querySelector('dl')!.textContent).toBe('Batch12');
    expect(page.querySelector('img')!.getAttribute('src')).toBe(png);
    expect(page.querySelector('section.recipe')).toBeNull();
    const value = session.results.byStep.value.get(ids['fraction']!)!.value as Fraction;
    expect(Number(page.querySelector('[data-number]')!.getAttribute('data-number'))).toBe(
      value.value,
    );
    // What was typed is kept with the study, and is nothing to undo.
    expect(session.study.value.views['report']).toMatchObject({ title: 'Cathode B' });
    root.querySelector<HTMLButtonElement>('.primary')!.click();
    await expect
      .poll(() => root.querySelector('iframe')?.contentDocument?.querySelector('h1')?.textContent)
      .toBe('Cathode B');
    const frame = root.querySelector('iframe')!;
    expect(frame.getAttribute('sandbox')).toBe('allow-same-origin allow-modals');
    const inside = frame.contentDocument!;
    await expect.poll(() => inside.adoptedStyleSheets.length).toBe(1);
    const table = inside.querySelector('table')!;
    expect(frame.contentWindow!.getComputedStyle(table).borderCollapse).toBe('collapse');
    await setLanguage('de');
    await expect.poll(() => root.textContent).toContain('Ergebnisse');
    expect(await element.report()).toContain('<html lang="de">');
    await setLanguage('en');
    await expectAccessible(element);
  });

  test('says what is wrong instead of writing a report', async () => {
    const { session, ids } = begun('fraction');
    const element = await shown('vox-report', session);
    session.edit('bad', (study) => changeStep(study, ids['median']!, { options: { size: 4 } }));
    await element.updateComplete;
    element.shadowRoot!.querySelector<HTMLButtonElement>('.primary')!.click();
    await expect
      .poll(() => element.shadowRoot!.querySelector('[role=alert]')?.textContent)
      .toContain('Mend the step, or switch it off');
    expect(element.shadowRoot!.querySelector('iframe')).toBeNull();
  });
});
