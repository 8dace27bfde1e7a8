// How values of records are written: numbers in their units, intervals, verdicts.
import { html, nothing } from 'lit';
import { formatNumber, text } from '../../language.js';
import { numberText } from '../../numbers/number_text.js';
import type { RecordRow } from '../../records/fields.js';
import type { Checked } from '../../records/limits.js';
import { fill } from '../../strings.js';
import { quantityText, recordsText, unitText } from './records_language.js';
import type { ShownMetric } from './records_view.js';

const MARKS = { pass: '✓', fail: '✕', undecided: '?' } as const;

/** A metric as it is named: the measure and its quantity. */
export function metricText(metrics: readonly ShownMetric[], metric: string): string {
  const found = metrics.find((each) => each.metric === metric);
  return found === undefined ? metric : `${found.measure}: ${quantityText(found.quantity)}`;
}

/** A number in its unit, as the results show it. */
export function numberIn(
  value: number,
  unit: string,
  interval: readonly [number, number] | null,
  whole = false,
): string {
  // Records hold per cent, which the results write from parts.
  const scale = unit === '%' ? 0.01 : 1;
  const scaled = interval === null ? null : ([scale * interval[0], scale * interval[1]] as const);
  return numberText(scale * value, unit, scaled, whole, formatNumber);
}

function intervalOf({ lo, hi }: RecordRow): readonly [number, number] | null {
  return Number.isNaN(lo) || Number.isNaN(hi) ? null : [lo, hi];
}

function isCount({ unit, value, level }: RecordRow): boolean {
  return ['voxels', 'objects', 'chords'].includes(unit) && Number.isNaN(level) && value % 1 === 0;
}

/** A value with its unit. */
export function shownValue(row: RecordRow): string {
  const unit = unitText(row.unit);
  return `${numberIn(row.value, row.unit, intervalOf(row), isCount(row))}${unit === '' ? '' : ` ${unit}`}`;
}

/** A value with its interval, and whether it keeps its limit. */
export function valueCell(row: RecordRow | undefined, checked: Checked | undefined): unknown {
  const strings = recordsText();
  if (row === undefined) return html`<td class="number soft">–</td>`;
  const interval = intervalOf(row);
  const range =
    interval === null
      ? fill(strings.noInterval, { reason: row.reason })
      : `${text().interval95} ${interval.map((end) => numberIn(end, row.unit, interval)).join(' – ')}`;
  const half = interval === null ? NaN : (interval[1] - interval[0]) / 2;
  return html`<td
    class="number"
    title="${range}; ${row.estimator}"
    data-number=${row.value}
    data-unit=${row.unit}
    data-estimator=${row.estimator}
    data-interval=${interval === null ? nothing : interval.join(' ')}
    data-reason=${interval === null ? row.reason : nothing}
  >
    ${numberIn(row.value, row.unit, interval, isCount(row))}${
      Number.isNaN(half)
        ? nothing
        : html`<span class="half"> ± ${numberIn(half, row.unit, interval)}</span>`
    }${checked === undefined ? nothing : verdict(checked)}
  </td>`;
}

function verdict({ verdict: said, by }: Checked): unknown {
  const strings = recordsText();
  const words = strings[`verdict_${said}`] + (by === 'value' ? `, ${strings.byValue}` : '');
  return html`<span class="verdict ${said}" role="img" aria-label=${words} title=${words}
    >${MARKS[said]}</span
  >`;
}
