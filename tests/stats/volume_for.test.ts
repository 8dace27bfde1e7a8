import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { fractionNode, type FractionValue } from '../../src/stats/fraction.js';
import { volumeForNode, type VolumeForValue } from '../../src/stats/volume_for.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { asMask } from './inputs.js';
import { lumps } from './lumps.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const neededOf = async (
  mask: Parameters<typeof volumeForNode>[0],
  errors: Parameters<typeof volumeForNode>[1],
): Promise<VolumeForValue> => (await engine.value(volumeForNode(mask, errors))) as VolumeForValue;

describe('the volume needed', () => {
  test('follows the formula, in voxels and in physical units', async () => {
    const size: Vec3 = [48, 40, 32];
    const spacing: Vec3 = [0.5, 0.5, 2];
    const bits = lumps(size, 2, 0.3, 5);
    const mask = asMask(await engine.source(bits, size, { spacing }));
    const { value: phi, integralRange } = (await engine.value(fractionNode(mask))) as FractionValue;
    const relative = await neededOf(mask, { relativeError: 0.05 });
    const expected = (integralRange! * (1 - phi) * (1.959963985 / 0.05) ** 2) / phi;
    expect(relative.voxels!.value / expected).toBeCloseTo(1, 8);
    expect(relative.volume!.value).toBeCloseTo(0.5 * relative.voxels!.value, 6);
    expect(relative.edge!.value ** 3).toBeCloseTo(relative.volume!.value, 6);
    expect(relative.times!.value).toBeCloseTo(relative.voxels!.value / bits.length, 9);
    expect(relative.absoluteError).toBeCloseTo(0.05 * phi, 12);
    const absolute = await neededOf(mask, { absoluteError: 0.05 * phi });
    expect(absolute.voxels!.value).toBeCloseTo(relative.voxels!.value, 6);
    expect(absolute.relativeError).toBeCloseTo(0.05, 12);
    // The error of the fraction itself counts more where it divides.
    expect(absolute.voxels!.interval[1]).toBeLessThan(relative.voxels!.interval[1]);
    const half = await neededOf(mask, { relativeError: 0.025 });
    expect(half.voxels!.value / relative.voxels!.value).toBeCloseTo(4, 9);
  });

  test('from one scan holds what lumps need, in nine of ten seeds or more', async () => {
    // Lumps of 4³ voxels at a half: A = 64 voxels, so ±10 % takes 64 · 1.96² · 100 voxels.
    const size: Vec3 = [40, 40, 40];
    const truth = 64 * 1.959963985 ** 2 * 100;
    let held = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const mask = asMask(await engine.source(lumps(size, 4, 0.5, seed), size));
      const { voxels } = await neededOf(mask, { relativeError: 0.1 });
      if (voxels!.interval[0] <= truth && truth <= voxels!.interval[1]) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(18);
  });

  test('of an image is an area; of a volume that tells nothing there is none', async () => {
    const flat = asMask(
      await engine.source(lumps([96, 80, 1], 2, 0.4, 3), [96, 80, 1], { spacing: [2, 2, 5] }),
    );
    const { voxels, volume, edge } = await neededOf(flat, { absoluteError: 0.01 });
    expect(volume!.value).toBeCloseTo(4 * voxels!.value, 6);
    expect(edge!.value ** 2).toBeCloseTo(volume!.value, 6);
    const empty = asMask(await engine.source(new Uint8Array(4096), [16, 16, 16]));
    const none = await neededOf(empty, { absoluteError: 0.01 });
    expect(none).toMatchObject({ voxels: null, volume: null, edge: null, times: null });
    expect(none.reason).toMatch(/nothing varies/);
  });

  test('one error is asked for', async () => {
    const mask = asMask(await engine.source(lumps([16, 16, 16], 2, 0.4, 3), [16, 16, 16]));
    expect(() => volumeForNode(mask, {})).toThrow(/relativeError or absoluteError/);
    expect(() => volumeForNode(mask, { relativeError: 0.1, absoluteError: 0.1 })).toThrow(
      /relativeError or absoluteError/,
    );
  });
});
