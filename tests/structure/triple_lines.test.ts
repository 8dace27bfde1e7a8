import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { tripleLinesNode, type TripleLinesValue } from '../../src/structure/triple_lines.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { edgesTwin } from '../reference/phase_contacts.js';
import { drawn, scattered } from '../reference/structures.js';

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

type Bits = Uint8Array<ArrayBuffer>;
const THREE = { zero: 0, one: 1, two: 2 };

async function phasesOf(
  codes: Bits,
  size: Vec3,
  names: Readonly<Record<string, number>> = THREE,
  spacing: Vec3 = [1, 1, 1],
  on = engine,
): Promise<Node> {
  return makeNode(
    toPhases,
    { volume: await on.source(codes, size, { spacing }) },
    { phases: names },
  );
}

async function measured(
  phases: Node,
  params: Parameters<typeof tripleLinesNode>[1] = {},
  on = engine,
): Promise<TripleLinesValue> {
  return (await on.value(tripleLinesNode(phases, params))) as TripleLinesValue;
}

test('TauFactor: fractions of candidate edges', async () => {
  const size: Vec3 = [2, 2, 2];
  const crossed = drawn(size, (x, y, z) => x === y && y === z);
  drawn(size, (x, y, z) => x !== y && y === z).forEach((set, i) => {
    if (set === 1) crossed[i] = 2;
  });
  expect(await measured(await phasesOf(crossed, size))).toMatchObject({
    edges: 6,
    candidates: 6,
    edgeFraction: 1,
  });
  const halves = drawn(size, (x) => x === 0);
  drawn(size, (_, y) => y === 0).forEach((set, i) => {
    if (set === 1) halves[i] = 2;
  });
  const value = await measured(await phasesOf(halves, size));
  expect(value).toMatchObject({ edges: 2, candidates: 6, activeEdgeFraction: null });
  expect(value.triples).toMatchObject([{ phases: ['zero', 'one', 'two'], edges: [0, 0, 2] }]);
});

describe('against edges looked at one by one', () => {
  const cases: readonly { size: Vec3; spacing: Vec3; count: number }[] = [
    { size: [7, 5, 3], spacing: [1, 1, 1], count: 3 },
    { size: [37, 6, 5], spacing: [0.5, 1, 2], count: 4 },
    { size: [66, 5, 4], spacing: [1, 3, 1], count: 12 },
  ];
  test.each(cases)('$count phases in $size', async ({ size, spacing, count }) => {
    const codes = scattered(volumeOf(size), count, 7);
    const names = Object.fromEntries(Array.from({ length: count }, (_, k) => [String(k), k]));
    const twins = ([0, 1, 2] as const).map((axis) => edgesTwin(codes, size, axis));
    const phases = await phasesOf(codes, size, names, spacing);
    const value = await measured(phases);
    expect(value.triples).toHaveLength((count * (count - 1) * (count - 2)) / 6);
    for (const { phases: triple, edges, length } of value.triples) {
      expect(edges).toEqual(twins.map((twin) => twin.get(triple.join('|')) ?? 0));
      const raw = edges.reduce((sum, n, i) => sum + n * spacing[i]!, 0);
      expect(length.raw).toBeCloseTo(raw, 10);
      expect(length.corrected).toBeCloseTo(raw / 1.5, 10);
      expect(length.rawPerVolume).toBeCloseTo(raw / volumeOf(size) / volumeOf(spacing), 12);
    }
    expect(value.edges).toBe(twins.reduce((sum, twin) => sum + (twin.get('any') ?? 0), 0));
    const elsewhere = await phasesOf(codes, size, names, spacing, bricked);
    expect(await measured(elsewhere, {}, bricked)).toEqual(value);
  });

  test('of which active', async () => {
    const size: Vec3 = [34, 6, 5];
    const codes = scattered(volumeOf(size), 4, 9);
    const names = { a: 0, b: 1, c: 2, d: 3 };
    // No component of such a scatter goes through x: of phase d nothing is active.
    const counts = ([x = 0, y = 0, z = 0]: readonly number[]): boolean =>
      codes[(z * size[1] + y) * size[0] + x] !== 3;
    const value = await measured(await phasesOf(codes, size, names), {
      active: { d: ['x0', 'x1'] },
    });
    const twins = ([0, 1, 2] as const).map((axis) => edgesTwin(codes, size, axis, counts));
    const any = twins.reduce((sum, twin) => sum + (twin.get('any') ?? 0), 0);
    expect(value.activeEdgeFraction).toBeCloseTo(any / value.candidates, 12);
    for (const { phases: triple, active } of value.triples) {
      const key = triple.map((name) => names[name as 'a']).join('|');
      expect(active!.raw).toBe(twins.reduce((sum, twin) => sum + (twin.get(key) ?? 0), 0));
    }
  });
});

test('the equator of a ball of two halves, whichever way it is turned', async () => {
  const size: Vec3 = [40, 40, 40];
  const radius = 15;
  const golden = (1 + Math.sqrt(5)) / 2;
  let [raw, corrected] = [0, 0];
  const turns = 12;
  for (let k = 0; k < turns; k++) {
    // Normals all over a half of the sphere.
    const w = (k + 0.5) / turns;
    const angle = (2 * Math.PI * k) / golden;
    const normal = [
      Math.sqrt(1 - w * w) * Math.cos(angle),
      Math.sqrt(1 - w * w) * Math.sin(angle),
      w,
    ] as const;
    const from = (x: number, y: number, z: number): Vec3 => [x - 19.4, y - 19.6, z - 19.7];
    const codes = drawn(size, (x, y, z) => Math.hypot(...from(x, y, z)) < radius);
    drawn(size, (x, y, z) => {
      const p = from(x, y, z);
      return p.reduce((sum, n, i) => sum + n * normal[i]!, 0) > 0;
    }).forEach((set, i) => {
      if (codes[i] === 1 && set === 1) codes[i] = 2;
    });
    const [triple] = (await measured(await phasesOf(codes, size))).triples;
    raw += triple!.length.raw / turns;
    corrected += triple!.length.corrected / turns;
  }
  expect(raw / (2 * Math.PI * radius)).toBeCloseTo(1.5, 1);
  expect(corrected / (2 * Math.PI * radius)).toBeGreaterThan(0.96);
  expect(corrected / (2 * Math.PI * radius)).toBeLessThan(1.04);
});

describe('what has no lines', () => {
  test('is nought, or refused; never NaN', async () => {
    const size: Vec3 = [5, 4, 3];
    const none = await measured(await phasesOf(new Uint8Array(60), size), {
      active: { zero: ['x0'], one: ['x0'] },
    });
    expect(none).toMatchObject({ edges: 0, edgeFraction: 0, activeEdgeFraction: 0 });
    expect(none.triples[0]!.length).toEqual({
      raw: 0,
      corrected: 0,
      rawPerVolume: 0,
      correctedPerVolume: 0,
    });
    const two = await measured(await phasesOf(new Uint8Array(60), size, { a: 0, b: 1 }));
    expect(two).toMatchObject({ triples: [], edges: 0 });
    const slice = await phasesOf(new Uint8Array(20), [5, 4, 1]);
    expect(() => tripleLinesNode(slice, {})).toThrow(/5×4×1'; allowed: at least 2 voxels/);
    const phases = await phasesOf(new Uint8Array(60), size);
    expect(() =>
      tripleLinesNode(phases, { active: 1 as unknown as Record<string, never> }),
    ).toThrow(/active is 1/);
  });
});

test('reads each voxel once', async () => {
  const size: Vec3 = [64, 64, 64];
  const phases = await phasesOf(scattered(volumeOf(size), 3, 1), size);
  engine.costs();
  await measured(phases);
  const { read, write } = engine.costs().find(({ op }) => op === 'tripleLines')!;
  expect((read + write) / volumeOf(size)).toBeLessThan(1.01);
});
