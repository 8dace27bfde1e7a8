// Rows of features that were computed before: of marks that did not change since.
import type { Gpu } from '../gpu/index.js';

/** Rows that are kept, at most. */
const MOST_ROWS = 2 ** 17;

/** Rows of one volume and its features, by the index of their voxel in raster order. */
export type WarmRows = Map<number, Float32Array<ArrayBuffer>>;

const kept = new WeakMap<Gpu, { readonly of: string; readonly rows: WarmRows }>();

/**
 * The rows that are known of a volume and its features, which `of` names. Those of what was asked
 * for last alone are kept: who paints goes on painting.
 */
export function warmRows(gpu: Gpu, of: string): WarmRows {
  const last = kept.get(gpu);
  if (last?.of === of) return last.rows;
  const rows: WarmRows = new Map();
  kept.set(gpu, { of, rows });
  return rows;
}

/** Keeps rows; where they are too many, those alone, or none. */
export function keepRows(
  warm: WarmRows,
  places: readonly number[],
  values: Float32Array<ArrayBuffer>,
): void {
  if (warm.size + places.length > MOST_ROWS) warm.clear();
  if (places.length > MOST_ROWS) return;
  const width = values.length / places.length;
  places.forEach((place, k) => warm.set(place, values.slice(k * width, (k + 1) * width)));
}
