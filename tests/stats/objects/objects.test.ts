import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../../src/recipe/geometry.js';
import { DIRECTIONS_13, directionWeights, lengthOf } from '../../../src/stats/directions.js';
import type { Lab } from '../../../src/volume/lab.js';
import type { Table } from '../../../src/volume/table.js';
import {
  contactsTwin,
  covarianceTwin,
  crossingsTwin,
  voxelsOfObjects,
} from '../../reference/objects.js';
import { hullTwin } from '../../reference/convex_hull.js';
import { eulerTwin } from '../../reference/surfaces.js';
import { scattered, SIZES, stream } from '../inputs.js';
import { labelsOf, openLab } from './handles.js';

let lab: Lab;
let bricked: Lab;
beforeAll(async () => {
  lab = await openLab();
  bricked = await openLab({ brick: [32, 10, 6] });
});
afterAll(async () => {
  await lab.dispose();
  await bricked.dispose();
});

const SPACING: Vec3 = [0.5, 1.25, 2];

/** Boxes of some voxels, some cut by others, with ids far apart; some ids in many parts. */
function boxes(size: Vec3, count: number, seed: number): Uint32Array<ArrayBuffer> {
  const random = stream(seed);
  const labels = new Uint32Array(volumeOf(size));
  for (let n = 0; n < count; n++) {
    const id = 1 + Math.floor(random() * 2 * count);
    const from = size.map((s) => Math.floor(random() * s));
    const length = size.map((s) => 1 + Math.floor(random() * Math.min(s, 9)));
    for (let z = from[2]!; z < Math.min(size[2], from[2]! + length[2]!); z++)
      for (let y = from[1]!; y < Math.min(size[1], from[1]! + length[1]!); y++)
        for (let x = from[0]!; x < Math.min(size[0], from[0]! + length[0]!); x++)
          labels[(z * size[1] + y) * size[0] + x] = id;
  }
  return labels;
}

function sameTables(a: Table, b: Table): void {
  expect(a.columnNames).toEqual(b.columnNames);
  for (const name of a.columnNames) expect(a.column(name), name).toEqual(b.column(name));
}

describe('the largest ball inside', () => {
  test('of a voxel, slabs and balls', async () => {
    const size: Vec3 = [40, 30, 30];
    const at = (i: number): Vec3 => [i % 40, Math.floor(i / 40) % 30, Math.floor(i / 1200)];
    const labels = Uint32Array.from({ length: volumeOf(size) }, (_, i) => {
      const [x, y, z] = at(i);
      if (x === 1 && y === 1 && z === 1) return 1;
      if (x >= 3 && x < 6) return 2;
      if (x >= 7 && x < 11) return 3;
      return Math.hypot(x - 25, y - 15, z - 15) <= 10 ? 4 : 0;
    });
    const table = await (
      await labelsOf(lab, labels, size)
    ).measure({ columns: ['inscribedDiameter', 'feretMin'] });
    const [one, three, four, ball] = table.column('inscribedDiameter');
    // Balls lie about voxel centres: a slab of four holds one of three.
    expect([one, three, four]).toEqual([1, 3, 3]);
    // The corners of voxels outside reach into a digitised ball.
    expect(ball).toBeGreaterThan(18);
    expect(ball).toBeLessThanOrEqual(20);
  });

  test('is never wider than the object is narrow, over 20 seeds', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const size: Vec3 = [24, 17, 15];
      const random = stream(seed);
      const spacing: Vec3 = [1, 1 + (seed % 3), 0.5 + (seed % 4)];
      // Boxes, balls and slanted plates, some of them of one voxel.
      const labels = boxes(size, 9, seed);
      const c = size.map((n) => n * random());
      const normal = [random() - 0.5, random() - 0.5, random() - 0.5];
      const thick = 0.3 + 1.5 * random();
      labels.forEach((_, i) => {
        const p = [i % 24, Math.floor(i / 24) % 17, Math.floor(i / 408)].map((n, k) => n - c[k]!);
        const away = p.reduce((sum, n, k) => sum + n * normal[k]!, 0) / Math.hypot(...normal);
        if (Math.abs(away) < thick) labels[i] = 101;
        if (Math.hypot(...p) < 4 * random() ** 0.1) labels[i] = 102;
      });
      const table = await (
        await labelsOf(lab, labels, size, spacing)
      ).measure({ columns: ['inscribedDiameter', 'feretMin'] });
      const widths = table.column('feretMin');
      table.column('inscribedDiameter').forEach((diameter, row) => {
        expect(diameter).toBeGreaterThan(0);
        // Distances are f32.
        expect(diameter).toBeLessThanOrEqual(widths[row]! * (1 + 1e-6));
      });
    }
  });
});

const CASES: readonly Vec3[] = [...SIZES, [41, 14, 8]];

describe.each(CASES)('on %i×%i×%i', (...size) => {
  const labels = boxes(size, 14, size[0]);
  const objects = voxelsOfObjects(labels, size);

  async function measured(columns: readonly string[]): Promise<Table> {
    const table = await (await labelsOf(lab, labels, size, SPACING)).measure({ columns });
    sameTables(await (await labelsOf(bricked, labels, size, SPACING)).measure({ columns }), table);
    return table;
  }

  test('second moments: a covariance with these axes, and the inertia of the bodies', async () => {
    const names = ['A', 'B', 'C'];
    const table = await measured([
      'volume',
      ...names.flatMap((a) => [`semiAxis${a}`, `axis${a}X`, `axis${a}Y`, `axis${a}Z`]),
      ...['XX', 'YY', 'ZZ', 'XY', 'XZ', 'YZ', 'A', 'B', 'C'].map((a) => `inertia${a}`),
      'elongation',
      'flatness',
    ]);
    expect(table.length).toBe(objects.size);
    [...objects.values()].forEach((voxels, row) => {
      const cov = covarianceTwin(voxels, SPACING);
      const cell = (name: string): number => table.column(name)[row]!;
      const semi = names.map((a) => cell(`semiAxis${a}`));
      expect(semi[0]).toBeGreaterThanOrEqual(semi[1]!);
      expect(semi[1]).toBeGreaterThanOrEqual(semi[2]!);
      expect(cell('elongation')).toBeCloseTo(semi[1]! / semi[0]!, 12);
      expect(cell('flatness')).toBeCloseTo(semi[2]! / semi[1]!, 12);
      const trace = cov[0]![0]! + cov[1]![1]! + cov[2]![2]!;
      const lambda = semi.map((s) => (s * s) / 5);
      expect(lambda[0]! + lambda[1]! + lambda[2]!).toBeCloseTo(trace, 9);
      names.forEach((a, k) => {
        const axis = ['X', 'Y', 'Z'].map((b) => cell(`axis${a}${b}`));
        if (Number.isNaN(axis[0])) return;
        // C v = λ v.
        for (let i = 0; i < 3; i++)
          expect(axis.reduce((sum, v, j) => sum + cov[i]![j]! * v, 0)).toBeCloseTo(
            lambda[k]! * axis[i]!,
            8,
          );
        expect(cell(`inertia${a}`)).toBeCloseTo(cell('volume') * (trace - lambda[k]!), 7);
      });
      expect(cell('inertiaXX')).toBeCloseTo(cell('volume') * (cov[1]![1]! + cov[2]![2]!), 7);
      expect(cell('inertiaXY')).toBeCloseTo(-cell('volume') * cov[0]![1]!, 7);
    });
  });

  test('surfaces and Euler numbers are those of each object alone', async () => {
    const table = await measured([
      'surfaceArea',
      'surfaceAreaFaces',
      'surfaceAreaCrofton3',
      'eulerNumber6',
      'eulerNumber26',
    ]);
    const weights = directionWeights(DIRECTIONS_13, SPACING);
    const weights3 = directionWeights(DIRECTIONS_13.slice(0, 3), SPACING);
    const voxel = volumeOf(SPACING);
    [...objects].forEach(([id, voxels], row) => {
      const crossings = DIRECTIONS_13.map((offset) => crossingsTwin(voxels, offset));
      const area = (shares: readonly number[]): number =>
        shares.reduce(
          (sum, w, k) =>
            sum + (2 * w * crossings[k]! * voxel) / lengthOf(DIRECTIONS_13[k]!, SPACING),
          0,
        );
      expect(table.column('surfaceArea')[row]).toBeCloseTo(area(weights), 8);
      expect(table.column('surfaceAreaCrofton3')[row]).toBeCloseTo(area(weights3), 8);
      expect(table.column('surfaceAreaFaces')[row]).toBeCloseTo(
        crossings.slice(0, 3).reduce((sum, n, i) => sum + (n * voxel) / SPACING[i]!, 0),
        8,
      );
      const own = Uint8Array.from(labels, (other) => (other === id ? 1 : 0));
      expect(table.column('eulerNumber6')[row]).toBe(eulerTwin(own, size, 6));
      expect(table.column('eulerNumber26')[row]).toBe(eulerTwin(own, size, 26));
    });
  });

  test('hulls are those of all corners', async () => {
    const table = await measured(['volume', 'feretMax', 'feretMin', 'hullVolume', 'solidity']);
    [...objects.values()].forEach((voxels, row) => {
      // The twin tries all planes through three points: of small objects alone.
      if (voxels.length > 12) return;
      const twin = hullTwin(
        voxels.flatMap(([x, y, z]) =>
          Array.from({ length: 8 }, (_, k) => [
            x + (k & 1),
            y + ((k >> 1) & 1),
            z + (k >> 2),
          ]).flat(),
        ),
        SPACING,
      );
      const cell = (name: string): number => table.column(name)[row]!;
      expect(cell('feretMax')).toBeCloseTo(twin.greatest, 9);
      expect(cell('feretMin')).toBeCloseTo(twin.least, 9);
      expect(cell('hullVolume')).toBeCloseTo(twin.volume * volumeOf(SPACING), 8);
      expect(cell('solidity')).toBeCloseTo(cell('volume') / cell('hullVolume'), 12);
    });
  });

  test('contacts are the pairs of neighbouring voxels', async () => {
    const twin = contactsTwin(labels, size, DIRECTIONS_13);
    const weights = directionWeights(DIRECTIONS_13, SPACING);
    for (const [connectivity, reach] of [
      [6, 3],
      [18, 9],
      [26, 13],
    ] as const) {
      const options = { connectivity } as const;
      const pairs = await (await labelsOf(lab, labels, size, SPACING)).contacts(options);
      sameTables(await (await labelsOf(bricked, labels, size, SPACING)).contacts(options), pairs);
      const expected = [...twin].filter(([, counts]) => counts.slice(0, reach).some((n) => n > 0));
      expect(pairs.length).toBe(expected.length);
      for (let row = 0; row < pairs.length; row++) {
        const { a, b, faces, area } = pairs.row(row) as Record<string, number>;
        expect(a).toBeLessThan(b!);
        const counts = twin.get(`${String(a)},${String(b)}`)!;
        expect(faces).toBe(counts[0]! + counts[1]! + counts[2]!);
        expect(area).toBeCloseTo(
          weights.reduce(
            (sum, w, k) =>
              sum + (2 * w * counts[k]! * volumeOf(SPACING)) / lengthOf(DIRECTIONS_13[k]!, SPACING),
            0,
          ),
          8,
        );
      }
    }
    const table = await measured(['label', 'contacts', 'contactAreaFaces', 'surfaceAreaFaces']);
    const touching = [...twin].filter(([, counts]) => counts[0]! + counts[1]! + counts[2]! > 0);
    expect(Array.from(table.column('contacts')).reduce((sum, n) => sum + n, 0)).toBe(
      2 * touching.length,
    );
    for (let row = 0; row < table.length; row++)
      expect(table.column('contactAreaFaces')[row]).toBeLessThanOrEqual(
        table.column('surfaceAreaFaces')[row]! + 1e-9,
      );
  });
});

describe('percentiles of an intensity', () => {
  const size: Vec3 = [41, 11, 7];
  const labels = boxes(size, 30, 3);
  const objects = voxelsOfObjects(labels, size);

  test.each(['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'] as const)('%s', async (dtype) => {
    const data = scattered(dtype, size, 4);
    for (const [on, fractions] of [
      [lab, [0.5, 0.05, 0.975]],
      [bricked, [1]],
    ] as const) {
      const columns = fractions.map((p) =>
        p === 0.5 ? 'intensityMedian' : `intensityP${String(100 * p)}`,
      );
      const intensity = await on.open({ data, size }, { spacing: SPACING, unit: 'µm' });
      const grid = await labelsOf(on, labels, size, SPACING);
      const table = await grid.measure({ columns, intensity });
      [...objects.values()].forEach((voxels, row) => {
        const values = voxels
          .map(([x, y, z]) => data[(z * size[1] + y) * size[0] + x]!)
          .filter(Number.isFinite)
          .sort((a, b) => a - b);
        fractions.forEach((p, k) => {
          const expected = values[Math.max(1, Math.ceil(p * values.length - 1e-9)) - 1] ?? NaN;
          const found = table.column(columns[k]!)[row]!;
          // Of f32 the shortest decimal that f32 tells apart.
          expect(dtype === 'f32' ? Math.fround(found) : found).toBe(expected + 0);
        });
      });
    }
  });
});

test('the least distance to a mask', async () => {
  const size: Vec3 = [20, 9, 5];
  const labels = boxes(size, 9, 5);
  const target = Uint8Array.from({ length: volumeOf(size) }, (_, i) => (i % 137 === 60 ? 1 : 0));
  const grid = await labelsOf(lab, labels, size, SPACING);
  const volume = await lab.open({ data: target, size }, { spacing: SPACING, unit: 'µm' });
  const columns = ['distanceTo'];
  const table = await grid.measure({ columns, distanceTo: volume.threshold({ lo: 1 }) });
  const set = [...voxelsOfObjects(target, size).get(1)!];
  [...voxelsOfObjects(labels, size).values()].forEach((voxels, row) => {
    const least = Math.min(
      ...voxels.flatMap((p) =>
        set.map((q) => Math.hypot(...p.map((x, i) => (x - q[i]!) * SPACING[i]!))),
      ),
    );
    expect(table.column('distanceTo')[row]).toBeCloseTo(least, 5);
  });
  const nothing = volume.threshold({ lo: 9 });
  const away = await grid.measure({ columns, distanceTo: nothing });
  expect(away.column('distanceTo').every(Number.isNaN)).toBe(true);
});
