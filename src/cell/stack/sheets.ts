// Sheets of an electrode in a flat stack: where each lies, and the surfaces that fit them.
import { yields } from '../../recipe/meta.js';
import { declareOp, makeNode, valueInput, type Node } from '../../recipe/op.js';
import { maskColumns, type MaskColumns } from './mask_columns.js';
import type { StackFault } from './stack_faults.js';
import type { StackFit } from './stack_fit.js';
import type { SheetsData, StackAxis } from './sheets_data.js';

/** The sheets of an electrode, cell by cell, and the surfaces that fit them. */
export interface SheetsValue extends SheetsData {
  readonly fit: StackFit;
  /** How the sheets were found. */
  readonly tracing: {
    /** Runs of the mask along all columns. */
    readonly runs: number;
    /** Pieces that hang together with no other, beyond one for each sheet. */
    readonly pieces: number;
    /** Parts of the runs: of contacts, and without a place (specks). */
    readonly inContact: number;
    readonly strays: number;
    /** Part of the pairs of neighbouring runs that would join two sheets. */
    readonly torn: number;
    /** Part of the runs that lie on each other otherwise than their numbers say. */
    readonly contradictory: number;
  };
  /** Where sheets contradict themselves, the largest places first, 1000 at most. */
  readonly faults: readonly StackFault[];
}

/**
 * The sheets of a stack as {@link SheetsValue}, from a mask along columns: runs of neighbouring
 * columns that overlap are one sheet, and what lies on what numbers them; then the surfaces that
 * fit them. On the host; numbers, middles and thicknesses are exact.
 */
export const stackSheets = declareOp({
  name: 'stackSheets',
  kind: 'host',
  inputs: { columns: valueInput<MaskColumns>() },
  params: {},
  exactness: 'float-dependent',
  result: () => yields.result<SheetsValue>(),
  notes: () => ({
    sheets: 'union-find over runs on neighbouring columns; numbers by what lies on what',
    fit: "quadratic surfaces that change from sheet to sheet, Tukey's biweight (c = 4.685)",
    intervals: 'jackknife over 36 blocks of the area; of the pitch, and over the sheets',
  }),
});

/** The node of {@link stackSheets} of an electrode's mask. */
export function stackSheetsNode(
  mask: Node,
  options: { readonly axis: StackAxis; readonly every?: number | undefined },
) {
  return makeNode(stackSheets, { columns: makeNode(maskColumns, { mask }, options) });
}
