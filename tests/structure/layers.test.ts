import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { voxels } from '../../src/recipe/length.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { columnExtents, type ColumnExtents } from '../../src/structure/column_extents.js';
import { medianMap } from '../../src/structure/median_map.js';
import { Lab } from '../../src/volume/lab.js';
import type { Mask } from '../../src/volume/handles.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { extentsTwin, medianTwin } from '../reference/layers.js';
import { drawn, scattered } from '../reference/structures.js';

let engine: TestEngine;
let bricked: TestEngine;
let lab: Lab;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
  lab = new Lab(engine.engine);
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Bits = Uint8Array<ArrayBuffer>;

async function maskOf(bits: Bits, size: Vec3, spacing: Vec3 = [1, 1, 1]): Promise<Mask> {
  return (await lab.open({ data: bits, size }, { spacing, unit: 'µm' })).threshold({ lo: 1 });
}

/** A layer from z = 0 up to a height in voxels: voxels whose centres lie under it. */
function under(size: Vec3, height: (x: number, y: number) => number): Bits {
  return drawn(size, (x, y, z) => z < height(x, y));
}

describe('columns', () => {
  test('first, last and number of voxels along every axis, whole and in bricks', async () => {
    for (const size of [
      [7, 5, 3],
      [33, 1, 1],
      [1, 1, 9],
      [40, 6, 5],
    ] as Vec3[])
      for (const [a, axis] of (['x', 'y', 'z'] as const).entries())
        for (const on of [engine, bricked]) {
          const bits = scattered(volumeOf(size), 4, 7).map((v) => (v === 0 ? 1 : 0));
          const volume: Node = await on.source(bits, size);
          const mask = makeNode(threshold, { volume }, { lo: 1 });
          const node = makeNode(columnExtents, { mask }, { axis });
          const found = (await on.value(node)) as ColumnExtents;
          const expected = extentsTwin(bits, size, a as 0 | 1 | 2);
          expect([...found.count]).toEqual(expected.map(({ count }) => count));
          expected.forEach(({ first, last, count }, i) => {
            if (count > 0) expect([found.first[i], found.last[i]]).toEqual([first, last]);
          });
        }
  });

  test('sliding medians are medians', () => {
    for (const [size, width] of [
      [[9, 7], 3],
      [[9, 7], 5],
      [[4, 9], 31],
      [[13, 1], 5],
      [[1, 13], 3],
    ] as const) {
      const n = size[0] * size[1];
      const values = Uint32Array.from(scattered(n, 50, 3));
      const there = scattered(n, 4, 8);
      const isThere = (i: number): boolean => there[i] !== 0;
      const found = medianMap(values, isThere, size, width);
      medianTwin(values, isThere, size, width).forEach((median, i) => {
        if (!Number.isNaN(median)) expect(found[i]).toBe(median);
        expect(found[i]).not.toBeNaN();
      });
    }
  });
});

describe('surfaces', () => {
  const spacing: Vec3 = [0.5, 0.8, 0.2];

  test('flat faces lie half a voxel outside of the outermost centres, on every side', async () => {
    const size: Vec3 = [9, 8, 7];
    const bits = drawn(size, (...p) => p.every((n) => n >= 2 && n <= 4));
    const mask = await maskOf(bits, size, spacing);
    for (const [a, axis] of (['x', 'y', 'z'] as const).entries())
      for (const model of ['plane', 'quadratic', 'median'] as const)
        for (const end of [0, 1] as const) {
          const face = mask.surface({ side: `${axis}${end}`, model, window: 3 });
          const fit = await face.fit();
          const at = (end === 0 ? 1.5 : 4.5) * spacing[a]!;
          fit.heights.forEach((height) => {
            expect(height).toBeCloseTo(at, 9);
          });
          expect([fit.columns, fit.outliers, fit.unit]).toEqual([9, 0, 'µm']);
          const { data } = await face.height().read();
          data.forEach((height, i) => {
            const p = [i % 9, Math.floor(i / 9) % 8, Math.floor(i / 72)][a]!;
            expect(height).toBeCloseTo((end === 0 ? -1 : 1) * (p * spacing[a]! - at), 5);
          });
          expect(await mask.beyond(face, 0).count()).toBe(0);
        }
  });

  test('tilted planes and bends come out, noise or not', async () => {
    const size: Vec3 = [60, 50, 40];
    const noise = scattered(3000, 3, 4);
    const shapes = {
      plane: (x: number, y: number) => 14 + 0.11 * x - 0.07 * y,
      quadratic: (x: number, y: number) => 12 + 0.1 * x + 0.006 * (y - 20) ** 2 - 0.001 * x * y,
    };
    for (const model of ['plane', 'quadratic'] as const)
      for (const robust of [true, false])
        for (const rough of [0, 1]) {
          const height = shapes[model];
          const bits = under(size, (x, y) => height(x, y) + rough * (noise[y * 60 + x]! - 1));
          const face = (await maskOf(bits, size, spacing)).surface({ side: 'z1', model, robust });
          const { heights, scale } = await face.fit();
          heights.forEach((found, i) => {
            // The outer side of the last voxel below h is at h − ½ on average.
            const truth = spacing[2] * (height(i % 60, Math.floor(i / 60)) - 0.5 + 0.5);
            expect(Math.abs(found - truth)).toBeLessThan(spacing[2] * 0.6);
          });
          const mean = heights.reduce((sum, found, i) => {
            return sum + found / spacing[2] - height(i % 60, Math.floor(i / 60));
          }, 0);
          expect(Math.abs(mean / heights.length)).toBeLessThan(0.1);
          expect(scale / spacing[2]).toBeLessThan(1.3);
        }
  });

  test('what covers a fifth of a face bends least squares, and not a robust fit', async () => {
    const size: Vec3 = [40, 40, 30];
    const bits = under(size, (x, y) => (x < 16 && y < 20 ? 25 : 10));
    const mask = await maskOf(bits, size);
    const robust = await mask.surface({ side: 'z1' }).fit();
    robust.heights.forEach((height) => {
      expect(height).toBeCloseTo(9.5, 6);
    });
    expect(robust.outliers).toBe(0.2);
    const plain = await mask.surface({ side: 'z1', robust: false }).fit();
    expect(plain.scale).toBeGreaterThan(3);
    // A median follows waves that a polynomial does not.
    const wavy = under(size, (x, y) => 12 + 6 * Math.sin(x / 6) + (x === 20 && y > 15 ? 8 : 0));
    const face = (await maskOf(wavy, size)).surface({ side: 'z1', model: 'median', window: 7 });
    const { heights } = await face.fit();
    heights.forEach((height, i) => {
      expect(Math.abs(height - (11.5 + 6 * Math.sin((i % 40) / 6)))).toBeLessThan(2.2);
    });
  });

  test('an outgrowth on a bent, noisy collector is found and measured within 5 %', async () => {
    const size: Vec3 = [96, 96, 64];
    const step: Vec3 = [0.5, 0.5, 0.25];
    const noise = scattered(96 * 96, 3, 11);
    const [peak, radius] = [5, 6];
    const bent = (x: number, y: number) =>
      4 + 0.0012 * (0.5 * x - 20) ** 2 + 0.0008 * (0.5 * y - 30) ** 2 + 0.02 * x;
    const bits = drawn(size, (x, y, z) => {
      const face = bent(x, y);
      const rough = face + 0.25 * (noise[y * 96 + x]! - 1);
      const far = Math.hypot(0.5 * x - 21.3, 0.5 * y - 27.6) / radius;
      // A paraboloid that stands on the mean face.
      const grown = face + peak * (1 - far * far);
      return 0.25 * z < Math.max(rough, grown) && 0.25 * z > 1 + 0.25 * noise[x * 96 + y]!;
    });
    const mask = await maskOf(bits, size, step);
    const face = mask.surface({ side: 'z1', model: 'quadratic', robust: true });
    // Noise stays below two voxels; what is connected to what sticks out farther is the outgrowth.
    const found = mask.beyond(face, voxels(0)).touching(mask.beyond(face, voxels(4)));
    const table = await found.components().measure({ intensity: face.height() });
    expect(table.length).toBe(1);
    const { volume, intensityMax } = table.row(0);
    const truth = (Math.PI * radius * radius * peak) / 2;
    expect(Math.abs(volume! / truth - 1)).toBeLessThan(0.05);
    // To the outer side of its highest voxel.
    expect(Math.abs((intensityMax! + step[2] / 2) / peak - 1)).toBeLessThan(0.05);
    const fit = await face.fit();
    fit.heights.forEach((height, i) => {
      expect(Math.abs(height - bent(i % 96, Math.floor(i / 96)))).toBeLessThan(0.1);
    });
  });

  test('what has no face, or is no surface, is a typed error', async () => {
    const empty = await maskOf(new Uint8Array(60), [5, 4, 3]);
    await expect(empty.surface({ side: 'z1' }).fit()).rejects.toMatchObject({
      code: 'empty-phase',
    });
    const full = await maskOf(new Uint8Array(60).fill(1), [5, 4, 3]);
    const face = full.surface({ side: 'z0' });
    expect([face.side, face.model]).toEqual(['z0', 'plane']);
    expect(await full.beyond(face, 0).count()).toBe(0);
    expect(() => full.surface({ side: 'top' as never })).toThrow(/'z1'/);
    expect(() => full.surface({ side: 'z1', model: 'cubic' as never })).toThrow(/quadratic/);
    expect(() => full.surface({ side: 'z1', window: 4 })).toThrow(/odd/);
    expect(() => full.beyond(face, -1)).toThrow(/≥ 0/);
    await expect(full.layer({ axes: 'z' } as never)).rejects.toThrow(/axes/);
    await expect(full.depthProfile(face, { steps: 1 } as never)).rejects.toThrow(/steps/);
    expect(() => full.beyond({} as never, 1)).toThrow(/a surface of the same lab/);
    const other = await maskOf(new Uint8Array(64).fill(1), [4, 4, 4]);
    expect(() => other.beyond(face, 0)).toThrow(/size/);
  });

  test('one voxel, one slice and one row have surfaces', async () => {
    const one = await maskOf(
      drawn([5, 4, 3], (x, y, z) => x === 2 && y === 1 && z === 1),
      [5, 4, 3],
    );
    for (const model of ['plane', 'quadratic', 'median'] as const) {
      const { heights } = await one.surface({ side: 'z1', model }).fit();
      expect([...heights]).toEqual(new Array(20).fill(1.5));
    }
    const image = await maskOf(
      drawn([30, 20, 1], (x, y) => y < 5 + x / 10),
      [30, 20, 1],
    );
    const fit = await image.surface({ side: 'y1' }).fit();
    expect(fit.size).toEqual([30, 1]);
    fit.heights.forEach((height, x) => {
      expect(Math.abs(height - (4.95 + x / 10))).toBeLessThan(0.6);
    });
    const flat = await image.surface({ side: 'z1', model: 'quadratic' }).fit();
    expect(new Set(flat.heights)).toEqual(new Set([0.5]));
  });
});

describe('layers', () => {
  test('thickness, coverage and material of a wedge with a pore and a hole', async () => {
    const size: Vec3 = [40, 10, 30];
    const spacing: Vec3 = [1, 2, 0.5];
    const bits = drawn(size, (x, y, z) => {
      const isHole = x < 2 && y === 0;
      const isPore = x >= 20 && z === 5;
      return z >= 3 && z < 8 + Math.floor(x / 4) && !isHole && !isPore;
    });
    const layer = await (await maskOf(bits, size, spacing)).layer();
    const expected = Array.from({ length: 400 }, (_, i) =>
      i < 2 ? 0 : 0.5 * (5 + Math.floor((i % 40) / 4)),
    );
    expect([...layer.map.data]).toEqual(expected);
    expect(layer.map).toMatchObject({ size: [40, 10], axes: ['x', 'y'], spacing: [1, 2] });
    const covered = expected.filter((t) => t > 0);
    const mean = covered.reduce((sum, t) => sum + t, 0) / covered.length;
    expect(layer.coverage).toBe(398 / 400);
    expect(layer.mean).toBeCloseTo(mean, 12);
    expect([layer.min, layer.max]).toEqual([2.5, 7]);
    expect(layer.std).toBeCloseTo(
      Math.sqrt(covered.reduce((sum, t) => sum + (t - mean) ** 2, 0) / covered.length),
      12,
    );
    const { fraction } = await (await maskOf(bits, size, spacing)).profile();
    const material = fraction.reduce((sum, f) => sum + f, 0) * 0.5;
    expect(layer.meanMaterial! * layer.coverage).toBeCloseTo(material, 9);
    expect(layer.roughness!.lower.Sa).toBeCloseTo(0, 9);
  });

  test('roughness of a wave: Sa = 2 a / π, Sq = a / √2, whatever the tilt', async () => {
    const size: Vec3 = [128, 24, 64];
    const a = 8;
    const bits = under(
      size,
      (x, y) => 26 + 0.2 * y + 0.1 * x + a * Math.cos((2 * Math.PI * 4 * (x + 0.5)) / 128),
    );
    const { roughness, mean } = await (await maskOf(bits, size, [1, 1, 0.25])).layer({ axis: 'z' });
    expect(Math.abs(roughness!.upper.Sa / ((0.25 * 2 * a) / Math.PI) - 1)).toBeLessThan(0.03);
    expect(Math.abs(roughness!.upper.Sq / ((0.25 * a) / Math.SQRT2) - 1)).toBeLessThan(0.03);
    expect(mean).toBeGreaterThan(0);
  });

  test('an empty mask has no thickness, and no NaN', async () => {
    const layer = await (await maskOf(new Uint8Array(60), [5, 4, 3])).layer({ axis: 'x' });
    expect(layer).toMatchObject({
      coverage: 0,
      mean: null,
      std: null,
      min: null,
      max: null,
      meanMaterial: null,
      roughness: null,
    });
    expect(new Set(layer.map.data)).toEqual(new Set([0]));
  });
});

describe('profiles under a surface', () => {
  test('count every voxel at its depth, whole and in bricks', async () => {
    const size: Vec3 = [24, 20, 16];
    const noise = scattered(volumeOf(size), 3, 5);
    const solid = drawn(size, (x, _y, z) => z < 10 + (x % 2));
    const phase = solid.map((bit, i) => (bit === 1 && noise[i] === 0 ? 1 : 0));
    const within = drawn(size, (x) => x >= 4);
    for (const on of [engine, bricked]) {
      const here = new Lab(on.engine);
      const open = async (data: Bits): Promise<Mask> =>
        (await here.open({ data, size }, { spacing: [1, 1, 0.5], unit: 'µm' })).threshold({
          lo: 1,
        });
      const [layer, part, inside] = [await open(solid), await open(phase), await open(within)];
      const face = layer.surface({ side: 'z1', robust: false });
      const { heights } = await face.fit();
      const found = await part.depthProfile(face, { step: 1, within: inside });
      const voxelsAt = new Map<number, number>();
      const totalAt = new Map<number, number>();
      phase.forEach((bit, i) => {
        if (within[i] === 0) return;
        const height = 0.5 * Math.floor(i / 480) - heights[i % 480]!;
        const depth = -(Math.floor(height) + 0.5);
        totalAt.set(depth, (totalAt.get(depth) ?? 0) + 1);
        voxelsAt.set(depth, (voxelsAt.get(depth) ?? 0) + bit);
      });
      expect(found.depths.length).toBe(totalAt.size);
      found.depths.forEach((depth, i) => {
        expect([found.voxels[i], found.total[i]]).toEqual([
          voxelsAt.get(depth),
          totalAt.get(depth),
        ]);
      });
      expect(found.unit).toBe('µm');
      const all = await layer.depthProfile(face);
      expect(all.total.reduce((sum, n) => sum + n, 0)).toBe(volumeOf(size));
      expect(all.fraction[0]).toBe(0);
      expect(all.fraction.at(-1)).toBe(1);
      await expect(layer.depthProfile(face, { step: 1e-5 })).rejects.toMatchObject({
        code: 'limit',
      });
    }
  });
});
