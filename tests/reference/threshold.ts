import type { GridArray } from '../../src/recipe/dtype.js';

/** lo ≤ v ≤ hi, voxel by voxel. */
export function thresholdTwin(data: GridArray, lo: number, hi: number): Uint8Array {
  return Uint8Array.from(data, (v) => (v >= lo && v <= hi ? 1 : 0));
}
