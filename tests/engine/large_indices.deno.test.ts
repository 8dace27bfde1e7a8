import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { loadAllImplementations } from '../../src/engine/registry.js';
import { openStore } from '../../src/engine/spill/index.js';
import type { GridSource } from '../../src/recipe/source.js';
import { volumeOf, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import type { Lab } from '../../src/volume/lab.js';

// More than 2^32 voxels; of them only what is read is ever made.
const SIZE: Vec3 = [4096, 4096, 300];
const value = (x: number, y: number, z: number): number => (7 * x + 13 * y + 29 * z) & 255;

class Endless implements GridSource {
  readonly name = 'endless';
  readonly format = 'array';
  readonly dtype = 'u8';
  readonly size = SIZE;
  readonly spacing: Vec3 = [1, 1, 1];
  readonly unit = 'px';
  readonly origin: Vec3 = [0, 0, 0];
  readonly warnings = [];
  read({ origin, size }: Region): Promise<Uint8Array<ArrayBuffer>> {
    const data = new Uint8Array(volumeOf(size));
    let i = 0;
    for (let z = 0; z < size[2]; z++)
      for (let y = 0; y < size[1]; y++)
        for (let x = 0; x < size[0]; x++)
          data[i++] = value(origin[0] + x, origin[1] + y, origin[2] + z);
    return Promise.resolve(data);
  }
  close(): void {
    // Nothing is held.
  }
}

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

test('regions behind 2^32 voxels are where they should be', async () => {
  const scan = await lab.open(new Endless());
  expect(volumeOf(SIZE)).toBeGreaterThan(2 ** 32);
  const region: Region = { origin: [4000, 4090, 296], size: [96, 6, 4] };
  const at = (i: number): Vec3 => [
    4000 + (i % 96),
    4090 + (Math.floor(i / 96) % 6),
    296 + Math.floor(i / 576),
  ];
  const { data } = await scan.read({ region });
  data.forEach((v, i) => {
    if (v !== value(...at(i))) throw new Error(`${String(at(i))} is ${String(v)}`);
  });
  const mask = (await scan.threshold({ lo: 128 }).read({ region })).data;
  mask.forEach((v, i) => {
    if (v !== Number(value(...at(i)) >= 128)) throw new Error(`${String(at(i))} is ${String(v)}`);
  });
  const median = (await scan.median().read({ region })).data;
  const clamp = (p: number, n: number): number => Math.min(p, n - 1);
  median.forEach((v, i) => {
    const [x, y, z] = at(i);
    const window: number[] = [];
    for (let dz = -1; dz <= 1; dz++)
      for (let dy = -1; dy <= 1; dy++)
        for (let dx = -1; dx <= 1; dx++)
          window.push(value(clamp(x + dx, 4096), clamp(y + dy, 4096), clamp(z + dz, 300)));
    if (v !== window.sort((a, b) => a - b)[13]) throw new Error(`${String(at(i))} is ${String(v)}`);
  });
  const flipped = (await scan.flip({ axes: ['z'] }).slice({ index: 0 })).data;
  expect(flipped[4096 * 4095 + 4095]).toBe(value(4095, 4095, 299));
});

test('storage for slabs is addressed beyond 2^32 bytes', async () => {
  const store = await openStore(2 ** 33);
  const offset = 2 ** 32 + 12;
  await store.write(offset, Uint8Array.of(1, 2, 3, 4));
  await store.write(12, Uint8Array.of(5, 6, 7, 8));
  expect([...(await store.read(offset, 4))]).toEqual([1, 2, 3, 4]);
  expect([...(await store.read(12, 4))]).toEqual([5, 6, 7, 8]);
  await store.close();
});

test('counters of bricks add up beyond 2^32', async () => {
  const implementations = await loadAllImplementations();
  const merge = (op: string, a: unknown, b: unknown): unknown => {
    const how = implementations.get(op);
    if (how?.kind !== 'reduce') throw new Error(`${op} is no reduction`);
    return how.merge(a, b);
  };
  const many = 2 ** 32 - 1;
  expect(merge('count', many, many)).toBe(2 * many);
  const sizes = (): Float64Array => Float64Array.of(0, many, 5);
  expect(merge('labelSizes', sizes(), sizes())).toEqual(Float64Array.of(0, 2 * many, 10));
  const counted = (): object => ({
    counts: Float64Array.of(many, 1),
    below: many,
    above: 0,
    nan: 2,
  });
  expect(merge('histogram', counted(), counted())).toEqual({
    counts: Float64Array.of(2 * many, 2),
    below: 2 * many,
    above: 0,
    nan: 4,
  });
});
