import { afterAll, beforeAll, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { chordLengths } from '../../src/stats/chords.js';
import { count } from '../../src/stats/count.js';
import { fraction } from '../../src/stats/fraction.js';
import { profileNode, type ProfileValue } from '../../src/stats/profile.js';
import { eulerNumber, surfaceArea } from '../../src/stats/surface_area.js';
import { twoPoint, type TwoPointValue } from '../../src/stats/two_point.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { asMask } from './inputs.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

test('sums beyond 2^24, which floats would round, are whole', async () => {
  // Planks one voxel thick: every face across x is a surface.
  const size: Vec3 = [515, 262, 260];
  const [nx, ny, nz] = size;
  const bits = new Uint8Array(volumeOf(size)).map((_, i) => 1 - ((i % nx) & 1));
  const mask = asMask(await engine.source(bits, size));
  const voxels = 258 * ny * nz;
  expect(voxels).toBeGreaterThan(2 ** 24);
  expect(await engine.value(makeNode(count, { mask }))).toBe(voxels);
  expect(await engine.value(makeNode(fraction, { mask }))).toMatchObject({
    voxels,
    total: volumeOf(size),
  });
  const faces = makeNode(surfaceArea, { mask }, { estimator: 'faces' });
  expect(await engine.value(faces)).toMatchObject({ area: 514 * ny * nz, voxels });
  expect(await engine.value(makeNode(eulerNumber, { mask }))).toMatchObject({ value: 258 });
  const rows = (await engine.value(profileNode(mask, 'x'))) as ProfileValue;
  expect(rows.voxels).toEqual(new Float64Array(nx).map((_, x) => (1 - (x & 1)) * ny * nz));
  expect(
    await engine.value(makeNode(chordLengths, { mask }, { axis: 'x', edges: 'include' })),
  ).toMatchObject({ number: voxels, mean: 1 });
  const apart = { along: 'x', maxDistance: 2, periodic: false };
  const value = (await engine.value(makeNode(twoPoint, { mask }, apart))) as TwoPointValue;
  expect(value.probability).toEqual(Float64Array.of(258 / 515, 0, 257 / 513));
});
