import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { makeNode } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { separate } from '../../src/segmentation/separate.js';
import { count } from '../../src/stats/count.js';
import { columnValues, type TableData } from '../../src/recipe/table_data.js';
import type { NetworkData } from '../../src/recipe/table_data.js';
import { networkNode } from '../../src/transport/network.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { absent, readVolume } from '../segmentation/real_volumes.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const column = (table: TableData, name: string): number[] => Array.from(columnValues(table, name)!);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, n) => sum + n, 0) / values.length;

describe.skipIf(absent)('the network of a real phase', () => {
  test('particles of a crop of nmc-cathode, against PoreSpy', async () => {
    const key = 'crop[61:189,86:214,86:214] NMC==1';
    const path = '../shared/data/volumes/nmc-cathode/REFERENCE_porespy_computed.json';
    const reference = (
      JSON.parse(readFileSync(path, 'utf8')) as Record<
        string,
        Record<string, { regions: number; mean_equiv_radius: number; max_volume: number }>
      >
    )[key]!['snow_partitioning(r_max=4,sigma=0.4)']!;
    const { values, size } = await readVolume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const region = { origin: [86, 86, 61], size: [128, 128, 128] };
    const part = makeNode(crop, { grid: await engine.source(values, size) }, { region });
    const mask = makeNode(equals, { grid: part }, { values: 1 });
    const labels = makeNode(separate, { mask });
    const { pores, throats } = (await engine.value(networkNode(labels))) as NetworkData;
    // Labels and distances once, and a table of some thousand slots.
    const { read, write } = engine.costs().find(({ op }) => op === 'network')!;
    expect((read + write) / 128 ** 3).toBeLessThan(8.5);

    // Two ways to the same regions: as many of much the same size.
    expect(Math.abs(pores.rows / reference.regions - 1)).toBeLessThan(0.05);
    const radius = mean(column(pores, 'pore.equivalent_diameter')) / 2;
    expect(Math.abs(radius / reference.mean_equiv_radius - 1)).toBeLessThan(0.05);
    const volumes = column(pores, 'pore.volume');
    expect(volumes.reduce((sum, n) => sum + n, 0)).toBe(
      await engine.value(makeNode(count, { mask })),
    );

    const extended = column(pores, 'pore.extended_diameter');
    const widest = column(throats, 'throat.inscribed_diameter');
    const [from, to] = [column(throats, 'throat.conns[0]'), column(throats, 'throat.conns[1]')];
    widest.forEach((diameter, i) => {
      expect(from[i]!).toBeLessThan(to[i]!);
      expect(diameter).toBeLessThanOrEqual(Math.min(extended[from[i]!]!, extended[to[i]!]!));
    });
    const direct = column(throats, 'throat.direct_length');
    column(throats, 'throat.total_length').forEach((length, i) => {
      expect(length).toBeGreaterThan(0.999999 * direct[i]!);
    });
    const neighbours = mean(column(pores, 'pore.coordination_number'));
    expect(neighbours).toBeCloseTo((2 * throats.rows) / pores.rows, 9);
    expect(neighbours).toBeGreaterThan(4);
    expect(neighbours).toBeLessThan(12);
  }, 300_000);
});
