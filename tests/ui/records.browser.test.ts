import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab } from '../../src/index.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { setLanguage } from '../../ui/index.js';
import type { VoxBatch, VoxRecords } from '../../ui/panels.js';
import '../../ui/panels.js';
import { browserRecords, openRecords, type Records } from '../../ui/records/index.js';
import { addSource, addStep, openSession, type Session } from '../../ui/session/index.js';
import { madeSample, madeValue } from '../records/made_records.js';
import { expectAccessible } from './accessible.js';

/** Kernels and words are loaded when they are first needed. */
const SLOW = { timeout: 20_000 };
const FOLDER = 'voxmetry-records-test';
let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());
afterEach(async () => {
  document.body.replaceChildren();
  await setLanguage('en');
  const root = await navigator.storage.getDirectory();
  await root.removeEntry(FOLDER, { recursive: true }).catch(() => undefined);
});

// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- as querySelector
const find = <T extends Element>(element: HTMLElement, selector: string): T | null =>
  element.shadowRoot!.querySelector<T>(selector);
const all = (element: HTMLElement, selector: string): Element[] => [
  ...element.shadowRoot!.querySelectorAll(selector),
];
const words = (element: Element | null): string =>
  element?.textContent.replaceAll(/\s+/g, ' ').trim() ?? '';

describe('vox-batch', () => {
  async function tiff(name: string, seed: number): Promise<File> {
    const data = Uint8Array.from({ length: 512 }, (_, i) => (i * seed) % 256);
    const facts = { size: [8, 8, 8], spacing: [1, 1, 1], unit: 'µm', dtype: 'u8' } as const;
    const parts: BlobPart[] = [];
    for await (const part of writeTiff(facts, [data])) parts.push(part);
    return new File(parts, name);
  }

  async function study(): Promise<Session> {
    const session = await openSession();
    const source = { name: 'own', bytes: 1, hash: '', options: {}, facts: null };
    session.edit('source', (given) => addSource(given, source)[0]);
    const { catalogue } = session;
    let mask = '';
    session.edit('threshold', (given) => {
      const [next, id] = addStep(given, catalogue, {
        operation: 'threshold',
        on: 'v1',
        options: { lo: 128 },
      });
      mask = id;
      return next;
    });
    session.edit(
      'fraction',
      (given) => addStep(given, catalogue, { operation: 'fraction', on: mask })[0],
    );
    return session;
  }

  async function batch(records: Records): Promise<VoxBatch> {
    const element = document.createElement('vox-batch');
    Object.assign(element, { lab, session: await study(), records });
    document.body.append(element);
    const files = [await tiff('a.tif', 3), new File(['no image'], 'b.tif'), await tiff('c.tif', 5)];
    element.addFiles(files.map((file) => ({ path: file.name, file })));
    await element.updateComplete;
    return element;
  }
  const states = (element: VoxBatch): (string | null)[] =>
    all(element, 'li').map((item) => item.getAttribute('data-state'));

  test('lists files, runs them, says what failed and tries it again', async () => {
    const records = await openRecords(browserRecords(FOLDER));
    const element = await batch(records);
    expect(states(element)).toEqual(['waiting', 'waiting', 'waiting']);
    await expectAccessible(element);
    find<HTMLButtonElement>(element, 'button.primary')!.click();
    await expect.poll(() => states(element), SLOW).toEqual(['done', 'failed', 'done']);
    await expect.poll(() => find(element, 'vox-progress')).toBeNull();
    expect(words(find(element, '.why'))).toMatch(/b\.tif/);
    expect(words(find(element, '[role=status]'))).toContain('2 recorded');
    await expectAccessible(element);
    // In the browser's own files, as another page finds them.
    const again = await openRecords(browserRecords(FOLDER));
    expect(again.rows()).toEqual(records.rows());
    expect(again.samples.map(({ sample }) => sample)).toEqual(['a', 'c']);
    const retry = all(element, 'button').find((each) => words(each) === 'Retry what failed')!;
    (retry as HTMLButtonElement).click();
    await expect.poll(() => states(element), SLOW).toEqual(['done', 'failed', 'done']);
    await element.run();
    expect(records.length).toBe(again.length);
  });

  test('a cancel keeps what is done', async () => {
    const records = await openRecords();
    const element = await batch(records);
    const running = element.run();
    await expect.poll(() => states(element)[0], SLOW).toBe('done');
    element.cancel();
    await running;
    expect(records.samples.length).toBeGreaterThan(0);
    await element.updateComplete;
    expect(find(element, '.zone')).not.toBeNull();
  });

  test('says what it lacks', async () => {
    const element = document.createElement('vox-batch');
    document.body.append(element);
    await element.updateComplete;
    expect(words(element.shadowRoot as unknown as Element)).toContain('no study to apply');
    await setLanguage('de');
    await expect
      .poll(() => words(element.shadowRoot as unknown as Element), SLOW)
      .toContain('Noch ist keine Datei gewählt.');
  });
});

describe('vox-records', () => {
  async function filled(): Promise<Records> {
    const records = await openRecords(browserRecords(FOLDER));
    await records.setMetadataColumn({ name: 'soc', kind: 'number', unit: '%' });
    await records.addAll(
      [30, 32, 34, 40, 41, 45].map((porosity, i) =>
        madeSample(
          `s${String(i)}`,
          [
            madeValue('porosity.total', porosity),
            madeValue('sizes.D50 byVolume', i, { unit: 'µm' }),
          ],
          { metadata: { batch: i < 3 ? 'A' : 'B', soc: 10 * i } },
        ),
      ),
    );
    return records;
  }

  async function panel(records: Records | null): Promise<VoxRecords> {
    const element = document.createElement('vox-records');
    element.records = records;
    document.body.append(element);
    await element.updateComplete;
    return element;
  }

  const choose = async (element: VoxRecords, selector: string, value: string): Promise<void> => {
    const field = find<HTMLInputElement | HTMLSelectElement>(element, selector)!;
    field.value = value;
    field.dispatchEvent(new Event('change'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await element.updateComplete;
  };
  const rows = (element: VoxRecords): string[] =>
    all(element, '[part=sample] th input').map((input) => (input as HTMLInputElement).value);
  const summaries = (element: VoxRecords): string[] =>
    [...all(element, 'table')[1]!.querySelectorAll('tbody tr')].map(words);

  test('samples, their values, and groups as a calculation by hand', async () => {
    const records = await filled();
    const element = await panel(records);
    expect(rows(element)).toEqual(['s0', 's1', 's2', 's3', 's4', 's5']);
    const cells = all(element, 'td[data-number]');
    expect(cells).toHaveLength(12);
    for (const cell of cells) {
      expect(cell.getAttribute('data-unit')).toMatch(/./);
      expect(cell.getAttribute('data-estimator')).toMatch(/./);
      expect(cell.getAttribute('data-interval') ?? cell.getAttribute('data-reason')).toMatch(/./);
    }
    expect(words(cells[0]!)).toBe('30.0 ± 1.0');
    await choose(element, '#group', 'batch');
    // 32 ± 4.303 · 2 / √3, and of 40, 41 and 45.
    expect(summaries(element)[0]).toMatch(/^A 3 32\.0 2\.0 27\.0 – 37\.0 30\.0 – 34\.0$/);
    expect(summaries(element)[1]).toMatch(/^B 3 42\.0 2\.6 35\.4 – 48\.6 40\.0 – 45\.0$/);
    expect(words(element.shadowRoot as unknown as Element)).toContain('U = 0, p = 0.1');
    expect(all(element, '.chart circle')).toHaveLength(6);
    await expectAccessible(element);
  });

  test('filters by texts and numbers', async () => {
    const element = await panel(await filled());
    await choose(element, '#filter', 'batch');
    await choose(element, '[aria-label="batch is"]', 'B');
    expect(rows(element)).toEqual(['s3', 's4', 's5']);
    await choose(element, '#filter', 'soc');
    await choose(element, '[aria-label="soc from"]', '10');
    await choose(element, '[aria-label="soc to"]', '30,5');
    expect(rows(element)).toEqual(['s1', 's2', 's3']);
    await choose(element, '[aria-label="soc to"]', 'x');
    expect(words(find(element, '[role=alert]'))).toBe('Not a number.');
  });

  test('limits give verdicts', async () => {
    const records = await filled();
    const element = await panel(records);
    await choose(element, 'input[name=lower]', '31');
    await choose(element, 'input[name=upper]', '42');
    await expect.poll(() => records.limits).toHaveLength(1);
    await element.updateComplete;
    expect(all(element, '.verdict').map((each) => each.classList[1])).toEqual([
      'undecided',
      'pass',
      'pass',
      'pass',
      'pass',
      'fail',
    ]);
    expect(words(find(element, '.verdicts'))).toContain('4 pass, 1 fail, 1 undecided');
    await expectAccessible(element);
    await choose(element, 'input[name=lower]', '50');
    await expect.poll(() => words(find(element, '[role=alert]'))).toContain('above the upper one');
  });

  test('what is said of samples is edited, and kept', async () => {
    const records = await filled();
    const element = await panel(records);
    await choose(element, '[aria-label="batch of s0"]', 'Z');
    await choose(element, '[aria-label="soc of s1"]', '');
    await choose(element, '[aria-label="Name of the sample s2"]', 's2 new');
    await choose(element, '[aria-label="Name of the sample s3"]', 's0');
    await expect.poll(() => words(find(element, '[role=alert]'))).toContain('already');
    find<HTMLButtonElement>(element, '[aria-label="Remove the sample s5"]')!.click();
    await element.updateComplete;
    expect(words(find(element, '[role=alertdialog]'))).toContain('Remove s5 and its 2 values?');
    find<HTMLButtonElement>(element, '[role=alertdialog] .error')!.click();
    await expect.poll(() => rows(element), SLOW).toEqual(['s0', 's1', 's2 new', 's3', 's4']);
    const kept = (): Promise<Records> => openRecords(browserRecords(FOLDER));
    await expect.poll(async () => (await kept()).samples.length, SLOW).toBe(5);
    const again = await kept();
    expect(again.samples[0]!.metadata).toEqual({ batch: 'Z', soc: 0 });
    expect(again.samples[1]!.metadata).toEqual({ batch: 'A' });
  });

  test('values that were measured unlike are refused, and pooled where they are told to', async () => {
    const records = await filled();
    await records.add(madeSample('c', [madeValue('porosity.total', 9, { estimator: 'other' })]));
    const element = await panel(records);
    const alert = find(element, '[role=alert]')!;
    expect(words(alert)).toContain("differ in their estimator: 'voxel counts', 'other'");
    (alert.nextElementSibling as HTMLButtonElement).click();
    await element.updateComplete;
    expect(summaries(element)[0]).toMatch(/^All 7 /);
  });

  test('files go out and come in', async () => {
    const element = await panel(await filled());
    const files: File[] = [];
    element.addEventListener('vox-file', (event) => {
      event.preventDefault();
      const { name, bytes } = (event as CustomEvent<{ name: string; bytes: BlobPart }>).detail;
      files.push(new File([bytes], name));
    });
    for (const [i, format] of ['csv', 'parquet', 'json', 'crate'].entries()) {
      await choose(element, '[aria-label=Export]', format);
      await expect.poll(() => files.length).toBe(i + 1);
    }
    for (const file of files) {
      const other = await openRecords();
      const into = await panel(other);
      expect(words(into.shadowRoot as unknown as Element)).toContain('No records yet.');
      await into.importFile(file);
      await into.updateComplete;
      expect(other.length, file.name).toBe(12);
      expect(words(find(into, '[role=status]'))).toBe('12 values imported.');
    }
    await element.importFile(new File(['sample,value\na,1\n'], 'x.csv'));
    await element.updateComplete;
    expect(words(find(element, '[role=alert]'))).toContain("no column 'metric'");
  });

  test('many samples are shown by the hundred', async () => {
    const records = await openRecords();
    await records.addAll(
      Array.from({ length: 250 }, (_, i) => madeSample(`s${String(i)}`, [madeValue('a.b', i)])),
    );
    const element = await panel(records);
    expect(rows(element)).toHaveLength(100);
    const more = all(element, 'button').find((each) => words(each) === 'Show 100 more');
    (more as HTMLButtonElement).click();
    await element.updateComplete;
    expect(rows(element)).toHaveLength(200);
  });

  test('in German', async () => {
    const element = await panel(await filled());
    await setLanguage('de');
    await expect.poll(() => words(find(element, '.counts')), SLOW).toBe('6 Proben, 12 Werte');
    expect(words(find(element, 'td[data-number]'))).toBe('30,0 ± 1,0');
    await choose(element, '[aria-label="soc von s0"]', '2,5');
    await expect.poll(() => element.records!.samples[0]!.metadata['soc']).toBe(2.5);
  });
});
