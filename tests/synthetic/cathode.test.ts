import { describe, expect, it } from 'vitest';
import { simulateImaging } from '../../src/synthetic/imaging.js';
import { syntheticCathode } from '../../src/synthetic/cathode.js';
import { checksum } from './checksum.js';

const SMALL = { seed: 3, size: [64, 60, 48], spacing: [0.2, 0.2, 0.25] } as const;

describe('syntheticCathode', () => {
  const { volume, truth } = syntheticCathode(SMALL);

  it('gives the same bits on every engine', () => {
    expect(checksum(volume.data)).toBe(2254370029);
    expect(checksum(truth.labels)).toBe(1613474375);
  });

  it('keeps a truth that its own labels bear out', () => {
    const counts = new Map<number, number>();
    const atBorder = new Set<number>();
    truth.labels.forEach((label, i) => {
      counts.set(label, (counts.get(label) ?? 0) + 1);
      const x = i % 64;
      const y = Math.floor(i / 64) % 60;
      const z = Math.floor(i / (64 * 60));
      if (x === 0 || y === 0 || z === 0 || x === 63 || y === 59 || z === 47) atBorder.add(label);
    });
    const solid = truth.labels.length - counts.get(0)!;
    expect(truth.solidFraction).toBe(solid / truth.labels.length);
    expect(truth.porosity + truth.solidFraction).toBe(1);
    expect(truth.particles.map(({ id }) => id)).toEqual(truth.particles.map((_, i) => i + 1));
    for (const particle of truth.particles) {
      expect(particle.volumeVoxels).toBe(counts.get(particle.id));
      expect(particle.touchesBorder).toBe(atBorder.has(particle.id));
    }
  });

  it('puts interior spheres where their voxels are, with their volume', () => {
    const interior = truth.particles.filter(({ touchesBorder }) => !touchesBorder);
    expect(interior.length).toBeGreaterThan(5);
    const ratios = interior.map(
      ({ volumeVoxels, diameter }) =>
        (volumeVoxels * 0.2 * 0.2 * 0.25) / ((Math.PI / 6) * diameter ** 3),
    );
    // Overlaps take a little away, never more than a few lenses.
    for (const ratio of ratios) {
      expect(ratio).toBeLessThan(1.03);
      expect(ratio).toBeGreaterThan(0.9);
    }
  });

  it('images pore dark and solid bright, apart by more than the noise', () => {
    const mean = (solid: boolean): number => {
      let sum = 0;
      let count = 0;
      truth.labels.forEach((label, i) => {
        if (label > 0 !== solid) return;
        sum += volume.data[i]!;
        count += 1;
      });
      return sum / count;
    };
    expect(mean(false)).toBeLessThan(20000);
    expect(mean(true)).toBeGreaterThan(31000);
  });

  it('goes on through opposite faces where it is periodic', () => {
    const { truth: periodic } = syntheticCathode({
      ...SMALL,
      size: [80, 80, 64],
      border: 'periodic',
      medianDiameter: 3,
    });
    // At the border two slices are neighbours: few voxels change between the last and the first.
    const slice = 80 * 80;
    const changed = (a: number, b: number): number => {
      let count = 0;
      const isPore = (i: number): boolean => periodic.labels[i] === 0;
      for (let i = 0; i < slice; i += 1)
        if (isPore(a * slice + i) !== isPore(b * slice + i)) count += 1;
      return count / slice;
    };
    expect(changed(63, 0)).toBeLessThan(0.15);
    expect(changed(32, 0)).toBeGreaterThan(0.3);
  });

  it('refuses sizes and spacings that make no volume', () => {
    expect(() => syntheticCathode({ size: [0, 4, 4] })).toThrow(/size/);
    expect(() => syntheticCathode({ spacing: [1, -1, 1] })).toThrow(/spacing/);
  });
});

describe('simulateImaging', () => {
  const grid = { size: [40, 30, 20], spacing: [1, 1, 1] } as const;
  const half = Uint8Array.from({ length: 24000 }, (_, i) => (i % 40 < 20 ? 0 : 1));

  it('is the two levels exactly without blur and noise', () => {
    const image = simulateImaging(half, grid, {
      seed: 1,
      pore: 7,
      solid: 9,
      blur: 0,
      noise: 0,
      shot: 0,
    });
    expect(Array.from(image)).toEqual(Array.from(half, (v) => (v === 0 ? 7 : 9)));
  });

  it('lets solid shine through the pores before it', () => {
    const column = [0, 1, 0, 0, 0, 1, 0, 0];
    const image = simulateImaging(
      column,
      { size: [1, 1, 8], spacing: [1, 1, 2] },
      {
        ...{ seed: 1, pore: 1000, solid: 11000, blur: 0, noise: 0, shot: 0 },
        shineThrough: 4,
      },
    );
    const behind = [2, 0, 6, 4, 2, 0, Infinity, Infinity];
    expect(Array.from(image)).toEqual(
      behind.map((d) => Math.round(1000 + 10000 * Math.exp(-d / 4))),
    );
  });

  it('blurs an edge into the error function of its point spread', () => {
    const image = simulateImaging(half, grid, {
      seed: 1,
      pore: 0,
      solid: 60000,
      blur: 2,
      noise: 0,
      shot: 0,
    });
    // Half a voxel beside the edge: Φ(0.25), of a kernel sampled at voxel centres and cut at 4 σ.
    expect(image[20]! / 60000).toBeCloseTo(0.5987, 2);
    expect(image[19]! + image[20]!).toBeCloseTo(60000, -1);
  });

  it('adds noise of the stated variance, growing with the signal', () => {
    const image = simulateImaging(half, grid, {
      seed: 2,
      pore: 10000,
      solid: 40000,
      blur: 0,
      noise: 300,
      shot: 10,
    });
    const deviation = (solid: number, level: number): number => {
      let sum = 0;
      image.forEach((v, i) => (sum += half[i] === solid ? (v - level) ** 2 : 0));
      return Math.sqrt(sum / 12000);
    };
    expect(deviation(0, 10000) / Math.sqrt(300 ** 2 + 10 * 10000)).toBeCloseTo(1, 1);
    expect(deviation(1, 40000) / Math.sqrt(300 ** 2 + 10 * 40000)).toBeCloseTo(1, 1);
  });
});
