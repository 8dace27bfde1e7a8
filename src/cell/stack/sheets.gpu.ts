import { implementOnHost } from '../../implement/index.js';
import { invalidArgument, VoxmetryError } from '../../recipe/errors.js';
import { columnRuns, runsPerLine } from './column_runs.js';
import { linkSheets } from './linked_sheets.js';
import type { MaskColumns } from './mask_columns.js';
import { numberSheets } from './sheet_numbers.js';
import { stackSheets, type SheetsValue } from './sheets.js';
import type { StackAxis } from './sheets_data.js';
import { withoutFlaps } from './folded_edges.js';
import { stackFaults } from './stack_faults.js';
import { fitStack } from './stack_fit.js';
import { stackTable } from './stack_table.js';

const LEAST_SHEETS = 3;
/** Contradictory pairs of runs, as a part of all: more are no stack. */
const MOST_TORN = 0.1;

const count = (value: number): string => value.toFixed(1);

/** The axis along which there are most runs, where it is another than that of the columns. */
function betterAxis(columns: MaskColumns): string {
  const runs = runsPerLine(columns);
  const axes = (Object.keys(runs) as StackAxis[]).sort((a, b) => runs[b] - runs[a]);
  const [best] = axes as [StackAxis];
  if (best === columns.axis || runs[best] < 2) return '';
  return `; along ${best} there are ${count(runs[best])} runs on a line: state \`axis\`, '${best}'`;
}

/** {@link stackSheets}, on the host. */
export const stackSheetsOnHost = implementOnHost(
  stackSheets,
  ({ inputs: { columns } }): SheetsValue => {
    const op = 'sheets';
    const found = columnRuns(columns);
    const { runs, usual } = found;
    const total = runs.start.length;
    if (total === 0)
      throw new VoxmetryError(
        'empty-phase',
        `${op}: no column along ${columns.axis} meets the mask.`,
        {
          op,
          details: { parameter: 'mask' },
        },
      );
    const linked = linkSheets(runs, usual);
    const first = numberSheets(runs, linked);
    // Folded edges are known once sheets have numbers, and may have been taken for sheets.
    const numbered = withoutFlaps(first, stackFaults(columns, found, linked, first));
    const inContact = linked.contacts / total;
    const torn = linked.torn.length / 2 / Math.max(1, linked.pairs);
    const contradictory = numbered.contradictory / Math.max(1, numbered.neighbours);
    const refuse = (seen: string, wanted: string): never => {
      throw invalidArgument(op, 'mask', seen, wanted + betterAxis(columns));
    };
    if (torn > MOST_TORN || contradictory > MOST_TORN || inContact > 0.5)
      refuse(
        `a stack whose sheets contradict each other: ${count(100 * torn)} % of its pairs of runs ` +
          `join two sheets, ${count(100 * contradictory)} % of its runs lie otherwise than the ` +
          `rest, ${count(100 * inContact)} % span two sheets`,
        `a mask of one electrode, whose sheets lie on each other along ${columns.axis} and do not touch`,
      );
    if (numbered.sheets < LEAST_SHEETS)
      refuse(
        `a stack of ${String(numbered.sheets)} sheets along ${columns.axis}`,
        'one of at least 3 sheets, from which a pitch can be had',
      );
    const data = stackTable(columns, runs, numbered);
    return {
      ...data,
      fit: fitStack(data).fit,
      tracing: {
        ...{ runs: total, pieces: numbered.pieces, inContact, torn, contradictory },
        strays: numbered.strays / total,
      },
      faults: stackFaults(columns, found, linked, numbered),
    };
  },
);
