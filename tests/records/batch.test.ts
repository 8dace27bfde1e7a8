import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Fraction, Lab } from '../../src/index.js';
import { writeTiff } from '../../src/io/tiff_writer.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import {
  batchInputs,
  memoryRecords,
  openRecords,
  runBatch,
  sampleOf,
  type BatchInput,
  type BatchState,
} from '../../ui/records/index.js';
import {
  addSource,
  addStep,
  changeStep,
  contentHash,
  emptyStudy,
  loadCatalogue,
  openSession,
  type Study,
} from '../../ui/session/index.js';

let lab: Lab;
let files: readonly File[];
let study: Study;

async function tiff(seed: number): Promise<File> {
  const { data, size, spacing, unit } = syntheticCathode({ seed, size: [40, 32, 24] }).volume;
  const parts: BlobPart[] = [];
  for await (const part of writeTiff({ size, spacing, unit, dtype: 'u16' }, [data]))
    parts.push(part);
  return new File(parts, `cathode-${String(seed)}.tif`);
}

/** Five files of which the third is cut off. */
beforeAll(async () => {
  lab = await openEngine();
  const whole = await Promise.all([1, 2, 3, 4].map(tiff));
  const cut = new File([whole[0]!.slice(0, 3000)], 'cut.tif');
  files = [whole[0]!, whole[1]!, cut, whole[2]!, whole[3]!];
  const catalogue = await loadCatalogue();
  const source = { name: 'own.tif', bytes: 1, hash: '', options: {}, facts: null };
  let step: string;
  study = addSource(emptyStudy(), source)[0];
  [study, step] = addStep(study, catalogue, { operation: 'otsu', on: 'v1' });
  study = addStep(study, catalogue, { operation: 'fraction', on: step })[0];
  [study, step] = addStep(study, catalogue, { operation: 'components', on: step });
  study = addStep(study, catalogue, { operation: 'measure', on: step })[0];
});
afterAll(() => lab.dispose());

const inputs = (): readonly BatchInput[] =>
  files.map((file) => ({
    name: file.name,
    input: file,
    bytes: file.size,
    hash: () => contentHash(file),
  }));

const states = (items: readonly BatchState[]): string => items.map(({ state }) => state).join(' ');

describe('runBatch', () => {
  test('records four of five files, and says what is wrong with the other', async () => {
    const records = await openRecords();
    const told: string[] = [];
    const { items, cancelled } = await runBatch({
      lab,
      study,
      inputs: inputs(),
      records,
      onItem: (place, { state }) => told.push(`${String(place)} ${state}`),
    });
    expect(cancelled).toBe(false);
    expect(states(items)).toBe('done done failed done done');
    const third = items[2]!;
    expect(third.state === 'failed' && third.error.code).toMatch(/corrupt|unsupported/);
    expect(told.filter((each) => each.endsWith('done'))).toHaveLength(4);
    expect(records.samples.map(({ sample }) => sample)).toEqual([
      'cathode-1',
      'cathode-2',
      'cathode-3',
      'cathode-4',
    ]);
    // The same number as the library's own, in per cent.
    const [row] = records.rows({ sample: 'cathode-2', metric: 'fraction.fraction' });
    const scan = await lab.open(files[1]!);
    const fraction: Fraction = await scan.otsu().fraction();
    expect(row).toMatchObject({ value: 100 * fraction.value, unit: '%', level: 0.95 });
    expect([row!.lo, row!.hi]).toEqual(fraction.interval!.map((end) => 100 * end));
    expect(row!.estimator).not.toBe('');
    expect(row!.library).toBe(lab.info.library);
    const table = await scan.otsu().components().measure();
    const entry = records.objects.find(({ sample }) => sample === 'cathode-2')!;
    const columns = await records.objectsOf(entry);
    expect(columns.map(({ name }) => name)).toEqual(table.columnNames);
    expect([...columns[1]!.data]).toEqual([...table.columns[1]!.data]);
    scan.close();
  });

  test('a cancel keeps what is done, and the next run does the rest', async () => {
    const store = memoryRecords();
    const records = await openRecords(store);
    const stop = new AbortController();
    const first = await runBatch({
      lab,
      study,
      inputs: inputs(),
      records,
      signal: stop.signal,
      onItem: (place, { state }) => {
        if (place === 1 && state === 'done') stop.abort();
      },
    });
    expect(first.cancelled).toBe(true);
    expect(states(first.items)).toBe('done done waiting waiting waiting');
    expect(records.samples).toHaveLength(2);
    // In another page, from what is kept.
    const again = await openRecords(store);
    const second = await runBatch({ lab, study, inputs: inputs(), records: again });
    expect(states(second.items)).toBe('skipped skipped failed done done');
    expect(again.samples).toHaveLength(4);
    expect(again.rows({ sample: 'cathode-1' })).toEqual(records.rows({ sample: 'cathode-1' }));
  });

  test('an item is cancelled while it is computed, and leaves nothing', async () => {
    const records = await openRecords();
    const stop = new AbortController();
    const { items } = await runBatch({
      lab,
      study,
      inputs: inputs(),
      records,
      signal: stop.signal,
      onItem: (_, { state }) => {
        if (state === 'running') stop.abort();
      },
    });
    expect(states(items)).toBe('waiting waiting waiting waiting waiting');
    expect(records.length).toBe(0);
  });

  test('another recipe is another record of the same sample', async () => {
    const records = await openRecords();
    const one = inputs().slice(0, 1);
    await runBatch({ lab, study, inputs: one, records });
    const components = study.steps.find(({ operation }) => operation === 'components')!;
    const other = changeStep(study, components.id, { options: { connectivity: 26 } });
    const { items } = await runBatch({ lab, study: other, inputs: one, records });
    expect(states(items)).toBe('done');
    expect(records.samples).toHaveLength(1);
    // The fraction does not depend on it, and is not computed again.
    expect(records.rows({ metric: 'fraction.fraction' })).toHaveLength(1);
    const counts = records.rows({ metric: 'measure.rows' });
    expect(counts.map(({ connectivity }) => connectivity)).toEqual(['6', '26']);
    expect(() => records.summarise({ metric: 'measure.rows' })).toThrow(/connectivity.*'6', '26'/);
  });

  test('a voxel size of the study is used where the file states none', async () => {
    const raw = {
      data: new Uint8Array(8 * 8 * 8).map((_, i) => i % 251),
      size: [8, 8, 8],
    } as const;
    const records = await openRecords();
    const options = { spacing: [0.5, 0.5, 0.5], unit: 'µm' } as const;
    const stated = { ...study, sources: study.sources.map((each) => ({ ...each, options })) };
    const [stem] = inputs();
    await runBatch({
      lab,
      study: stated,
      records,
      inputs: [{ name: 'raw', input: raw, bytes: 512, hash: () => Promise.resolve('a') }, stem!],
    });
    const [own] = syntheticCathode({ seed: 1, size: [40, 32, 24] }).volume.spacing;
    expect(records.samples.map(({ voxel }) => Number(voxel.split(' ')[0]))).toEqual([
      0.5,
      expect.closeTo(own, 6),
    ]);
  });

  test('a study without a measure, or of two volumes, is refused', async () => {
    const records = await openRecords();
    const run = (given: Study): Promise<unknown> =>
      runBatch({ lab, study: given, inputs: inputs(), records });
    await expect(run({ ...study, steps: study.steps.slice(0, 1) })).rejects.toThrow(/no measure/);
    const two = addSource(study, { ...study.sources[0]!, name: 'two' })[0];
    await expect(run(two)).rejects.toThrow(/2 volumes/);
  });
});

test('a session gives the same records as a batch', async () => {
  const session = await openSession(study);
  const file = files[1]!;
  session.attach('v1', await lab.open(file, { name: 'own.tif' }));
  await expect(sampleOf(session, lab)).rejects.toThrow(/run the measures first/);
  await session.results.run();
  const records = await openRecords();
  await records.add(await sampleOf(session, lab, 'one'));
  const batch = await openRecords();
  await runBatch({ lab, study, inputs: inputs().slice(1, 2), records: batch });
  const plain = (of: typeof records): unknown =>
    of.rows().map(({ sample: _, date: __, ...row }) => row);
  expect(plain(records)).toEqual(plain(batch));
});

test('files become inputs, each by itself or by folders', () => {
  const named = (...paths: string[]): { path: string; file: File }[] =>
    paths.map((path) => ({ path, file: new File(['x'], path.split('/').at(-1)!) }));
  const names = (list: readonly BatchInput[]): string => list.map(({ name }) => name).join(' ');
  const folder = named('all/a/1.tif', 'all/a/2.tif', 'all/b/1.tif', 'all/.DS_Store');
  expect(names(batchInputs(folder, 'scan'))).toBe('a b');
  expect(names(batchInputs(folder, 'files'))).toBe('1.tif 1.tif 2.tif');
  const zarr = named('set/s.zarr/.zattrs', 'set/s.zarr/0/.zarray', 'set/s.zarr/0/0.0.0', 'x.tif');
  expect(names(batchInputs(zarr, 'files'))).toBe('s.zarr x.tif');
  expect(batchInputs(zarr, 'files')[0]!.bytes).toBe(3);
});
