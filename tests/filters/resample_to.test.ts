import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  antialiasSigma,
  resampleTo,
  resampleToNode,
  type ResampleToOptions,
  type TargetGrid,
} from '../../src/filters/resample_to.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { exactnessOf, gridMeta, makeNode, neededRegion, type Node } from '../../src/recipe/op.js';
import {
  affine,
  rigid,
  rotation,
  scaling,
  translation,
} from '../../src/recipe/simple_transforms.js';
import { compose, type Transform } from '../../src/recipe/transform.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toLabels } from '../../src/segmentation/to_labels.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { gridTwin as of, resampleToTwin, type GridTwin } from '../reference/geometry.js';
import type { BorderRule } from '../reference/windows.js';
import { compute } from './engines.js';
import { awkward, smooth } from './volumes.js';

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

type Method = 'nearest' | 'linear' | 'cubic';
const METHODS: readonly Method[] = ['nearest', 'linear', 'cubic'];
const IDENTITY = compose();
const TURN = rigid({
  rotation: { axis: [1, -2, 3], angle: 0.7 },
  translation: [1.37, -0.61, 0.83],
  centre: [9, 4, 3],
});
const SHEAR = affine([0.9, 0.21, 0.03, -2.3017, -0.17, 1.1, 0.31, 0.4713, 0.08, -0.3, 0.7, 0.9019]);

/** A mask, labels or phases of the values of a small u8 volume. */
const KINDS: Readonly<Record<string, (volume: Node) => Node>> = {
  mask: (volume) => makeNode(threshold, { volume }, { lo: 1 }),
  labels: (volume) => makeNode(toLabels, { volume }),
  phases: (volume) => makeNode(toPhases, { volume }, { phases: { a: 0, b: 1, c: 2 } }),
};

/** Values of 0 … 2 in no order. */
function codes(size: Vec3): Uint8Array<ArrayBuffer> {
  return awkward('u8', size).map((v) => v % 3) as Uint8Array<ArrayBuffer>;
}

describe('is what the definition says', () => {
  test.each<[Dtype, Method, BorderRule, Transform, GridTwin, GridTwin]>([
    ['u8', 'nearest', 'constant', TURN, of([37, 9, 7]), of([45, 8, 6])],
    ['i8', 'nearest', 'reflect', SHEAR, of([20, 9, 7]), of([45, 8, 6])],
    ['u16', 'nearest', 'nearest', TURN, of([20, 9, 7], [0.5, 1, 1.3]), of([37, 8, 6], [0.7, 1, 1])],
    ['u32', 'nearest', 'reflect', TURN, of([20, 9, 7]), of([35, 8, 6], [3.1, 2.7, 1.9])],
    ['u8', 'linear', 'constant', TURN, of([37, 9, 7]), of([45, 8, 6])],
    ['i16', 'linear', 'reflect', SHEAR, of([20, 9, 7], [0.9, 0.7, 0.4]), of([45, 8, 6])],
    ['i8', 'linear', 'nearest', TURN, of([20, 9, 7], [1, 1, 1], [50, -3, 2]), of([45, 8, 6])],
    [
      'u16',
      'cubic',
      'constant',
      TURN,
      of([37, 9, 7], [0.7, 0.6, 1.1]),
      of([45, 8, 6], [0.8, 1, 1]),
    ],
    ['i32', 'cubic', 'reflect', SHEAR, of([20, 9, 7], [1, 1, 1], [-2, 1, 0]), of([45, 8, 6])],
    ['i16', 'cubic', 'nearest', TURN, of([20, 9, 1]), of([45, 8, 6], [1, 1, 1], [-9, 4, 2])],
    [
      'u32',
      'cubic',
      'constant',
      scaling([-1.3, 0.9, 1], [9, 4, 3]),
      of([20, 9, 7]),
      of([37, 8, 6]),
    ],
  ])('of %s, %s, border %s', async (dtype, method, border, transform, source, target) => {
    const data = awkward(dtype, source.size);
    const make = (volume: Node): Node =>
      resampleToNode(volume, target, transform, { method, border, value: 7 });
    const twin = resampleToTwin(data, source, target, transform.matrix, method, border, 7);
    const from = await engine.source(data, source.size, { ...source });
    const out = await engine.grid(make(from));
    const most = Array.from(data).reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    twin.forEach((v, i) => {
      if (method === 'nearest') expect(out[i], String(i)).toBe(v);
      else expect(Math.abs(out[i]! - v)).toBeLessThan(1e-5 * most);
    });
    // No less in bricks, whichever of them: every bit.
    expect(
      await bricked.grid(make(await bricked.source(data, source.size, { ...source }))),
    ).toEqual(out);
  });

  test.each(METHODS)('%s, and in bricks that are made one by one', async (method) => {
    const size: Vec3 = [40, 12, 10];
    const data = smooth(size);
    const target = of([70, 11, 9], [0.8, 1.1, 1], [-4, 0, 0]);
    const out = await compute(engine, data, size, (volume) =>
      resampleToNode(volume, target, TURN, { method, value: -3 }),
    );
    const twin = resampleToTwin(data, of(size), target, TURN.matrix, method, 'constant', -3);
    twin.forEach((v, i) => {
      expect(Math.abs(out[i]! - v)).toBeLessThan(method === 'nearest' ? 1e-5 : 1e-3);
    });
  });

  test('of a mask, labels and phases, which stay what they are', async () => {
    const source = of([70, 9, 7]);
    const target = of([75, 8, 6], [1, 1, 1], [-3, 0, 0]);
    const data = codes(source.size);
    for (const [kind, make] of Object.entries(KINDS)) {
      const value = kind === 'mask' ? 1 : 2;
      const moved = (volume: Node): Node =>
        resampleToNode(make(volume), target, TURN, { method: 'nearest', value });
      const out = await compute(engine, data, source.size, moved);
      const held = kind === 'mask' ? data.map((v) => Math.min(v, 1)) : data;
      const twin = resampleToTwin(held, source, target, TURN.matrix, 'nearest', 'constant', value);
      expect(Array.from(out)).toEqual(Array.from(twin));
      expect(gridMeta(moved(await engine.source(data, source.size))).kind).toBe(kind);
    }
  });

  // scipy.ndimage.affine_transform of SciPy 1.10.1, in f64, mode 'grid-constant' with cval=50,
  // 'nearest' and 'reflect'; the second slice's last 12 voxels.
  test.each<[Method, BorderRule, number[]]>([
    ['nearest', 'constant', [50, 50, 71, 51, 96, 26, 50, 50, 50, 76, 79, 93]],
    ['nearest', 'nearest', [96, 71, 71, 51, 96, 26, 71, 69, 73, 76, 79, 93]],
    ['nearest', 'reflect', [26, 71, 71, 51, 96, 26, 96, 49, 73, 76, 79, 93]],
    [
      'linear',
      'constant',
      [
        ...[50, 50, 73.005973, 52.111085, 65.934547, 41.953795],
        ...[50, 50, 54.824447, 74.802041, 58.222616, 76.755149],
      ],
    ],
    [
      'linear',
      'nearest',
      [
        ...[68.386006, 75.908878, 74.753576, 52.111085, 65.934547, 41.953795],
        ...[73.378644, 74.456705, 73.039382, 74.802041, 58.222616, 76.755149],
      ],
    ],
    [
      'linear',
      'reflect',
      [
        ...[33.028124, 74.389428, 74.753576, 52.111085, 65.934547, 41.953795],
        ...[70.032599, 50.861894, 73.039382, 74.802041, 58.222616, 76.755149],
      ],
    ],
  ])('and SciPy: %s, border %s', async (method, border, wanted) => {
    const size: Vec3 = [9, 8, 7];
    const data = Float32Array.from({ length: volumeOf(size) }, (_, i) => (i * i * 7 + 3 * i) % 101);
    const source = await engine.source(data, size, {
      spacing: [0.5, 0.5, 0.75],
      origin: [1, 2, 3],
    });
    const target = of([6, 5, 4], [0.6, 0.6, 0.6], [1.5, 2.25, 3.25]);
    const map = affine([0.8, -0.6, 0, 1.2347, 0.48, 0.64, -0.6, 1.6131, 0.36, 0.48, 0.8, -1.2719]);
    const out = await engine.grid(
      resampleToNode(source, target, map, { method, border, value: 50 }),
    );
    wanted.forEach((v, i) => {
      expect(Math.abs(out[48 + i]! - v)).toBeLessThan(method === 'nearest' ? 1e-9 : 1e-4);
    });
  });
});

describe('what is read', () => {
  const needs = async (
    target: TargetGrid,
    transform: Transform,
    options: ResampleToOptions,
  ): Promise<unknown> => {
    const grid = await engine.source(new Uint8Array(100 * 50 * 20), [100, 50, 20]);
    const node = resampleToNode(grid, target, transform, options);
    return neededRegion(node, 'grid', { origin: [32, 10, 5], size: [32, 10, 5] });
  };

  test('is the box that the region spans, and the reach of the stencil', async () => {
    const target = of([100, 50, 20]);
    expect(await needs(target, translation([-2, 0, 3]), { method: 'nearest' })).toEqual({
      origin: [30, 10, 8],
      size: [32, 10, 5],
    });
    expect(await needs(target, translation([-2.5, 0.5, 0.5]), { method: 'linear' })).toEqual({
      origin: [29, 10, 5],
      size: [33, 11, 6],
    });
    expect(await needs(target, translation([-2.5, 0.5, 0.5]), { method: 'cubic' })).toEqual({
      origin: [28, 9, 4],
      size: [35, 13, 8],
    });
    const quarter = rotation({ axis: [0, 0, 1], angle: Math.PI / 2 });
    const turned = compose(quarter, translation([60, -20, 0]));
    // x runs from 60 − 19 to 60 − 10, y from 32 − 20 to 63 − 20.
    expect(await needs(target, turned, { method: 'nearest' })).toEqual({
      origin: [41, 12, 5],
      size: [10, 32, 5],
    });
  });

  test('outside is a voxel per axis, or what is reflected', async () => {
    const target = of([100, 50, 20]);
    const away = translation([1e6, -1e6, 0]);
    expect(await needs(target, away, {})).toEqual({ origin: [0, 0, 5], size: [1, 1, 6] });
    expect(await needs(target, away, { border: 'nearest' })).toEqual({
      origin: [99, 0, 5],
      size: [1, 1, 6],
    });
    expect(
      await needs(target, translation([-40, 0, 0]), { method: 'nearest', border: 'reflect' }),
    ).toEqual({ origin: [0, 10, 5], size: [24, 10, 5] });
    expect(
      await needs(of([100, 50, 20], [9, 1, 1]), away, { method: 'nearest', border: 'reflect' }),
    ).toEqual({ origin: [0, 10, 5], size: [100, 10, 5] });
  });

  test('is nothing where grids do not overlap', async () => {
    const data = awkward('u8', [40, 6, 5]);
    for (const method of METHODS) {
      const out = await compute(engine, data, [40, 6, 5], (volume) =>
        resampleToNode(volume, of([40, 5, 4]), translation([0, 1e5, 0]), { method, value: 4 }),
      );
      expect(out.every((v) => v === 4)).toBe(true);
    }
  });

  test('costs its bytes once', async () => {
    const size: Vec3 = [64, 16, 8];
    const n = volumeOf(size);
    const grid = await engine.source(awkward('u8', size), size);
    const cost = async (node: Node): Promise<number[]> => {
      engine.costs();
      await engine.grid(node);
      const { dispatches, read, write } = engine.costs().find((c) => c.op === 'resampleTo')!;
      return [dispatches, read, write];
    };
    const whole = (method: Method): Node => resampleToNode(grid, of(size), IDENTITY, { method });
    expect(await cost(whole('linear'))).toEqual([1, n, 4 * n]);
    expect(await cost(whole('nearest'))).toEqual([1, n, n]);
  });

  test('a NaN spreads to the voxels that weigh it', async () => {
    const grid = await engine.source(Float32Array.of(1, 2, NaN, 4, 5, 6), [6, 1, 1]);
    const half = (method: Method): Promise<ArrayLike<number>> =>
      engine.grid(
        resampleToNode(grid, of([11, 1, 1], [0.5, 1, 1]), IDENTITY, { method, border: 'nearest' }),
      );
    expect(Array.from(await half('linear'))).toEqual([1, 1.5, 2, NaN, NaN, NaN, 4, 4.5, 5, 5.5, 6]);
    expect(Array.from(await half('cubic'), Number.isNaN)).toEqual(
      [0, 1, 0, 1, 1, 1, 0, 1, 0, 0, 0].map(Boolean),
    );
  });
});

describe('the node', () => {
  test('has the grid, the dtype and the promise of its options', async () => {
    const grid = await engine.source(new Uint8Array(8), [2, 2, 2], {
      spacing: [1, 2, 3],
      unit: 'nm',
    });
    const target: TargetGrid = {
      size: [4, 3, 2],
      spacing: [0.5, 1, 2],
      unit: 'µm',
      origin: [1, 2, 3],
    };
    const linear = resampleToNode(grid, target, IDENTITY);
    expect(gridMeta(linear)).toMatchObject({ ...target, kind: 'volume', storage: 'f32' });
    expect(exactnessOf(linear)).toBe('float-dependent');
    const nearest = resampleToNode(grid, of([4, 3, 2]), IDENTITY, { method: 'nearest' });
    expect(gridMeta(nearest)).toMatchObject({ storage: 'u8', unit: 'nm' });
    expect(exactnessOf(nearest)).toBe('exact');
    expect(JSON.parse(JSON.stringify(nearest.params))).toEqual({
      ...of([4, 3, 2]),
      unit: null,
      transform: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0],
      method: 'nearest',
      border: 'constant',
      value: 0,
    });
  });

  test('refuses bad arguments', async () => {
    const grid = await engine.source(codes([2, 2, 2]), [2, 2, 2]);
    const target = of([2, 2, 2]);
    const make = (params: object): Node =>
      makeNode(resampleTo, { grid }, { ...target, transform: IDENTITY.matrix, ...params });
    expect(() => make({ size: 0 })).toThrow(/1 to 65535/);
    expect(() => make({ size: [65536, 1, 1] })).toThrow(/1 to 65535/);
    expect(() => make({ size: 60000 })).toThrow(/2⁴⁰ voxels/);
    expect(() => make({ spacing: [1, 0, 1] })).toThrow(/a distance > 0/);
    expect(() => make({ origin: [1, 2] })).toThrow(/a finite number/);
    expect(() => make({ unit: '' })).toThrow(/unit/);
    expect(() => make({ transform: new Array<number>(12).fill(1) })).toThrow(/can be inverted/);
    expect(() => make({ transform: translation([5e6, 0, 0]).matrix })).toThrow(
      /within 4194304 voxels/,
    );
    expect(() => make({ transform: scaling(3e6).matrix })).toThrow(/within 4194304 voxels/);
    expect(() => make({ method: 'nearest', value: 256 })).toThrow(/0 to 255/);
    expect(() => make({ method: 'linear', value: 256.5 })).not.toThrow();
    const to = (kind: string, options: ResampleToOptions): Node =>
      resampleToNode(KINDS[kind]!(grid), target, IDENTITY, options);
    expect(() => to('mask', {})).toThrow(/'nearest' for mask/);
    expect(() => to('mask', { method: 'nearest', value: 2 })).toThrow(/0 or 1/);
    expect(() => to('phases', { method: 'nearest', value: 3 })).toThrow(/code of a phase/);
  });
});

describe('a coarser target', () => {
  const size: Vec3 = [48, 5, 1];
  const data = Float32Array.from({ length: 240 }, (_, i) => (i % 2 === 0 ? 0 : 100));
  const coarse: TargetGrid = { size: [12, 5, 1], spacing: [4, 1, 1], origin: [0, 0, 0] };

  test('takes what is too fine for its voxels for something else, unless it is smoothed', async () => {
    const source = await engine.source(data, size);
    const aliased = await engine.grid(resampleToNode(source, coarse, IDENTITY));
    expect([...aliased].slice(3, 9)).toEqual([0, 0, 0, 0, 0, 0]); // every other voxel is bright
    const mean = await engine.grid(
      resampleToNode(source, coarse, scaling([1, 4, 1]), { antialias: true }),
    );
    for (const value of mean.slice(3, 9)) expect(Math.abs(value - 50)).toBeLessThan(1);
  });

  test('smooths by half of what its voxels are farther apart, in the source', () => {
    const source = {
      size: [9, 9, 9] as const,
      spacing: [1, 1, 1] as const,
      origin: [0, 0, 0] as const,
    };
    expect(antialiasSigma(source, { ...source, spacing: [4, 4, 4] }, IDENTITY)).toBeCloseTo(
      1.5,
      12,
    );
    expect(antialiasSigma(source, source, scaling(3))).toBeCloseTo(1, 12);
    expect(antialiasSigma(source, source, scaling(0.5))).toBe(0);
  });

  test('of labels is refused', async () => {
    const source = await engine.source(codes(size), size);
    expect(() =>
      resampleToNode(KINDS['labels']!(source), coarse, IDENTITY, {
        method: 'nearest',
        antialias: true,
      }),
    ).toThrow(/antialias is true; allowed: false for labels/);
  });
});
