import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../../src/recipe/geometry.js';
import type { Lab } from '../../../src/volume/lab.js';
import { expectBall, OFFSETS } from './ball.js';
import { drawnLabels, labelsOf, openLab } from './handles.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.dispose());

const within =
  (a: Vec3, b: Vec3) =>
  (x: number, y: number, z: number): boolean =>
    x >= a[0] && y >= a[1] && z >= a[2] && x < b[0] && y < b[1] && z < b[2];

describe('published cases', () => {
  test('cc3d: contacts of four voxels with spacing 1.5×10×10', async () => {
    const data = drawnLabels([2, 2, 2], (x, y, z) => [[1, 2, 3, 0, 4][x + 2 * y + 4 * z] ?? 0][0]!);
    const grid = await labelsOf(lab, data, [2, 2, 2], [1.5, 10, 10]);
    const pairs = await grid.contacts({ estimator: 'faces', connectivity: 26 });
    const rows = [...pairs].map(({ a, b, area }) => [a, b, area]);
    expect(rows).toEqual([
      [1, 2, 100],
      [1, 3, 15],
      [1, 4, 15],
      [2, 3, 0],
      [2, 4, 0],
      [3, 4, 0],
    ]);
    expect((await grid.contacts({ estimator: 'faces' })).length).toBe(3);
  });

  test('scikit-image: the centroid and the Euler number of a box with a nose', async () => {
    const data = drawnLabels([6, 6, 6], (x, y, z) =>
      within([1, 1, 1], [3, 3, 3])(x, y, z) || (x === 3 && y === 2 && z === 2) ? 1 : 0,
    );
    const table = await (await labelsOf(lab, data, [6, 6, 6])).measure({ columns: 'all' });
    const row = table.row(0);
    expect(row['centroidX']).toBeCloseTo(1.6667, 4);
    expect(row['centroidY']).toBeCloseTo(1.5556, 4);
    expect(row['centroidZ']).toBeCloseTo(1.5556, 4);
    expect(row['eulerNumber6']).toBe(1);
    expect(row['eulerNumber26']).toBe(1);
    expect(row['extent']).toBeCloseTo(9 / 12, 12);
  });

  test('MorphoLibJ: a diagonal of eight voxels is 8√3 long', async () => {
    const data = drawnLabels([10, 10, 10], (x, y, z) =>
      x === y && y === z && x >= 1 && x <= 8 ? 1 : 0,
    );
    const table = await (await labelsOf(lab, data, [10, 10, 10])).measure({ columns: 'all' });
    expect(table.row(0)['feretMax']).toBeCloseTo(8 * Math.sqrt(3), 12);
    expect(table.row(0)['semiAxisA']).toBeGreaterThan(table.row(0)['semiAxisB']!);
    for (const axis of ['X', 'Y', 'Z'])
      expect(table.row(0)[`axisA${axis}`]).toBeCloseTo(1 / Math.sqrt(3), 9);
  });

  test('one voxel: semi-axes √(5/12), the sphere of radius .62035, width 1, length √3', async () => {
    const data = drawnLabels([3, 3, 3], (x, y, z) => (x * y * z === 1 ? 1 : 0));
    const row = (await (await labelsOf(lab, data, [3, 3, 3])).measure({ columns: 'all' })).row(0);
    for (const axis of ['A', 'B', 'C']) {
      expect(row[`semiAxis${axis}`]).toBeCloseTo(Math.sqrt(5 / 12), 12);
      // A cube's inertia about any axis is a⁵/6; no direction stands out.
      expect(row[`inertia${axis}`]).toBeCloseTo(1 / 6, 12);
      expect(row[`axis${axis}X`]).toBeNaN();
    }
    expect(row['equivalentDiameter']! / 2).toBeCloseTo(0.62035, 5);
    expect(row['feretMin']).toBe(1);
    expect(row['feretMax']).toBeCloseTo(Math.sqrt(3), 12);
    expect(row['solidity']).toBe(1);
    expect(row['sphericity']).toBeNaN();
    expect(row['elongation']).toBe(1);
  });

  test('MorphoLibJ: eight touching cubes of 3³ by Crofton with 13 and 3 directions', async () => {
    const data = drawnLabels([8, 8, 8], (x, y, z) =>
      within([1, 1, 1], [7, 7, 7])(x, y, z)
        ? 1 + (x > 3 ? 1 : 0) + (y > 3 ? 2 : 0) + (z > 3 ? 4 : 0)
        : 0,
    );
    const table = await (
      await labelsOf(lab, data, [8, 8, 8])
    ).measure({ columns: ['surfaceArea', 'surfaceAreaCrofton3', 'surfaceAreaFaces', 'contacts'] });
    expect(table.length).toBe(8);
    for (const row of table) {
      expect(Math.abs(row['surfaceArea']! / 41.07 - 1)).toBeLessThan(0.05);
      expect(Math.abs(row['surfaceAreaCrofton3']! / 36 - 1)).toBeLessThan(0.2);
      expect(row['surfaceAreaFaces']).toBe(54);
      expect(row['contacts']).toBe(3);
    }
  });

  test('MorphoLibJ: a ball of radius 20; Euler numbers of a cube, a loop, a hollow cube and eight voxels', async () => {
    const size: Vec3 = [50, 50, 50];
    const ball = drawnLabels(size, (x, y, z) =>
      Math.hypot(x - 25.12, y - 25.23, z - 25.34) <= 20 ? 1 : 0,
    );
    const row = (await (await labelsOf(lab, ball, size)).measure({ columns: 'all' })).row(0);
    expect(Math.abs(row['voxels']! - 33510)).toBeLessThanOrEqual(15);
    expect(Math.abs(row['surfaceArea']! - 5026)).toBeLessThanOrEqual(2);
    expect(Math.abs(row['surfaceAreaCrofton3']! - 5026)).toBeLessThanOrEqual(2 + 1e-9);
    expect(row['eulerNumber6']).toBe(1);

    const cube = within([2, 2, 2], [8, 8, 8]);
    const shapes: [(x: number, y: number, z: number) => boolean, number][] = [
      [cube, 1],
      [(x, y, z) => [x, y, z].every((n) => n === 2 || n === 7), 8],
      [
        (x, y, z) =>
          within([2, 2, 4], [8, 8, 5])(x, y, z) && !within([3, 3, 4], [7, 7, 5])(x, y, z),
        0,
      ],
      [(x, y, z) => cube(x, y, z) && !within([4, 4, 4], [6, 6, 6])(x, y, z), 2],
    ];
    for (const [inside, euler] of shapes) {
      const data = drawnLabels([10, 10, 10], (x, y, z) => (inside(x, y, z) ? 3 : 0));
      const grid = await labelsOf(lab, data, [10, 10, 10]);
      const table = await grid.measure({ columns: ['eulerNumber6', 'eulerNumber26'] });
      expect([...table]).toEqual([{ eulerNumber6: euler, eulerNumber26: euler }]);
    }
  });

  test('BoneJ: a wireframe box has the Euler number −4', async () => {
    for (const n of [16, 32]) {
      const size: Vec3 = [n + 2, n + 2, n + 2];
      const data = drawnLabels(size, (x, y, z) => {
        const inside = within([1, 1, 1], [n + 1, n + 1, n + 1])(x, y, z);
        return inside && [x, y, z].filter((c) => c === 1 || c === n).length >= 2 ? 7 : 0;
      });
      const table = await (
        await labelsOf(lab, data, size)
      ).measure({ columns: ['eulerNumber6', 'eulerNumber26', 'hullVolume', 'feretMin'] });
      expect([...table]).toEqual([
        { eulerNumber6: -4, eulerNumber26: -4, hullVolume: n ** 3, feretMin: n },
      ]);
    }
  });

  test('border removal, and a box of 4³ voxels of 2×1×1', async () => {
    const data = drawnLabels([10, 10, 10], (x, y, z) =>
      within([3, 3, 3], [7, 7, 7])(x, y, z) ? 1 : 0,
    );
    const grid = await labelsOf(lab, data, [10, 10, 10], [2, 1, 1]);
    const row = (await grid.measure({ columns: 'all' })).row(0);
    expect(row['volume']).toBe(128);
    expect(row['equivalentDiameter']).toBeCloseTo(Math.cbrt(768 / Math.PI), 12);
    expect(row['surfaceAreaFaces']).toBe(2 * 16 + 4 * 32);
    // A box of 8×4×4: covariance edge²/12.
    expect(row['semiAxisA']).toBeCloseTo(Math.sqrt((5 * 64) / 12), 12);
    expect(row['semiAxisB']).toBeCloseTo(Math.sqrt((5 * 16) / 12), 12);
    expect([row['axisAX'], row['axisAY'], row['axisAZ']]).toEqual([1, 0, 0]);
    expect(row['axisBX']).toBeNaN();
    expect(row['inertiaXX']).toBeCloseTo((128 * (16 + 16)) / 12, 9);
    expect(row['feretMax']).toBeCloseTo(Math.hypot(8, 4, 4), 12);
    expect(row['feretMin']).toBe(4);
  });
});

describe('balls: estimators err as their docs say', () => {
  test.each([
    [[1, 1, 1], 5],
    [[1, 1, 1], 10],
    [[1, 1, 1], 20],
    [[1, 1, 3], 5],
    [[1, 1, 3], 10],
    [[1, 1, 3], 20],
  ] as const)('spacing %j, radius %i', async (spacing, radius) => {
    for (const offset of radius < 20 ? OFFSETS : OFFSETS.slice(2, 3))
      await expectBall(lab, spacing, radius, offset);
  });
});

test('what is defined of odd objects', async () => {
  const columns = 'all' as const;
  // One slice: objects are a voxel thick, and have volumes, surfaces and widths.
  const flat = drawnLabels([12, 9, 1], (x, y) =>
    x < 8 && y < 8 ? 1 : x === 11 && y === 8 ? 9 : 0,
  );
  const table = await (await labelsOf(lab, flat, [12, 9, 1])).measure({ columns });
  expect(table.length).toBe(2);
  expect(table.row(0)).toMatchObject({
    hullVolume: 64,
    solidity: 1,
    feretMin: 1,
    surfaceAreaFaces: 160,
    eulerNumber6: 1,
  });
  expect(table.row(0)['sphericity']).toBeGreaterThan(0);
  expect(table.row(0)['semiAxisC']).toBeCloseTo(Math.sqrt(5 / 12), 12);
  expect([table.row(0)['axisCX'], table.row(0)['axisCY'], table.row(0)['axisCZ']]).toEqual([
    0, 0, 1,
  ]);
  // All one object, at every border; and nothing at all.
  const size: Vec3 = [9, 8, 7];
  const all = await labelsOf(lab, new Uint32Array(volumeOf(size)).fill(4), size);
  const whole = (await all.measure({ columns })).row(0);
  expect(whole).toMatchObject({
    label: 4,
    touchesBorder: 1,
    surfaceAreaFaces: 2 * (72 + 63 + 56),
    hullVolume: 504,
    solidity: 1,
    contacts: 0,
    contactArea: 0,
    eulerNumber26: 1,
  });
  expect(whole['feretMax']).toBeCloseTo(Math.hypot(9, 8, 7), 12);
  const none = await labelsOf(lab, new Uint32Array(volumeOf(size)), size);
  const empty = await none.measure({ columns, intensity: none.asVolume() });
  expect(empty.length).toBe(0);
  expect(empty.columnNames).toContain('intensityMedian');
  expect((await none.contacts()).length).toBe(0);
  // Ids far apart; a table of columns is written without NaN by accident.
  const far = new Uint32Array(volumeOf(size));
  far[0] = 1_000_000;
  const one = await (await labelsOf(lab, far, size)).measure({ columns });
  expect(one.row(0)['label']).toBe(1_000_000);
  const undefinedCells = one.columnNames.filter((name) => Number.isNaN(one.row(0)[name]));
  expect(undefinedCells.sort()).toEqual([
    ...['A', 'B', 'C'].flatMap((a) => ['X', 'Y', 'Z'].map((b) => `axis${a}${b}`)),
    'sphericity',
  ]);
  const json = JSON.parse(JSON.stringify(one)) as {
    columns: { name: string; values: unknown[] }[];
  };
  expect(json.columns.find(({ name }) => name === 'sphericity')!.values).toEqual([null]);
});

test('select on any column, and what it refuses', async () => {
  const size: Vec3 = [24, 10, 8];
  const data = drawnLabels(size, (x, y, z) =>
    Math.hypot(x - 4, y - 4, z - 4) <= 3 ? 1 : within([9, 1, 1], [23, 3, 4])(x, y, z) ? 2 : 0,
  );
  const grid = await labelsOf(lab, data, size);
  const kept = await grid
    .select({ voxels: { min: 5 }, sphericity: { max: 0.8 } })
    .measure({ columns: ['label', 'sphericity'] });
  expect(Array.from(kept.column('label'))).toEqual([2]);
  const round = await grid.select({ flatness: { min: 0.9 }, contacts: { max: 0 } }).count();
  expect(round).toBe(1);
  const bright = grid.select({ intensityMedian: { min: 2 } }, { intensity: grid.asVolume() });
  expect(await bright.count()).toBe(1);
  expect(() => grid.select({ intensityMedian: { min: 2 } })).toThrow(/intensity/);
  for (const wrong of [undefined, null, 'x', {}])
    expect(() => grid.select(wrong as never)).toThrow(/bands|columns with a band/);
  await expect(grid.measure({ columns: ['roundness'] })).rejects.toMatchObject({
    code: 'invalid-argument',
  });
  await expect(grid.measure({ columns: ['distanceTo'] })).rejects.toThrow(/a mask/);
  await expect(grid.measure({ columns: ['intensityP101'] })).rejects.toThrow(/columns/);
});

test('contacts add up: all of the surface of an object within another is its contact', async () => {
  const data = drawnLabels([9, 9, 9], (x, y, z) =>
    within([3, 3, 3], [6, 6, 6])(x, y, z) ? 5 : within([1, 1, 1], [8, 8, 8])(x, y, z) ? 2 : 0,
  );
  for (const spacing of [
    [1, 1, 1],
    [1, 2, 0.5],
  ] as const) {
    const grid = await labelsOf(lab, data, [9, 9, 9], spacing);
    const table = await grid.measure({
      columns: ['label', 'surfaceArea', 'contactArea', 'surfaceAreaFaces', 'contactAreaFaces'],
    });
    const [shell, core] = [...table] as [Record<string, number>, Record<string, number>];
    expect(core['label']).toBe(5);
    expect(core['contactArea']).toBeCloseTo(core['surfaceArea']!, 9);
    expect(core['contactAreaFaces']).toBeCloseTo(core['surfaceAreaFaces']!, 9);
    expect(shell['contactArea']).toBeCloseTo(core['contactArea']!, 9);
    const outer = await labelsOf(
      lab,
      data.map((id) => Math.min(id, 1)),
      [9, 9, 9],
      spacing,
    );
    const alone = (await outer.measure({ columns: ['surfaceArea'] })).row(0);
    expect(shell['surfaceArea']).toBeCloseTo(alone['surfaceArea']! + core['surfaceArea']!, 9);
  }
});

test('contacts as a graph', async () => {
  const data = drawnLabels([6, 2, 1], (x) => [1, 1, 2, 3, 0, 4][x]!);
  const grid = await labelsOf(lab, data, [6, 2, 1]);
  const [pairs, objects] = [
    await grid.contacts({ estimator: 'faces' }),
    await grid.measure({ columns: ['label', 'voxels', 'sphericity'] }),
  ];
  expect(pairs.toGraph(objects)).toEqual({
    directed: false,
    nodes: [1, 2, 3, 4].map((label) => ({
      label,
      voxels: label === 1 ? 4 : 2,
      sphericity: null,
    })),
    edges: [
      { source: 1, target: 2, faces: 2, area: 2 },
      { source: 2, target: 3, faces: 2, area: 2 },
    ],
  });
  expect(pairs.toGraph().nodes).toEqual([{ label: 1 }, { label: 2 }, { label: 3 }]);
  const text = pairs.toGraphML(objects);
  expect(text).toContain('<edge source="2" target="3">');
  expect(text.match(/<node /g)).toHaveLength(4);
  expect(text).not.toContain('NaN');
});
