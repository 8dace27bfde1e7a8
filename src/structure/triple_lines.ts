// Triple phase boundary: lengths of triple lines.
import { growRegion } from '../recipe/geometry.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, optionalInput, type Node } from '../recipe/op.js';
import type { Face } from '../segmentation/choose_labels.js';
import { activeNode } from './active_phases.js';
import { checkThick } from './interfaces.js';

/** A length of lines, by its two estimators. */
export interface LineLength {
  /**
   * Length of the edges of voxels, in the unit of length: a staircase, which of lines in all
   * directions is 1.5 times too long.
   */
  readonly raw: number;
  /** raw / 1.5, in the unit of length: right for lines in all directions. */
  readonly corrected: number;
  /** `raw` over the volume, in 1/unit². */
  readonly rawPerVolume: number;
  /** `corrected` over the volume, in 1/unit². */
  readonly correctedPerVolume: number;
}

/** The lines where three phases meet. */
export interface TripleLine<N extends string = string> {
  /** Names of the three phases. */
  readonly phases: readonly [N, N, N];
  /** Number of edges of voxels along x, y, z. */
  readonly edges: readonly [number, number, number];
  /** Length of the lines. */
  readonly length: LineLength;
  /** The part of it where all three are active; null where `active` was not asked for. */
  readonly active: LineLength | null;
}

/** The lines where phases meet, of every three. */
export interface TripleLinesValue<N extends string = string> {
  /** Every triple, in the order of the phases. */
  readonly triples: readonly TripleLine<N>[];
  /** Number of edges of voxels, inside the volume, between three or more phases. */
  readonly edges: number;
  /** Number of all edges of voxels inside the volume. */
  readonly candidates: number;
  /** edges / candidates, 0 to 1: TauFactor's fraction. */
  readonly edgeFraction: number;
  /** The same for active edges; null where that was not asked for. */
  readonly activeEdgeFraction: number | null;
  /** Unit of length. */
  readonly unit: string;
  /** What the lengths are. */
  readonly estimator: string;
}

/**
 * Edges of voxels of lines in all directions, over their length: three axes, on each of which |cos|
 * is 1/2 in the mean.
 */
export const STAIRCASE = 1.5;

/** What the lengths are. */
export const LINE_ESTIMATOR =
  'edges of voxels between three phases (raw); over 1.5, for lines in all directions (corrected)';

/**
 * The lines where three phases meet (triple phase boundary), as {@link TripleLinesValue}: their
 * length, and length per volume, of every triple of phases. An edge of voxels counts for each
 * triple among the four voxels around it, at its length along the axis. Such a staircase is 1.5
 * times as long as lines in all directions are (an axis sees |cos| of them, 1/2 in the mean): `raw`
 * and `corrected` are both given. Lines along an axis are right in `raw`.
 *
 * `edgeFraction` is what TauFactor reports: edges between three phases over all edges inside the
 * volume (Cooper et al., SoftwareX 5, 2016, 203, https://doi.org/10.1016/j.softx.2016.09.002).
 * `active` is a mask of the voxels that are active ({@link activeNode}): a triple is where each of
 * its phases has an active voxel at the edge.
 *
 * `within` is a region of interest: edges of which all four voxels lie
 * in it count, and volumes and candidates are its own.
 *
 * The volume's border has no edges. A volume that is one voxel thin has no lines:
 * `invalid-argument`. Exact counts. One pass of 1 B/voxel and 1/8 for `active`; in bricks too.
 * `within` takes 1/8 B/voxel more, and a pass over it.
 */
export const tripleLines = declareOp({
  name: 'tripleLines',
  kind: 'reduce',
  inputs: {
    phases: input('phases'),
    active: optionalInput('mask'),
    within: optionalInput('mask'),
  },
  params: {},
  exactness: 'exact',
  result: ({ phases }) => {
    checkThick('tripleLines', phases);
    return yields.result<TripleLinesValue>();
  },
  needs: (region, { phases }) => {
    const wider = growRegion(region, [1, 1, 1], phases.size);
    return { phases: wider, active: wider, within: wider };
  },
  notes: () => ({ estimator: LINE_ESTIMATOR, border: 'open', active: 'components at 6' }),
});

/** The node of {@link tripleLines} of phases, or of those `within` a region. */
export function tripleLinesNode(
  phases: Node,
  {
    active,
    ...params
  }: { readonly active?: Readonly<Partial<Record<string, readonly Face[]>>> | undefined },
  within?: Node,
) {
  return makeNode(
    tripleLines,
    { phases, active: activeNode('tripleLines', phases, active), within },
    params,
  );
}
