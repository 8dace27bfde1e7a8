import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { background } from '../../src/filters/background.js';
import { fitBackground } from '../../src/filters/background_fit.js';
import { classProfile } from '../../src/filters/class_profile.js';
import { flatten, flattenBackgroundNode, flattenSlicesNode } from '../../src/filters/flatten.js';
import type { Profile } from '../../src/filters/profile.js';
import { removeRingsNode } from '../../src/filters/remove_rings.js';
import { removeStripesNode } from '../../src/filters/remove_stripes.js';
import { ringProfileNode } from '../../src/filters/ring_profile.js';
import type { SliceCorrection } from '../../src/filters/slice_correction.js';
import { sliceLevelsNode } from '../../src/filters/slice_levels.js';
import { stripeProfileNode } from '../../src/filters/stripe_profile.js';
import { makeArray, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { stripeTwin } from '../reference/corrections.js';
import { cut, smooth } from './volumes.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 24, 2] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

/** Two levels, 60 and 160, in blobs, with noise; the same in every dtype. */
function material(dtype: Dtype, [nx, ny, nz]: Vec3): GridArray {
  const noise = smooth([nx, ny, nz], 5);
  const data = makeArray(dtype, nx * ny * nz);
  for (let z = 0, i = 0; z < nz; z++)
    for (let y = 0; y < ny; y++)
      for (let x = 0; x < nx; x++, i++) {
        const wave = Math.sin(x / 4.1 + z / 3) + Math.sin(y / 3.3) + Math.sin((x - y) / 5.7);
        data[i] = Math.round((wave > 0 ? 160 : 60) + noise[i]! / 12);
      }
  return data;
}

function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}

function meanSquare(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
}

const CORRECTIONS: readonly [string, (volume: Node) => Node][] = [
  ['flattenSlices', (volume) => flattenSlicesNode(volume)],
  ['flattenBackground', (volume) => flattenBackgroundNode(volume)],
  ['removeStripes', (volume) => removeStripesNode(volume, { length: { voxels: 12 } })],
  ['removeStripes along x', (volume) => removeStripesNode(volume, { along: 'x', passes: 0 })],
  ['removeRings', (volume) => removeRingsNode(volume, { passes: 1 })],
];

describe('corrections of imaging', () => {
  test.each(CORRECTIONS)(
    '%s in bricks and of regions equals the whole, bit for bit',
    async (_, correct) => {
      const size: Vec3 = [70, 40, 3];
      for (const dtype of ['i16', 'f32'] as const) {
        const data = material(dtype, size);
        const whole = await engine.grid(correct(await engine.source(data, size)));
        expect(await bricked.grid(correct(await bricked.source(data, size)))).toEqual(whole);
        const region: Region = { origin: [37, 9, 1], size: [20, 9, 2] };
        expect(await bricked.grid(correct(await bricked.source(data, size)), region)).toEqual(
          cut(whole, size, region),
        );
      }
    },
  );

  test.each(CORRECTIONS)('%s takes lines, single slices and constants', async (name, correct) => {
    for (const size of [
      [33, 1, 1],
      [1, 9, 2],
      [7, 5, 3],
    ] as const) {
      const data = material('u16', size);
      const out = await engine.grid(correct(await engine.source(data, size)));
      expect(out.length).toBe(data.length);
      expect(Array.from(out).every(Number.isFinite)).toBe(true);
    }
    const flat = new Uint8Array(60).fill(7);
    if (name === 'flattenSlices')
      expect(await engine.grid(correct(await engine.source(flat, [5, 4, 3])))).toEqual(
        Float32Array.from(flat),
      );
  });

  test('NaN stays NaN and touches nothing else', async () => {
    const size: Vec3 = [40, 32, 3];
    const data = material('f32', size);
    const holes = data.slice();
    holes[555] = NaN;
    for (const [name, correct] of CORRECTIONS.slice(2)) {
      const out = await engine.grid(correct(await engine.source(holes, size)));
      expect(
        Array.from(out).flatMap((v, i) => (Number.isNaN(v) ? [i] : [])),
        name,
      ).toEqual([555]);
    }
  });

  test('refuse what makes no sense', async () => {
    const volume = await engine.source(new Uint8Array(60), [5, 4, 3]);
    expect(() => flattenSlicesNode(volume, { window: 4 })).toThrow(/odd number/);
    expect(() => flattenBackgroundNode(volume, { degree: 4 })).toThrow(/degree/);
    expect(() => flattenBackgroundNode(volume, { passes: 0 })).toThrow(/passes is 0/);
    expect(() => removeStripesNode(volume, { width: -1 })).toThrow(/width/);
    expect(() => removeStripesNode(volume, { along: 'z' as 'x' })).toThrow(/along/);
    expect(() => removeRingsNode(volume, { passes: 7 })).toThrow(/passes is 7/);
    expect(() => removeRingsNode(volume, { centre: [1, NaN] })).toThrow(/centre/);
  });
});

describe('flattenSlices', () => {
  const size: Vec3 = [60, 50, 7];
  const gains = [1, 1.2, 0.9, 1, 0.8, 1.1, 1.05];
  const offsets = [0, -5, 8, 3, 0, -9, 4];
  const flickering = (data: ArrayLike<number>): Float32Array<ArrayBuffer> =>
    Float32Array.from(data, (v, i) => {
      const z = Math.floor(i / 3000);
      return gains[z]! * v + offsets[z]!;
    });

  test('gives slices that differ in gain and offset the same levels', async () => {
    const slice = material('f32', [60, 50, 1]);
    const data = Float32Array.from({ length: 21000 }, (_, i) => slice[i % 3000]!);
    const out = await engine.grid(flattenSlicesNode(await engine.source(flickering(data), size)));
    for (let z = 1; z < 7; z++)
      expect(difference(out.slice(0, 3000), out.slice(3000 * z, 3000 * (z + 1)))).toBeLessThan(0.5);
    // As it was, the slice of median gain and offset.
    expect(meanSquare(out, data)).toBeLessThan(4);
  });

  test('finds gains and offsets of slices of different content', async () => {
    const data = material('f32', size);
    const node = sliceLevelsNode(await engine.source(flickering(data), size));
    const { terms, gains: found } = (await engine.value(node)) as SliceCorrection;
    const usual = found[0]!;
    gains.forEach((gain, z) => {
      expect((found[z]! * gain) / usual).toBeCloseTo(1, 1);
      expect(Math.abs(terms[10 * z]! - offsets[z]! - (terms[0]! - 0) * gain)).toBeLessThan(4);
    });
  });

  test('keeps slow changes with a window, and leaves slices of one material alone', async () => {
    const data = material('f32', [60, 50, 9]);
    data.fill(60, 3000 * 4, 3000 * 5);
    const fading = Float32Array.from(data, (v, i) => v * (1 + 0.02 * Math.floor(i / 3000)));
    const node = sliceLevelsNode(await engine.source(fading, [60, 50, 9]), { window: 3 });
    const { gains: found } = (await engine.value(node)) as SliceCorrection;
    expect(found[4]).toBe(1);
    found.forEach((gain) => {
      expect(Math.abs(gain - 1)).toBeLessThan(0.04);
    });
  });
});

describe('flattenBackground', () => {
  test('fits a polynomial exactly, whatever the classes', () => {
    const truth = (x: number, y: number): number => 3 * x - 2 * y + 5 * x * x - 4 * x * y + y * y;
    const tiles = Array.from({ length: 60 }, (_, i) => {
      const [x, y] = [Math.sin(i * 1.7), Math.cos(i * 2.9)];
      return { x, y, mean: truth(x, y) + (i % 2) * 100, count: 1 + (i % 5), group: i % 2 };
    });
    const found = fitBackground(tiles, 2);
    expect(Array.from(found.slice(1, 6))).toEqual(
      [3, -2, 5, -4, 1].map((v) => expect.closeTo(v, 8) as number),
    );
    expect(found[0]).toBeCloseTo(-(5 + 1) / 3, 8);
  });

  test.each(['additive', 'multiplicative'] as const)(
    'takes out an %s background',
    async (model) => {
      const size: Vec3 = [96, 80, 2];
      const data = material('f32', size);
      const behind = (x: number, y: number): number => 24 * x - 16 * y + 12 * x * x + 9 * x * y;
      const shaded = Float32Array.from(data, (v, i) => {
        const x = (2 * (i % 96) + 1) / 96 - 1;
        const y = (2 * (Math.floor(i / 96) % 80) + 1) / 80 - 1;
        return model === 'additive'
          ? v + behind(x, y) - 4
          : v * Math.exp(behind(x, y) / 100 - 0.04);
      });
      const out = await engine.grid(
        flattenBackgroundNode(await engine.source(shaded, size), { model }),
      );
      expect(meanSquare(shaded, data)).toBeGreaterThan(12);
      expect(meanSquare(out, data)).toBeLessThan(1.5);
    },
  );

  test('fits the voxels of a mask alone', async () => {
    const size: Vec3 = [64, 64, 1];
    const data = Float32Array.from({ length: 4096 }, (_, i) =>
      i % 3 === 0 ? 1000 * (i % 7) : i % 64,
    );
    const volume = await engine.source(data, size);
    const within = makeNode(
      threshold,
      {
        volume: await engine.source(
          Uint8Array.from({ length: 4096 }, (_, i) => (i % 3 === 0 ? 0 : 1)),
          size,
        ),
      },
      { lo: 1 },
    );
    const out = await engine.grid(flattenBackgroundNode(volume, { within, degree: 1 }));
    const kept = Array.from(out).filter((_, i) => i % 3 !== 0);
    // What was 0 … 63 is now nearly level.
    expect(Math.max(...kept) - Math.min(...kept)).toBeLessThan(2.5);
  });
});

describe('removeStripes', () => {
  test.each([
    [1, 31],
    [3, 9],
  ] as const)('profiles of %i blocks equal their twin', async (blocks, window) => {
    const size: Vec3 = [37, 30, 2];
    const data = material('u8', size);
    const node = stripeProfileNode(await engine.source(data, size), {
      width: { voxels: window },
      length: { voxels: 30 / blocks },
    });
    const profile = (await engine.value(node)) as Profile;
    expect([profile.lines, profile.blocks, profile.slices]).toEqual([37, blocks, 2]);
    expect(difference(profile.values, stripeTwin(data, size, blocks, window))).toBeLessThan(1e-4);
  });

  test('classes and lines fit in the sense of least squares', () => {
    const sums = Array.from({ length: 80 }, (_, i) =>
      i % 2 === 0
        ? 1 + ((i * 7) % 11)
        : (1 + (((i - 1) * 7) % 11)) * (i % 4 === 1 ? 40 : 160) + ((i * 31) % 53),
    );
    const profile = classProfile(sums, 0);
    const n = (line: number): number => sums[4 * line]! + sums[4 * line + 2]!;
    const level = [0, 2].map((group) => {
      let [sum, count] = [0, 0];
      profile.forEach((p, i) => {
        sum += sums[4 * i + group + 1]! - p * sums[4 * i + group]!;
        count += sums[4 * i + group]!;
      });
      return sum / count;
    });
    // The residues of every line sum up to the same per voxel: the level that lines have on
    // average.
    const rest = Array.from(
      profile,
      (p, i) =>
        (sums[4 * i + 1]! +
          sums[4 * i + 3]! -
          sums[4 * i]! * level[0]! -
          sums[4 * i + 2]! * level[1]!) /
          n(i) -
        p,
    );
    rest.forEach((r) => {
      expect(r).toBeCloseTo(0, 6);
    });
  });

  test('finds stripes of a material of two levels, whole and changing along themselves', async () => {
    const size: Vec3 = [64, 96, 2];
    const data = material('f32', size);
    const stripe = (x: number): number => 25 * Math.sin(x * x);
    const even = Float32Array.from(data, (v, i) => v + stripe(i % 64));
    const mean = Array.from({ length: 64 }, (_, x) => stripe(x)).reduce((a, b) => a + b) / 64;
    const wanted = data.map((v) => v + mean);
    const out = await engine.grid(removeStripesNode(await engine.source(even, size)));
    expect([meanSquare(even, wanted) > 15, meanSquare(out, wanted) < 1.6]).toEqual([true, true]);
    const fading = Float32Array.from(
      data,
      (v, i) => v + stripe(i % 64) * (1 - (Math.floor(i / 64) % 96) / 96),
    );
    const less = await engine.grid(
      removeStripesNode(await engine.source(fading, size), { length: { voxels: 24 } }),
    );
    expect(meanSquare(less, data)).toBeLessThan(meanSquare(fading, data) / 3);
  });

  test('leaves a material without stripes nearly as it was', async () => {
    const size: Vec3 = [64, 96, 1];
    const data = material('f32', size);
    const out = await engine.grid(removeStripesNode(await engine.source(data, size)));
    // Noise is of standard deviation 4.8.
    expect(meanSquare(out, data)).toBeLessThan(1.4);
  });
});

describe('removeRings', () => {
  const size: Vec3 = [71, 64, 2];
  const centre = [30, 36] as const;
  const ring = (i: number): number => {
    const r = Math.hypot((i % 71) - centre[0], (Math.floor(i / 71) % 64) - centre[1]);
    return 22 * Math.sin(r + 3 * Math.sin(r / 2));
  };

  test('finds rings about a given centre', async () => {
    const data = material('f32', size);
    const bad = Float32Array.from(data, (v, i) => v + ring(i));
    const out = await engine.grid(
      removeRingsNode(await engine.source(bad, size), { centre, passes: 3 }),
    );
    expect(meanSquare(bad, data)).toBeGreaterThan(10);
    expect(meanSquare(out, data)).toBeLessThan(5);
  });

  test('of a smooth slope are none', async () => {
    const slope = Float32Array.from(
      { length: 64 * 64 },
      (_, i) => (i % 64) + 2 * Math.floor(i / 64),
    );
    const { values } = (await engine.value(
      ringProfileNode(await engine.source(slope, [64, 64, 1])),
    )) as Profile;
    expect(Math.max(...Array.from(values, Math.abs))).toBeLessThan(1.2);
  });
});

describe('traffic', () => {
  const size: Vec3 = [64, 64, 4];
  const voxels = 64 * 64 * 4;

  async function cost(
    op: string,
    node: Node,
    value: boolean,
  ): Promise<[number | undefined, number]> {
    engine.costs();
    if (value) await engine.value(node);
    else await engine.grid(node);
    const found = engine.costs().find((c) => c.op.includes(op));
    return [found?.dispatches, (found?.read ?? 0) + (found?.write ?? 0)];
  }

  test('of corrections is one pass with 4 B out, of what they find one pass in', async () => {
    const source = await engine.source(material('u16', size), size);
    const levels = sliceLevelsNode(source);
    expect(await cost('sliceLevels', levels, true)).toEqual([1, 2 * voxels + 2 * 4096 * 4 * 4]);
    expect(
      await cost('flatten', makeNode(flatten, { volume: source, correction: levels }), false),
    ).toEqual([1, 6 * voxels + 48 * 4]);
    const classes = makeNode(threshold, { volume: source }, { lo: 100 });
    const fit = makeNode(background, { volume: source, classes });
    expect(await cost('background', fit, true)).toEqual([1, 2 * voxels + voxels / 8 + 16 * 16]);
    expect(await cost('stripeProfile', stripeProfileNode(source), true)).toEqual([
      1,
      2 * voxels + 16 * 63 * 4,
    ]);
    const stripes = removeStripesNode(source, { passes: 1 });
    expect(await cost('stripeClasses', stripes, false)).toEqual([
      1,
      2 * voxels + voxels / 8 + 16 * 64 * 4,
    ]);
    const rings = removeRingsNode(source, { passes: 0 });
    const radii = Math.ceil(Math.hypot(31.5, 31.5)) + 2;
    expect(await cost('removeRings', rings, false)).toEqual([1, 6 * voxels + 4 * radii * 4]);
    const samples = radii * Math.ceil(2 * Math.PI * radii) * 4;
    expect(
      await cost('ringProfile', ringProfileNode(source, { width: { voxels: 33 } }), true),
    ).toEqual([
      2,
      2 * voxels + 8 * Math.ceil(2 * Math.PI * radii) + 8 * samples + 16 * (radii - 1) * 4,
    ]);
  });
});
