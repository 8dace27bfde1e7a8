import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../../src/engine/open_engine.js';
import type { EngineLab } from '../../../src/engine/engine_lab.js';
import type { Volume } from '../../../src/index.js';
import type { Vec3 } from '../../../src/recipe/geometry.js';
import { rigid, similarity, translation } from '../../../src/recipe/simple_transforms.js';
import { apply, compose, invert, type Transform } from '../../../src/recipe/transform.js';

let lab: EngineLab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(async () => {
  await lab.dispose();
});

// Frames of three instruments: the meso one is turned, the nano one has nanometres.
const MACRO_TO_MESO = rigid({
  rotation: { axis: [1, 2, 3], angle: 0.3 },
  translation: [-3, 2, 1],
  centre: [4, 4, 4],
});
const MESO_TO_NANO = similarity({ scale: 1000, translation: [500, -900, 200] });
const MACRO_TO_NANO = compose(MACRO_TO_MESO, MESO_TO_NANO);

/** What there is at a place of the macro frame: a plane, so that smoothing changes nothing. */
const amount = ([x, y, z]: Vec3): number => 100 + 3 * x - 2 * y + 5 * z;

/** A volume of a frame: amounts at its voxels, whose places `toMacro` takes to the macro frame. */
function frame(
  size: Vec3,
  spacing: number,
  unit: string,
  toMacro: Transform,
  origin: Vec3 = [0, 0, 0],
): Promise<Volume> {
  const data = Float32Array.from({ length: size[0] * size[1] * size[2] }, (_, i) => {
    const at = [i % size[0], Math.floor(i / size[0]) % size[1], Math.floor(i / size[0] / size[1])];
    const [x, y, z] = at.map((k, axis) => origin[axis]! + k * spacing) as [number, number, number];
    return amount(apply(toMacro, [x, y, z]));
  });
  return lab.open({ data, size }, { spacing: [spacing, spacing, spacing], unit, origin });
}

describe('a chain from macro over meso to nano', () => {
  test('pairs the same places, at the voxels of the coarser one', async () => {
    const macro = await frame([10, 9, 8], 1, 'µm', compose());
    // A box of nano that the macro's middle lies in.
    const middle = apply(MACRO_TO_NANO, [5, 4, 4]);
    const origin = middle.map((v) => v - 2400) as unknown as Vec3;
    const nano = await frame([24, 24, 24], 200, 'nm', invert(MACRO_TO_NANO), origin);
    const placed = { volume: nano, transform: MACRO_TO_NANO };
    const { value, voxels } = await macro.correlation(placed);
    // Not 1: near the nano's border the Gaussian reads mirrored voxels.
    expect(value).toBeGreaterThan(0.999);
    const { total, missing } = await macro.jointHistogram(placed, { bins: 16 });
    // By the definition: voxels of macro whose place lies between the nano's voxels.
    let covered = 0;
    for (let i = 0; i < 720; i += 1) {
      const place = apply(MACRO_TO_NANO, [i % 10, Math.floor(i / 10) % 9, Math.floor(i / 90)]);
      const at = place.map((v, axis) => (v - origin[axis]!) / 200);
      if (at.every((v) => v >= 0 && v <= 23)) covered += 1;
    }
    expect(covered).toBeGreaterThan(60);
    expect([voxels, total, missing]).toEqual([covered, covered, 720 - covered]);
    // The same by hand: what is written as a transform is a node of its own.
    const { data } = await nano
      .resampleTo(macro, MACRO_TO_NANO, { border: 'missing', antialias: true })
      .read();
    expect(data.filter((v) => !Number.isNaN(v))).toHaveLength(covered);
    // Where the Gaussian is not cut by the border, the amounts themselves.
    const at = (4 * 9 + 4) * 10 + 5;
    expect(Math.abs(data[at]! - amount([5, 4, 4]))).toBeLessThan(1e-2);
  });

  test('objects of macro are measured in meso and nano, each at its own voxels', async () => {
    const ids = Uint8Array.from({ length: 720 }, (_, i) => (i % 10 < 5 ? 1 : 2));
    const um = { spacing: [1, 1, 1], unit: 'µm' } as const;
    const objects = (await lab.open({ data: ids, size: [10, 9, 8] }, um)).toLabels();
    const meso = await frame([12, 12, 12], 0.5, 'µm', invert(MACRO_TO_MESO), [-1, 4, 2]);
    const nanoSize: Vec3 = [10, 10, 10];
    const origin = apply(MACRO_TO_NANO, [4, 4, 4]);
    const nano = await frame(nanoSize, 100, 'nm', invert(MACRO_TO_NANO), origin);
    const table = await objects.measure({
      columns: ['meso.mean', 'nano.mean', 'nano.max'],
      intensity: {
        meso: { volume: meso, transform: MACRO_TO_MESO },
        nano: { volume: nano, transform: MACRO_TO_NANO },
      },
    });
    // Voxels of nano one by one: the object at the nearest voxel of macro.
    const back = invert(MACRO_TO_NANO);
    const inside: number[][] = [[], []];
    for (let i = 0; i < 1000; i += 1) {
      const p = [i % 10, Math.floor(i / 10) % 10, Math.floor(i / 100)].map(
        (k, axis) => origin[axis]! + 100 * k,
      ) as unknown as Vec3;
      const place = apply(back, p);
      const [x, y, z] = place.map((v) => Math.floor(v + 0.5)) as [number, number, number];
      if (x < 0 || y < 0 || z < 0 || x > 9 || y > 8 || z > 7) continue;
      inside[x < 5 ? 0 : 1]!.push(amount(place));
    }
    for (const id of [0, 1]) {
      const values = inside[id]!;
      expect(values.length).toBeGreaterThan(30);
      const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
      expect(Math.abs(table.column('nano.mean')[id]! - mean)).toBeLessThan(1e-3);
      expect(Math.abs(table.column('nano.max')[id]! - Math.max(...values))).toBeLessThan(1e-3);
    }
    expect(table.column('meso.mean').every((v) => Number.isFinite(v))).toBe(true);
  });

  test('a fraction is calibrated through a transform as on the grid that it is taken to', async () => {
    const grey = Uint8Array.from({ length: 16 ** 3 }, (_, i) => (i * 37) % 101);
    const coarse = await lab.open({ data: grey, size: [16, 16, 16] });
    const fine = coarse.crop({ origin: [2, 3, 4], size: [8, 8, 8] }).divide(100);
    const moved = await lab.open({ data: (await fine.read()).data, size: [8, 8, 8] });
    const transform = translation([-2, -3, -4]);
    const through = await coarse.calibrate({ volume: moved, transform }, { block: 2 });
    const known = coarse.crop({ origin: [2, 3, 4], size: [8, 8, 8] });
    const direct = await known.calibrate(fine, { whole: coarse, block: 2 });
    expect(through.fraction).toBeCloseTo(direct.fraction, 12);
    expect(through.sampleFraction).toBeCloseTo(direct.sampleFraction, 12);
    expect(through.warnings.join()).toMatch(/left out/);
  });
});

describe('what would pair other places is refused', () => {
  const SMALL = { data: new Uint8Array(64).fill(1), size: [4, 4, 4] } as const;

  test('another origin, spacing, size or unit, with the remedy', async () => {
    const a = await lab.open(SMALL, { spacing: [1, 1, 1], unit: 'µm' });
    const shifted = await lab.open(SMALL, { spacing: [1, 1, 1], unit: 'µm', origin: [1, 0, 0] });
    const spaced = await lab.open(SMALL, { spacing: [2, 1, 1], unit: 'µm' });
    const inNm = await lab.open(SMALL, { spacing: [1, 1, 1], unit: 'nm' });
    const smaller = a.crop({ origin: [0, 0, 0], size: [4, 4, 2] });
    for (const other of [shifted, spaced, inNm, smaller]) {
      for (const query of [
        a.jointHistogram(other),
        a.correlation(other),
        a.colocalization(other, { thresholdA: 0, thresholdB: 0 }),
        a.calibrate(other),
      ])
        await expect(query.run()).rejects.toThrow(/transform/);
      const bright = [
        [0, 0],
        [2, 0],
        [2, 2],
      ] as const;
      expect(() => a.jointPhases(other, { polygons: { bright } })).toThrow(/transform/);
    }
    // The remedy works: what both cover is paired.
    const transform = translation([0, 0, 0]);
    const { total, missing } = await a.jointHistogram({ volume: shifted, transform });
    expect([total, missing]).toEqual([48, 16]);
  });

  test('what is no transform, and names that are unknown', async () => {
    const a = await lab.open(SMALL);
    const wrong = (given: object) =>
      a.correlation(given as { volume: Volume; transform: Transform });
    await expect(wrong({ volume: a }).run()).rejects.toThrow(/other.transform/);
    await expect(wrong({ volume: 3, transform: translation([0, 0, 0]) }).run()).rejects.toThrow(
      /other.volume/,
    );
    await expect(
      wrong({ volume: a, transform: translation([0, 0, 0]), scale: 2 }).run(),
    ).rejects.toThrow(/scale/);
    await expect(
      a
        .toLabels()
        .measure({ intensity: { Mn: { volume: a, transform: [1, 2] } } })
        .run(),
    ).rejects.toThrow(/intensity.Mn.transform/);
    expect(() => a.resampleTo(a, compose(), { method: 'nearest', border: 'missing' })).toThrow(
      /border/,
    );
  });
});
