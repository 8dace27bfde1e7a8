import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import type { Table } from '../../src/index.js';
import { syntheticFoil, type FoilOptions, type SyntheticFoil } from '../../src/synthetic/index.js';

// Foils that are thinner than their images: what grew is told by what columns hold more.

const SIZE = [128, 48, 128] as const;
const COPPER = 40000;

let lab: EngineLab;
let bricked: EngineLab;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
  bricked = new EngineLab(await Engine.open({ brick: [64, 16, 24] }));
});
afterAll(async () => {
  await lab.dispose();
  await bricked.dispose();
});

const foilOf = (options: FoilOptions): SyntheticFoil =>
  syntheticFoil({
    ...{ size: SIZE, coating: 18, foil: 0.6, outgrowths: 3, height: [4, 11], radius: [6, 10] },
    ...options,
  });
const open = ({ data, size }: SyntheticFoil, of = lab) =>
  of.open({ data, size }, { spacing: [2, 2, 2], unit: 'µm' });

interface Placed {
  readonly x: number;
  readonly z: number;
  readonly radius: number;
}

/** Rows of the table whose peak lies on an object. */
const rowsAt = (table: Table, { x, z, radius }: Placed): number[] =>
  [...table].flatMap((row, i) =>
    Math.hypot(row['x']! / 2 - x, row['z']! / 2 - z) < radius ? [i] : [],
  );

/** Whether an object is alone across the foil, on both of its faces. */
const isAlone = (one: Placed, all: readonly Placed[]): boolean =>
  all.every((o) => o === one || Math.hypot(o.x - one.x, o.z - one.z) > o.radius + one.radius + 5);

describe('at a contrast to noise of 5', () => {
  test.each<[number, { readonly foil?: number; readonly copper?: number }]>([
    [21, { foil: 1.2 }],
    [22, { foil: 2.4 }],
    [23, { copper: COPPER }],
    [24, { foil: 1.2 }],
  ])('outgrowths have volumes, and no heights, seed %i, told %o', async (seed, told) => {
    const thick = (told.foil ?? 1.2) / 2;
    const foil = foilOf({ seed, foil: thick, tilt: [0.03, -0.02], wrinkle: 1.5 });
    const scan = await open(foil);
    const table = await scan.outgrowths(told);
    const all = foil.truth.outgrowths;
    const alone = all.filter((one) => isAlone(one, all));
    expect(alone.length).toBeGreaterThan(0);
    for (const truth of alone) {
      const rows = rowsAt(table, truth);
      expect(rows).toHaveLength(1);
      const of = (name: string): number => table.column(name)[rows[0]!]!;
      expect(of('kind')).toBe(0);
      expect(of('side')).toBe(truth.side);
      expect(Math.abs(of('volume') / 8 / truth.volume - 1)).toBeLessThan(0.15);
      expect(of('volumeLow')).toBeLessThan(of('volume'));
      expect(of('mass')).toBeCloseTo(of('volume') * 8.96e-12, 18);
      // The thickness is that of blurred columns.
      expect(of('thickness') / 2).toBeGreaterThan(0.5 * truth.height);
      expect(of('thickness') / 2).toBeLessThan(1.15 * truth.height);
      for (const name of ['height', 'toCollector', 'toSeparator', 'bridged', 'meanIntensity'])
        expect(of(name)).toBeNaN();
    }
    // Nothing else is found.
    const places = [...table].filter((_, i) => all.every((one) => !rowsAt(table, one).includes(i)));
    expect(places).toHaveLength(0);
    const summary = await scan.outgrowthSummary(told);
    expect(summary).toMatchObject({ regime: 'unresolved', greatestHeight: null, coverage: 1 });
    expect(summary.outgrowths).toBe(table.length);
    expect(Math.abs((summary.copper - summary.coating) / 20000 - 1)).toBeLessThan(0.05);
    scan.close();
  });

  test.each([25, 26])('a foil without outgrowths gives an empty table, seed %i', async (seed) => {
    const scan = await open(foilOf({ seed, outgrowths: 0, wrinkle: 2 }));
    expect((await scan.outgrowths({ copper: COPPER })).length).toBe(0);
    scan.close();
  });
});

test('a particle far from the foil is told from outgrowths where noise is low', async () => {
  const options = { particles: 2, particleRadius: [3.5, 4.5], noise: 400 } as const;
  const foil = foilOf({ seed: 27, ...options });
  const { outgrowths, particles } = foil.truth;
  const all = [...outgrowths, ...particles];
  const table = await (await open(foil)).outgrowths({ foil: 1.2 });
  const kindsOf = (some: readonly (Placed & { readonly side: number })[]): number[] =>
    some
      .filter((one) => isAlone(one, all))
      .map((one) => {
        const row = rowsAt(table, one)[0]!;
        expect(table.column('side')[row]).toBe(one.side);
        return table.column('kind')[row]!;
      });
  expect(new Set(kindsOf(outgrowths))).toEqual(new Set([0]));
  expect(kindsOf(particles)).toEqual([1, 1]);
  // A particle's place is its own: its middle, not that of copper on the foil.
  for (const truth of particles) {
    const row = rowsAt(table, truth)[0]!;
    expect(Math.abs(table.column('y')[row]! / 2 - truth.y)).toBeLessThan(1);
    const ball = (4 / 3) * Math.PI * truth.radius ** 3;
    expect(Math.abs(table.column('volume')[row]! / 8 / ball - 1)).toBeLessThan(0.1);
  }
});

test('bricks give the same table as the whole', async () => {
  const foil = foilOf({ seed: 28 });
  const tables = await Promise.all(
    [lab, bricked].map(async (of) => (await open(foil, of)).outgrowths({ foil: 1.2 })),
  );
  expect(tables[1]!.columns).toEqual(tables[0]!.columns);
});

test('thin outgrowths are left out where a least height is stated', async () => {
  const foil = foilOf({ seed: 29, noise: 1000 });
  const scan = await open(foil);
  const all = (await scan.outgrowths({ foil: 1.2 })).column('thickness');
  const least = (Math.min(...all) + Math.max(...all)) / 2;
  const some = (await scan.outgrowths({ foil: 1.2, minHeight: least })).column('thickness');
  expect(Array.from(some)).toEqual(Array.from(all).filter((value) => value >= least));
  expect(some.length).toBeLessThan(all.length);
  const both = { foil: 1.2, minHeight: 2 * Math.max(...all), minThickness: least };
  expect((await scan.outgrowths(both)).column('thickness')).toEqual(some);
});

describe('the regime', () => {
  test('of a narrow image needs the thickness of the foil, or the grey level of copper', async () => {
    const scan = await open(foilOf({ seed: 30, outgrowths: 0 }));
    const refused = scan.outgrowths();
    await expect(refused).rejects.toMatchObject({ code: 'invalid-argument', op: 'outgrowths' });
    await expect(refused).rejects.toThrow(/State `foil`.*or `copper`/);
    const faces = await scan.outgrowthSummary({ regime: 'resolved', copper: 30000 });
    expect(faces.regime).toBe('resolved');
  });

  test('of a wide image that any thin foil may have given is asked for', async () => {
    const scan = await open(foilOf({ seed: 31, outgrowths: 0, blur: 1.6, noise: 1000 }));
    const refused = scan.outgrowthSummary();
    await expect(refused).rejects.toMatchObject({ code: 'invalid-argument' });
    await expect(refused).rejects.toThrow(/`foil`.*`copper`.*`regime`/);
    for (const told of [
      { foil: 1.2 },
      { copper: COPPER },
      { regime: 'unresolved', copper: COPPER },
    ] as const)
      expect((await scan.outgrowthSummary(told)).regime).toBe('unresolved');
  });

  test('of a sharp foil of 3 voxels and more is resolved', async () => {
    for (const foil of [3.3, 4]) {
      const scan = await open(foilOf({ seed: 32, outgrowths: 0, foil, noise: 2000 }));
      expect((await scan.outgrowthSummary()).regime).toBe('resolved');
    }
  });
});
