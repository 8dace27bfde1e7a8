import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode } from '../../src/recipe/op.js';
import { fraction, type FractionValue } from '../../src/stats/fraction.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { asMask, stream } from './inputs.js';
import { lumps } from './lumps.js';

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/**
 * The Boolean model: balls at random, so many that a voxel is in the mask with probability p; as if
 * cut from a larger volume.
 */
function balls(size: Vec3, r: number, p: number, seed: number): Uint8Array<ArrayBuffer> {
  const random = stream(seed);
  const reach = Math.ceil(r);
  const offsets: Vec3[] = [];
  for (let z = -reach; z <= reach; z++)
    for (let y = -reach; y <= reach; y++)
      for (let x = -reach; x <= reach; x++)
        if (x * x + y * y + z * z <= r * r) offsets.push([x, y, z]);
  const centre = 1 - (1 - p) ** (1 / offsets.length);
  const [nx, ny, nz] = size;
  const mask = new Uint8Array(nx * ny * nz);
  for (let z = -reach; z < nz + reach; z++)
    for (let y = -reach; y < ny + reach; y++)
      for (let x = -reach; x < nx + reach; x++) {
        if (random() >= centre) continue;
        for (const [dx, dy, dz] of offsets) {
          const [u, v, w] = [x + dx, y + dy, z + dz];
          if (u >= 0 && v >= 0 && w >= 0 && u < nx && v < ny && w < nz)
            mask[(w * ny + v) * nx + u] = 1;
        }
      }
  return mask;
}

/** How many of some volumes' intervals hold the truth, and what they say of that. */
async function coverageOf(
  volumes: Iterable<readonly [mask: Uint8Array<ArrayBuffer>, truth: number]>,
  size: Vec3,
): Promise<{ held: number; said: Set<string> }> {
  let [held, all] = [0, 0];
  const said = new Set<string>();
  for (const [bits, truth] of volumes) {
    const mask = asMask(await engine.source(bits, size));
    const value = (await engine.value(makeNode(fraction, { mask }))) as FractionValue;
    said.add(String(value.coverage));
    all += 1;
    if (value.interval !== null && value.interval[0] <= truth && value.interval[1] >= truth)
      held += 1;
  }
  return { held: held / all, said };
}

describe('the 95 % interval of a fraction', () => {
  test('of 200 volumes worth more than 4000 samples holds the truth in 92 to 98 %', async () => {
    const size: Vec3 = [48, 48, 48];
    const volumes = function* (): Generator<readonly [Uint8Array<ArrayBuffer>, number]> {
      for (let seed = 1; seed <= 100; seed++) {
        const p = [0.15, 0.3, 0.5, 0.7][seed % 4]!;
        yield [lumps(size, 2, p, seed), p];
        yield [balls(size, 1.5, p, 1000 + seed), p];
      }
    };
    const { held, said } = await coverageOf(volumes(), size);
    console.log(`intervals that hold the truth: ${String(100 * held)} %`);
    expect(said).toEqual(new Set(['0.92,0.98']));
    expect(held).toBeGreaterThanOrEqual(0.92);
    expect(held).toBeLessThanOrEqual(0.98);
  });

  test('of volumes worth fewer is too narrow, and says so', async () => {
    const size: Vec3 = [32, 32, 32];
    const volumes = Array.from({ length: 100 }, (_, i) => [balls(size, 3.2, 0.3, i), 0.3] as const);
    const { held, said } = await coverageOf(volumes, size);
    console.log(`intervals that hold the truth: ${String(100 * held)} %`);
    expect(said).not.toContain('0.92,0.98');
    expect(held).toBeGreaterThan(0.75);
    expect(held).toBeLessThan(0.94);
  });
});
