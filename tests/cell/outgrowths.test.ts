import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import type { Table } from '../../src/index.js';
import { syntheticFoil, type FoilOptions, type SyntheticFoil } from '../../src/synthetic/index.js';

const SIZE = [112, 56, 112] as const;
const COATING = 18;
const GAP = 30;

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
  syntheticFoil({ size: SIZE, coating: COATING, outgrowths: 4, height: [3, 11], ...options });
const open = ({ data, size }: SyntheticFoil, of = lab) =>
  of.open({ data, size }, { spacing: [2, 2, 2], unit: 'µm' });

/** The row of the table that lies on a true outgrowth. */
function rowAt(table: Table, at: { x: number; z: number; side: number; radius: number }): number {
  const [x, z, side] = ['x', 'z', 'side'].map((name) => table.column(name));
  return Array.from(side!).findIndex(
    (own, i) => own === at.side && Math.hypot(x![i]! / 2 - at.x, z![i]! / 2 - at.z) < at.radius,
  );
}

describe('at a contrast to noise of 5', () => {
  test.each([1, 2, 3])('all outgrowths are found and measured, seed %i', async (seed) => {
    const foil = foilOf({ seed, tilt: [0.03, -0.02], wrinkle: 1.5, particles: 2 });
    const scan = await open(foil);
    const table = await scan.outgrowths({ gap: 2 * GAP, coatingThickness: 2 * COATING });
    const column = (name: string): number[] => Array.from(table.column(name));
    expect(column('kind').filter((kind) => kind === 0)).toHaveLength(4);
    expect(column('kind').filter((kind) => kind === 1)).toHaveLength(2);
    for (const truth of foil.truth.outgrowths) {
      const row = rowAt(table, truth);
      const of = (name: string): number => table.column(name)[row]!;
      expect(of('kind')).toBe(0);
      expect(Math.abs(of('height') / 2 - truth.height)).toBeLessThan(1);
      expect(Math.abs(of('volume') / 8 / truth.volume - 1)).toBeLessThan(0.15);
      expect(Math.abs(of('toCollector') / 2 - (GAP - truth.height))).toBeLessThan(1);
      expect(Math.abs(of('toSeparator') / 2 - (COATING - truth.height))).toBeLessThan(1);
      expect(of('bridged')).toBeCloseTo(of('height') / (2 * GAP), 6);
      expect(of('mass')).toBeCloseTo(of('volume') * 8.96e-12, 18);
      expect(of('meanIntensity')).toBeGreaterThan(36000);
      expect(['tab', 'weld', 'fold', 'atEdge'].map(of)).toEqual([0, 0, 0, 0]);
    }
    const heights = column('height').slice(0, 4);
    expect(heights).toEqual([...heights].sort((a, b) => b - a));
    const summary = await scan.outgrowthSummary({ gap: 2 * GAP, coatingThickness: 2 * COATING });
    expect(summary).toMatchObject({ regime: 'resolved', outgrowths: 4, particles: 2, unit: 'µm' });
    expect(summary.greatestHeight).toBe(heights[0]);
    expect(summary.coverage).toBe(1);
    scan.close();
  });

  test.each([4, 5])('a foil without outgrowths gives an empty table, seed %i', async (seed) => {
    const scan = await open(foilOf({ seed, outgrowths: 0, wrinkle: 2 }));
    expect((await scan.outgrowths()).length).toBe(0);
    expect(await scan.outgrowthSummary()).toMatchObject({ outgrowths: 0, greatestHeight: null });
    scan.close();
  });
});

test('the next collector may be told from the middle of the foil', async () => {
  const scan = await open(foilOf({ seed: 7 }));
  const { foilWidth } = await scan.outgrowthSummary();
  const fromFace = await scan.outgrowths({ gap: 2 * GAP - foilWidth / 2, minHeight: 8 });
  const fromMiddle = await scan.outgrowths({ nextCollector: 2 * GAP, minHeight: 8 });
  expect(fromMiddle.length).toBeGreaterThan(0);
  for (const name of ['toCollector', 'bridged', 'height']) {
    const expected = Array.from(fromFace.column(name));
    fromMiddle.column(name).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 9);
    });
  }
  const both = scan.outgrowths({ gap: 2 * GAP, nextCollector: 2 * GAP });
  await expect(both).rejects.toMatchObject({ code: 'invalid-argument' });
  scan.close();
});

test('bricks give the same table as the whole', async () => {
  const foil = foilOf({ seed: 6, particles: 1 });
  const tables = await Promise.all(
    [lab, bricked].map(async (of) => (await open(foil, of)).outgrowths({ separatorLevel: 14000 })),
  );
  expect(tables[1]!.columns).toEqual(tables[0]!.columns);
});

test('the distance to a separator is measured where its level is stated', async () => {
  const foil = foilOf({ seed: 7, tilt: [0.02, 0.02] });
  const table = await (await open(foil)).outgrowths({ separatorLevel: 14000 });
  for (const truth of foil.truth.outgrowths) {
    const left = table.column('toSeparator')[rowAt(table, truth)]! / 2;
    expect(Math.abs(left - (COATING - truth.height))).toBeLessThan(1);
  }
  expect(Array.from(table.column('toCollector')).every(Number.isNaN)).toBe(true);
});

describe('tabs, welds and folds are flagged, and not counted as outgrowths', () => {
  const FLAGS = ['tab', 'weld', 'fold'] as const;
  test.each([
    { flag: 'tab', options: { tab: 6 }, rows: 1, atEdge: 1 },
    { flag: 'weld', options: { weld: 4 }, rows: 2, atEdge: 0 },
    { flag: 'fold', options: { fold: 5 }, rows: 1, atEdge: 1 },
  ] as const)('$flag', async ({ flag, options, rows, atEdge }) => {
    for (const seed of [8, 12, 13]) {
      const scan = await open(foilOf({ seed, outgrowths: 2, ...options }));
      const table = await scan.outgrowths();
      const [x, side] = ['x', 'side'].map((name) => table.column(name));
      const at = (name: string): number[] => Array.from(table.column(name));
      const flagged = [...table].flatMap((row, i) => (FLAGS.some((f) => row[f] === 1) ? [i] : []));
      expect(flagged.length, `seed ${String(seed)}`).toBe(rows);
      for (const i of flagged) {
        expect(at(flag)[i]).toBe(1);
        expect(at('atEdge')[i]).toBe(atEdge);
        expect(Math.abs(x![i]! / 2 - 14)).toBeLessThan(11);
        if (flag !== 'weld') expect(side![i]).toBe(1);
      }
      expect(table.length).toBe(2 + rows);
      expect(await scan.outgrowthSummary()).toMatchObject({ outgrowths: 2, flagged: rows });
      scan.close();
    }
  });

  test('a crease that both faces show is none', async () => {
    for (const seed of [8, 12, 13, 14]) {
      const scan = await open(foilOf({ seed, outgrowths: 2, crease: 1 + (seed % 3) }));
      expect((await scan.outgrowthSummary()).outgrowths, `seed ${String(seed)}`).toBe(2);
      scan.close();
    }
  });
});

test('what is no foil is refused, and says what to do', async () => {
  const noise = foilOf({ seed: 10 });
  const shuffled = noise.data.map((_, i) => noise.data[(i * 7919) % noise.data.length]!);
  const scan = await lab.open({ data: shuffled, size: noise.size });
  await expect(scan.outgrowths()).rejects.toMatchObject({ code: 'invalid-argument' });
  const foil = await open(noise);
  await expect(foil.outgrowths({ level: 100 })).rejects.toThrow(/level is 100/);
  const refused = { code: 'invalid-argument' };
  await expect(foil.outgrowths({ window: 10 })).rejects.toMatchObject(refused);
  await expect(foil.outgrowths({ gap: 10, coatingThickness: 20 })).rejects.toMatchObject(refused);
});
