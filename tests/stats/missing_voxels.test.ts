import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '../../src/filters/cast.js';
import { crop } from '../../src/filters/crop.js';
import { flip } from '../../src/filters/flip.js';
import { invert } from '../../src/filters/invert.js';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { porosityNode, type PorosityValue } from '../../src/stats/connectivity.js';
import { fractionNode, type FractionValue } from '../../src/stats/fraction.js';
import { missingNode } from '../../src/stats/missing_voxels.js';
import { profileNode, type ProfileValue } from '../../src/stats/profile.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { stream } from './inputs.js';

const SIZE: Vec3 = [33, 20, 18];
const VOXELS = volumeOf(SIZE);

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine({ brick: [32, 9, 7] });
});
afterAll(() => engine.close());

/** Noise, of which a corner is NaN. */
const noise = (): Float32Array<ArrayBuffer> => {
  const random = stream(3);
  return new Float32Array(VOXELS).map((_, i) => {
    const value = random();
    return i % 33 < 8 && Math.floor(i / 33) % 20 < 9 ? NaN : value;
  });
};
const above = (volume: Node): Node => makeNode(threshold, { volume }, { lo: 0.6 });
const fractionOf = async (mask: Node, within?: Node): Promise<FractionValue> =>
  (await engine.value(fractionNode(mask, within))) as FractionValue;

describe('voxels without a value', () => {
  const data = noise();
  const missing = data.filter(Number.isNaN).length;
  const inside = data.filter((v) => v >= 0.6).length;

  test('are in neither part of a fraction, and the result says how many', async () => {
    const mask = above(await engine.source(data, SIZE));
    for (const [grid, voxels] of [
      [mask, inside],
      [makeNode(invert, { mask }), VOXELS - missing - inside],
    ] as const) {
      const value = await fractionOf(grid);
      expect(value).toMatchObject({
        voxels,
        total: VOXELS - missing,
        withoutValue: missing,
        value: voxels / (VOXELS - missing),
      });
      expect(value.warnings.join()).toContain(`${String(missing)} voxels`);
      expect(value.interval![0]).toBeLessThan(value.value);
    }
  });

  test('are left out of the porosity, of slices, and of a mask that limits the count', async () => {
    const volume = await engine.source(data, SIZE);
    const mask = makeNode(invert, { mask: above(volume) });
    const porosity = (await engine.value(porosityNode(mask, {}))) as PorosityValue;
    expect(porosity.total.voxels).toBe(VOXELS - missing - inside);
    expect(porosity.open + porosity.closed).toBeCloseTo(porosity.total.value, 12);
    const profile = (await engine.value(profileNode(mask, 'x'))) as ProfileValue;
    expect(profile.total[0]).toBe(18 * 11);
    expect(profile.total[9]).toBe(18 * 20);
    expect(profile.mean).toEqual(porosity.total);
    const within = makeNode(threshold, { volume }, { lo: 0.2 });
    const limited = await fractionOf(above(volume), within);
    expect(limited.total).toBe(data.filter((v) => v >= 0.2).length);
    expect(limited.withoutValue).toBe(0);
  });

  test('move along with a crop and a flip, and survive a cast of the mask’s volume', async () => {
    const volume = await engine.source(data, SIZE);
    const whole = await fractionOf(above(volume));
    const turned = makeNode(flip, { grid: above(volume) }, { axes: 'x' });
    expect(await fractionOf(turned)).toMatchObject({ voxels: whole.voxels, total: whole.total });
    const corner = makeNode(
      crop,
      { grid: turned },
      { region: { origin: [25, 0, 0], size: [8, 9, 18] } },
    );
    expect(await fractionOf(corner)).toMatchObject({ total: 0, withoutValue: 8 * 9 * 18 });
    const integers = makeNode(cast, { volume }, { dtype: 'u8' });
    const lowest = makeNode(threshold, { volume: integers }, { hi: 0 });
    expect((await fractionOf(lowest)).withoutValue).toBe(missing);
  });

  test('cannot be where only integers were read', async () => {
    const volume = await engine.source(new Uint8Array(VOXELS), SIZE);
    expect(missingNode(above(volume))).toBeUndefined();
    expect(missingNode(above(await engine.source(data, SIZE)))).toBeDefined();
  });
});
