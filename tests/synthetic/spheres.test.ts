import { describe, expect, it } from 'vitest';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { packSpheres } from '../../src/synthetic/spheres.js';
import type { Sphere } from '../../src/synthetic/spheres.js';
import { voxeliseSpheres, withPeriodicImages } from '../../src/synthetic/voxelise.js';

const BOX: Vec3 = [44, 40, 48];
const OVERLAP = 0.04;
const packed = packSpheres({
  seed: 11,
  box: BOX,
  fraction: 0.55,
  medianDiameter: 4,
  sigma: 0.25,
  overlap: OVERLAP,
});

/** Depth of every touching pair as a part of the smaller diameter, by the definition. */
function depths(spheres: readonly Sphere[]): { i: number; j: number; depth: number }[] {
  const pairs: { i: number; j: number; depth: number }[] = [];
  spheres.forEach((a, i) => {
    spheres.slice(i + 1).forEach((b, k) => {
      const squared = a.centre.reduce((sum, value, axis) => {
        const d = Math.abs(value - b.centre[axis]!);
        return sum + Math.min(d, BOX[axis]! - d) ** 2;
      }, 0);
      const depth = (a.radius + b.radius - Math.sqrt(squared)) / (2 * Math.min(a.radius, b.radius));
      if (depth > 0) pairs.push({ i, j: i + 1 + k, depth });
    });
  });
  return pairs;
}

describe('packSpheres', () => {
  it('draws log-normal diameters (Kolmogorov–Smirnov against the truncated normal)', () => {
    const logs = packed.map(({ radius }) => Math.log(2 * radius)).sort((a, b) => a - b);
    const mean = logs.reduce((a, b) => a + b) / logs.length;
    expect(packed.length).toBeGreaterThan(900);
    expect(Math.exp(mean)).toBeGreaterThan(3.9);
    expect(Math.exp(mean)).toBeLessThan(4.1);
    const phi = (z: number): number => {
      // Abramowitz and Stegun 26.2.17, error below 7.5e-8.
      const t = 1 / (1 + 0.2316419 * Math.abs(z));
      const poly =
        t *
        (0.31938153 +
          t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
      const upper = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * poly;
      return z > 0 ? 1 - upper : upper;
    };
    const cut = phi(-2.5);
    const distance = logs.reduce((worst, value, i) => {
      const expected = (phi((value - Math.log(4)) / 0.25) - cut) / (1 - 2 * cut);
      return Math.max(worst, Math.abs(expected - (i + 0.5) / logs.length));
    }, 0);
    expect(distance).toBeLessThan(1.63 / Math.sqrt(logs.length));
  });

  it('keeps overlaps slight, and most spheres touch several others', () => {
    const pairs = depths(packed);
    expect(Math.max(...pairs.map(({ depth }) => depth))).toBeLessThan(OVERLAP + 0.02);
    const contacts = new Map<number, number>();
    for (const { i, j } of pairs)
      for (const k of [i, j]) contacts.set(k, (contacts.get(k) ?? 0) + 1);
    expect(contacts.size / packed.length).toBeGreaterThan(0.97);
    expect((2 * pairs.length) / packed.length).toBeGreaterThan(3);
  });

  it('hits the wanted fraction of the periodic box', () => {
    const spacing: Vec3 = [0.5, 0.5, 0.6];
    const images = withPeriodicImages(
      packed.map((sphere) => ({ ...sphere, id: 1 })),
      BOX,
      [0, 0, 0],
    );
    const labels = voxeliseSpheres(images, { size: [88, 80, 80], spacing });
    const fraction = labels.reduce((sum, label) => sum + label, 0) / labels.length;
    expect(Math.abs(fraction - 0.55)).toBeLessThan(0.002);
  });

  it('repeats itself from its seed and differs for another', () => {
    const options = { box: [20, 20, 20] as const, fraction: 0.4, medianDiameter: 4 };
    expect(packSpheres({ ...options, seed: 5 })).toEqual(packSpheres({ ...options, seed: 5 }));
    expect(packSpheres({ ...options, seed: 5 })).not.toEqual(packSpheres({ ...options, seed: 6 }));
  });

  it('refuses a box too small for its spheres and impossible fractions', () => {
    const options = { seed: 1, box: [20, 20, 20] as const, fraction: 0.4, medianDiameter: 4 };
    expect(() => packSpheres({ ...options, box: [20, 20, 10] })).toThrow(
      /box is .*twice the largest/,
    );
    expect(() => packSpheres({ ...options, fraction: 0.8 })).toThrow(/fraction is 0\.8/);
    expect(() => packSpheres({ ...options, medianDiameter: NaN })).toThrow(/medianDiameter/);
  });
});

describe('voxeliseSpheres', () => {
  it('counts the voxels of a published ball: x² + y² + z² ≤ 100 has 4169', () => {
    const labels = voxeliseSpheres([{ id: 3, centre: [12, 12, 12], radius: 10 }], {
      size: [25, 25, 25],
      spacing: [1, 1, 1],
    });
    expect(labels.filter((label) => label === 3).length).toBe(4169);
  });

  it('agrees with the definition on overlapping spheres and anisotropic voxels', () => {
    const size: Vec3 = [13, 9, 11];
    const spacing: Vec3 = [0.7, 1, 1.3];
    const spheres = [
      { id: 1, centre: [2, 3, 4] as const, radius: 3.1 },
      { id: 2, centre: [5.2, 4, 6] as const, radius: 2.7 },
      { id: 3, centre: [-1, 8, 13] as const, radius: 4 },
      { id: 4, centre: [5.2, 4, 6] as const, radius: 2.7 },
    ];
    const labels = voxeliseSpheres(spheres, { size, spacing });
    const expected = Array.from(labels, (_, i) => {
      const at = [i % 13, Math.floor(i / 13) % 9, Math.floor(i / 117)].map(
        (n, a) => n * spacing[a]!,
      );
      let best = { id: 0, power: Infinity };
      for (const { id, centre, radius } of spheres) {
        const power = centre.reduce((sum, c, a) => sum + (at[a]! - c) ** 2, 0) - radius ** 2;
        if (power <= 0 && power < best.power) best = { id, power };
      }
      return best.id;
    });
    expect(Array.from(labels)).toEqual(expected);
    expect(new Set(labels)).toEqual(new Set([0, 1, 2, 3]));
  });
});
