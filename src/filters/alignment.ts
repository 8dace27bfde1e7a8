// Slice alignment by drift.
import type { ValueMeta } from '../recipe/meta.js';
import { makeNode, type Node } from '../recipe/op.js';
import type { TableData } from '../recipe/table_data.js';
import { alignSlices } from './align_slices.js';
import type { Border } from './border.js';
import { addDrift, drift, type DriftParams } from './drift.js';
import { checkPasses } from './passes.js';
import { rangeNode } from '../stats/range.js';
import { rangeOfWide } from './stripe_profile.js';

/** How slices are aligned. */
export interface AlignParams extends DriftParams {
  readonly method?: 'linear' | 'cubic' | undefined;
  readonly border?: Border | undefined;
  readonly value?: number | undefined;
}

/**
 * The node of a stack's drift: found in the stack, and then in the stack aligned by what is known
 * (`passes` in all, default 2).
 */
export function driftNode(
  volume: Node,
  { passes, ...params }: DriftParams = {},
): Node<ValueMeta<TableData, 'table'>> {
  const wide = rangeOfWide(volume);
  let known = makeNode(drift, { volume, range: wide }, params);
  for (let pass = 1; pass < checkPasses('drift', passes ?? 2, 1); pass += 1) {
    const aligned = makeNode(alignSlices, { volume, drift: known });
    // Moved slices have the levels that they had: the stack is not read for its range again.
    const rest = makeNode(drift, { volume: aligned, range: wide ?? rangeNode(volume) }, params);
    known = makeNode(addDrift, { drift: known, rest });
  }
  return known;
}

/** The node of a stack without its drift. */
export function alignSlicesNode(
  volume: Node,
  { lags, reach, passes, ...params }: AlignParams = {},
): Node {
  const known = driftNode(volume, { lags, reach, passes });
  return makeNode(alignSlices, { volume, drift: known }, params);
}
