import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { levelCutField, simulateImaging } from '../../src/synthetic/index.js';
import { levelCutFields, metric, packedSpheres, twin } from '../../src/twin/index.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

const size = [48, 48, 48] as const;
const spacing = [1, 1, 1] as const;
const structure = levelCutField({ seed: 2, size, spacing, fraction: 0.5, length: [2.5, 2.5, 2.5] });
const imaging = { levels: [14000, 36000], deviations: [2600, 2800], blur: 0.9 } as const;

async function scanOf() {
  const data = simulateImaging(
    structure,
    { size, spacing },
    {
      ...{ seed: 5, pore: 14000, solid: 36000, blur: 0.9 },
      deviations: imaging.deviations,
    },
  );
  return lab.open({ data, size }, { spacing, name: 'scan' });
}

test('the surface that a recipe loses is given back where twins look like the scan', async () => {
  const solid = (await scanOf()).median({ size: 3 }).otsu();
  const truth = await (
    await lab.open({ data: structure, size }, { spacing })
  )
    .threshold({ lo: 1 })
    .surfaceArea({ estimator: 'crofton3' });
  const surface = metric(
    solid.surfaceArea({ estimator: 'crofton3' }),
    ({ perVolume }) => perVolume,
  );
  const fractions: number[] = [];
  const found = await twin(solid, {
    metrics: { surface },
    ...{ imaging, n: 4, seed: 3 },
    generators: [levelCutFields, packedSpheres],
    onProgress: (fraction) => fractions.push(fraction),
  });
  const { measured, corrected, band, match } = found.metrics.surface;
  expect(match).toEqual(['levelCutFields']);
  expect(measured).toBe(((await surface.query) as { perVolume: number }).perVolume);
  const off = Math.abs(measured! - truth.perVolume);
  expect(off / truth.perVolume).toBeGreaterThan(0.05);
  expect(Math.abs(corrected! - truth.perVolume)).toBeLessThan(off / 2);
  expect(band![0] <= truth.perVolume && truth.perVolume <= band![1]).toBe(true);
  // Twins of the kind that does not match are told as well.
  expect(found.generators[1]!.matches).toBe(false);
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
