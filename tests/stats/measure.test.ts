import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dtype, GridArray } from '../../src/recipe/dtype.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { labelCount } from '../../src/stats/label_count.js';
import { measureNode, type Measures } from '../../src/stats/measure.js';
import { columnValues } from '../../src/recipe/table_data.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { measureTwin } from '../reference/measure.js';
import { asLabels, scattered, SIZES, stream } from './inputs.js';

let whole: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  whole = await openTestEngine();
  bricked = await openTestEngine({ brick: [64, 10, 9] });
});
afterAll(async () => {
  await whole.close();
  await bricked.close();
});

const SPACING: Vec3 = [0.5, 1.25, 2];
const ORIGIN: Vec3 = [10, -3, 7];

interface Given {
  intensity?: GridArray;
  distance?: Float32Array<ArrayBuffer>;
}

async function measureOf(
  engine: TestEngine,
  labels: Uint32Array<ArrayBuffer>,
  size: Vec3,
  given: Given = {},
): Promise<Measures> {
  const options = { spacing: SPACING, unit: 'µm', origin: ORIGIN };
  const source = async (data: GridArray | undefined) =>
    data === undefined ? undefined : await engine.source(data, size, options);
  const node = measureNode(asLabels(await engine.source(labels, size, options)), {
    intensity: await source(given.intensity),
    distance: await source(given.distance),
  });
  return (await engine.value(node)) as Measures;
}

/** Objects as boxes of some voxels, some cut by others, with ids far apart. */
function boxes(size: Vec3, count: number, seed: number): Uint32Array<ArrayBuffer> {
  const random = stream(seed);
  const labels = new Uint32Array(volumeOf(size));
  for (let n = 0; n < count; n++) {
    const id = 1 + Math.floor(random() * 3 * count);
    const from = size.map((s) => Math.floor(random() * s));
    const length = size.map((s) => 1 + Math.floor(random() * Math.min(s, 12)));
    for (let z = from[2]!; z < Math.min(size[2], from[2]! + length[2]!); z++)
      for (let y = from[1]!; y < Math.min(size[1], from[1]! + length[1]!); y++)
        for (let x = from[0]!; x < Math.min(size[0], from[0]! + length[0]!); x++)
          labels[(z * size[1] + y) * size[0] + x] = id;
  }
  return labels;
}

/** Holds a number to a value of f32: it is the shortest decimal that f32 tells apart. */
function expectHeld(found: number, value: number): void {
  expect(Math.fround(found)).toBe(value);
  expect(String(found).length).toBeLessThanOrEqual(String(value).length);
}

function expectTwin(
  measures: Measures,
  labels: Uint32Array,
  size: Vec3,
  given: Given,
  precision: number,
): void {
  const twins = measureTwin(labels, size, given.intensity, given.distance);
  const column = (name: string) => columnValues(measures, name)!;
  expect(measures.rows).toBe(twins.length);
  const voxel = SPACING[0] * SPACING[1] * SPACING[2];
  twins.forEach((twin, row) => {
    expect(column('label')[row]).toBe(twin.label);
    expect(column('voxels')[row]).toBe(twin.voxels);
    expect(column('volume')[row]).toBeCloseTo(twin.voxels * voxel, 9);
    expect(column('equivalentDiameter')[row]).toBeCloseTo(
      Math.cbrt((6 * twin.voxels * voxel) / Math.PI),
      9,
    );
    expect(column('touchesBorder')[row]).toBe(twin.touchesBorder ? 1 : 0);
    (['X', 'Y', 'Z'] as const).forEach((axis, i) => {
      expect(column(`centroid${axis}`)[row]).toBeCloseTo(
        ORIGIN[i]! + SPACING[i]! * twin.centroid[i]!,
        9,
      );
      expect(column(`min${axis}`)[row]).toBe(twin.min[i]);
      expect(column(`max${axis}`)[row]).toBe(twin.max[i]);
    });
    if (given.distance !== undefined)
      expectHeld(column('inscribedDiameter')[row]!, 2 * twin.distance);
    if (given.intensity !== undefined) {
      const isFloat = given.intensity instanceof Float32Array;
      for (const [name, value] of [
        ['intensityMin', twin.lowest],
        ['intensityMax', twin.highest],
      ] as const)
        if (isFloat) expectHeld(column(name)[row]!, value);
        else expect(column(name)[row]).toBe(value);
      if (Number.isNaN(twin.mean)) expect(column('intensityMean')[row]).toBeNaN();
      else {
        expect(Math.abs(column('intensityMean')[row]! - twin.mean)).toBeLessThanOrEqual(precision);
        expect(Math.abs(column('intensityStd')[row]! - twin.std)).toBeLessThanOrEqual(precision);
      }
    }
  });
}

describe('measure', () => {
  test.each(SIZES)('equals its twin on %i×%i×%i', async (...size) => {
    const labels = boxes(size, 12, size[0]);
    const measures = await measureOf(whole, labels, size);
    expectTwin(measures, labels, size, {}, 0);
    expect(await measureOf(bricked, labels, size)).toEqual(measures);
  });

  test.each<Dtype>(['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32'])(
    'with %s intensity equals its twin',
    async (dtype) => {
      // Rows of a multiple of eight voxels are read by wider loads.
      for (const size of [
        [70, 19, 18],
        [72, 19, 18],
      ] satisfies Vec3[]) {
        const labels = boxes(size, 60, 5);
        const random = stream(8);
        const given: Given = {
          intensity: scattered(dtype, size),
          distance: Float32Array.from(labels, (id) =>
            id === 0 ? 0 : Math.fround(1 + 5 * random()),
          ),
        };
        const measures = await measureOf(whole, labels, size, given);
        // Of the twin, whose sums are rounded; f32 has fixed point of 31 bits.
        const precision = { u32: 2 ** 32 * 1e-13, i32: 2 ** 32 * 1e-13, f32: 256 * 2 ** -31 };
        const allowed = dtype in precision ? precision[dtype as keyof typeof precision] : 1e-9;
        expectTwin(measures, labels, size, given, allowed);
        expect(await measureOf(bricked, labels, size, given)).toEqual(measures);
      }
    },
  );

  test('8 and 16 bits give the exact mean and standard deviation', async () => {
    const size: Vec3 = [64, 32, 17];
    const labels = new Uint32Array(volumeOf(size)).fill(3);
    const intensity = Uint16Array.from(labels, (_, i) => (i % 2 === 0 ? 65535 : 0));
    const measures = await measureOf(whole, labels, size, { intensity });
    expect(columnValues(measures, 'intensityMean')![0]).toBe(32767.5);
    expect(columnValues(measures, 'intensityStd')![0]).toBe(32767.5);
  });

  test.each<[string, GridArray, number, number]>([
    ['f32', Float32Array.of(0.4, 0.6, -32768), 0.5, 0.1],
    ['f32, of no data', Float32Array.of(0.4, 0.6, -3.4028234663852886e38), 0.5, 0.1],
    ['f32, tiny', Float32Array.of(4e-20, 6e-20, 3e38), 5e-20, 1e-20],
    ['f32, far from zero', Float32Array.of(16777215, 16777213, 1e-3), 16777214, 1],
    ['i32', Int32Array.of(-(2 ** 31), 2 ** 31 - 1, 7), -0.5, 2 ** 31 - 0.5],
    ['i32, small beside great', Int32Array.of(3, 5, -(2 ** 31)), 4, 1],
    ['u32', Uint32Array.of(0, 2 ** 32 - 1, 7), 2 ** 31 - 0.5, 2 ** 31 - 0.5],
    ['u32, small beside great', Uint32Array.of(3, 5, 2 ** 32 - 1), 4, 1],
  ])('%s: mean and spread of an object do not hang on voxels elsewhere', async (_, line, m, s) => {
    // Alone, beside another object, and beside one in another brick.
    const size: Vec3 = [80, 3, 1];
    const padded = new (line.constructor as Float32ArrayConstructor)(240).fill(line[2]!);
    padded.set(line, 0);
    for (const other of [0, 2]) {
      const labels = new Uint32Array(240).fill(other);
      labels.fill(1, 0, 2);
      for (const engine of [whole, bricked]) {
        const measures = await measureOf(engine, labels, size, { intensity: padded });
        const [mean, std] = ['Mean', 'Std'].map(
          (name) => columnValues(measures, `intensity${name}`)![0]!,
        );
        expect(Math.abs(mean! - m)).toBeLessThanOrEqual(2 ** -23 * Math.abs(m));
        expect(Math.abs(std! - s)).toBeLessThanOrEqual(2 ** -23 * s);
        if (!(padded instanceof Float32Array)) expect([mean, std]).toEqual([m, s]);
      }
    }
  });

  test.each<Dtype>(['u32', 'i32', 'f32'])(
    'of %s, what an object says stays the same to the last bit whatever is elsewhere',
    async (dtype) => {
      const size: Vec3 = [70, 19, 18];
      const labels = boxes(size, 60, 5);
      const intensity = scattered(dtype, size);
      const away = intensity.map((v, i) => (labels[i] === 0 ? (i % 2) * 2e9 : v));
      const found = await measureOf(whole, labels, size, { intensity });
      expect(await measureOf(bricked, labels, size, { intensity: away })).toEqual(found);
    },
  );

  test('a spread that sums of squares of three words hold', async () => {
    const size: Vec3 = [96, 40, 20];
    const labels = new Uint32Array(volumeOf(size)).fill(9);
    const intensity = Uint32Array.from(labels, (_, i) => (i % 2 === 0 ? 2 ** 32 - 1 : 0));
    for (const engine of [whole, bricked]) {
      const measures = await measureOf(engine, labels, size, { intensity });
      expect(columnValues(measures, 'intensityMean')![0]).toBe(2 ** 31 - 0.5);
      expect(columnValues(measures, 'intensityStd')![0]).toBe(2 ** 31 - 0.5);
    }
  });

  test('a crowd of objects overflows the table of a block and loses none', async () => {
    const size: Vec3 = [40, 11, 17];
    const labels = Uint32Array.from(
      { length: volumeOf(size) },
      (_, i) => 1 + ((i * 7919) % volumeOf(size)),
    );
    for (const dtype of ['u16', 'f32'] as const) {
      const intensity = scattered(dtype, size);
      const measures = await measureOf(whole, labels, size, { intensity });
      expectTwin(measures, labels, size, { intensity }, dtype === 'f32' ? 1e-7 : 1e-9);
      expect(await measureOf(bricked, labels, size, { intensity })).toEqual(measures);
    }
  });

  test.each<[string, Vec3, (x: number, y: number, z: number) => number]>([
    ['one voxel wide', [1, 37, 18], (_, y, z) => (y >> 3) + (z >> 2)],
    ['one row deep', [53, 1, 12], (x, _, z) => (x >> 2) + 2 * (z >> 3)],
    ['one slice', [72, 41, 1], (x, y) => (x >> 3) + 3 * (y >> 2)],
    ['two that alternate from voxel to voxel', [41, 6, 5], (x, y, z) => 1 + ((x + y + z) % 2)],
    ['seven in every row of eight', [72, 13, 10], (x, y, z) => (x + 2 * y + 3 * z) % 7],
    [
      'eight in every 8³',
      [72, 34, 33],
      (x, y, z) => 1 + ((x >> 2) % 2) + ((y >> 1) % 4) * 2 + (z % 2),
    ],
    ['ids far apart', [40, 10, 9], (x, y) => 1 + 50_003 * ((x >> 2) % 3) + (y >> 3)],
  ])('%s', async (_, size, id) => {
    const labels = Uint32Array.from({ length: volumeOf(size) }, (__, i) =>
      id(i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / (size[0] * size[1]))),
    );
    const intensity = scattered('u16', size);
    const measures = await measureOf(whole, labels, size, { intensity });
    expectTwin(measures, labels, size, { intensity }, 1e-9);
    expect(await measureOf(bricked, labels, size, { intensity })).toEqual(measures);
  });

  test('nothing, one voxel, everything', async () => {
    expect((await measureOf(whole, new Uint32Array(99), [33, 3, 1])).rows).toBe(0);
    const one = new Uint32Array(343);
    one[171] = 5;
    expectTwin(await measureOf(whole, one, [7, 7, 7]), one, [7, 7, 7], {}, 0);
    const all = new Uint32Array(7000).fill(2);
    expectTwin(await measureOf(whole, all, [35, 20, 10]), all, [35, 20, 10], {}, 0);
  });

  test('a box of 4³ voxels of 2×1×1: volume 128, diameter (768/π)^⅓', async () => {
    const labels = new Uint32Array(1000);
    for (let z = 3; z < 7; z++)
      for (let y = 3; y < 7; y++) for (let x = 3; x < 7; x++) labels[(z * 10 + y) * 10 + x] = 1;
    const source = await whole.source(labels, [10, 10, 10], { spacing: [2, 1, 1], unit: 'mm' });
    const measures = (await whole.value(measureNode(asLabels(source)))) as Measures;
    expect(columnValues(measures, 'volume')![0]).toBe(128);
    expect(columnValues(measures, 'equivalentDiameter')![0]).toBeCloseTo(
      Math.cbrt(768 / Math.PI),
      12,
    );
    expect(measures.columns.find(({ name }) => name === 'volume')!.unit).toBe('mm³');
  });

  test('one voxel has the sphere of radius .62035; two boxes the published centroid', async () => {
    const voxel = (await whole.value(
      measureNode(asLabels(await whole.source(Uint32Array.of(0, 1, 0), [3, 1, 1]))),
    )) as Measures;
    expect(columnValues(voxel, 'equivalentDiameter')![0]! / 2).toBeCloseTo(0.62035, 5);
    const labels = new Uint32Array(216);
    for (let z = 1; z < 3; z++)
      for (let y = 1; y < 3; y++) for (let x = 1; x < 3; x++) labels[(z * 6 + y) * 6 + x] = 1;
    labels[(2 * 6 + 2) * 6 + 3] = 1;
    const boxed = (await whole.value(
      measureNode(asLabels(await whole.source(labels, [6, 6, 6]))),
    )) as Measures;
    const centroid = ['X', 'Y', 'Z'].map((axis) => columnValues(boxed, `centroid${axis}`)![0]!);
    [1.6667, 1.5556, 1.5556].forEach((c, i) => {
      expect(centroid[i]).toBeCloseTo(c, 4);
    });
  });

  test('border-touching objects hold 1/3 of the labels and 4/38 of the mass', async () => {
    const labels = new Uint32Array(512);
    const fill = (from: Vec3, to: Vec3, id: number): void => {
      for (let z = from[2]; z < to[2]; z++)
        for (let y = from[1]; y < to[1]; y++)
          for (let x = from[0]; x < to[0]; x++) labels[(z * 8 + y) * 8 + x] = id;
    };
    fill([0, 1, 1], [1, 3, 3], 5);
    fill([2, 2, 2], [5, 5, 5], 9);
    fill([3, 3, 3], [4, 4, 4], 0);
    fill([5, 5, 5], [7, 7, 7], 12);
    const measures = (await whole.value(
      measureNode(asLabels(await whole.source(labels, [8, 8, 8]))),
    )) as Measures;
    expect(Array.from(columnValues(measures, 'label')!)).toEqual([5, 9, 12]);
    expect(Array.from(columnValues(measures, 'voxels')!)).toEqual([4, 26, 8]);
    expect(Array.from(columnValues(measures, 'touchesBorder')!)).toEqual([1, 0, 0]);
  });

  test('huge ids are refused with the remedy', async () => {
    const node = measureNode(asLabels(await whole.source(Uint32Array.of(4e9, 1), [2, 1, 1])));
    await expect(whole.value(node)).rejects.toMatchObject({ code: 'limit' });
    await expect(whole.value(node)).rejects.toThrow(/relabel\(\)/);
  });
});

test('labelCount counts different ids', async () => {
  const size: Vec3 = [70, 19, 9];
  const labels = boxes(size, 80, 2);
  labels[5] = 3_000_000;
  const expected = new Set(labels.filter((id) => id > 0)).size;
  for (const engine of [whole, bricked])
    expect(
      await engine.value(
        makeNode(labelCount, { labels: asLabels(await engine.source(labels, size)) }),
      ),
    ).toBe(expected);
  const none = asLabels(await whole.source(new Uint32Array(9), [9, 1, 1]));
  expect(await whole.value(makeNode(labelCount, { labels: none }))).toBe(0);
});
