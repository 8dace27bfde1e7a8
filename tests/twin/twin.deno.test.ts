import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { simulateImaging, syntheticCathode } from '../../src/synthetic/index.js';
import { metric, packedSpheres, twin } from '../../src/twin/index.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const size = [48, 48, 48] as const;
const spacing = [1, 1, 1] as const;
const { truth } = syntheticCathode({ seed: 1, size, spacing, medianDiameter: 10 });
const structure = Uint8Array.from(truth.labels, (label) => (label > 0 ? 1 : 0));
const imaging = { levels: [14000, 36000], deviations: [2600, 2800], blur: 1 } as const;

async function scanOf() {
  const data = simulateImaging(structure, { size, spacing }, { seed: 501, blur: 1, noise: 2500 });
  return lab.open({ data, size }, { name: 'scan' });
}

test('the surface that a recipe loses is given back by twins that look like the scan', async () => {
  const solid = (await scanOf()).median({ size: 3 }).otsu();
  const own = (await lab.open({ data: structure, size })).threshold({ lo: 1 });
  const { perVolume: area } = await own.surfaceArea();
  const query = solid.surfaceArea();
  const fractions: number[] = [];
  const found = await twin(solid, {
    metrics: { surface: metric(query, ({ perVolume }) => perVolume) },
    n: 6,
    seed: 2,
    onProgress: (fraction) => fractions.push(fraction),
  });
  const { measured, corrected, band, match } = found.metrics.surface;
  expect(measured).toBe((await query).perVolume);
  // Twins of a field have the scan's fraction and faces, and other chords.
  expect(match).toEqual(['packedSpheres']);
  const off = Math.abs(measured! - area);
  expect(off / area).toBeGreaterThan(0.1);
  expect(Math.abs(corrected! - area)).toBeLessThan(off / 2);
  expect(band![0] <= area && area <= band![1]).toBe(true);
  expect(fractions.at(-1)).toBe(1);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
}, 240_000);

test('where twins do not tell a bias, the generator that matches makes more', async () => {
  const solid = (await scanOf()).median({ size: 3 }).otsu();
  const fractions: number[] = [];
  const { generators, metrics } = await twin(solid, {
    metrics: { fraction: metric(solid.fraction(), ({ value }) => value) },
    ...{ imaging, n: 4, most: 5, seed: 2 },
    onProgress: (fraction) => fractions.push(fraction),
  });
  expect(generators.map(({ matches, twins }) => [matches, twins.length])).toEqual([
    [true, 5],
    [false, 4],
  ]);
  expect(new Set(generators[0]!.twins.map(({ seed }) => seed)).size).toBe(5);
  expect(metrics.fraction.reason).toMatch(/scatters/);
  expect(fractions.at(-1)).toBe(1);
  expect([...fractions].sort((a, b) => a - b)).toEqual(fractions);
}, 240_000);

test('refuses what it cannot replay, and is cancelled', async () => {
  const scan = await scanOf();
  const solid = scan.otsu();
  const codeOf = async (run: Promise<unknown>): Promise<unknown> =>
    run.then(
      () => 'done',
      (error: unknown) => (error instanceof VoxmetryError ? error.code : error),
    );
  expect(await codeOf(twin(solid, { generators: [packedSpheres] }))).toBe('invalid-argument');
  expect(await codeOf(twin(solid, { n: 3 }))).toBe('invalid-argument');
  expect(await codeOf(twin(solid, { n: 8, most: 7 }))).toBe('invalid-argument');
  expect(await codeOf(twin(scan.bin({ factor: 2 }).otsu()))).toBe('invalid-argument');
  const past = metric(scan.median().otsu().fraction(), ({ value }) => value);
  expect(await codeOf(twin(solid, { metrics: { past } }))).toBe('invalid-argument');
  const both = solid.or((await scanOf()).otsu());
  expect(await codeOf(twin(both))).toBe('invalid-argument');
  const abort = new AbortController();
  const run = twin(solid, {
    metrics: { fraction: metric(solid.fraction(), ({ value }) => value) },
    ...{ imaging, n: 4, signal: abort.signal },
    onProgress: (fraction) => {
      if (fraction > 0.1) abort.abort();
    },
  });
  expect(await codeOf(run)).toBe('cancelled');
});
