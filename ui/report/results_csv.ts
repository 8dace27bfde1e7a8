import { en } from '../strings.js';
import { quoted } from '../numbers/delimited.js';
import { rowsOf } from '../numbers/result_rows.js';
import { labelText, reasonText } from '../numbers/row_words.js';
import type { Session } from '../session/session.js';
import { countedBy, resultsOfSession, rulesOf } from './session_results.js';

const HEADER = [
  'result',
  'operation',
  'quantity',
  'value',
  'unit',
  'interval_low',
  'interval_high',
  'no_interval_because',
  'estimator',
  'border',
  'connectivity',
];

/**
 * All numbers of a session as CSV (RFC 4180), a row each: value, unit, 95 % interval or the reason
 * why there is none, estimator, border rule, connectivity. Numbers have points and full precision,
 * whatever the language; parts are from 0 to 1 and have the unit 1. A value that is stale or was
 * not computed has no row. Tables have one row, which counts theirs: `toCSV()` writes them.
 *
 * @param session - The session. Nothing is computed.
 * @example
 * ```ts no-run
 * import { resultsCsv } from 'voxmetry/report';
 * import { openSession } from 'voxmetry/session';
 * const session = await openSession();
 * await session.results.run();
 * const file = new Blob([resultsCsv(session)], { type: 'text/csv' });
 * ```
 */
export function resultsCsv(session: Session): string {
  const { results } = resultsOfSession(session);
  const lines = results.flatMap((result) => {
    const { estimator, border, connectivity } = rulesOf(result);
    return rowsOf(result.operation, result.value, countedBy(result)).map((row) => [
      result.name,
      result.operation,
      labelText(row.label, 'en'),
      written(row.value),
      row.unit === '%' ? '1' : row.unit,
      ...(row.interval === null ? ['', ''] : row.interval.map(written)),
      row.interval === null ? reasonText(row.reason, row.value, en) : '',
      estimator,
      border,
      connectivity,
    ]);
  });
  return [HEADER, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\n`).join('');
}

function written(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** A number stays one: only text can be taken for a formula. */
function cellOf(text: string): string {
  return /^-?\d/.test(text) && Number.isFinite(Number(text)) ? text : quoted(text, ',');
}
