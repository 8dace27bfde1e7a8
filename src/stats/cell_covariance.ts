// Sums of products of cells over their offsets: what all variances of a fraction are made of.
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import type { Cells } from './coarse_cells.js';
import { transformAxis } from './host_fourier.js';

/** Sums over all pairs of cells at an offset, for each offset. */
export interface LagSums {
  /** Cells along each axis; offsets are shorter than that. */
  readonly size: Vec3;
  readonly padded: Vec3;
  /** Σ r r′ with r = c − φ n of a cell, by the offset in the padded box (negative ones wrap). */
  readonly products: Float64Array;
  /** Σ n n′: pairs of voxels. */
  readonly pairs: Float64Array;
  /** φ (1 − φ). */
  readonly scale: number;
  /** Voxels counted. */
  readonly total: number;
}

/** What the cells differ from the mean by: c − φ n of each. */
export function residuals({ c, n }: Cells, phi: number): Float64Array {
  return c.map((value, i) => value - phi * n[i]!);
}

/**
 * The sums of all offsets, by one transform there and one back: the two real signals are one
 * complex signal, and their two even correlations one again.
 */
export function lagSums(cells: Cells, phi: number, total: number): LagSums {
  const { size, padded, n } = cells;
  const r = residuals(cells, phi);
  const [px, py, pz] = padded;
  const box = {
    size: padded,
    re: new Float64Array(volumeOf(padded)),
    im: new Float64Array(volumeOf(padded)),
  };
  for (let z = 0, from = 0; z < size[2]; z += 1)
    for (let y = 0; y < size[1]; y += 1)
      for (let x = 0, to = (z * py + y) * px; x < size[0]; x += 1, from += 1, to += 1) {
        box.re[to] = r[from]!;
        box.im[to] = n[from]!;
      }
  // Lines of nothing but padding stay out.
  transformAxis(box, 0, size);
  transformAxis(box, 1, [px, py, size[2]]);
  transformAxis(box, 2, padded);
  const spectrum = {
    size: padded,
    re: new Float64Array(box.re.length),
    im: new Float64Array(box.re.length),
  };
  for (let z = 0, at = 0; z < pz; z += 1)
    for (let y = 0; y < py; y += 1) {
      const row = (((pz - z) % pz) * py + ((py - y) % py)) * px;
      for (let x = 0; x < px; x += 1, at += 1) {
        // The transforms of the two signals, from the sum and the difference of opposite ones.
        const opposite = row + ((px - x) % px);
        const a = box.re[at]!;
        const b = box.im[at]!;
        const p = box.re[opposite]!;
        const q = box.im[opposite]!;
        spectrum.re[at] = ((a + p) ** 2 + (b - q) ** 2) / 4;
        spectrum.im[at] = ((b + q) ** 2 + (a - p) ** 2) / 4;
      }
    }
  // Offsets with z < 0 are opposite to others and stay out.
  const kept: Vec3 = [px, py, size[2]];
  transformAxis(spectrum, 2, padded);
  transformAxis(spectrum, 1, kept);
  transformAxis(spectrum, 0, kept);
  const factor = 1 / volumeOf(padded);
  return {
    size,
    padded,
    products: spectrum.re.map((value) => value * factor),
    // Whole numbers but for rounding.
    pairs: spectrum.im.map((value) => Math.round(value * factor)),
    scale: phi * (1 - phi),
    total,
  };
}

/** Whether an offset is counted: half of them, since opposite ones have the same sums. */
export type VisitLag = (at: number, times: 1 | 2, x: number, y: number, z: number) => void;

/**
 * Offsets of up to `reach` cells along each axis: those with z ≥ 0; above 0 each stands for two.
 */
export function visitLags({ padded }: LagSums, reach: Vec3, visit: VisitLag): void {
  const [px, py] = padded;
  for (let z = 0; z <= reach[2]; z += 1)
    for (let y = -reach[1]; y <= reach[1]; y += 1) {
      const row = (z * py + ((y + py) % py)) * px;
      for (let x = -reach[0]; x <= reach[0]; x += 1)
        visit(row + ((x + px) % px), z === 0 ? 1 : 2, x, y, z);
    }
}

/** The offsets within some cells, and within the volume. */
export function reachWithin({ size }: LagSums, cells: Vec3): Vec3 {
  return map3((i) => Math.min(size[i] - 1, Math.ceil(cells[i])));
}
