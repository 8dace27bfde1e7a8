import { CELL } from '../../kernels/view/index.js';
import { DTYPES } from '../../recipe/dtype.js';
import { map3, type Vec3 } from '../../recipe/geometry.js';
import type { GridMeta } from '../../recipe/meta.js';
import type { SpaceLayerState } from '../../recipe/view/state.js';

/** Voxels of a proxy along an axis, at most. */
export const MOST_PROXY = 256;

/** How the voxels of a grid become those of its proxy. */
export interface ProxyShape {
  /** Voxels that become one, along each axis. */
  readonly factor: Vec3;
  readonly size: Vec3;
  /** Macro-cells along each axis. */
  readonly cells: Vec3;
}

/** The shape of the proxy of a grid: each axis by the least whole factor that it needs. */
export function proxyShape(size: Vec3, most = MOST_PROXY): ProxyShape {
  const factor = map3((i) => Math.ceil(size[i] / most));
  const small = map3((i) => Math.ceil(size[i] / factor[i]));
  return { factor, size: small, cells: map3((i) => Math.ceil(small[i] / CELL)) };
}

/** The values that become 0 and 255. */
export type LevelRange = readonly [lo: number, hi: number];

/** A window so narrow in its range has too few of the 256 levels. */
const LEAST_SHARE = 1 / 4;

/**
 * The range of the levels of a proxy that shows a layer, given that of the one there is: bytes as
 * they are; of wider dtypes the window and the level, with half of their width on either side, so
 * that they can be moved for a while before the proxy must be made anew.
 */
export function levelRange(
  meta: GridMeta,
  layer: SpaceLayerState,
  known: LevelRange | undefined,
): LevelRange {
  if (layer.kind !== 'volume' || meta.storage === 'bit') return [0, 1];
  const { bits, min, max } = DTYPES[meta.storage];
  if (bits === 8) return [min, max];
  const { window, level } = layer;
  // A level beside the window is a way to show no surface: it does not spread the levels.
  const [lo, hi] = window;
  const width = Math.max(hi - lo, Number.MIN_VALUE);
  const near = level !== undefined && level > lo - width && level < hi + width;
  const [from, to] = near ? [Math.min(lo, level), Math.max(hi, level)] : [lo, hi];
  if (known !== undefined) {
    const holds = known[0] <= from && known[1] >= to;
    if (holds && to - from >= LEAST_SHARE * (known[1] - known[0])) return known;
  }
  const half = (to - from) / 2;
  return [Math.max(min, from - half), Math.min(max, to + half)];
}
