import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeArray, DTYPES, type Dtype, type GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { otsuLevel, otsuNode } from '../../src/segmentation/otsu_level.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { otsuOfVolumeTwin, otsuTwin } from '../reference/values.js';
import { asMask, scattered, stream } from '../stats/inputs.js';

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 10, 4] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

/** Values of a level, the same for neighbours of a block, and noise. */
function filled(dtype: Dtype, size: Vec3, valueAt: (random: () => number) => number): GridArray {
  const data = makeArray(dtype, volumeOf(size));
  const random = stream(size[0]);
  for (let i = 0; i < data.length; i += 1) data[i] = valueAt(random);
  return data;
}

/** Passes and bytes per voxel of the op since the last call. */
function costOf(size: Vec3): { dispatches: number; perVoxel: number } {
  const cost = whole.costs().find(({ op }) => op === 'otsuLevel')!;
  return { dispatches: cost.dispatches, perVoxel: (cost.read + cost.write) / volumeOf(size) };
}

/**
 * Above these sizes of volumes a sample is drawn: rows without pads, of whole quads, of neither.
 */
const FLAT: Vec3 = [128, 128, 130];
const WIDE: Vec3 = [136, 128, 122];
const RAGGED: Vec3 = [133, 131, 122];

const two = (random: () => number): number =>
  (random() < 0.4 ? 12000 : 30000) + 9000 * (random() + random() + random() - 1.5);
const oneClass = (random: () => number): number => 900 * (random() + random() + random());
const twoValues = (random: () => number): number => (random() < 0.3 ? 65535 : 7);
const flat = (random: () => number): number => 65536 * random();

describe('Otsu of a large volume', () => {
  test.each<[string, Dtype, Vec3, (random: () => number) => number, number]>([
    ['two classes', 'u16', FLAT, two, 2],
    ['two classes', 'u16', WIDE, two, 2],
    ['two classes', 'i16', RAGGED, (random) => two(random) - 21000, 2],
    ['one class', 'u16', FLAT, oneClass, 2],
    ['two values', 'u16', FLAT, twoValues, 2],
    ['any value', 'u16', FLAT, flat, 2],
    ['three values', 'i16', FLAT, (random) => 100 * Math.floor(3 * random() ** 2) - 90, 2],
  ])('of %s in %s %j', async (_, dtype, size, valueAt, dispatches) => {
    const data = filled(dtype, size, valueAt);
    const source = await whole.source(data, size);
    whole.costs();
    expect(await whole.value(otsuNode(source))).toBe(otsuOfVolumeTwin(data));
    const cost = costOf(size);
    expect(cost.dispatches).toBe(dispatches);
    if (dispatches > 2) return;
    // Every voxel once, rows with their pads, and a word read again and an atomic for the few in
    // the window.
    expect(cost.perVoxel).toBeGreaterThanOrEqual(2);
    expect(cost.perVoxel).toBeLessThan(5);
  });

  test('whose cut a voxel moves that the sample missed counts all levels', async () => {
    const data = filled('u16', FLAT, (random) => (random() < 0.5 ? 9 : 10));
    data[1234567] = 65535;
    const source = await whole.source(data, FLAT);
    whole.costs();
    expect(await whole.value(otsuNode(source))).toBe(10);
    expect(costOf(FLAT).dispatches).toBe(4);
  });

  test.each([FLAT, RAGGED])('within a mask, %j', async (...size) => {
    const data = filled('u16', size, two);
    const random = stream(3);
    const bits = Uint8Array.from(data, () => (random() < 0.3 ? 1 : 0));
    const within = asMask(await whole.source(bits, size));
    const source = await whole.source(data, size);
    expect(await whole.value(otsuNode(source, within))).toBe(otsuOfVolumeTwin(data, bits));
  });

  test('in bricks is the same', async () => {
    const data = filled('u16', FLAT, two);
    const cut = await whole.value(otsuNode(await whole.source(data, FLAT)));
    const large = await openTestEngine({ brick: [128, 128, 50] });
    expect(await large.value(otsuNode(await large.source(data, FLAT)))).toBe(cut);
    await large.close();
  });
});

describe('Otsu of a small volume', () => {
  test.each<Dtype>(['u16', 'i16'])('of %s, whole and in bricks', async (dtype) => {
    const size: Vec3 = [70, 11, 5];
    const { min } = DTYPES[dtype];
    for (const data of [
      scattered(dtype, size),
      scattered(dtype, size).map((v) => (v > 0 ? min : min + 3)),
      filled(dtype, size, (random) => 50 * random() * random()),
    ]) {
      const values = Array.from(data);
      for (const engine of [whole, bricked])
        expect(await engine.value(otsuNode(await engine.source(data, size)))).toBe(
          otsuOfVolumeTwin(data),
        );
      if (new Set(values).size < 100) expect(otsuTwin(values)).toBe(otsuOfVolumeTwin(data));
    }
  });

  test('of nothing and of one value are errors that say what to do', async () => {
    const size: Vec3 = [40, 3, 2];
    const nine = await whole.source(new Uint16Array(240).fill(9), size);
    const none: Node = asMask(await whole.source(new Uint8Array(240), size));
    await expect(whole.value(otsuNode(nine))).rejects.toThrow(/same value, 9/);
    await expect(whole.value(otsuNode(nine, none))).rejects.toThrow(/no value to choose/);
    await expect(whole.value(otsuNode(nine))).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  test('is of 16 bits', async () => {
    const bytes = await whole.source(new Uint8Array(8), [8, 1, 1]);
    expect(() => makeNode(otsuLevel, { volume: bytes })).toThrow(/16-bit integers/);
    expect(otsuNode(bytes).op.name).toBe('otsuThreshold');
  });
});
