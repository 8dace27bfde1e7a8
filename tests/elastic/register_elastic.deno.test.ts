import { afterAll, beforeAll, expect, it } from 'vitest';
import { registerElastic, type ElasticOptions } from '../../src/elastic/index.js';
import { openEngine, type EngineLab } from '../../src/engine/index.js';
import { translation } from '../../src/transform/index.js';
import { Random } from '../../src/synthetic/random.js';
import type { Volume } from '../../src/index.js';

const N = 28;
/** In µm; the field does not depend on the unit. */
const EDGE = 0.4;

let lab: EngineLab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

type Place = readonly [x: number, y: number, z: number];

const random = new Random(7);
const blobs = Array.from({ length: 60 }, () => ({
  at: [0, 0, 0].map(() => random.uniform() * N) as unknown as Place,
  radius: 1.5 + 2 * random.uniform(),
  weight: 40 + 100 * random.uniform(),
}));

/** What both volumes show, by voxels. */
function content(x: number, y: number, z: number): number {
  let grey = 0;
  for (const { at, radius, weight } of blobs) {
    const square = (x - at[0]) ** 2 + (y - at[1]) ** 2 + (z - at[2]) ** 2;
    if (square < 16 * radius ** 2) grey += weight * Math.exp(-square / 2 / radius ** 2);
  }
  return grey;
}

/** Where a point of the moving volume came from, by voxels: up to 1.2 voxels off, and swollen. */
function bend([x, y, z]: Place): Place {
  const turn = (2 * Math.PI) / N;
  return [
    1.2 * Math.sin(turn * y) + 0.03 * (x - N / 2),
    0.8 * Math.cos(turn * z),
    0.6 * Math.sin(turn * x),
  ];
}

function volumeOf(grey: (x: number, y: number, z: number) => number): Promise<Volume> {
  const data = new Float32Array(N ** 3);
  for (let i = 0; i < data.length; i += 1)
    data[i] = grey(i % N, Math.floor(i / N) % N, Math.floor(i / N ** 2));
  return lab.open(
    { data, size: [N, N, N] },
    { spacing: [EDGE, EDGE, EDGE], origin: [5, -3, 2], unit: 'µm' },
  );
}

/** The fixed volume shows at p what the moving one shows at p + bend(p). */
const fixedVolume = (): Promise<Volume> =>
  volumeOf((x, y, z) => {
    const by = bend([x, y, z]);
    return content(x + by[0], y + by[1], z + by[2]);
  });

it('finds a field that is known, in the unit, and the volumes match by it', async () => {
  const fixed = await fixedVolume();
  // Another modality: dark is bright there.
  const moving = await volumeOf((x, y, z) => 400 - content(x, y, z));
  const found = await registerElastic(fixed, moving, {
    controlSpacing: 7 * EDGE,
    stiffness: 0.1,
    levels: 2,
    steps: 150,
    samples: 2048,
  });
  if (found.outcome !== 'found') throw new Error(found.outcome);
  const [x, y, z] = await found.field.displacements(fixed.meta);
  const errors: number[] = [];
  for (let k = 4; k < N - 4; k += 2)
    for (let j = 4; j < N - 4; j += 2)
      for (let i = 4; i < N - 4; i += 2) {
        const voxel = i + N * (j + N * k);
        const by = bend([i, j, k]);
        errors.push(
          Math.hypot(x[voxel]! / EDGE - by[0], y[voxel]! / EDGE - by[1], z[voxel]! / EDGE - by[2]),
        );
      }
  errors.sort((a, b) => a - b);
  const median = errors[errors.length >> 1]!;
  console.log(
    `error in voxels: median ${median.toFixed(3)}, greatest ${errors.at(-1)!.toFixed(3)}`,
  );
  expect(median).toBeLessThan(0.25);
  expect(errors.at(-1)).toBeLessThan(0.8);
  expect(found.unit).toBe('µm');
  expect(found.displacement.max / EDGE).toBeGreaterThan(1.2);
  expect(found.displacement.max / EDGE).toBeLessThan(2.5);
  expect(found.volumeChange.min).toBeGreaterThan(0.5);
  expect(found.volumeChange.max).toBeLessThan(1.6);

  const warped = await moving.warp(await found.displacements(lab)).read();
  const still = (await fixed.read()).data;
  const before = (await moving.read()).data;
  let [left, was] = [0, 0];
  for (let voxel = 0; voxel < N ** 3; voxel += 1)
    if ([voxel % N, (voxel / N) % N, voxel / N ** 2].every((at) => at >= 4 && at < N - 4)) {
      left += (400 - warped.data[voxel]! - still[voxel]!) ** 2;
      was += (400 - before[voxel]! - still[voxel]!) ** 2;
    }
  expect(left / was).toBeLessThan(0.05);
}, 180_000);

it('the start is part of the displacements, which any grid may have', async () => {
  const fixed = await volumeOf(content);
  const moving = fixed.resampleTo(fixed, translation([-0.3, 0.2, -0.1]), { border: 'nearest' });
  const initial = translation([0.3, -0.2, 0.1]);
  const found = await registerElastic(fixed, moving, { initial, steps: 5, levels: 1 });
  if (found.outcome !== 'found') throw new Error(found.outcome);
  const grid = { size: [8, 8, 8], spacing: [0.1, 0.1, 0.1], origin: [8, 0, 4] } as const;
  const own = await found.field.displacements(grid);
  const led = await found.displacements(lab, grid);
  for (const [axis, name] of (['x', 'y', 'z'] as const).entries()) {
    expect(led[name].size).toEqual(grid.size);
    expect(led[name].meta.origin).toEqual(grid.origin);
    const shift = (await led[name].read()).data[100]! - own[axis as 0 | 1 | 2][100]!;
    expect(shift).toBeCloseTo(initial.matrix[4 * axis + 3]!, 5);
  }
});

/** A library that ends as elastix does. */
const ending = (how: () => Promise<unknown>): ElasticOptions => ({ elastix: { elastix: how } });

it('says what cannot be done', async () => {
  const fixed = await volumeOf(content);
  const flat = await lab.open({ data: new Uint8Array(64 * 64), size: [64, 64, 1] });
  const code = (work: Promise<unknown>): Promise<unknown> =>
    work.then(
      () => 'done',
      (error: unknown) => (error as { code: string }).code,
    );
  expect(await code(registerElastic(fixed, flat))).toBe('invalid-argument');
  expect(await code(registerElastic(flat, flat))).toBe('invalid-argument');
  expect(await code(registerElastic(fixed, fixed, { controlSpacing: 4 }))).toBe('invalid-argument');
  expect(await code(registerElastic(fixed, fixed, { metric: 'mse' as 'mi' }))).toBe(
    'invalid-argument',
  );
  expect(await code(registerElastic(fixed, fixed, { elastix: {} }))).toBe('invalid-argument');
  const large = await lab.open({ data: new Uint8Array(2 ** 24 + 2 ** 16), size: [256, 256, 257] });
  expect(await code(registerElastic(large, large))).toBe('limit');
  const memory = ending(() =>
    Promise.reject(new Error('RuntimeError: memory access out of bounds')),
  );
  expect(await code(registerElastic(fixed, fixed, memory))).toBe('limit');
  const broken = ending(() => Promise.reject(new Error('Failed to fetch')));
  expect(await code(registerElastic(fixed, fixed, broken))).toBe('worker-failed');
  const lost = ending(() => Promise.reject(new Error('itk: Too many samples map outside moving')));
  expect(await registerElastic(fixed, fixed, lost)).toEqual({ outcome: 'lost' });
  const cancel = new AbortController();
  const endless = ending(() => new Promise(() => undefined));
  const waiting = registerElastic(fixed, fixed, { ...endless, signal: cancel.signal });
  setTimeout(() => {
    cancel.abort();
  }, 20);
  expect(await code(waiting)).toBe('cancelled');
});

it('a field that turns space over is no result', async () => {
  const fixed = await volumeOf(content);
  const coefficients = Array.from({ length: 3 * 9 ** 3 }, (_, i) => (i % 2 === 0 ? 60 : -60));
  const texts = (numbers: readonly number[]): string[] => numbers.map(String);
  const folding = ending(() =>
    Promise.resolve({
      transformParameterObject: [
        {
          Transform: ['BSplineTransform'],
          BSplineTransformSplineOrder: ['3'],
          GridSize: texts([9, 9, 9]),
          GridOrigin: texts([-8, -8, -8]),
          GridSpacing: texts([6, 6, 6]),
          TransformParameters: texts(coefficients),
        },
      ],
    }),
  );
  expect(await registerElastic(fixed, fixed, folding)).toEqual({ outcome: 'folded' });
});
