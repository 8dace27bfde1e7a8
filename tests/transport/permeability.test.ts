import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PermeabilityValue } from '../../src/index.js';
import type { Axis, Vec3 } from '../../src/recipe/geometry.js';
import { Lab } from '../../src/volume/lab.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { permeabilityTwin } from '../reference/permeability.js';
import { drawn, scattered } from '../reference/structures.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

interface Options {
  readonly axis?: Axis;
  readonly sides?: 'mirrored' | 'periodic' | 'wall';
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

async function flowOf(
  bits: Uint8Array<ArrayBuffer>,
  size: Vec3,
  options: Options = {},
  spacing: Vec3 = [1, 1, 1],
  unit = 'µm',
): Promise<PermeabilityValue> {
  const scan = await new Lab(engine.engine).open({ data: bits, size }, { spacing, unit });
  return scan.threshold({ lo: 1 }).permeability({ tolerance: 1e-4, ...options });
}

test('a slit of n voxels has n³ / 12 per voxel of its section, and 1 / (2 n²) of it', async () => {
  for (const width of [1, 5]) {
    const size: Vec3 = [3, width + 2, 6];
    const slit = drawn(size, (_, y) => y > 0 && y <= width);
    const { permeability } = await flowOf(slit, size, { axis: 'z' });
    const exact = width ** 3 / 12 / (width + 2);
    expect(permeability / (exact * (1 + 1 / (2 * width ** 2)))).toBeCloseTo(1, 3);
  }
});

test('a square duct has the permeability of its series', async () => {
  const [edge, size]: [number, Vec3] = [10, [4, 10, 10]];
  // The sides are walls: the whole volume is the duct.
  const open = drawn(size, () => true);
  const found = await flowOf(open, size, { axis: 'x', sides: 'wall' });
  // White, Viscous Fluid Flow: 1/12 less what the two other walls hold back.
  const series = (1 / 12) * (1 - (192 / Math.PI ** 5) * seriesOfEnds());
  expect(found.permeability / edge ** 2 / series).toBeGreaterThan(1);
  expect(found.permeability / edge ** 2 / series).toBeLessThan(1.015);
  expect(found.hydraulicVoxels).toBe(edge);
});

test('within a region that is a duct, as of the duct alone', async () => {
  const size: Vec3 = [9, 8, 6];
  const known = { spacing: [2, 2, 2], unit: 'µm' } as const;
  const open = new Uint8Array(9 * 8 * 6).fill(1);
  const scan = await new Lab(engine.engine).open({ data: open, size }, known);
  const all = scan.threshold({ lo: 1 });
  const duct = { origin: [2, 1, 0], size: [5, 6, 6] } as const;
  const data = drawn(size, (x, y) => x >= 2 && x < 7 && y >= 1 && y < 7);
  const region = (await new Lab(engine.engine).open({ data, size }, known)).threshold({ lo: 1 });
  const options = { axis: 'z', tolerance: 1e-4 } as const;
  const found = await all.permeability({ ...options, within: region });
  const alone = await all.crop(duct).permeability({ ...options, sides: 'wall' });
  expect(found).toMatchObject({ fraction: 1, percolatingFraction: 1, hydraulicVoxels: 30 / 5.5 });
  expect(found.permeability / alone.permeability).toBeCloseTo(1, 3);
  expect(found.squareMetres! / alone.squareMetres!).toBeCloseTo(1, 3);
  await expect(all.permeability({ axis: 'x', within: region })).rejects.toThrow(
    /^permeability: within is 'a region without voxels at the lower end of x'/,
  );
});

/** Σ tanh(n π / 2) / n⁵ over odd n. */
function seriesOfEnds(): number {
  let sum = 0;
  for (let n = 1; n < 60; n += 2) sum += Math.tanh((n * Math.PI) / 2) / n ** 5;
  return sum;
}

/**
 * Zick and Homsy, J. Fluid Mech. 115 (1982) 13: drag of spheres in a simple cubic lattice. Of these
 * edges and radii in voxels, spheres have the fraction within half a percent.
 */
test.each([
  [0.343, 15.4, 13, 5.701],
  [0.216, 7.442, 20, 7.467],
])('spheres of a fraction of %f have the drag of Zick and Homsy', async (solid, drag, n, reach) => {
  const middle = (n - 1) / 2;
  const bits = drawn(
    [n, n, n],
    (x, y, z) => Math.hypot(x - middle, y - middle, z - middle) > reach,
  );
  const { permeability, fraction } = await flowOf(bits, [n, n, n], { sides: 'periodic' });
  expect(Math.abs((1 - fraction) / solid - 1)).toBeLessThan(0.005);
  const radius = n * Math.cbrt((3 * (1 - fraction)) / (4 * Math.PI));
  const exact = n ** 3 / (6 * Math.PI * radius * drag);
  expect(Math.abs(permeability / exact - 1)).toBeLessThan(0.05);
});

test.each<[Vec3, Axis, 'mirrored' | 'periodic' | 'wall', number]>([
  [[7, 6, 9], 'x', 'mirrored', 1],
  [[6, 9, 5], 'y', 'wall', 2],
  [[8, 7, 6], 'z', 'periodic', 3],
])(
  'noise of %j along %s with sides %s is what plain loops give',
  async (size, axis, sides, seed) => {
    const noise = scattered(size[0] * size[1] * size[2], 100, seed).map((v) => (v < 80 ? 1 : 0));
    const { permeability, percolatingFraction } = await flowOf(noise, size, { axis, sides });
    const scan = await new Lab(engine.engine).open({ data: noise, size });
    const pores = scan.threshold({ lo: 1 });
    const { data } = await pores.percolating({ axis }).read();
    const wanted = permeabilityTwin(data, size, axis, sides);
    expect(percolatingFraction).toBeGreaterThan(0.5);
    expect(permeability / wanted).toBeCloseTo(1, 3);
  },
);

test('no pore that leads through: 0; units; voxels that meet at an edge alone are not joined', async () => {
  const size: Vec3 = [6, 6, 6];
  const blind = await flowOf(
    drawn(size, (x, _, z) => x > 1 && z < 4),
    size,
  );
  expect(blind).toMatchObject({ permeability: 0, percolatingFraction: 0, hydraulicVoxels: null });
  const checked = await flowOf(
    drawn(size, (x, y) => (x + y) % 2 === 0),
    size,
    { sides: 'wall' },
    [0.5, 0.5, 0.5],
  );
  const single = await flowOf(
    drawn(size, (x, y) => x === 2 && y === 2),
    size,
    { sides: 'wall' },
    [0.5, 0.5, 0.5],
  );
  expect(checked.permeability / single.permeability).toBeCloseTo(18, 2);
  expect(single.squareMetres! / (single.permeability * 1e-12)).toBeCloseTo(1, 12);
  expect(single.unit).toBe('µm');
});

test('voxels that are no cubes, and too few steps, are errors that name the remedy', async () => {
  const size: Vec3 = [6, 6, 6];
  const open = drawn(size, (x) => x > 0);
  await expect(flowOf(open, size, {}, [1, 1, 2])).rejects.toThrow(/resample\(\)/);
  await expect(flowOf(open, size, { maxIterations: 32 })).rejects.toMatchObject({ code: 'limit' });
});
