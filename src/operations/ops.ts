import { CELL } from '../cell/ops.js';
import { FILTERS } from '../filters/ops.js';
import { LEARN } from '../learn/ops.js';
import type { AnyOp } from '../recipe/op.js';
import { REGISTRATION } from '../registration/ops.js';
import { SEGMENTATION } from '../segmentation/ops.js';
import { STATS } from '../stats/ops.js';
import { STRUCTURE } from '../structure/ops.js';
import { TRANSPORT } from '../transport/ops.js';

/** Every declared op by name, for reading recipes on the page's own thread. */
export const OPS: ReadonlyMap<string, AnyOp> = new Map(
  [
    ...FILTERS,
    ...SEGMENTATION,
    ...STATS,
    ...STRUCTURE,
    ...TRANSPORT,
    ...CELL,
    ...LEARN,
    ...REGISTRATION,
  ].map((op) => [op.name, op]),
);
