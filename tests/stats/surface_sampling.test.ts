import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { map3, volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { coarseCells } from '../../src/stats/coarse_cells.js';
import { densityOf, type DensityEstimate } from '../../src/stats/density_interval.js';
import { LATER_NEIGHBOURS, ofLaterNeighbours } from '../../src/stats/later_neighbours.js';
import { surfaceArea, type SurfaceAreaValue } from '../../src/stats/surface_area.js';
import {
  crossingWeights,
  surfaceAreaNode,
  surfaceSampling,
} from '../../src/stats/surface_sampling.js';
import { cellEdge } from '../../src/stats/window_lattice.js';
import { interfaceSampling, interfacesNode } from '../../src/structure/interface_sampling.js';
import type { InterfacesValue } from '../../src/structure/interfaces.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { testTraffic } from '../ops/traffic.js';
import { crossingCellsTwin } from '../reference/crossing_cells.js';
import { drawn, scattered } from '../reference/structures.js';
import { asMask } from './inputs.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 9, 7] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

const SIZE: Vec3 = [45, 33, 26];
const SPACING: Vec3 = [1, 1, 2];
const ESTIMATORS = ['crofton13', 'crofton3', 'faces'] as const;

/** Blocks of 3³ voxels of some values. */
function lumps(values: number, seed: number): Uint8Array<ArrayBuffer> {
  const of = scattered(4096, values, seed);
  return Uint8Array.from(
    drawn(SIZE, () => true),
    (_, i) => {
      const [x, y, z] = [
        i % SIZE[0],
        Math.floor(i / SIZE[0]) % SIZE[1],
        Math.floor(i / SIZE[0] / SIZE[1]),
      ];
      return of[(Math.floor(z / 3) * 16 + Math.floor(y / 3)) * 16 + Math.floor(x / 3)]!;
    },
  );
}

/** Weights as whole numbers, the greatest 4096. */
function whole(weights: readonly number[]): number[] {
  const most = Math.max(...weights);
  return weights.map((w) => Math.round((w / most) * 4096));
}

/** The interval from cells that are counted pair by pair. */
function expectedOf(
  value: number,
  edge: number,
  { differ, pairs }: { readonly differ: readonly number[]; readonly pairs: readonly number[] },
  all: number,
): DensityEstimate {
  const size = map3((i) => Math.ceil(SIZE[i] / edge));
  const [c, n] = [differ.map((w) => w / all), pairs.map((w) => w / all)];
  return densityOf(value, coarseCells({ cell: 1, size, c, n }));
}

function expectAlike(found: DensityEstimate, expected: DensityEstimate): void {
  expect(found.interval).not.toBeNull();
  expected.interval!.forEach((bound, i) => {
    expect(found.interval![i]! / bound).toBeCloseTo(1, 9);
  });
  expect(found.effectiveSamples! / expected.effectiveSamples!).toBeCloseTo(1, 9);
  expect(found.stationary).toBe(expected.stationary);
}

describe('the interval of a surface rests on pairs counted one by one', () => {
  test.each(ESTIMATORS)('%s, whole and in bricks', async (estimator) => {
    const bits = lumps(2, 3);
    const weights = ofLaterNeighbours(whole(crossingWeights(estimator, SPACING)));
    const all = weights.reduce((a, b) => a + b, 0);
    const edge = 2 ** cellEdge(SIZE);
    for (const within of [undefined, lumps(4, 9).map((v) => Math.min(v, 1))]) {
      const valueOn = async (on: TestEngine): Promise<SurfaceAreaValue> => {
        const source = async (data: Uint8Array<ArrayBuffer>): Promise<Node> =>
          asMask(await on.source(data, SIZE, { spacing: SPACING }));
        const inside = within === undefined ? undefined : await source(within);
        const node = surfaceAreaNode(await source(bits), inside, { estimator });
        return (await on.value(node)) as SurfaceAreaValue;
      };
      const value = await valueOn(engine);
      expect(await valueOn(bricked)).toEqual(value);
      const twin = crossingCellsTwin(bits, SIZE, edge, LATER_NEIGHBOURS, weights, [0, 1], within);
      expectAlike(value.sampling, expectedOf(value.perVolume, edge, twin, all));
      expect(value.sampling.value).toBe(value.perVolume);
    }
  });

  test('triangles have the relative interval of 13 directions', async () => {
    const mask = asMask(await engine.source(lumps(2, 3), SIZE));
    const [a, b] = (await Promise.all(
      (['crofton13', 'marchingCubes'] as const).map((estimator) =>
        engine.value(surfaceAreaNode(mask, undefined, { estimator })),
      ),
    )) as [SurfaceAreaValue, SurfaceAreaValue];
    expect(b.sampling.interval![1] / b.perVolume).toBeCloseTo(
      a.sampling.interval![1] / a.perVolume,
      12,
    );
  });
});

describe('the intervals of interfaces rest on pairs counted one by one', () => {
  test.each(ESTIMATORS)('%s, whole and in bricks', async (estimator) => {
    const codes = lumps(4, 5).map((v) => 10 * v);
    const names = { a: 0, b: 10, c: 20, d: 30 };
    const valueOn = async (on: TestEngine): Promise<InterfacesValue> => {
      const volume = await on.source(codes, SIZE, { spacing: SPACING });
      const phases = makeNode(toPhases, { volume }, { phases: names });
      return (await on.value(interfacesNode(phases, { estimator }))) as InterfacesValue;
    };
    const value = await valueOn(engine);
    expect(await valueOn(bricked)).toEqual(value);
    const edge = 2 ** cellEdge(SIZE);
    const weights = ofLaterNeighbours(whole(crossingWeights(estimator, SPACING)));
    const all = weights.reduce((a, b) => a + b, 0);
    expect(value.pairs).toHaveLength(6);
    for (const { phases, perVolume, sampling } of value.pairs) {
      const pair = phases.map((name) => names[name as 'a']) as [number, number];
      const twin = crossingCellsTwin(codes, SIZE, edge, LATER_NEIGHBOURS, weights, pair);
      expectAlike(sampling, expectedOf(perVolume, edge, twin, all));
    }
  });

  test('of two phases it is that of their surface', async () => {
    const volume = await engine.source(lumps(2, 8), SIZE);
    const phases = makeNode(toPhases, { volume }, { phases: { a: 0, b: 1 } });
    const { pairs } = (await engine.value(interfacesNode(phases, {}))) as InterfacesValue;
    const { sampling } = (await engine.value(
      surfaceAreaNode(asMask(volume), undefined, {}),
    )) as SurfaceAreaValue;
    expectAlike(pairs[0]!.sampling, sampling);
  });

  test('of more than 8 phases there are none, and the reason says so', async () => {
    const volume = await engine.source(lumps(9, 8), SIZE);
    const names = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`p${String(i)}`, i]));
    const phases = makeNode(toPhases, { volume }, { phases: names });
    const { pairs } = (await engine.value(interfacesNode(phases, {}))) as InterfacesValue;
    expect(pairs).toHaveLength(36);
    for (const { sampling } of pairs) {
      expect(sampling.interval).toBeNull();
      expect(sampling.reason).toMatch(/at most 8 phases/);
    }
  });
});

describe('no interval where none can be given', () => {
  const samplingOf = async (
    bits: Uint8Array<ArrayBuffer>,
    size: Vec3,
    border?: 'closed',
  ): Promise<DensityEstimate> => {
    const mask = asMask(await engine.source(bits, size));
    const value = (await engine.value(
      surfaceAreaNode(mask, undefined, { border }),
    )) as SurfaceAreaValue;
    return value.sampling;
  };

  test.each([
    ['an empty mask', new Uint8Array(4096), [16, 16, 16], /no surface/],
    ['a full mask', new Uint8Array(4096).fill(1), [16, 16, 16], /no surface/],
    ['eight voxels', Uint8Array.of(0, 1, 1, 0, 1, 0, 0, 1), [2, 2, 2], /reaches across|samples/],
    [
      'one plane',
      drawn([16, 16, 16], (x) => x < 8),
      [16, 16, 16],
      /reaches across|independent samples/,
    ],
  ] as const)('%s', async (_, bits, size, reason) => {
    const sampling = await samplingOf(Uint8Array.from(bits), size);
    expect(sampling.interval).toBeNull();
    expect(sampling.coverage).toBeNull();
    expect(sampling.reason).toMatch(reason);
  });

  test('a closed border', async () => {
    const sampling = await samplingOf(lumps(2, 3), SIZE, 'closed');
    expect(sampling.interval).toBeNull();
    expect(sampling.reason).toMatch(/closed/);
  });
});

// Pairs of 14 shifts; directions of 16 B; and four sums of every cell of 2³ voxels, added to.
const CELLS = volumeOf([32, 32, 4]);
testTraffic(
  surfaceSampling,
  () => engine,
  (volume) => surfaceAreaNode(makeNode(threshold, { volume }, { lo: 1 }), undefined, {}),
  { dispatches: 1, perVoxel: 14 / 8, besides: 16 * 13 + 2 * 16 * CELLS },
);
// Six pairs in cells of 2³ voxels, added to.
testTraffic(
  interfaceSampling,
  () => engine,
  (volume) =>
    interfacesNode(makeNode(toPhases, { volume }, { phases: { a: 0, b: 1, c: 2, d: 3 } }), {}),
  { dispatches: 1, perVoxel: 1, besides: 1024 + 4 * 13 + 2 * 4 * 6 * CELLS },
);

test('the surface itself is what it is without an interval', async () => {
  const mask = asMask(await engine.source(lumps(2, 3), SIZE));
  const alone = (await engine.value(makeNode(surfaceArea, { mask }))) as SurfaceAreaValue;
  const both = (await engine.value(surfaceAreaNode(mask, undefined, {}))) as SurfaceAreaValue;
  expect({ ...both, sampling: null }).toEqual({ ...alone, sampling: null });
  expect(alone.sampling.reason).toMatch(/not asked for/);
});
