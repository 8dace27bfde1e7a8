import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { map3, volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { gradientAreaNode } from '../../src/stats/gradient_area.js';
import {
  eulerNumber,
  meanBreadth,
  surfaceArea,
  type EulerNumberValue,
  type MeanBreadthValue,
  type SurfaceAreaValue,
} from '../../src/stats/surface_area.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn } from '../reference/structures.js';
import { asMask } from './inputs.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const ESTIMATORS = ['crofton13', 'crofton3', 'faces', 'marchingCubes', 'gradient'] as const;
type Estimator = (typeof ESTIMATORS)[number];
type Bounds = Readonly<Record<Estimator | 'breadth', readonly [least: number, most: number]>>;

async function areaOf(
  mask: Node,
  estimator: Estimator,
  border: 'open' | 'closed' = 'closed',
): Promise<SurfaceAreaValue> {
  const node =
    estimator === 'gradient'
      ? gradientAreaNode(mask, { border })
      : makeNode(surfaceArea, { mask }, { estimator, border });
  return (await engine.value(node)) as SurfaceAreaValue;
}

/** A ball off the grid's centre, in a box with a margin. */
async function ballOf(r: number, spacing: Vec3): Promise<Node> {
  const size = map3((i) => Math.ceil((2 * r) / spacing[i]) + 5);
  const centre = map3((i) => (size[i] / 2 - 0.27 + 0.07 * i) * spacing[i]);
  const bits = drawn(
    size,
    (x, y, z) =>
      Math.hypot(
        x * spacing[0] - centre[0],
        y * spacing[1] - centre[1],
        z * spacing[2] - centre[2],
      ) <= r,
  );
  return asMask(await engine.source(bits, size, { spacing }));
}

/** Relative errors of the area, and of the mean breadth. */
async function errorsOf(r: number, spacing: Vec3): Promise<Record<string, number>> {
  const mask = await ballOf(r, spacing);
  const errors: Record<string, number> = {};
  for (const estimator of ESTIMATORS) {
    const value = await areaOf(mask, estimator);
    expect([value.estimator, value.border]).toEqual([estimator, 'closed']);
    errors[estimator] = value.area / (4 * Math.PI * r * r) - 1;
  }
  const breadth = (await engine.value(makeNode(meanBreadth, { mask }))) as MeanBreadthValue;
  errors['breadth'] = breadth.value / (2 * r) - 1;
  for (const connectivity of [6, 26] as const) {
    const node = makeNode(eulerNumber, { mask }, { connectivity });
    expect(((await engine.value(node)) as EulerNumberValue).value).toBe(1);
  }
  return errors;
}

function hold(errors: Readonly<Record<string, number>>, bounds: Bounds): void {
  for (const [name, [least, most]] of Object.entries(bounds))
    expect([name, errors[name], errors[name]! >= least && errors[name]! <= most]).toEqual([
      name,
      errors[name],
      true,
    ]);
}

// What the docs of surfaceArea and meanBreadth state.
describe('balls', () => {
  const FINE: Bounds = {
    crofton13: [-0.01, 0.01],
    crofton3: [-0.015, 0.015],
    faces: [0.49, 0.53],
    marchingCubes: [0.08, 0.1],
    gradient: [-0.04, 0.005],
    breadth: [-0.08, 0.08],
  };
  test.each([5, 8, 13, 24, 40])('of radius %i voxels', async (r) => {
    hold(await errorsOf(r, [1, 1, 1]), FINE);
  });

  const COARSE: Bounds = {
    crofton13: [-0.05, 0.05],
    crofton3: [-0.05, 0.05],
    faces: [0.45, 0.53],
    marchingCubes: [0.12, 0.19],
    gradient: [-0.11, 0.015],
    breadth: [-0.08, 0.08],
  };
  test.each([5, 8, 13, 24, 40])('of radius %i, spacing 1:1:3', async (r) => {
    hold(await errorsOf(r, [1, 1, 3]), COARSE);
  });
});

describe('the gradient of the smoothed indicator', () => {
  test.each<[number, number]>([
    [0, 0],
    [0.3, 0.2],
    [0.5, -0.45],
  ])('of a plane that rises by %f and %f has its area within 1 %', async (u, v) => {
    const size: Vec3 = [32, 30, 36];
    const below = drawn(size, (x, y, z) => z < 17.3 + u * (x - 15.5) + v * (y - 14.5));
    const mask = asMask(await engine.source(below, size));
    const { area, perVolume, perPhaseVolume, voxels, total } = await areaOf(
      mask,
      'gradient',
      'open',
    );
    expect(Math.abs(area / (32 * 30 * Math.hypot(1, u, v)) - 1)).toBeLessThan(0.01);
    expect([perVolume, perPhaseVolume]).toEqual([area / total, area / voxels]);
  });

  test('holds from a σ of 0.6 voxels on; below, it is refused', async () => {
    for (const [r, sigma] of [
      [5, 0.6],
      [8, 0.7],
      [13, 0.6],
      [24, 0.8],
    ] as const) {
      const size = map3(() => 2 * r + 9);
      const bits = drawn(size, (x, y, z) => Math.hypot(x - r - 4, y - r - 4, z - r - 4) <= r);
      const mask = asMask(await engine.source(bits, size));
      const node = gradientAreaNode(mask, { sigma: voxels(sigma), border: 'closed' });
      const { area } = (await engine.value(node)) as SurfaceAreaValue;
      expect(area / (4 * Math.PI * r * r)).toBeGreaterThan(0.96);
      expect(area / (4 * Math.PI * r * r)).toBeLessThan(1.02);
    }
    const size: Vec3 = [9, 8, 7];
    const mask = asMask(await engine.source(new Uint8Array(504), size, { spacing: [1, 1, 2] }));
    expect(() => gradientAreaNode(mask, { sigma: voxels(0.59) })).toThrow(/0\.6 voxels/);
    expect(() => gradientAreaNode(mask, { sigma: 1.19 })).toThrow(/0\.6 voxels .* 1\.2 px/);
    expect(() => gradientAreaNode(mask, { sigma: 1.2 })).not.toThrow();
  });

  test('in bricks, within a mask, and where it is refused', async () => {
    const size: Vec3 = [40, 20, 18];
    const ball = drawn(size, (x, y, z) => Math.hypot(x - 19, y - 9, z - 9) < 7);
    const half = drawn(size, (x) => x < 19.5);
    const bricked = await openTestEngine({ brick: [32, 8, 6] });
    const values = await Promise.all(
      [engine, bricked].map(async (on) => {
        const mask = asMask(await on.source(ball, size));
        const within = asMask(await on.source(half, size));
        return on.value(gradientAreaNode(mask, {}, within)) as Promise<SurfaceAreaValue>;
      }),
    );
    expect(values[1]).toEqual(values[0]);
    await bricked.close();
    const whole = asMask(await engine.source(ball, size));
    const { area } = (await engine.value(gradientAreaNode(whole, {}))) as SurfaceAreaValue;
    // A zone of a sphere is as large as it is high: 7.5 of 14.
    expect(Math.abs(values[0]!.area / ((area * 7.5) / 14) - 1)).toBeLessThan(0.02);
    expect(values[0]!.total).toBe(volumeOf(size) / 2);
    const slice = asMask(await engine.source(new Uint8Array(9), [3, 3, 1]));
    expect(() => gradientAreaNode(slice, {})).toThrow(/at least 2 voxels.*closed/);
    expect(() => gradientAreaNode(whole, { sigma: -1 })).toThrow(/surfaceArea: sigma is -1/);
    expect(() => gradientAreaNode(whole, { border: 'closed' }, whole)).toThrow(/open border/);
    const none = (await engine.value(
      gradientAreaNode(slice, { border: 'closed' }),
    )) as SurfaceAreaValue;
    expect(none).toMatchObject({ area: 0, perVolume: 0, perPhaseVolume: null });
  });
});
