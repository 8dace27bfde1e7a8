// Coarser and coarser grids of two volumes, with like distances of their voxels.
import { bin } from '../filters/bin.js';
import { cast } from '../filters/cast.js';
import { gaussian } from '../filters/gaussian.js';
import { rescaleNode } from '../filters/rescale.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { gridMeta, makeNode, type Node } from '../recipe/op.js';
import { isSlice } from './frame.js';

/**
 * Standard deviations of the Gaussian that levels are smoothed by, in their voxels. The finest is
 * smoothed little: at blurred edges many mixtures of greys look alike, which costs more than noise.
 */
const SMOOTHING = { coarse: 0.8, finest: 0.4 } as const;
/** Levels of grey that kernels tell apart. */
const TOP_LEVEL = 4095;
/** Percentiles that become the ends of the levels. */
const ENDS = [0.1, 99.9] as const;
/** The coarsest grid has no more voxels than this along an axis; a slice has few in all. */
const COARSEST = { volume: 32, slice: 64 } as const;
/** Fewest voxels of an axis that is made coarser. */
const FEWEST = 12;

/** The grids of one level. */
export interface LevelNodes {
  readonly fixed: Node;
  readonly moving: Node;
  readonly within: Node | undefined;
  /** Both as they are, in their own greys. */
  readonly plain: { readonly fixed: Node; readonly moving: Node };
}

/** The distance of voxels along the axes that have several. */
function finest({ size, spacing }: GridMeta): number {
  return Math.min(...spacing.filter((_, i) => size[i]! > 1));
}

/** How many voxels become one along each axis, so that they are about as far apart as `wanted`. */
function factorFor({ size, spacing }: GridMeta, wanted: number): Vec3 {
  return map3((i) => {
    let factor = 1;
    // Twice as many, while they then lie no farther apart than √2 of what is wanted.
    while (
      spacing[i] * factor * 2 <= wanted * Math.SQRT2 &&
      Math.floor(size[i] / (factor * 2)) >= FEWEST
    )
      factor *= 2;
    return factor;
  });
}

/** A grid of fewer voxels, in steps of two. */
function coarser(grid: Node, factor: Vec3, by: 'mean' | 'mode'): Node {
  let [node, left] = [grid, factor];
  while (left.some((n) => n > 1)) {
    const now = map3((i) => Math.min(2, left[i]));
    node = makeNode(bin, { grid: node }, { factor: now, by });
    left = map3((i) => left[i] / now[i]);
  }
  return node;
}

/** The levels of grey of a volume, smoothed: f32, 0 … 4095 between two percentiles. */
function greyLevels(volume: Node, smoothing: number): Node {
  const smooth = makeNode(gaussian, { volume }, { sigma: { voxels: smoothing } });
  return rescaleNode(smooth, { percentiles: ENDS, to: [0, TOP_LEVEL] });
}

/**
 * The levels of a registration, the coarsest first: each has voxels twice as far apart as the next
 * one. The finest is that of the coarser of both volumes. `levels` of them, or as many as bring the
 * fixed volume to 32 voxels, a slice to 64.
 */
export function pyramidOf(
  fixed: Node,
  moving: Node,
  within: Node | undefined,
  levels: number | undefined,
): readonly LevelNodes[] {
  const float = (volume: Node): Node =>
    gridMeta(volume).storage === 'f32' ? volume : makeNode(cast, { volume }, { dtype: 'f32' });
  const [a, b] = [float(fixed), float(moving)];
  const first = Math.max(finest(gridMeta(a)), finest(gridMeta(b)));
  const kind = isSlice(gridMeta(a), gridMeta(b)) ? 'slice' : 'volume';
  const found: LevelNodes[] = [];
  for (let wanted = first; ; wanted *= 2) {
    const smoothing = found.length === 0 ? SMOOTHING.finest : SMOOTHING.coarse;
    const factor = factorFor(gridMeta(a), wanted);
    const coarse = coarser(a, factor, 'mean');
    const other = coarser(b, factorFor(gridMeta(b), wanted), 'mean');
    found.unshift({
      fixed: greyLevels(coarse, smoothing),
      moving: greyLevels(other, smoothing),
      within: within === undefined ? undefined : coarser(within, factor, 'mode'),
      plain: { fixed: coarse, moving: other },
    });
    const longest = Math.max(...gridMeta(coarse).size);
    const again = factorFor(gridMeta(a), 2 * wanted);
    if (found.length === (levels ?? 8) || again.every((n, i) => n === factor[i])) return found;
    if (levels === undefined && longest <= COARSEST[kind]) return found;
  }
}
