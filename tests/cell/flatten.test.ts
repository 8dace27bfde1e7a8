import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flatGrid, flatStretch } from '../../src/cell/stack/flatten.js';
import { statedSheetsNode } from '../../src/cell/stack/stated_sheets.js';
import type { SheetsData, StackAxis } from '../../src/cell/stack/sheets_data.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, neededRegion, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { compute } from '../filters/engines.js';
import { awkward } from '../filters/volumes.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testNonFinite } from '../ops/non_finite.js';
import { testTraffic } from '../ops/traffic.js';
import { flattenTwin, type Hill } from '../reference/flatten.js';
import type { Sampled } from '../reference/resampling.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZE: Vec3 = [41, 37, 23];
const PLACE = { spacing: [0.5, 0.6, 0.7] as Vec3, origin: [10, -3, 2] as Vec3 };
const AXES = { x: [1, 2, 0], y: [0, 2, 1], z: [0, 1, 2] } as const;
const CASES: readonly [StackAxis, Dtype, Sampled][] = [
  ['z', 'u8', { method: 'nearest', border: 'constant', value: 7 }],
  ['x', 'i16', { method: 'nearest', border: 'reflect', value: 0 }],
  ['y', 'u16', { method: 'linear', border: 'constant', value: 7 }],
  ['z', 'i8', { method: 'cubic', border: 'nearest', value: 7 }],
];

/** A hill in the middle of the grid, `sheet` sheets of 3 above the first. */
function hillOf(axis: StackAxis, sheet: number): Hill {
  const [u0, v0, w0] = AXES[axis].map((i) => PLACE.origin[i] + (PLACE.spacing[i] * SIZE[i]) / 2);
  return {
    at: (u, v) =>
      w0! - 3 + 3 * sheet + 0.1 * (u - u0!) - 0.05 * (v - v0!) - 0.01 * (u - u0!) * (u - v + 3),
    slopes: (u, v) => [0.1 - 0.01 * (2 * u - u0! - v + 3), -0.05 + 0.01 * (u - u0!)],
  };
}

/** The tables of such hills. */
function sheetsOf(axis: StackAxis, unit = 'px'): SheetsData {
  const [iu, iv, iw] = AXES[axis];
  const cells = (i: number) => ({ first: PLACE.origin[i]!, step: PLACE.spacing[i]! });
  const [u, v] = [cells(iu), cells(iv)];
  const [columns, rows] = [SIZE[iu], SIZE[iv]];
  const middle = new Float32Array(3 * columns * rows);
  for (let sheet = 0; sheet < 3; sheet += 1)
    for (let row = 0; row < rows; row += 1)
      for (let c = 0; c < columns; c += 1)
        middle[(sheet * rows + row) * columns + c] = hillOf(axis, sheet).at(
          u.first + u.step * c,
          v.first + v.step * row,
        );
  return {
    ...{ unit, axis, sheets: 3, voxel: PLACE.spacing[iw], columns, rows, u, v, middle },
    thickness: new Float32Array(middle.length).fill(1),
  };
}

const PARAMS = { sheet: 1, from: -1.2, to: 1.7, step: 0.43, smooth: 0 } as const;
const HEIGHTS = Array.from({ length: 7 }, (_, j) => -1.2 + 0.43 * j);

describe('flatten', () => {
  test.each(CASES)(
    'is what the definition says, along %s, %s, %o',
    async (axis, dtype, sampled) => {
      const data = awkward(dtype, SIZE);
      const most = Array.from(data).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      const sheets = statedSheetsNode(sheetsOf(axis));
      const make = (grid: Node): Node =>
        makeNode(flatGrid, { grid, sheets }, { ...PARAMS, axis, ...sampled });
      const node = make(await engine.source(data, SIZE, PLACE));
      const [iu, iv] = AXES[axis];
      expect(gridMeta(node)).toMatchObject({
        size: [SIZE[iu], 7, SIZE[iv]],
        spacing: [PLACE.spacing[iu], 0.43, PLACE.spacing[iv]],
        origin: [PLACE.origin[iu], -1.2, PLACE.origin[iv]],
      });
      const out = await engine.grid(node);
      const grid = { size: SIZE, ...PLACE };
      const twin = flattenTwin(data, grid, hillOf(axis, 1), AXES[axis], HEIGHTS, sampled);
      expect(out.length).toBe(twin.values.length);
      let compared = 0;
      twin.values.forEach((v, i) => {
        if (sampled.method !== 'nearest')
          // Places agree to 10⁻⁵ voxel, and values of no order move by three times their range.
          expect(Math.abs(out[i]! - v), String(i)).toBeLessThan(5e-4 * most);
        else if (!twin.unsure[i]!) expect(out[i], String(i)).toBe(v);
        if (!twin.unsure[i]!) compared += 1;
      });
      expect(compared).toBeGreaterThan(0.98 * twin.values.length);
      expect(await bricked.grid(make(await bricked.source(data, SIZE, PLACE)))).toEqual(out);
    },
  );

  test('of a region is that of the whole, and reads what normals reach', async () => {
    for (const method of ['nearest', 'cubic'] as const) {
      const sheets = statedSheetsNode(sheetsOf('z'));
      const make = (grid: Node): Node =>
        makeNode(flatGrid, { grid, sheets }, { ...PARAMS, axis: 'z', method });
      const out = await compute(engine, awkward('u16', SIZE), SIZE, make, PLACE);
      expect(new Set(out).size).toBeGreaterThan(1000);
    }
    const grid = await engine.source(awkward('u8', SIZE), SIZE, PLACE);
    const sheets = statedSheetsNode(sheetsOf('z'));
    const node = makeNode(flatGrid, { grid, sheets }, { ...PARAMS, axis: 'z' });
    const part = neededRegion(node, 'grid', { origin: [32, 0, 20], size: [9, 7, 1] });
    // 1.7 · √½ / 0.6 is 3 voxels, and 2 of the interpolation.
    expect(part).toEqual({ origin: [0, 15, 0], size: [41, 11, 23] });
  });

  test('refuses what cannot be', async () => {
    const grid = await engine.source(awkward('u8', SIZE), SIZE, PLACE);
    const sheets = statedSheetsNode(sheetsOf('z'));
    const make = (options: object) =>
      makeNode(flatGrid, { grid, sheets }, { ...PARAMS, axis: 'z', ...options });
    expect(() => make({ to: -2 })).toThrow('to is -2');
    expect(() => make({ step: 1e-5 })).toThrow('65535 places');
    expect(() => make({ to: 1e9, step: 1e8 })).toThrow('1048576 voxels');
    await expect(engine.grid(make({ sheet: 3 }))).rejects.toThrow('0 … 2');
    await expect(engine.grid(make({ axis: 'x' }))).rejects.toThrow('axis of the sheets');
    const inMm = await engine.source(awkward('u8', SIZE), SIZE, { ...PLACE, unit: 'mm' });
    const wrong = makeNode(flatGrid, { grid: inMm, sheets }, { ...PARAMS, axis: 'z' });
    await expect(engine.grid(wrong)).rejects.toThrow('unit of the sheets');
    const mask = makeNode(threshold, { volume: grid }, { lo: 1 });
    const options = { ...PARAMS, axis: 'z' } as const;
    expect(() => makeNode(flatGrid, { grid: mask, sheets }, options)).toThrow("'nearest' for mask");
    const bad = { ...sheetsOf('z'), u: { first: NaN, step: 1 } };
    expect(() => statedSheetsNode(bad)).toThrow('all fields of SheetsData');
  });

  /** Flat sheets at the heights 8, 16 and 24 of 64 × 64 columns. */
  const level: SheetsData = {
    ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns: 64, rows: 64 },
    ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
    middle: Float32Array.from({ length: 3 * 4096 }, (_, i) => 8 * Math.floor(1 + i / 4096)),
    thickness: new Float32Array(3 * 4096).fill(1),
  };
  const FLAT = { axis: 'z', sheet: 1, from: -2, to: 1, step: 1, smooth: 0 } as const;

  testNonFinite(flatGrid, async () => {
    const data = new Float32Array(64 * 64 * 32).fill(1);
    data[(16 * 64 + 5) * 64 + 7] = NaN;
    data[(14 * 64 + 5) * 64 + 7] = Infinity;
    const grid = await engine.source(data, [64, 64, 32]);
    const node = makeNode(
      flatGrid,
      { grid, sheets: statedSheetsNode(level) },
      { ...FLAT, method: 'nearest' },
    );
    const out = await engine.grid(node);
    expect([0, 1, 2, 3].map((j) => out[(5 * 4 + j) * 64 + 7])).toEqual([Infinity, 1, NaN, 1]);
  });

  testTraffic(
    flatGrid,
    () => engine,
    (grid) =>
      makeNode(
        flatGrid,
        { grid, sheets: statedSheetsNode({ ...level, axis: 'y' }) },
        { ...FLAT, axis: 'y', method: 'nearest' },
      ),
    // All in, 64 × 4 × 8 out, and 48 bytes for each of 64 × 8 places.
    { dispatches: 1, perVoxel: 1, besides: 64 * 8 * (4 + 48) },
  );
});

describe('flatStretch', () => {
  test('is the area of the sheet and its curvature', async () => {
    // A ball's cap of radius 40 about (20, 18, −20): voxels grow as ((40 + h) / 40)².
    const columns = 41;
    const middle = Float32Array.from({ length: 3 * columns * 37 }, (_, i) => {
      const [c, row] = [i % columns, Math.floor(i / columns) % 37];
      const r = 40 + 5 * Math.floor(i / (columns * 37));
      return -20 + Math.sqrt(r * r - (c - 20) ** 2 - (row - 18) ** 2);
    });
    const cap: SheetsData = {
      ...{ unit: 'px', axis: 'z', sheets: 3, voxel: 1, columns, rows: 37, middle },
      ...{ u: { first: 0, step: 1 }, v: { first: 0, step: 1 } },
      thickness: new Float32Array(middle.length).fill(1),
    };
    const grid = await engine.source(awkward('u8', SIZE), SIZE);
    const params = { axis: 'z', sheet: 0, from: -2, to: 2, step: 2, smooth: 0 } as const;
    const node = makeNode(flatStretch, { grid, sheets: statedSheetsNode(cap) }, params);
    const out = await engine.grid(node);
    for (const [x, y] of [
      [20, 18],
      [30, 18],
      [12, 25],
    ] as const)
      [-2, 0, 2].forEach((h, j) => {
        const up = Math.sqrt(1600 - (x - 20) ** 2 - (y - 18) ** 2) / 40;
        const wanted = (1 + (2 * h) / 40) / up;
        expect(Math.abs(out[(y * 3 + j) * 41 + x]! / wanted - 1)).toBeLessThan(2e-3);
      });
  });

  testNonFinite(flatStretch, async () => {
    // It reads no values of the grid.
    const data = new Float32Array(41 * 37 * 23).fill(NaN);
    const grid = await engine.source(data, SIZE, PLACE);
    const sheets = statedSheetsNode(sheetsOf('z'));
    const node = makeNode(flatStretch, { grid, sheets }, { ...PARAMS, axis: 'z' });
    expect((await engine.grid(node)).every(Number.isFinite)).toBe(true);
  });

  testTraffic(
    flatStretch,
    () => engine,
    (grid) => {
      const sheets = statedSheetsNode(sheetsOf('z'));
      return makeNode(flatStretch, { grid, sheets }, { ...PARAMS, axis: 'z' });
    },
    { dispatches: 1, perVoxel: 0, besides: 64 * 64 * (7 * 4 + 8) },
  );
});
