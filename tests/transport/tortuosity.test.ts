import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Axis, type Vec3 } from '../../src/recipe/geometry.js';
import { Engine } from '../../src/engine/engine.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { Run, TrafficLog } from '../../src/gpu/index.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import {
  concentrationNode,
  transportNode,
  type TransportValue,
} from '../../src/transport/tortuosity.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn, scattered } from '../reference/structures.js';
import { potentialTwin } from '../reference/transport.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

type Bits = Uint8Array<ArrayBuffer>;

const quietContext = () => ({
  signal: undefined,
  log: new TrafficLog(),
  onStep: () => undefined,
});

async function maskOf(bits: Bits, size: Vec3, spacing: Vec3 = [1, 1, 1]): Promise<Node> {
  return makeNode(threshold, { volume: await engine.source(bits, size, { spacing }) }, { lo: 1 });
}

async function through(
  grid: Node,
  axis: Axis,
  params: Readonly<Record<string, unknown>> = {},
): Promise<TransportValue> {
  return (await engine.value(transportNode(grid, { axis, ...params }))) as TransportValue;
}

async function phasesOf(
  codes: Bits,
  size: Vec3,
  names: Readonly<Record<string, number>>,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  const volume = await engine.source(codes, size, { spacing });
  return makeNode(toPhases, { volume }, { phases: names });
}

describe('published cases', () => {
  const SIZE: Vec3 = [20, 20, 20];

  test('TauFactor: straight channels have τ = 1', async () => {
    const slab = drawn(SIZE, (x) => x > 0);
    expect(await through(await maskOf(slab, SIZE), 'y')).toMatchObject({
      fraction: 0.95,
      tortuosityFactor: expect.closeTo(1, 5) as number,
      fluxSpread: expect.closeTo(0, 4) as number,
    });
    const channel = drawn(SIZE, (_, y, z) => y < 10 && z < 10);
    const { tortuosityFactor, macMullin, relative } = await through(
      await maskOf(channel, SIZE),
      'x',
    );
    expect(tortuosityFactor).toBeCloseTo(1, 5);
    expect(relative).toBeCloseTo(0.25, 6);
    expect(macMullin).toBeCloseTo(4, 4);
  });

  test('TauFactor: nothing through, and a dead end, have τ = ∞', async () => {
    const half = await maskOf(
      drawn(SIZE, (x) => x < 2),
      SIZE,
    );
    expect(await through(half, 'x')).toMatchObject({
      fraction: 0.1,
      percolatingFraction: 0,
      relative: 0,
      tortuosityFactor: Infinity,
      macMullin: Infinity,
      iterations: 0,
    });
    const size: Vec3 = [10, 50, 50];
    const deadEnd = await maskOf(
      drawn(size, (x, y, z) => x < 8 && y === 25 && z === 25),
      size,
    );
    expect(await through(deadEnd, 'x')).toMatchObject({ relative: 0, tortuosityFactor: Infinity });
  });

  test('TauFactor: two conductivities side by side', async () => {
    const codes = drawn(SIZE, (_, y, z) => y < 10 && z < 10);
    drawn(SIZE, (_, y, z) => y < 10 && z >= 10).forEach((bit, i) => {
      if (bit === 1) codes[i] = 2;
    });
    const phases = await phasesOf(codes, SIZE, { rest: 0, fast: 1, slow: 2 });
    const coefficients = { fast: 1, slow: 0.5 };
    const value = await through(phases, 'x', { coefficients });
    expect(value.relative).toBeCloseTo(0.375, 6);
    expect(value).toMatchObject({ fraction: 0.5, tortuosityFactor: null, macMullin: null });
  });

  test('TauFactor: overlapping spheres in a face-centred cube', async () => {
    // create_fcc_cube(32, 0.05): spheres around corners and faces, their radius such that
    // neighbours overlap by 5 %.
    const n = 32;
    const size: Vec3 = [n, n, n];
    const centres = [
      ...[0, 1].flatMap((x) => [0, 1].flatMap((y) => [0, 1].map((z): Vec3 => [x, y, z]))),
      ...[0, 1].flatMap((side): Vec3[] => [
        [side, 0.5, 0.5],
        [0.5, side, 0.5],
        [0.5, 0.5, side],
      ]),
    ];
    const radius = (0.25 * Math.SQRT2 * n) / (1 - 0.5 * 0.05);
    const pore = drawn(size, (x, y, z) =>
      centres.every(
        ([a, b, c]) => Math.hypot(x + 0.5 - n * a, y + 0.5 - n * b, z + 0.5 - n * c) > radius,
      ),
    );
    const value = await through(await maskOf(pore, size), 'x', { tolerance: 1e-4 });
    expect(value.fraction).toBeCloseTo(0.216797, 6);
    expect(value.tortuosityFactor).toBeCloseTo(3.307094, 4);
  });

  test('PuMA: series and parallel', async () => {
    const size: Vec3 = [10, 8, 14];
    const codes = drawn(size, (x) => x < 5).map((v) => v);
    const phases = await phasesOf(codes, size, { slow: 0, fast: 1 });
    const coefficients = { fast: 10, slow: 1 };
    const fine = { coefficients, tolerance: 1e-4 };
    expect((await through(phases, 'x', fine)).relative).toBeCloseTo(1.818182, 5);
    expect((await through(phases, 'y', { coefficients })).relative).toBeCloseTo(5.5, 5);
  });
});

describe('laminates with anisotropic spacing', () => {
  test('across and along', async () => {
    const size: Vec3 = [9, 7, 12];
    const spacing: Vec3 = [0.5, 1, 2];
    const codes = drawn(size, (_, __, z) => z % 3 === 0);
    const phases = await phasesOf(codes, size, { a: 0, b: 1 }, spacing);
    const coefficients = { a: 3, b: 0.2 };
    const series = 1 / (2 / 3 / 3 + 1 / 3 / 0.2);
    expect((await through(phases, 'z', { coefficients, tolerance: 1e-4 })).relative).toBeCloseTo(
      series,
      4,
    );
    const parallel = (2 / 3) * 3 + (1 / 3) * 0.2;
    expect((await through(phases, 'x', { coefficients })).relative).toBeCloseTo(parallel, 5);
  });
});

test('through handles: all axes in one call, and the potential of phases', async () => {
  const lab = new Lab(engine.engine);
  const size: Vec3 = [6, 5, 4];
  const scan = await lab.open({ data: drawn(size, (x) => x < 3), size });
  const { x, y, z, provenance } = await scan.threshold({ lo: 1 }).tortuosity();
  expect([x.axis, y.axis, z.axis]).toEqual(['x', 'y', 'z']);
  expect(x.tortuosityFactor).toBe(Infinity);
  expect(y.tortuosityFactor).toBeCloseTo(1, 4);
  expect(z.convention).toMatch(/TauFactor/);
  expect(JSON.stringify(provenance)).toContain('harmonic means');
  const phases = scan.toPhases({ slow: 0, fast: 1 });
  const coefficients = { slow: 1, fast: 3 };
  const all = await phases.conductivity({ coefficients, tolerance: 1e-4 });
  expect(all.x.relative).toBeCloseTo(1.5, 3);
  expect(all.y.relative).toBeCloseTo(2, 4);
  const { data } = await phases
    .concentration({ axis: 'x', coefficients, tolerance: 1e-4 })
    .read({ region: { origin: [0, 2, 2], size: [6, 1, 1] } });
  // Three quarters of the drop are in the slow half.
  [0.5, 1.5, 2.5].forEach((at, i) => {
    expect(data[i]).toBeCloseTo(1 - at / 12, 3);
    expect(data[5 - i]).toBeCloseTo(at / 4, 3);
  });
});

describe('against a plain solver in f64', () => {
  const cases: readonly { size: Vec3; spacing: Vec3; axis: Axis; sides: 'closed' | 'periodic' }[] =
    [
      { size: [7, 6, 5], spacing: [1, 1, 1], axis: 'x', sides: 'closed' },
      { size: [9, 8, 10], spacing: [1, 2, 0.5], axis: 'y', sides: 'closed' },
      { size: [8, 8, 9], spacing: [1, 1, 1], axis: 'z', sides: 'periodic' },
      { size: [9, 7, 6], spacing: [1, 1, 3], axis: 'z', sides: 'periodic' },
      { size: [33, 5, 1], spacing: [1, 1, 1], axis: 'x', sides: 'closed' },
      { size: [1, 1, 12], spacing: [1, 1, 1], axis: 'z', sides: 'closed' },
    ];
  test.each(cases)(
    '$size along $axis, $sides, spacing $spacing',
    async ({ size, spacing, axis, sides }) => {
      const bits = scattered(volumeOf(size), 4, 3).map((v) => (v > 0 ? 1 : 0));
      if (size[0] === 1) bits.fill(1);
      const mask = await maskOf(bits, size, spacing);
      const params = { sides, tolerance: 1e-4 };
      const value = await through(mask, axis, params);
      const twin = potentialTwin(Array.from(bits), size, spacing, axis, sides);
      expect(value.percolatingFraction * volumeOf(size)).toBeCloseTo(twin.percolating, 9);
      expect(Math.abs(value.relative - twin.effective)).toBeLessThan(1e-4 * twin.effective + 1e-12);
      const codes = bits.map((v, i) => (v === 0 ? 0 : 1 + (i % 2)));
      const coefficients = { none: 0, one: 1, two: 4 };
      const mixed = await through(
        await phasesOf(codes, size, { none: 0, one: 1, two: 2 }, spacing),
        axis,
        { ...params, coefficients },
      );
      const values = Array.from(codes, (code) => [0, 1, 4][code]!);
      const other = potentialTwin(values, size, spacing, axis, sides);
      expect(mixed.relative / other.effective).toBeCloseTo(1, 3);
      const field = await engine.grid(concentrationNode(mask, { axis, ...params }));
      twin.potential.forEach((expected, i) => {
        if (Number.isNaN(expected)) expect(field[i]).toBeNaN();
        else expect(field[i]).toBeCloseTo(expected, 3);
      });
    },
  );
});

test('a channel that leaves through a side and comes back through the other', async () => {
  // A staircase in a volume that repeats along x: at z it is at x = z, one wide, of one slice each,
  // joined by a step.
  const size: Vec3 = [6, 4, 10];
  const channel = drawn(size, (x, y, z) => y === 1 && (x === z % 6 || x === (z + 1) % 6));
  const mask = await maskOf(channel, size);
  const twin = potentialTwin(Array.from(channel), size, [1, 1, 1], 'z', 'periodic');
  expect(await through(mask, 'z')).toMatchObject({ relative: 0, percolatingFraction: 0 });
  const value = await through(mask, 'z', { sides: 'periodic', tolerance: 1e-4 });
  expect(value.percolatingFraction).toBe(value.fraction);
  expect(twin.effective).toBeGreaterThan(0);
  expect(value.relative / twin.effective).toBeCloseTo(1, 3);
});

describe('what cannot be', () => {
  test('is refused', async () => {
    const mask = await maskOf(new Uint8Array(27).fill(1), [3, 3, 3]);
    expect(() => transportNode(mask, { axis: 'w' })).toThrow(/'x', 'y', 'z'/);
    expect(() => transportNode(mask, { tolerance: 0 })).toThrow(/tolerance/);
    expect(() => transportNode(mask, { coefficients: { a: 1 } })).toThrow(/coefficients/);
    const phases = await phasesOf(new Uint8Array(27), [3, 3, 3], { a: 0, b: 1 });
    expect(() => transportNode(phases, {})).toThrow(/names with a number/);
    expect(() => transportNode(phases, { coefficients: { c: 1 } })).toThrow(/'a', 'b'/);
    expect(() => transportNode(phases, { coefficients: { a: -1 } })).toThrow(/≥ 0/);
    expect(() => transportNode(phases, { coefficients: { a: 0 } })).toThrow(/above 0/);
  });

  test('an unfinished solve is an error, not a number', async () => {
    const size: Vec3 = [24, 24, 24];
    const bits = scattered(volumeOf(size), 5, 8).map((v) => (v > 1 ? 1 : 0));
    const mask = await maskOf(bits, size);
    await expect(through(mask, 'x', { maxIterations: 1 })).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/after 1 iterations/) as unknown,
    });
  });

  test('a volume that does not fit whole says what it needs and what would fit', async () => {
    const small = await openTestEngine({ memoryBudget: 2 ** 20 });
    try {
      const size: Vec3 = [96, 96, 64];
      const volume = await small.source(new Uint8Array(volumeOf(size)).fill(1), size);
      const mask = makeNode(threshold, { volume }, { lo: 1 });
      for (const sides of ['closed', 'periodic'])
        await expect(small.value(transportNode(mask, { sides }))).rejects.toMatchObject({
          code: 'limit',
          details: {
            needed: expect.any(Number) as number,
            available: expect.any(Number) as number,
          },
        });
      await expect(small.grid(concentrationNode(mask, {}))).rejects.toMatchObject({
        code: 'limit',
        details: { needed: expect.any(Number) as number, available: 2 ** 20 },
      });
    } finally {
      await small.close();
    }
  });

  test('all of a volume, and none of a phase', async () => {
    const size: Vec3 = [5, 4, 3];
    const all = await maskOf(new Uint8Array(60).fill(1), size, [1, 2, 3]);
    expect(await through(all, 'y')).toMatchObject({
      fraction: 1,
      percolatingFraction: 1,
      tortuosityFactor: expect.closeTo(1, 5) as number,
      macMullin: expect.closeTo(1, 5) as number,
    });
    const phases = await phasesOf(new Uint8Array(60), size, { here: 0, absent: 1 });
    expect(await through(phases, 'x', { coefficients: { absent: 2 } })).toMatchObject({
      fraction: 0,
      relative: 0,
      tortuosityFactor: null,
      iterations: 0,
    });
    expect(await through(phases, 'x', { coefficients: { here: 3 } })).toMatchObject({
      relative: expect.closeTo(3, 4) as number,
    });
  });

  test('an empty mask has no current, and a potential of nothing', async () => {
    const empty = await maskOf(new Uint8Array(27), [3, 3, 3]);
    expect(await through(empty, 'z')).toMatchObject({ fraction: 0, tortuosityFactor: Infinity });
    expect(Array.from(await engine.grid(concentrationNode(empty, {})))).toEqual(
      new Array(27).fill(NaN),
    );
  });
});

test('does not depend on what buffers held before', async () => {
  const [own] = await Promise.all([Engine.open(), loadAllImplementations()]);
  try {
    const size: Vec3 = [24, 16, 20];
    const data = Uint8Array.from({ length: volumeOf(size) }, (_, i) => (i % 7 === 0 ? 0 : 1));
    const { id, name, meta } = await own.open({ data, size }, {});
    const mask = makeNode(threshold, { volume: sourceNode(id, name, meta) }, { lo: 1 });
    const node = transportNode(mask, { axis: 'z' });
    const first = await own.evaluator.value(node, quietContext());
    own.evaluator.clear();
    const run = new Run(own.gpu);
    const spoiled = new Float32Array(volumeOf(size)).fill(NaN);
    for (let i = 0; i < 8; i += 1) run.upload(run.alloc(spoiled.byteLength, 'spoiled'), spoiled);
    await run.flush();
    await run.end();
    expect(await own.evaluator.value(node, quietContext())).toEqual(first);
  } finally {
    await own.dispose();
  }
});
