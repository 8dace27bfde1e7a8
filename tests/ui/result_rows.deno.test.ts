import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Volume } from '../../src/index.js';
import { describeOperations } from '../../src/operations/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';
import { rowLabels } from '../../ui/numbers/row_labels.js';
import { methodOf, rowsOf } from '../../ui/numbers/result_rows.js';

let lab: Lab;
let scan: Volume;
/** The same in cubic voxels. */
let cubes: Volume;

beforeAll(async () => {
  lab = await openEngine();
  const { volume } = syntheticCathode({ seed: 1, size: [32, 28, 24], medianDiameter: 2 });
  const { data, size, spacing, unit } = volume;
  scan = await lab.open({ data, size }, { name: 'cathode', spacing, unit });
  cubes = await lab.open({ data, size }, { spacing: [0.2, 0.2, 0.2], unit });
});
afterAll(() => lab.dispose());

/** Those of curves and of data that other elements show. */
const WITHOUT_NUMBERS = ['granulometry', 'linealPath', 'network', 'porosimetry'];
/** Options of measures that need some. */
const OPTIONS: Readonly<Record<string, unknown>> = {
  conductivity: { axis: 'z', coefficients: { pore: 1, binder: 0.5 } },
  permeability: { tolerance: 0.1 },
  tortuosity: { axis: 'z' },
  volumeFor: { relativeError: 0.05 },
};

test('every measure shows numbers, with unit, estimator, and an interval or why there is none', async () => {
  const solid = scan.otsu();
  const handles = {
    volume: scan,
    mask: solid,
    labels: solid.separate(),
    phases: scan.multiOtsu(['pore', 'binder', 'active']),
    surface: solid.surface({ side: 'z1' }),
  };
  const shown: string[] = [];
  for (const { name, of, gives, options } of describeOperations()) {
    if (
      !('value' in gives) ||
      ['fit', 'mesh', 'can', 'windings', 'sheets', 'outgrowths', 'outgrowthSummary'].includes(
        name,
      ) ||
      // What a classifier says of itself has no unit and no interval.
      of.includes('classifier') ||
      // Rolls and stacks have tests of their own.
      of.some((kind) => kind === 'roll' || kind === 'stack') ||
      options.some(({ type, optional }) => type === 'handle' && !optional)
    )
      continue;
    const [kind] = of as [keyof typeof handles];
    // Of grey levels there is no expected fraction.
    const others = { expectedFraction: solid.asVolume(), permeability: cubes.otsu().invert() };
    const called = name in others ? others[name as keyof typeof others] : handles[kind];
    const handle = called as unknown as Record<string, (o?: unknown) => Promise<unknown>>;
    const value = await handle[name]!(OPTIONS[name]);
    const rows = rowsOf(name, value, kind === 'mask' ? 'voxels' : 'objects');
    if (rows.length === 0) {
      expect(WITHOUT_NUMBERS, name).toContain(name);
      continue;
    }
    shown.push(name);
    expect(methodOf(name, value).estimator, name).not.toBe('');
    for (const row of rows) {
      const where = `${name}: ${row.label}`;
      expect(row.unit, where).not.toBe('');
      expect(row.interval !== null || row.reason !== '', where).toBe(true);
      expect(typeof row.value, where).toBe('number');
      if (row.interval !== null) {
        expect(row.interval[0], where).toBeLessThanOrEqual(row.value);
        expect(row.interval[1], where).toBeGreaterThanOrEqual(row.value);
      }
      const [key = ''] = row.label.split(' ');
      const known = `label_${key}` in rowLabels.en && `label_${key}` in rowLabels.de;
      expect(known || /^(D\d0|pore|binder|active)$/.test(key), where).toBe(true);
    }
  }
  expect(shown.length).toBeGreaterThan(20);
}, 300_000);

test('the numbers are those of the result', async () => {
  const solid = scan.otsu();
  const porosity = await solid.invert().porosity();
  const rows = rowsOf('porosity', porosity);
  expect(rows.map(({ value }) => value)).toEqual([
    porosity.total.value,
    porosity.open,
    porosity.through,
    porosity.closed,
  ]);
  expect(rows[0]!.interval).toEqual(porosity.total.interval);
  const area = await solid.surfaceArea();
  expect(rowsOf('surfaceArea', area)[0]).toEqual({
    label: 'perVolume',
    value: area.perVolume,
    unit: '1/µm',
    interval: area.sampling.interval,
    reason: area.sampling.reason ?? 'noInterval',
  });
  expect(methodOf('surfaceArea', area)).toEqual({ estimator: area.estimator, border: area.border });
});

test('the edges of representative volumes are in voxels, as the result states them', async () => {
  const value = await scan.otsu().representativeVolume();
  expect(value.needed.length).toBeGreaterThan(0);
  const edges = rowsOf('representativeVolume', value).slice(1);
  expect(edges.map((each) => [each.value, each.unit])).toEqual(
    value.needed.map(({ edge }) => [edge, 'voxels']),
  );
});
