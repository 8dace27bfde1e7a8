import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cast } from '../../src/filters/cast.js';
import { gaussian } from '../../src/filters/gaussian.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { voxels } from '../../src/recipe/length.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { components } from '../../src/segmentation/components.js';
import { distance } from '../../src/segmentation/distance.js';
import { separateNode } from '../../src/segmentation/separate.js';
import { skeleton } from '../../src/segmentation/skeleton.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { toPhases } from '../../src/segmentation/to_phases.js';
import { measureNode } from '../../src/stats/measure.js';
import { openTestEngine, type TestEngine } from '../harness.js';

/** Volumes of few levels, so that components are of all sizes and many cross the faces of slabs. */
function levels(size: Vec3, seed: number, count: number): Uint8Array<ArrayBuffer> {
  const [nx, ny] = size;
  let state = seed;
  const noise = Uint8Array.from({ length: nx * ny * size[2] }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % count;
  });
  // Every voxel takes its predecessor's value now and then: some structure along x.
  for (let i = 1; i < noise.length; i++) if ((i * 7) % 5 < 3) noise[i] = noise[i - 1]!;
  return noise;
}

let whole: TestEngine;
const bricked: TestEngine[] = [];
beforeAll(async () => {
  whole = await openTestEngine();
  for (const depth of [1, 4]) bricked.push(await openTestEngine({ brick: [32, 8, depth] }));
});
afterAll(async () => {
  for (const engine of [whole, ...bricked]) await engine.close();
});

const SIZES: Vec3[] = [
  [37, 11, 9],
  [64, 7, 6],
];

async function alike(size: Vec3, make: (volume: Node) => Node, seed = 5): Promise<void> {
  const data = levels(size, seed, 3);
  const spacing: Vec3 = [0.5, 0.5, 0.75];
  const expected = await whole.grid(make(await whole.source(data, size, { spacing })));
  for (const engine of bricked)
    expect(await engine.grid(make(await engine.source(data, size, { spacing })))).toEqual(expected);
}

const solid = (volume: Node): Node => makeNode(threshold, { volume }, { lo: 1 });
const sparse = (volume: Node): Node => makeNode(threshold, { volume }, { lo: 2 });
/** Lumps of some voxels. */
const balls = (volume: Node): Node =>
  makeNode(
    threshold,
    {
      volume: makeNode(
        gaussian,
        { volume: makeNode(cast, { volume }, { dtype: 'f32' }) },
        { sigma: voxels(1.5) },
      ),
    },
    { lo: 0.9 },
  );
const phases = (volume: Node): Node =>
  makeNode(toPhases, { volume }, { phases: { a: 0, b: 1, c: 2 } });

describe('slab by slab gives the same bits as whole', () => {
  test.each([6, 18, 26] as const)('components of a mask, connectivity %i', async (connectivity) => {
    for (const size of SIZES)
      await alike(size, (volume) =>
        makeNode(components, { grid: sparse(volume) }, { connectivity }),
      );
  });

  test('components of phases, and of labels', async () => {
    await alike(SIZES[0]!, (volume) => makeNode(components, { grid: phases(volume) }));
    await alike(SIZES[1]!, (volume) =>
      makeNode(
        components,
        { grid: makeNode(components, { grid: solid(volume) }) },
        { connectivity: 26 },
      ),
    );
  });

  test.each(['open', 'background'] as const)('distance of a mask, border %s', async (border) => {
    for (const size of SIZES)
      await alike(size, (volume) => makeNode(distance, { objects: solid(volume) }, { border }));
  });

  test('distance of phases and of labels', async () => {
    await alike(SIZES[0]!, (volume) => makeNode(distance, { objects: phases(volume) }));
    await alike(SIZES[1]!, (volume) =>
      makeNode(
        distance,
        { objects: makeNode(components, { grid: sparse(volume) }) },
        { border: 'background' },
      ),
    );
  });

  // Random voxels have plateaus, slivers and maxima at the faces of slabs; every slab is left by
  // many ascents.
  test.each([
    {},
    { minContrast: voxels(0), minDistance: 0 },
    { sigma: voxels(0.7) },
    { peakRadius: voxels(2), minDistance: 1 },
    { sigma: voxels(0.4), peakRadius: voxels(3), minContrast: voxels(0) },
  ])('separate: %o', async (params) => {
    await alike([37, 11, 5], (volume) => separateNode(sparse(volume), params));
    await alike([33, 13, 9], (volume) => separateNode(balls(volume), params));
  });

  test('separate: nothing, everything, and an image', async () => {
    for (const lo of [0, 9])
      await alike([37, 11, 9], (volume) => separateNode(makeNode(threshold, { volume }, { lo })));
    await alike([37, 11, 1], (volume) => separateNode(solid(volume)));
  });

  // Distances across many slabs, and such as the narrow words of planes do not hold.
  test.each([
    { size: [32, 24, 90], depth: 8 },
    { size: [5, 1, 600], depth: 64 },
  ] as { size: Vec3; depth: number }[])('separate: objects thick as $size', async (given) => {
    const { size, depth } = given;
    const slabs = await openTestEngine({ brick: [32, 8, depth] });
    const data = new Uint8Array(size[0] * size[1] * size[2]).fill(1);
    for (const at of [0, data.length / 4]) data[Math.floor(at)] = 0;
    const on = async (engine: TestEngine): Promise<unknown> =>
      engine.grid(
        separateNode(makeNode(threshold, { volume: await engine.source(data, size) }, { lo: 1 }), {
          minContrast: voxels(0),
          minDistance: 0,
        }),
      );
    expect(await on(slabs)).toEqual(await on(whole));
    await slabs.close();
  });

  test.each([true, false])('skeleton, keepEnds %s', async (keepEnds) => {
    // Longer than the halo of a turn, on both sides.
    const size: Vec3 = [20, 9, 130];
    const data = levels(size, 5, 3);
    const slabs = await openTestEngine({ brick: [32, 8, 44] });
    const on = async (engine: TestEngine): Promise<unknown> =>
      engine.grid(
        makeNode(skeleton, { mask: balls(await engine.source(data, size)) }, { keepEnds }),
      );
    expect(await on(slabs)).toEqual(await on(whole));
    await slabs.close();
  });

  test('a distance without background is infinite', async () => {
    await alike(SIZES[0]!, (volume) =>
      makeNode(distance, { objects: makeNode(threshold, { volume }, { lo: 0 }) }),
    );
  });

  test('a measured table of components with their distances', async () => {
    const size = SIZES[0]!;
    const data = levels(size, 11, 3);
    const table = async (engine: TestEngine): Promise<unknown> => {
      const volume = await engine.source(data, size);
      const labels = makeNode(components, { grid: sparse(volume) });
      const inside = makeNode(distance, { objects: labels }, { border: 'background' });
      return engine.value(measureNode(labels, { distance: inside, intensity: volume }));
    };
    const expected = await table(whole);
    for (const engine of bricked) expect(await table(engine)).toEqual(expected);
  });
});

describe('a budget of 1 MiB', () => {
  test('gives what an ample one gives', async () => {
    const size: Vec3 = [96, 64, 48];
    const data = levels(size, 3, 3);
    const small = await openTestEngine({ memoryBudget: 2 ** 20 });
    const make = (volume: Node): Node => makeNode(components, { grid: sparse(volume) });
    const expected = await whole.grid(make(await whole.source(data, size)));
    expect(await small.grid(make(await small.source(data, size)))).toEqual(expected);
    await small.close();
  });
});
