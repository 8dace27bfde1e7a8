import { describe, expect, it } from 'vitest';
import { syntheticFoil } from '../../src/synthetic/index.js';
import { checksum } from './checksum.js';

const SMALL = { size: [64, 48, 64], outgrowths: 2, radius: [5, 8], particles: 1 } as const;

describe('a synthetic foil', () => {
  it('is the same bits for the same options', () => {
    const { data } = syntheticFoil(SMALL);
    expect(checksum(syntheticFoil(SMALL).data)).toBe(checksum(data));
    expect(checksum(syntheticFoil({ ...SMALL, seed: 2 }).data)).not.toBe(checksum(data));
  });

  it('holds the copper of its truth', () => {
    const bare = { ...SMALL, blur: 0, noise: 0, coating: 24, particles: 0 };
    const sum = (data: Uint16Array): number => data.reduce((a, b) => a + b, 0);
    const { data, truth } = syntheticFoil(bare);
    const grown = sum(data) - sum(syntheticFoil({ ...bare, outgrowths: 0 }).data);
    const volume = truth.outgrowths.reduce((all, one) => all + one.volume, 0);
    expect(Math.abs(grown / 20000 / volume - 1)).toBeLessThan(0.01);
  });

  it('refuses what it cannot make', () => {
    expect(() => syntheticFoil({ foil: 0 })).toThrow(/foil/);
    expect(() => syntheticFoil({ height: [3, 2] })).toThrow(/height/);
    expect(() => syntheticFoil({ size: [40, 40, 40], outgrowths: 20 })).toThrow(/room/);
  });
});
