import { describe, expect, it } from 'vitest';
import { SYNTHETIC_FIELDS, syntheticField } from '../../src/synthetic/fields.js';
import { lowerMedian } from '../../src/synthetic/median.js';
import { Random } from '../../src/synthetic/random.js';
import { checksum } from './checksum.js';

const sum = (array: Uint8Array | Uint16Array): number => {
  let total = 0;
  for (const value of array) total += value;
  return total;
};

describe('syntheticField', () => {
  it.each([
    ['blobs', 2317980055],
    ['random', 3491541220],
    ['spheres', 4057445425],
    ['gray', 1150046021],
  ] as const)('%s has the same bits on every engine', (kind, expected) => {
    expect(checksum(syntheticField({ kind, size: [48, 33, 20], seed: 2 }).slab(0, 20))).toBe(
      expected,
    );
  });

  it.each(SYNTHETIC_FIELDS)(
    '%s is the same made whole or slab by slab, at awkward sizes',
    (kind) => {
      for (const size of [
        [7, 5, 3],
        [33, 1, 1],
        [1, 1, 9],
      ] as const) {
        const field = syntheticField({ kind, size, seed: 4 });
        const whole = Array.from(field.slab(0, size[2]));
        const slices = Array.from({ length: size[2] }, (_, z) =>
          Array.from(field.slab(z, 1)),
        ).flat();
        expect(whole.length).toBe(size[0] * size[1] * size[2]);
        expect(slices).toEqual(whole);
      }
    },
  );

  it('blobs are exactly half solid, and smooth', () => {
    const data = syntheticField({ kind: 'blobs', size: [64, 64, 32] }).slab(0, 32);
    expect(sum(data)).toBe(64 * 64 * 16);
    let changes = 0;
    for (let i = 1; i < data.length; i += 1) if (data[i] !== data[i - 1]) changes += 1;
    expect(changes / data.length).toBeLessThan(0.15);
  });

  it('random and spheres are about half solid', () => {
    const random = syntheticField({ kind: 'random', size: [64, 64, 32] }).slab(0, 32);
    expect(Math.abs(sum(random) / random.length - 0.5)).toBeLessThan(0.005);
    const spheres = syntheticField({ kind: 'spheres', size: [96, 96, 96] }).slab(0, 96);
    expect(Math.abs(sum(spheres) / spheres.length - 0.5)).toBeLessThan(0.005);
  });

  it('repeats a tile in large volumes, but not its noise', () => {
    const size = [4096, 256, 64] as const;
    const blobs = syntheticField({ kind: 'blobs', size }).slab(5, 1);
    expect(blobs.subarray(0, 256)).toEqual(blobs.subarray(256, 512));
    const random = syntheticField({ kind: 'random', size }).slab(5, 1);
    expect(random.subarray(0, 256)).not.toEqual(random.subarray(256, 512));
  });

  it('refuses an unknown kind and slices outside, naming what is allowed', () => {
    const kind = 'foam' as 'blobs';
    expect(() => syntheticField({ kind, size: [4, 4, 4] })).toThrow(
      /'foam'; allowed: blobs, random/,
    );
    expect(() => syntheticField({ kind: 'random', size: [4, 4, 4] }).slab(3, 2)).toThrow(/0 … 3/);
  });
});

describe('lowerMedian', () => {
  it('is the element of the middle rank, for both signs and for ties', () => {
    const random = new Random(9);
    for (const length of [1, 2, 7, 100, 1001]) {
      const values = Float32Array.from({ length }, () => Math.floor(10 * random.normal()) / 4);
      const sorted = values.slice().sort();
      expect(lowerMedian(values)).toBe(sorted[Math.floor((length - 1) / 2)]);
    }
  });
});
