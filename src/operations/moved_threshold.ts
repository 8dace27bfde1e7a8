// Masks of other thresholds than the one that made a mask.
import { combine } from '../filters/combine.js';
import { invert } from '../filters/invert.js';
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { invalidArgument } from '../recipe/errors.js';
import { gridMeta, isNodeOf, makeNode, type Node } from '../recipe/op.js';
import { floatBelow } from '../stats/histogram_bins.js';
import { threshold } from '../segmentation/threshold.js';

/** A threshold that made a mask, and the side of it that the mask is. */
export interface MadeByThreshold {
  readonly volume: Node;
  /** Above is v > threshold: found by this node, or the number. */
  readonly above: Node | undefined;
  readonly given: number | null;
  readonly side: 'above' | 'below';
  /** Whether NaN counts as above: the mask is v ≤ hi, which holds no NaN, or what is not in it. */
  readonly nanAbove: boolean;
}

/** Operations that give what one threshold makes; others hold thresholds of distances inside. */
const CUTS: readonly (string | undefined)[] = [
  'threshold',
  'otsu',
  'li',
  'yen',
  'triangle',
  'isodata',
  'minimumError',
  undefined,
];

/** Finds the one threshold that made a mask, or its inverse. */
export function madeByThreshold(mask: Node): MadeByThreshold {
  if (isNodeOf(mask, invert) && (mask.by ?? 'invert') === 'invert') {
    const made = madeByThreshold(mask.inputs['mask']!);
    return { ...made, side: made.side === 'above' ? 'below' : 'above' };
  }
  const { lo = null, hi = null } = mask.params as { lo?: number | null; hi?: number | null };
  if (isNodeOf(mask, threshold) && CUTS.includes(mask.by)) {
    const { volume, above } = mask.inputs as { readonly volume: Node; readonly above?: Node };
    const base = { volume, above, side: 'above', nanAbove: false } as const;
    if (above !== undefined) return { ...base, given: null };
    if (lo !== null && Number.isFinite(lo) && (hi === null || hi === Infinity))
      return { ...base, given: isWhole(volume) ? Math.ceil(lo) - 1 : floatBelow(lo) };
    if (hi !== null && Number.isFinite(hi) && (lo === null || lo === -Infinity))
      return { ...base, given: hi, side: 'below', nanAbove: true };
  }
  throw invalidArgument(
    'sensitivity',
    'mask',
    `made by ${mask.by ?? mask.op.name}`,
    'a mask as one threshold made it (otsu, threshold({ lo }), …), or its invert(), not edited',
  );
}

/** Whether a volume holds integers. */
export function isWhole(volume: Node): boolean {
  return DTYPES[gridMeta(volume).storage as Dtype].integer;
}

/** The mask that another threshold would have made. */
export function maskAt({ volume, side, nanAbove }: MadeByThreshold, level: Node): Node {
  const above = makeNode(threshold, { volume, above: level });
  if (isWhole(volume) || !nanAbove)
    return side === 'above' ? above : makeNode(invert, { mask: above });
  const numbers = makeNode(threshold, { volume }, { lo: -Infinity });
  const below = makeNode(combine, { a: numbers, b: above }, { operator: 'subtract' });
  return side === 'below' ? below : makeNode(invert, { mask: below });
}
