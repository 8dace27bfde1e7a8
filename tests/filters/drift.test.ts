import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alignSlices } from '../../src/filters/align_slices.js';
import { alignSlicesNode, driftNode } from '../../src/filters/alignment.js';
import { solveDrift, topOffset } from '../../src/filters/drift_solution.js';
import { frameOf } from '../../src/filters/drift_frame.js';
import { levelScale } from '../../src/filters/level_scale.js';
import {
  dispatchCorrelation,
  dispatchHeights,
  dispatchSpectra,
  pairsInReach,
  uploadTables,
} from '../../src/filters/phase_correlation.gpu.js';
import { Run, TrafficLog } from '../../src/gpu/index.js';
import { wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { columnValues, type TableData } from '../../src/recipe/table_data.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { correlationTwin, shiftTwin } from '../reference/corrections.js';
import { smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 32, 4] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Bumps of several widths at seeded places. */
const BUMPS = Array.from(smooth([4, 260, 1], 7), (v) => (v + 100) / 200);

function pattern(x: number, y: number): number {
  let sum = 0;
  for (let i = 0; i < BUMPS.length; i += 4) {
    const [u, v] = [x + 10 - 130 * BUMPS[i]!, y + 10 - 120 * BUMPS[i + 1]!];
    const width = 1.2 + 2.5 * BUMPS[i + 2]!;
    const d = (u * u + v * v) / (2 * width * width);
    if (d < 12) sum += (BUMPS[i + 3]! > 0.5 ? 1 : -1) * Math.exp(-d);
  }
  return sum;
}

const SHIFTS: readonly (readonly [number, number])[] = [
  [0, 0],
  [0.4, -0.3],
  [1.25, -1],
  [1, 0.6],
  [-0.7, 2.2],
  [-3.1, 2.5],
  [-3, 3.45],
];

function stack(nx: number, ny: number, noise = 0): Float32Array<ArrayBuffer> {
  const grain = smooth([nx, ny, SHIFTS.length], 3);
  return Float32Array.from({ length: nx * ny * SHIFTS.length }, (_, i) => {
    const [dx, dy] = SHIFTS[Math.floor(i / (nx * ny))]!;
    return pattern((i % nx) - dx, (Math.floor(i / nx) % ny) - dy) + (noise * grain[i]!) / 100;
  });
}

async function shiftsOf(on: TestEngine, node: Node): Promise<[number, number][]> {
  const table = (await on.value(node)) as TableData;
  const [x, y] = [columnValues(table, 'x')!, columnValues(table, 'y')!];
  return Array.from(x, (v, i) => [v, y[i]!]);
}

function worst(found: readonly (readonly [number, number])[]): number {
  return Math.max(
    ...found.map(([x, y], i) => Math.max(Math.abs(x - SHIFTS[i]![0]), Math.abs(y - SHIFTS[i]![1]))),
  );
}

describe('phase correlation', () => {
  test.each([
    [1, 1],
    [5, 1],
    [3, 30],
    [9, 50],
    [20, 70],
    [130, 20],
    [300, 3],
    [3, 600],
  ] as const)('of slices of %i×%i equals its definition', async (nx, ny) => {
    const size: Vec3 = [nx, ny, 4];
    const data = Uint16Array.from(smooth(size, 5), (v) => 3000 + 20 * v);
    const node = await engine.source(data, size);
    const frame = frameOf(gridMeta(node), null);
    const { gpu, evaluator } = engine.engine;
    const context = { signal: undefined, log: new TrafficLog(), onStep: () => undefined };
    const lease = await evaluator.lease(node, wholeRegion(size), context);
    const run = new Run(gpu);
    try {
      const tables = uploadTables(run, frame);
      const scale = levelScale('u16', undefined);
      const spectra = dispatchSpectra(run, lease.grid, frame, scale, tables, [0, 4]);
      const heights = dispatchHeights(run, spectra, frame, 4);
      const pairs = { first: 3, count: 1, lag: 2 };
      const correlation = dispatchCorrelation(run, spectra, frame, tables, pairs);
      const [rows, own] = (await run.readAll([{ source: correlation }, { source: heights }])).map(
        (bytes) => new Float32Array(bytes),
      );
      const slice = (z: number): Uint16Array => data.subarray(z * nx * ny, (z + 1) * nx * ny);
      const twin = correlationTwin(slice(3), slice(1), [nx, ny], 0.3, 1.5);
      const [width, height] = frame.padded;
      const [rx, ry] = frame.reach;
      const best = correlationTwin(slice(3), slice(3), [nx, ny], 0.3, 1.5)[0]!;
      expect(Math.abs(own![3]! - best)).toBeLessThanOrEqual(2e-6 * best);
      for (let y = -ry; y <= ry; y++)
        for (let x = -rx; x <= rx; x++) {
          const row = y < 0 ? 2 * pairsInReach(frame).pairs + y : y;
          const found = rows![row * width + ((x + width) % width)]!;
          const wanted = twin[((y + height) % height) * width + ((x + width) % width)]!;
          expect(Math.abs(found - wanted), `${String(x)}, ${String(y)}`).toBeLessThanOrEqual(
            2e-6 * best,
          );
        }
    } finally {
      lease.release();
      await run.end();
    }
  });
});

describe('drift', () => {
  test('top of a Gaussian is where it is, of a parabola too', () => {
    const gauss = (x: number): number => Math.exp(-((x - 0.3) ** 2) / 3);
    expect(topOffset(gauss(-1), gauss(0), gauss(1))).toBeCloseTo(0.3, 12);
    expect(topOffset(-1.69, -0.09, -0.49)).toBeCloseTo(0.3, 12);
    expect(topOffset(1, 1, 1)).toBe(0);
  });

  test('solution agrees with pairs that agree, and weighs those that do not', () => {
    const pairs = [1, 2, 3].map((to) => ({ from: to - 1, to, x: 0.5, y: -1, peak: 0.6 }));
    const more = [2, 3].map((to) => ({ from: to - 2, to, x: 1, y: -2, peak: 0.5 }));
    const { x, y } = solveDrift([...pairs, ...more], 4, 2);
    [0, 0.5, 1, 1.5].forEach((v, i) => {
      expect([x[i], y[i]]).toEqual([expect.closeTo(v, 4), expect.closeTo(-2 * v, 4)]);
    });
    const single = solveDrift([{ from: 0, to: 1, x: 4, y: 0, peak: 0 }], 3, 1);
    expect(Array.from(single.x)).toEqual([0, 0, 0]);
  });

  test('finds known sub-voxel shifts, also in noise', async () => {
    for (const [noise, allowed] of [
      [0, 0.03],
      [0.4, 0.1],
    ] as const) {
      const size: Vec3 = [80, 72, SHIFTS.length];
      const source = await engine.source(stack(80, 72, noise), size);
      expect(worst(await shiftsOf(engine, driftNode(source))), String(noise)).toBeLessThan(allowed);
    }
  });

  test('counts in the unit of the volume, finds flickering and integer slices, and is the same in bricks', async () => {
    const size: Vec3 = [70, 64, SHIFTS.length];
    const data = Int16Array.from(
      stack(70, 64),
      (v, i) => (v * 3000 - 500) * (1 + 0.1 * (Math.floor(i / 4480) % 3)),
    );
    const options = { spacing: [2, 0.5, 1] as Vec3, unit: 'nm' };
    const node = driftNode(await engine.source(data, size, options), { lags: 3 });
    const found = await shiftsOf(engine, node);
    expect(worst(found.map(([x, y]): [number, number] => [x / 2, y / 0.5]))).toBeLessThan(0.06);
    const table = (await engine.value(node)) as TableData;
    expect(table.columns.map(({ name, unit }) => `${name} ${unit}`)).toEqual([
      'slice ',
      'x nm',
      'y nm',
      'peak ',
    ]);
    const other = driftNode(await bricked.source(data, size, options), { lags: 3 });
    expect(await shiftsOf(bricked, other)).toEqual(found);
  });

  test('of constant slices and of a single one is none', async () => {
    for (const size of [
      [9, 8, 3],
      [40, 1, 1],
      [1, 1, 4],
    ] as const) {
      const source = await engine.source(new Uint8Array(size[0] * size[1] * size[2]).fill(9), size);
      expect(await shiftsOf(engine, driftNode(source))).toEqual(
        Array.from({ length: size[2] }, () => [0, 0]),
      );
    }
  });

  test('reads back per pair only, and declares its transforms', async () => {
    const source = await engine.source(stack(64, 32), [64, 32, SHIFTS.length]);
    await engine.value(driftNode(source, { lags: 1, passes: 1 }));
    engine.costs();
    await engine.value(driftNode(source, { lags: 2, passes: 1 }));
    const cost = engine.costs().find(({ op }) => op.includes('drift'))!;
    const [n, pairs] = [SHIFTS.length, 2 * SHIFTS.length - 3];
    const spectrum = 8 * 33 * 32;
    // Rows of shifts of up to 8 along y and one beyond, two by two.
    const rows = 2 * 10;
    const [alongX, alongY] = [4 * 64, 4 * 32];
    // Means; rows and columns of spectra; heights.
    const slices =
      n * (4 * 64 * 32 + 4 + (4 * 64 * 32 + 4 + spectrum) + 2 * spectrum + spectrum + 4);
    // Columns and rows of correlations; peaks.
    const each = 3 * spectrum + (8 * 33 + 4 * 64) * rows + 4 * 33 * 17 + 32;
    const tables = 4 * 96 + alongX + alongY + 2 * (alongX + alongY);
    expect([cost.dispatches, cost.read + cost.write]).toEqual([
      4 + 2 * 3,
      slices + pairs * each + tables,
    ]);
  });
});

describe('alignSlices', () => {
  test.each([
    ['linear', 'reflect'],
    ['cubic', 'nearest'],
    ['cubic', 'constant'],
  ] as const)('%s, border %s, equals its twin', async (method, border) => {
    const size: Vec3 = [45, 40, SHIFTS.length];
    const data = stack(45, 40);
    const volume = await engine.source(data, size);
    const drift = driftNode(volume);
    const shifts = await shiftsOf(engine, drift);
    const out = await engine.grid(
      makeNode(alignSlices, { volume, drift }, { method, border, value: 3 }),
    );
    const twin = shiftTwin(data, size, shifts, method, border, 3);
    let most = 0;
    out.forEach((v, i) => (most = Math.max(most, Math.abs(v - twin[i]!))));
    expect(most).toBeLessThan(3e-6);
  });

  test('brings slices on top of each other; in bricks the same bits', async () => {
    const size: Vec3 = [64, 60, SHIFTS.length];
    const data = stack(64, 60);
    const out = await engine.grid(alignSlicesNode(await engine.source(data, size)));
    let [before, after] = [0, 0];
    for (let z = 1; z < SHIFTS.length; z++)
      for (let y = 8; y < 52; y++)
        for (let x = 8; x < 56; x++) {
          const i = y * 64 + x;
          before += (data[z * 3840 + i]! - data[i]!) ** 2;
          after += (out[z * 3840 + i]! - out[i]!) ** 2;
        }
    expect(after).toBeLessThan(before / 1000);
    expect(await bricked.grid(alignSlicesNode(await bricked.source(data, size)))).toEqual(out);
  });

  test('keeps a stack that does not drift, and refuses bad parameters', async () => {
    const slice = stack(40, 40).slice(0, 1600);
    const data = Float32Array.from({ length: 4800 }, (_, i) => slice[i % 1600]!);
    const volume = await engine.source(data, [40, 40, 3]);
    const out = await engine.grid(alignSlicesNode(volume));
    let most = 0;
    out.forEach((v, i) => (most = Math.max(most, Math.abs(v - data[i]!))));
    expect(most).toBeLessThan(1e-4);
    expect(() => driftNode(volume, { lags: 0 })).toThrow(/lags/);
    expect(() => alignSlicesNode(volume, { method: 'nearest' as 'linear' })).toThrow(/method/);
    expect(() => driftNode(volume, { reach: -1 })).toThrow(/reach/);
  });
});
