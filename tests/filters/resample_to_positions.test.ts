import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { pad } from '../../src/filters/pad.js';
import { resample } from '../../src/filters/resample.js';
import { resampleToNode } from '../../src/filters/resample_to.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { gridMeta, makeNode, type Node } from '../../src/recipe/op.js';
import { affine, rotation, translation } from '../../src/recipe/simple_transforms.js';
import { compose } from '../../src/recipe/transform.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { gridTwin as of, resampleToTwin } from '../reference/geometry.js';
import { awkward, smooth } from './volumes.js';

// Where resampleTo samples: exactly where positions are whole, and how near to them elsewhere.

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

const METHODS = ['nearest', 'linear', 'cubic'] as const;
const IDENTITY = compose();

describe('whole voxels', () => {
  const size: Vec3 = [37, 9, 7];
  const spacing: Vec3 = [0.1, 0.3, 0.7];
  const origin: Vec3 = [1.1, -0.2, 1e4];
  const bits = (data: ArrayLike<number>): number[] =>
    data instanceof Float32Array ? [...new Uint32Array(data.buffer)] : Array.from(data);

  test.each(METHODS)('stay as they are by the identity, bit for bit, by %s', async (method) => {
    // −0, NaN and what is too small for arithmetic on some adapters included.
    const data = awkward('f32', size);
    data[3] = 1e-42;
    const same = (volume: Node): Node =>
      resampleToNode(volume, of(size, spacing, origin), IDENTITY, { method, border: 'reflect' });
    const node = same(await engine.source(data, size, { spacing, origin }));
    expect(bits(await engine.grid(node))).toEqual(bits(data));
  });

  test.each(METHODS)('moved by a translation are cropped and padded, by %s', async (method) => {
    const data = awkward('f32', size);
    for (const border of ['constant', 'nearest', 'reflect'] as const) {
      const grid = await engine.source(data, size, { spacing, origin });
      // 3, −2 and 1 voxels, whose products with the spacings are no round f64.
      const vector: Vec3 = [0.1 * 3, 0.3 * -2, 0.7];
      const moved = resampleToNode(grid, of(size, spacing, origin), translation(vector), {
        method,
        border,
        value: 9,
      });
      const padded = makeNode(
        pad,
        { grid },
        { before: [0, 2, 0], after: [3, 0, 1], border, value: 9 },
      );
      const region = { origin: [3, 0, 1], size };
      const wanted = makeNode(crop, { grid: padded }, { region });
      expect(bits(await engine.grid(moved))).toEqual(bits(await engine.grid(wanted)));
    }
  });

  test('turned by quarters are voxels, by every method', async () => {
    const data = awkward('u8', [9, 9, 2]);
    const quarter = rotation({ axis: [0, 0, 1], angle: Math.PI / 2, centre: [4, 4, 0] });
    const grid = await engine.source(data, [9, 9, 2]);
    for (const method of METHODS) {
      const out = await engine.grid(resampleToNode(grid, of([9, 9, 2]), quarter, { method }));
      // (x, y) takes the value at (8 − y, x).
      out.forEach((v, i) => {
        const [x, y, z] = [i % 9, Math.floor(i / 9) % 9, Math.floor(i / 81)];
        expect(v).toBe(data[z * 81 + x * 9 + 8 - y]);
      });
    }
  });

  test('between two, the nearest is the second', async () => {
    const data = Uint8Array.from({ length: 60 }, (_, i) => i);
    const grid = await engine.source(data, [60, 1, 1]);
    for (const step of [0.5, 0.1, 0.3, 0.7, 1.1]) {
      const node = resampleToNode(grid, of([50, 1, 1], [step, 1, 1]), IDENTITY, {
        method: 'nearest',
      });
      // 10 · step is whole: exact in integers.
      const tenths = Math.round(10 * step);
      expect(Array.from(await engine.grid(node))).toEqual(
        Array.from({ length: 50 }, (_, i) => Math.floor((i * tenths + 5) / 10)),
      );
    }
  });

  test('`resample` is the case of faces that coincide', async () => {
    const data = awkward('u16', size);
    const grid = await engine.source(data, size, { spacing });
    for (const method of METHODS) {
      const other = makeNode(resample, { grid }, { size: [50, 13, 4], method });
      const node = resampleToNode(grid, gridMeta(other), IDENTITY, { method, border: 'reflect' });
      expect(gridMeta(node)).toEqual(gridMeta(other));
      const [got, wanted] = [await engine.grid(node), await engine.grid(other)];
      wanted.forEach((v, i) => {
        expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(method === 'nearest' ? 0 : 0.1);
      });
    }
  });
});

describe('far from the first voxel', () => {
  // 0 and 1 in turns: a value between is the position's fraction or what it lacks to 1.
  test('positions are right to 6·10⁻⁷ voxel', async () => {
    const source = of([65535, 3, 2]);
    const data = Float32Array.from({ length: volumeOf(source.size) }, (_, i) => (i % 65535) % 2);
    const target = of([65535, 3, 2]);
    const map = affine([0.98765432, 0.3, 0.7, 0.123, 1e-5, 0.5, 0.1, 0.3, 7e-6, 0.1, 0.3, 0.2]);
    const volume = await engine.source(data, source.size);
    const node = resampleToNode(volume, target, map, { method: 'linear', border: 'nearest' });
    const out = await engine.grid(node);
    let worst = 0;
    for (let i = 0; i < out.length; i += 1) {
      const [x, y, z] = [i % 65535, Math.floor(i / 65535) % 3, Math.floor(i / 196605)];
      const position = 0.98765432 * x + 0.3 * y + 0.7 * z + 0.123;
      const below = Math.floor(position);
      const t = position - below;
      worst = Math.max(worst, Math.abs(out[i]! - (below % 2 === 0 ? t : 1 - t)));
    }
    // And what f32 rounds in the sum of a voxel.
    expect(worst).toBeLessThan(6e-7 + 2.5e-7);
    const region = { origin: [65000, 1, 0], size: [500, 2, 1] } as const;
    const part = await bricked.grid(
      resampleToNode(await bricked.source(data, source.size), target, map, { border: 'nearest' }),
      region,
    );
    expect(Array.from(part.slice(0, 500))).toEqual(
      Array.from(out.slice(65535 + 65000, 65535 + 65500)),
    );
  });

  test('world coordinates may be far as well', async () => {
    const source = of([16, 8, 4], [0.5, 0.5, 1], [2e4, -3e4, 1e4]);
    const data = smooth(source.size);
    const centre: Vec3 = [20003, -29998, 10002];
    const map = rotation({ axis: [1, 1, 1], angle: 0.3, centre });
    const grid = await engine.source(data, source.size, { ...source });
    const out = await engine.grid(resampleToNode(grid, source, map, { border: 'reflect' }));
    const twin = resampleToTwin(data, source, source, map.matrix, 'linear', 'reflect', 0);
    twin.forEach((v, i) => {
      expect(Math.abs(out[i]! - v)).toBeLessThan(1e-3);
    });
  });
});
