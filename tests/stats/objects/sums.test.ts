import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { mergeContacts, unpackContacts } from '../../../src/stats/objects/contact_counts.js';
import { pairsTable } from '../../../src/stats/objects/contacts_table.js';
import { mergeSums, unpackSums, type IdSums } from '../../../src/stats/objects/id_sums.js';
import { momentsTable } from '../../../src/stats/objects/moments_table.js';
import { surfacesTable } from '../../../src/stats/objects/surfaces_table.js';
import { mergeObjects } from '../../../src/stats/object_sums.js';
import { columnValues, type TableData } from '../../../src/recipe/table_data.js';
import type { Lab } from '../../../src/volume/lab.js';
import { labelsOf, openLab } from './handles.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.dispose());

const UNIT: Vec3 = [1, 1, 1];
const TWO_32 = 2n ** 32n;

/** The sums of one object, each in a word or in two. */
function sumsOf(id: number, values: readonly (number | bigint)[]): IdSums {
  const fields = values.flatMap((value) =>
    typeof value === 'number'
      ? [Float64Array.of(value)]
      : [Float64Array.of(Number(value % TWO_32)), Float64Array.of(Number(value / TWO_32))],
  );
  return { ids: Uint32Array.of(id), fields };
}

/** The moments of a box of voxels from a corner, in closed form. */
function boxMoments(corner: readonly bigint[], edges: readonly bigint[]): (number | bigint)[] {
  const n = edges[0]! * edges[1]! * edges[2]!;
  const sum = (i: number): bigint => (edges[i]! * (2n * corner[i]! + edges[i]! - 1n)) / 2n;
  const squaresTo = (m: bigint): bigint => (m * (m + 1n) * (2n * m + 1n)) / 6n;
  const squares = (i: number): bigint =>
    squaresTo(corner[i]! + edges[i]! - 1n) - (corner[i]! > 0n ? squaresTo(corner[i]! - 1n) : 0n);
  const first = [0, 1, 2].map((i) => (sum(i) * n) / edges[i]!);
  const second = [0, 1, 2].map((i) => (squares(i) * n) / edges[i]!);
  const mixed = (i: number, j: number): bigint => (sum(i) * sum(j) * n) / edges[i]! / edges[j]!;
  return [Number(n), ...first, ...second, mixed(0, 1), mixed(0, 2), mixed(1, 2)];
}

describe('sums beyond 2²⁴, 2³² and 2⁵³', () => {
  test('second moments of a box of 2³³ voxels far from the origin are exact', () => {
    const edges = [4096n, 2048n, 1024n];
    const sums = sumsOf(7, boxMoments([30000n, 60000n, 50000n], edges));
    const table = momentsTable(sums, UNIT, 'µm');
    ['A', 'B', 'C'].forEach((axis, i) => {
      expect(columnValues(table, `semiAxis${axis}`)![0]).toBeCloseTo(
        Math.sqrt(5 / 12) * Number(edges[i]!),
        8,
      );
    });
    expect(columnValues(table, 'axisAX')![0]).toBe(1);
  });

  test('halves that are merged are the whole: moments, surfaces, counts', () => {
    const left = sumsOf(7, boxMoments([0n, 0n, 0n], [2048n, 2048n, 1024n]));
    const right = sumsOf(7, boxMoments([2048n, 0n, 0n], [2048n, 2048n, 1024n]));
    const other = sumsOf(9, boxMoments([0n, 0n, 0n], [1n, 1n, 1n]));
    const merged = mergeSums(mergeSums(left, other), right);
    expect(Array.from(merged.ids)).toEqual([7, 9]);
    expect(merged.fields[0]![0]).toBe(2 ** 33);
    const table = momentsTable(merged, UNIT, 'µm');
    expect(columnValues(table, 'semiAxisA')![0]).toBeCloseTo(Math.sqrt(5 / 12) * 4096, 8);
    expect(columnValues(table, 'semiAxisA')![1]).toBeCloseTo(Math.sqrt(5 / 12), 12);

    // Words of a kernel's table up to 2³² − 1, eight times over.
    const kinds = [
      ...Array.from({ length: 14 }, () => 'word' as const),
      'signed',
      'signed',
      'low',
      'high',
    ] as const;
    const words = new Uint32Array(2 * kinds.length);
    for (let f = 0; f < 13; f++) words[2 * f + 1] = 0xffffffff;
    words[2 * 14 + 1] = -8;
    words[2 * 16 + 1] = 0xffffffff;
    words[2 * 17 + 1] = 5;
    let all = unpackSums(words, 2, kinds, [0]);
    for (let k = 0; k < 3; k++) all = mergeSums(all, all);
    const measures: TableData = {
      rows: 1,
      columns: [{ name: 'voxels', unit: '', description: '', data: Float64Array.of(2 ** 35) }],
    };
    const surfaces = surfacesTable(all, 1, UNIT, 'µm', measures);
    // Transitions along the axes lie in four cells each.
    expect(columnValues(surfaces, 'surfaceAreaFaces')![0]).toBe((3 * 8 * (2 ** 32 - 1)) / 4);
    expect(columnValues(surfaces, 'surfaceAreaMarchingCubes')![0]).toBe(
      8 * (5 * 2 ** 32 + 2 ** 32 - 1),
    );
    expect(columnValues(surfaces, 'eulerNumber6')![0]).toBe(-8);
  });

  test('voxels of measure, and contacts', () => {
    const big = {
      ids: Uint32Array.of(1),
      columns: { voxels: Float64Array.of(2 ** 32 - 1), squaresLow: Float64Array.of(2 ** 32 - 1) },
    };
    expect(mergeObjects(big, big).columns.voxels![0]).toBe(2 ** 33 - 2);
    const slot = new Uint32Array(30);
    slot.set([3, 8, 0xffffffff, 1], 15);
    let contacts = unpackContacts(slot, 15);
    for (let k = 0; k < 4; k++) contacts = mergeContacts(contacts, contacts);
    const table = pairsTable(contacts, { spacing: UNIT, unit: 'µm' }, 'faces', 6);
    expect(table.columns.map(({ data }) => data[0])).toEqual([3, 8, 2 ** 36, 2 ** 36]);
  });

  test('on the GPU a row of 60,000 voxels carries into the second word', async () => {
    const n = 60_000;
    const data = new Uint8Array(n).fill(1);
    const grid = await labelsOf(lab, data, [n, 1, 1]);
    const columns = ['semiAxisA', 'semiAxisB', 'surfaceAreaFaces', 'feretMax', 'solidity'];
    const row = (await grid.measure({ columns })).row(0);
    expect(row['semiAxisA']).toBeCloseTo(Math.sqrt(5 / 12) * n, 6);
    expect(row['semiAxisB']).toBeCloseTo(Math.sqrt(5 / 12), 12);
    expect(row['surfaceAreaFaces']).toBe(4 * n + 2);
    expect(row['feretMax']).toBeCloseTo(Math.hypot(n, 1, 1), 6);
    expect(row['solidity']).toBe(1);
    // Too long for indices of 16 bits: a typed refusal.
    const longer = await labelsOf(lab, new Uint8Array(70_000).fill(1), [70_000, 1, 1]);
    await expect(longer.measure({ columns: ['semiAxisA'] })).rejects.toMatchObject({
      code: 'limit',
    });
    await expect(longer.measure({ columns: ['feretMax'] })).rejects.toMatchObject({
      code: 'limit',
    });
    expect((await longer.measure({ columns: ['surfaceAreaFaces'] })).row(0)).toEqual({
      surfaceAreaFaces: 280_002,
    });
  });

  test('a crowd of objects overflows the tables of blocks and of pairs and loses none', async () => {
    const size: Vec3 = [34, 17, 16];
    const voxels = size[0] * size[1] * size[2];
    const data = Uint32Array.from({ length: voxels }, (_, i) => 1 + ((i * 7919) % voxels));
    const grid = await labelsOf(lab, data, size);
    const columns = ['surfaceAreaFaces', 'semiAxisC', 'feretMin', 'contacts', 'eulerNumber26'];
    const table = await grid.measure({ columns });
    expect(table.length).toBe(voxels);
    const every = (name: string, value: number): boolean =>
      Array.from(table.column(name)).every((v) => Math.abs(v - value) < 1e-12);
    expect(every('surfaceAreaFaces', 6)).toBe(true);
    expect(every('semiAxisC', Math.sqrt(5 / 12))).toBe(true);
    expect(every('feretMin', 1)).toBe(true);
    expect(every('eulerNumber26', 1)).toBe(true);
    const faces = (a: number, b: number, c: number): number => (a - 1) * b * c;
    const pairs = faces(34, 17, 16) + faces(17, 34, 16) + faces(16, 34, 17);
    expect(Array.from(table.column('contacts')).reduce((sum, n) => sum + n, 0)).toBe(2 * pairs);
  });
});
