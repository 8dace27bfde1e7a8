import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cornerDistance, makeSlice, type SlicePair } from '../../bench/registration/pairs.js';
import { parametersOf, squaredDistance } from '../../bench/registration/trial.js';
import { openEngine } from '../../src/engine/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { compose, invert, Transform } from '../../src/recipe/transform.js';
import { frameOf, type Extent } from '../../src/registration/frame.js';
import { appearanceOf } from '../../src/registration/appearance.js';
import { fitInterfaces } from '../../src/registration/interface_fit.js';
import { hypothesesOf, normal, Reader } from '../../src/registration/interface_model.js';
import { motionOf } from '../../src/registration/motion.js';
import {
  keepPlane,
  neighbourhoodsOf,
  planesOf,
  type Neighbourhoods,
} from '../../src/registration/neighbourhoods.js';
import { precisionOf } from '../../src/registration/precision.js';
import { settleSlice } from '../../src/registration/settle_slice.js';
import { testNonFinite } from '../ops/non_finite.js';

const extent = (size: Vec3): Extent => ({ size, spacing: [1, 1, 1], origin: [0, 0, 0] });

/** Neighbourhoods of every pixel of a slice, from a volume in memory. */
function neighbourhoods(
  slice: Uint8Array,
  sliceSize: Vec3,
  volume: ArrayLike<number>,
  size: Vec3,
  place: Transform,
): Neighbourhoods {
  const of = neighbourhoodsOf(
    { ...extent(sliceSize), data: slice, counts: () => true },
    extent(size),
    place,
  );
  const [first, last] = planesOf(of)!;
  const voxels = Float32Array.from(volume);
  const plane = size[0] * size[1];
  for (let z = first; z <= last; z += 1)
    keepPlane(of, z, voxels.subarray(z * plane, (z + 1) * plane), size[0]);
  return of;
}

test('The normal distribution', () => {
  for (const [x, value] of [
    [0, 0.5],
    [1, 0.841344746],
    [-2, 0.022750132],
    [3.3, 0.999516576],
    [9, 1],
  ] as const)
    expect(Math.abs(normal(x) - value)).toBeLessThan(2e-6);
});

test('an interface is told by its materials, its distance and its direction', () => {
  const size: Vec3 = [12, 12, 12];
  const along: Vec3 = [0.6, 0.48, 0.64];
  const middle = 5.4;
  // 0.35 voxels before the interface, from 40 to 100: half of what another pair mixes as well.
  const off = 0.3;
  const volume = Float32Array.from({ length: 12 ** 3 }, (_, i) => {
    const at = [i % 12, Math.floor(i / 12) % 12, Math.floor(i / 144)];
    const past = at.reduce((sum, p, axis) => sum + (p - middle) * along[axis]!, 0) - off;
    return 40 + 60 * normal(past / 0.6);
  });
  const place = new Transform([1, 0, 0, middle, 0, 1, 0, middle, 0, 0, 1, middle]);
  const reader = new Reader(neighbourhoods(new Uint8Array([7]), [1, 1, 1], volume, size, place));
  expect(reader.read(0, place)).toBe(true);
  along.forEach((value, axis) => {
    expect(Math.abs(reader.normal[axis]! - value)).toBeLessThan(0.03);
  });
  const levels = [20, 40, 70, 100, 160];
  const all = hypothesesOf(levels.length);
  const likelihoods = new Float64Array(all.length);
  const top = reader.tell({ levels, noise: 2, blur: 0.6 }, likelihoods);
  expect(all[likelihoods.indexOf(top)]).toEqual({ a: 1, b: 3, distance: off / 0.6 });
});

describe('a slice of several materials, all of whose edges are blurred', () => {
  let pair: SlicePair;
  let lab: Awaited<ReturnType<typeof openEngine>>;
  beforeAll(async () => {
    pair = makeSlice({ seed: 3, size: [64, 64, 64] });
    lab = await openEngine();
  });
  afterAll(() => lab.dispose());
  /** A pose half a voxel off. */
  const beside = (): Transform =>
    compose(new Transform([1, 0, 0, 0.3, 0, 1, 0, -0.2, 0, 0, 1, 0.35]), pair.truth);

  test('finds its way from half a voxel beside, and says how well it knows it', () => {
    const { slice, sliceSize, volume, size, truth } = pair;
    const start = beside();
    const of = neighbourhoods(slice, sliceSize, volume, size, start);
    const levels = appearanceOf(new Reader(of), of.points.length, start)!.levels;
    [30, 60, 90, 120, 200, 240].forEach((grey, i) => {
      expect(Math.abs(levels[i]! - grey)).toBeLessThan(6);
    });
    const frame = frameOf(extent(sliceSize), extent(size));
    const motion = motionOf('similarity', frame.axes, frame.centre, frame.radius);
    const fit = fitInterfaces(of, start, motion)!;
    expect(cornerDistance(fit.transform, truth, sliceSize)).toBeLessThan(0.2);
    const { covariance, cornerError } = precisionOf(motion, frame, fit);
    // 24.32 is χ²'s 99.9 % point of 7.
    const parameters = parametersOf(
      compose(truth, invert(fit.transform)),
      frame.centre,
      motion.names,
    );
    expect(squaredDistance(covariance!, parameters)).toBeLessThan(24.32);
    expect(cornerError).toBeLessThan(0.25);
  });

  test('is located to 0.2 voxels, masked too', { timeout: 60_000 }, async () => {
    const { slice, sliceSize, volume, size, truth } = pair;
    const image = await lab.open({ data: slice, size: sliceSize });
    const whole = await lab.open({ data: volume, size });
    const found = await whole.locate(image, {
      initial: beside().matrix,
      search: false,
      mask: image.threshold({ lo: 0 }),
    });
    if (found.outcome !== 'found') throw new Error(found.outcome);
    expect(cornerDistance(new Transform(found.transform), truth, sliceSize)).toBeLessThan(0.2);
  });
});

testNonFinite(settleSlice, async () => {
  const { slice, sliceSize, volume, size, truth } = makeSlice({ seed: 3, size: [64, 64, 64] });
  const start = compose(new Transform([1, 0, 0, 0.3, 0, 1, 0, -0.2, 0, 0, 1, 0.35]), truth);
  const lab = await openEngine();
  const [pixels, voxels] = [Float32Array.from(slice), Float32Array.from(volume)];
  pixels.fill(NaN, 0, 4 * sliceSize[0]);
  // A column along z, which the slice crosses.
  for (let z = 0; z < 64; z += 1)
    voxels.fill(z % 2 === 0 ? NaN : Infinity, (z * 64 + 32) * 64 + 30, (z * 64 + 32) * 64 + 34);
  const image = await lab.open({ data: pixels, size: sliceSize });
  const whole = await lab.open({ data: voxels, size });
  const found = await whole.locate(image, { initial: start.matrix, search: false });
  if (found.outcome !== 'found') throw new Error(found.outcome);
  expect(cornerDistance(new Transform(found.transform), truth, sliceSize)).toBeLessThan(0.25);
  await lab.dispose();
});

test('A volume of one grey has no materials to tell apart', () => {
  const size: Vec3 = [24, 24, 24];
  const place = new Transform([1, 0, 0, 4.3, 0, 1, 0, 4.1, 0, 0, 1, 11.2]);
  const slice = new Uint8Array(256).map((_, i) => (i * 37) % 256);
  const of = neighbourhoods(slice, [16, 16, 1], new Float32Array(24 ** 3).fill(9), size, place);
  const motion = motionOf('rigid', [0, 1, 2], [7.5, 7.5, 0], 6);
  expect(fitInterfaces(of, place, motion)).toBe(undefined);
});
