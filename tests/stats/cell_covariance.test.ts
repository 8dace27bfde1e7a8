import { describe, expect, test } from 'vitest';
import { volumeOf, type Vec3 } from '../../src/recipe/geometry.js';
import { lagSums, residuals, visitLags } from '../../src/stats/cell_covariance.js';
import { coarseCells } from '../../src/stats/coarse_cells.js';
import { covarianceReach } from '../../src/stats/covariance_window.js';
import { mixedQuantile, scoreInterval } from '../../src/stats/score_interval.js';
import { stream } from './inputs.js';
import { lumps } from './lumps.js';

const ones = (n: number): Uint8Array => new Uint8Array(n).fill(1);

test('coarse cells hold all voxels, those at the ends fewer', () => {
  const size: Vec3 = [90, 70, 41];
  const mask = lumps(size, 3, 0.4, 1);
  const cells = coarseCells({ cell: 1, size, c: mask, n: ones(mask.length) });
  expect(cells.size).toEqual([30, 24, 14]);
  expect(cells.padded).toEqual([64, 64, 32]);
  const sum = (list: Float64Array): number => list.reduce((a, b) => a + b, 0);
  expect(sum(cells.n)).toBe(volumeOf(size));
  expect(sum(cells.c)).toBe(mask.reduce((a, b) => a + b, 0));
  expect([cells.n[0], cells.n.at(-1)]).toEqual([27, 3 * 1 * 2]);
  let first = 0;
  for (let z = 0; z < 3; z++)
    for (let y = 0; y < 3; y++)
      for (let x = 0; x < 3; x++) first += mask[((z + 3) * 70 + y + 6) * 90 + x + 9]!;
  expect(cells.c[(1 * 24 + 2) * 30 + 3]).toBe(first);
});

test.each<Vec3>([
  [9, 6, 5],
  [12, 7, 1],
  [8, 1, 1],
])('sums over the offsets of %j cells equal plain loops', (...size) => {
  const random = stream(volumeOf(size));
  const n = Float64Array.from({ length: volumeOf(size) }, () => Math.floor(8 * random()));
  const c = n.map((most) => Math.floor((most + 1) * random()));
  const total = n.reduce((a, b) => a + b, 0);
  const phi = c.reduce((a, b) => a + b, 0) / total;
  const cells = coarseCells({ cell: 1, size, c, n });
  const r = residuals(cells, phi);
  const lags = lagSums(cells, phi, total);
  const [nx, ny, nz] = size;
  let visited = 0;
  visitLags(lags, [nx - 1, ny - 1, nz - 1], (at, times, dx, dy, dz) => {
    visited += times;
    let [product, pairs] = [0, 0];
    for (let z = Math.max(0, -dz); z < Math.min(nz, nz - dz); z++)
      for (let y = Math.max(0, -dy); y < Math.min(ny, ny - dy); y++)
        for (let x = Math.max(0, -dx); x < Math.min(nx, nx - dx); x++) {
          const here = (z * ny + y) * nx + x;
          const there = ((z + dz) * ny + y + dy) * nx + x + dx;
          product += r[here]! * r[there]!;
          pairs += n[here]! * n[there]!;
        }
    expect(lags.products[at]!).toBeCloseTo(product, 8);
    expect(lags.pairs[at]).toBe(pairs);
  });
  expect(visited).toBe((2 * nx - 1) * (2 * ny - 1) * (2 * nz - 1));
});

describe('the reach of a covariance', () => {
  const reachOf = (size: Vec3, mask: Uint8Array): readonly number[] => {
    const phi = mask.reduce((a, b) => a + b, 0) / mask.length;
    const cells = coarseCells({ cell: 1, size, c: mask, n: ones(mask.length) });
    return covarianceReach(lagSums(cells, phi, mask.length)).matrix;
  };

  test('is as wide as lumps along each axis', () => {
    const size: Vec3 = [32, 32, 32];
    const narrow = lumps([32, 32, 32], 2, 0.5, 7);
    const wide = Uint8Array.from(
      { length: 32 ** 3 },
      (_, i) =>
        narrow[(Math.floor(i / 1024) * 32 + (Math.floor(i / 32) % 32)) * 32 + ((i % 32) >> 1)]!,
    );
    const [xx, yy, zz, xy, xz, yz] = reachOf(size, wide) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    expect(Math.sqrt(xx / yy)).toBeGreaterThan(1.7);
    expect(Math.sqrt(xx / yy)).toBeLessThan(2.5);
    expect(Math.abs(Math.log(yy / zz))).toBeLessThan(0.3);
    for (const cross of [xy, xz, yz]) expect(Math.abs(cross) / xx).toBeLessThan(0.1);
  });

  test('goes on beyond the volume along fibres', () => {
    const cut = lumps([32, 32, 1], 2, 0.5, 3);
    const fibres = Uint8Array.from({ length: 32 ** 3 }, (_, i) => cut[i % 1024]!);
    const [xx, , zz] = reachOf([32, 32, 32], fibres) as [number, number, number];
    expect(Math.sqrt(xx)).toBeLessThan(3);
    expect(Math.sqrt(zz)).toBeGreaterThan(1000);
  });
});

describe('the interval', () => {
  test('ends where the fraction is so many standard deviations away', () => {
    for (const phi of [0.03, 0.4, 0.98])
      for (const end of scoreInterval(phi, 0.02, 2.3))
        expect(Math.abs(phi - end) / Math.sqrt(0.02 * end * (1 - end))).toBeCloseTo(2.3, 9);
  });

  test('has the quantile of a normal variable of log-normal variance', () => {
    // P(|Z| > q e^(−s ξ/2)) by Simpson's rule over ξ and over Z.
    const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
    const simpson = (f: (x: number) => number, lo: number, hi: number): number => {
      const step = (hi - lo) / 400;
      let sum = f(lo) + f(hi);
      for (let i = 1; i < 400; i++) sum += (i % 2 === 0 ? 2 : 4) * f(lo + i * step);
      return (sum * step) / 3;
    };
    for (const s of [0.01, 0.4, 0.8, 1.3, 2]) {
      const q = mixedQuantile(s);
      const beyond = simpson(
        (x) => {
          const at = q * Math.exp((-s * x) / 2);
          return density(x) * (at > 12 ? 0 : 2 * (0.5 - simpson(density, 0, at)));
        },
        -7,
        7,
      );
      expect(beyond).toBeGreaterThan(0.0492);
      expect(beyond).toBeLessThan(0.0508);
    }
    expect(mixedQuantile(0)).toBeCloseTo(1.959963985, 8);
  });
});
