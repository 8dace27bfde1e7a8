// Windings of an electrode: its sheet turn by turn, and the spiral that fits it.
import { makeNode, type Node } from '../recipe/op.js';
import { isGridMeta, declareOp, valueInput } from '../recipe/op.js';
import { yields } from '../recipe/meta.js';
import { held } from '../filters/held.js';
import type { PolarCentre } from '../filters/polar.js';
import { maskRays, type MaskRays } from './mask_rays.js';
import { centroidAxis, type RollAxis } from './roll_axis.js';
import type { SpiralEstimate, SpiralFit } from './spiral_fit.js';
import type { WindingFault } from './winding_faults.js';
import type { WindingsData } from './windings_data.js';

/** A wound electrode: its sheet, column by column, and the spiral that fits it. */
export interface WindingsValue extends WindingsData {
  readonly fit: SpiralFit & {
    /** Turns from the inner to the outer end, whole or not. */
    readonly turns: SpiralEstimate;
    /** Length of the sheet's middle along the spiral, in `unit`, across z. */
    readonly sheetLength: SpiralEstimate;
  };
  /** How the turns were found. */
  readonly tracing: {
    /** Runs of the mask along all rays. */
    readonly runs: number;
    /** Pieces that hang together with no other, and got their turn from their neighbours. */
    readonly pieces: number;
    /** Parts of the runs: of such pieces, of contacts, and without a place (specks). */
    readonly placedByRadius: number;
    readonly inContact: number;
    readonly strays: number;
    /** Part of the pairs of neighbouring runs that contradict the rest. */
    readonly torn: number;
  };
  /** Where the sheet contradicts itself, the largest places first, 1000 at most. */
  readonly faults: readonly WindingFault[];
}

/** An axis with what is left to the middle of the spiral added, as {@link RollAxis}. */
export const fittedAxis = declareOp({
  name: 'fittedAxis',
  kind: 'host',
  inputs: { rays: valueInput<MaskRays>() },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.plain<RollAxis>(),
});

/**
 * The sheet of an electrode turn by turn, as {@link WindingsValue}, from its mask along rays: runs
 * of neighbouring rays that overlap are one sheet, crossing the seam is one turn; then the spiral
 * that fits all turns. On the host; turns, middles and thicknesses are exact.
 */
export const windings = declareOp({
  name: 'windings',
  kind: 'host',
  inputs: { rays: valueInput<MaskRays>() },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.result<WindingsValue>(),
  notes: () => ({
    turns: 'union-find with integer offsets over runs on neighbouring rays',
    fit: "spiral, off-centre and waves of 2 to 4 crests, Tukey's biweight (c = 4.685)",
    intervals: 'jackknife over 24 sectors of the turn',
  }),
});

/** Rays and rows from which the axis is found. */
const AXIS_ANGLES = 360;
const AXIS_ROWS = 64;

/**
 * The node of {@link windings} of an electrode's mask, which is read for both axes and the rays.
 */
export function windingsNode(
  electrode: Node,
  options: {
    readonly centre?: PolarCentre | undefined;
    readonly angles: number;
    readonly step?: number | undefined;
    readonly every: number;
  },
) {
  const { centre, angles, step, every } = options;
  const mask = makeNode(held, { grid: electrode });
  const rows = isGridMeta(mask.meta) ? mask.meta.size[2] : 1;
  const started = centre === undefined ? { axis: makeNode(centroidAxis, { mask }) } : {};
  const first = makeNode(
    maskRays,
    { mask, ...started },
    { centre, angles: AXIS_ANGLES, step, every: Math.ceil(rows / AXIS_ROWS) },
  );
  const axis = makeNode(fittedAxis, { rays: first });
  return makeNode(windings, {
    rays: makeNode(maskRays, { mask, axis }, { angles, step, every }),
  });
}
