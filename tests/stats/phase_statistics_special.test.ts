import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Mask } from '../../src/volume/handles.js';
import { drawn } from '../reference/structures.js';

let lab: Awaited<ReturnType<typeof openEngine>>;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

async function maskOf(data: Uint8Array<ArrayBuffer>, size: Vec3): Promise<Mask> {
  return (await lab.open({ data, size }, { spacing: [1, 1, 1] })).threshold({ lo: 1 });
}

describe('published cases', () => {
  test('PoreSpy: a ball of radius 10 has 4169 voxels; discs in a lattice leave 0.66856', async () => {
    const n = 21;
    const ball = drawn(
      [n, n, n],
      (x, y, z) => (x - 10) ** 2 + (y - 10) ** 2 + (z - 10) ** 2 <= 100,
    );
    expect(await (await maskOf(ball, [n, n, n])).count()).toBe(4169);
    // Centres at 5, 20, …, 95 along both axes; discs of radius 5 without their rim.
    const near = (v: number): number => ((v - 5 + 7 + 150) % 15) - 7;
    const pores = drawn([101, 101, 1], (x, y) => near(x) ** 2 + near(y) ** 2 >= 25);
    const { total, closed, open, through } = await (
      await maskOf(pores, [101, 101, 1])
    ).porosity({ axis: 'x' });
    expect(total.value).toBeCloseTo(0.66856, 5);
    expect([open, through, closed]).toEqual([total.value, total.value, 0]);
  });

  test('PuMA: a sphere of diameter 80 in 100³', async () => {
    const size: Vec3 = [100, 100, 100];
    const outside = drawn(size, (x, y, z) => Math.hypot(x - 49.5, y - 49.5, z - 49.5) > 40);
    const { value } = await (await maskOf(outside, size)).fraction();
    expect(Math.abs(value - (1 - ((4 / 3) * Math.PI * 40 ** 3) / 1e6))).toBeLessThan(1e-4);
  });
});

/** Every statistic of a mask, or the code of its error. */
async function everything(mask: Mask, within?: Mask): Promise<Record<string, unknown>> {
  const asked: Record<string, PromiseLike<unknown>> = {
    fraction: mask.fraction({ within }),
    profile: mask.profile({ axis: 'x', within }),
    porosity: mask.porosity({ within }),
    percolation: mask.percolation(),
    representativeVolume: mask.representativeVolume({ within }),
    surfaceArea: mask.surfaceArea({ within }),
    gradient: mask.surfaceArea({ estimator: 'gradient', within }),
    marchingCubes: mask.surfaceArea({ estimator: 'marchingCubes', border: 'closed' }),
    closed: mask.surfaceArea({ border: 'closed' }),
    eulerNumber: mask.eulerNumber(),
    meanBreadth: mask.meanBreadth(),
    chordLengths: mask.chordLengths({ axis: 'x' }),
    linealPath: mask.linealPath({ axis: 'x' }),
    twoPoint: mask.twoPoint(),
  };
  const found: Record<string, unknown> = {};
  for (const [name, query] of Object.entries(asked))
    found[name] = await Promise.resolve(query).catch((error: unknown) => {
      return (error as { code: string }).code;
    });
  return found;
}

/** Where in a value there is NaN. */
function nans(value: unknown, path = ''): string[] {
  if (typeof value === 'number') return Number.isNaN(value) ? [path] : [];
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value)
    .filter(([key]) => key !== 'provenance')
    .flatMap(([key, part]) => nans(part, `${path}.${key}`));
}

describe('masks with nothing to tell', () => {
  const size: Vec3 = [12, 10, 8];

  test('empty', async () => {
    const found = await everything(await maskOf(new Uint8Array(960), size));
    expect(nans(found)).toEqual([]);
    expect(found).toMatchObject({
      fraction: { value: 0, interval: null, coverage: null },
      porosity: { open: 0, through: 0, closed: 0 },
      percolation: { x: null, components: 0, largest: null },
      surfaceArea: { area: 0, perVolume: 0, perPhaseVolume: null, estimator: 'crofton13' },
      gradient: { area: 0, perPhaseVolume: null, estimator: 'gradient' },
      closed: { area: 0 },
      eulerNumber: { value: 0 },
      meanBreadth: { value: 0 },
      chordLengths: { number: 0, mean: null, lengthWeightedMean: null },
      twoPoint: { surfacePerVolume: 0 },
    });
  });

  test('full', async () => {
    const found = await everything(await maskOf(new Uint8Array(960).fill(1), size));
    expect(nans(found)).toEqual([]);
    expect(found).toMatchObject({
      fraction: { value: 1, interval: null },
      porosity: { open: 1, through: 1, closed: 0 },
      percolation: { x: { through: 1, isolated: 0 }, components: 1, largest: 1 },
      surfaceArea: { area: 0, perPhaseVolume: 0 },
      gradient: { area: 0, perPhaseVolume: 0 },
      eulerNumber: { value: 1 },
      // Mean breadth of a box: the mean of its three edges.
      meanBreadth: { value: 10 },
      chordLengths: { number: 0, mean: null },
    });
    const { linealPath } = found as { linealPath: { probability: Float64Array } };
    expect(linealPath.probability).toEqual(new Float64Array(12).fill(1));
  });

  test('one slice', async () => {
    const bits = drawn([12, 10, 1], (x, y) => x > 2 && x < 8 && y > 3 && y < 7);
    const found = await everything(await maskOf(bits, [12, 10, 1]));
    expect(nans(found)).toEqual([]);
    expect(found).toMatchObject({
      fraction: { value: 15 / 120 },
      // Both ends of z are the slice itself.
      percolation: { x: { isolated: 1 }, y: { isolated: 1 }, z: { through: 1 } },
      representativeVolume: { surfacePerVolume: null },
      surfaceArea: 'invalid-argument',
      gradient: 'invalid-argument',
      eulerNumber: { value: 1 },
      chordLengths: { number: 3, mean: 5 },
      twoPoint: { fractions: [15 / 120, 15 / 120] },
    });
  });

  test('one voxel', async () => {
    const found = await everything(await maskOf(Uint8Array.of(1), [1, 1, 1]));
    expect(nans(found)).toEqual([]);
    expect(found).toMatchObject({
      fraction: { value: 1 },
      porosity: { open: 1, through: 1, closed: 0 },
      percolation: { x: { through: 1 } },
      representativeVolume: { windows: [], needed: [] },
      surfaceArea: 'invalid-argument',
      eulerNumber: { value: 1 },
      meanBreadth: { value: 1 },
      chordLengths: { number: 0 },
      twoPoint: 'invalid-argument',
    });
  });

  test('within nothing: fractions of nothing are NaN, as their docs say, and nothing else is', async () => {
    const mask = await maskOf(new Uint8Array(960).fill(1), size);
    const found = await everything(mask, await maskOf(new Uint8Array(960), size));
    const places = nans(found);
    expect(places.filter((path) => !path.startsWith('.profile.fraction.'))).toEqual([
      '.fraction.value',
      '.profile.mean.value',
      '.porosity.total.value',
      '.porosity.open',
      '.porosity.through',
      '.porosity.closed',
      '.representativeVolume.fraction',
    ]);
  });
});
