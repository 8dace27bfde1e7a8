// Samples of groups beside each other: a line per group, with the values along it.
import { html, nothing, svg } from 'lit';
import type { Limit } from '../../records/limits.js';
import type { RecordRow } from '../../records/fields.js';
import type { Summary } from '../../records/summarise.js';
import { formatNumber } from '../../language.js';
import { roundTicks } from '../../numbers/ticks.js';

/** A group of the chart. */
export interface ChartGroup {
  readonly name: string;
  readonly rows: readonly RecordRow[];
  readonly summary: Summary;
}

/** What a chart shows. */
export interface Chart {
  readonly groups: readonly ChartGroup[];
  readonly limit: Limit | undefined;
  readonly label: string;
  /** The name of the axis, with its unit. */
  readonly axis: string;
  /** What a sample is called to those who point at it. */
  readonly title: (row: RecordRow) => string;
}

/** Room at either end of the axis, as a part of it. */
const MARGIN = 0.06;
const TICKS = 5;
/** The middle of a line of the chart, in pixels. */
const MIDDLE = 18;

/**
 * A chart in lines of HTML and SVG; its places along the axis are per cent, so that it fits any
 * width. Null where no value is finite.
 */
export function recordsChart({ groups, limit, label, axis, title }: Chart): unknown {
  const ends = [
    ...groups.flatMap(({ rows, summary }) => [
      ...rows.flatMap(({ value, lo, hi }) => [value, lo, hi]),
      ...(summary.interval ?? []),
    ]),
    limit?.lower ?? NaN,
    limit?.upper ?? NaN,
  ].filter(Number.isFinite);
  if (ends.length === 0) return nothing;
  const least = ends.reduce((a, b) => Math.min(a, b));
  const most = ends.reduce((a, b) => Math.max(a, b));
  const room = most > least ? MARGIN * (most - least) : Math.max(1e-12, Math.abs(most) * MARGIN);
  const [from, to] = [least - room, most + room];
  const place = (value: number): string => `${String((100 * (value - from)) / (to - from))}%`;
  const ticks = roundTicks(from, to, TICKS);
  return html`<div class="chart" role="img" aria-label=${label}>
    ${groups.map(
      ({ name, rows, summary }) =>
        html`<span class="group" title=${name}>${name}</span>
          <svg height="36" aria-hidden="true">
            ${limit === undefined ? nothing : limitBand(limit, place)}
            ${ticks.map((tick) => svg`<line class="grid" x1=${place(tick)} x2=${place(tick)} y1="0" y2="36"></line>`)}
            ${rows.map((row, i) => dot(row, rows.length, i, place, title))} ${mean(summary, place)}
          </svg>`,
    )}
    <span></span>
    <svg class="axis" height="22" aria-hidden="true">
      ${ticks.map((tick) => svg`<text x=${place(tick)} y="14">${formatNumber(tick, { maximumSignificantDigits: 6 })}</text>`)}
    </svg>
    <span></span><span class="axis-name">${axis}</span>
  </div>`;
}

type Place = (value: number) => string;

/** A sample: a dot, and a line that is its interval. Those of a group lie above each other. */
function dot(
  row: RecordRow,
  count: number,
  i: number,
  place: Place,
  title: Chart['title'],
): unknown {
  const { value, lo, hi } = row;
  if (!Number.isFinite(value)) return nothing;
  const y = count < 2 ? MIDDLE - 6 : 5 + (13 * i) / (count - 1);
  return svg`<g class="sample">
    <title>${title(row)}</title>
    ${
      Number.isFinite(lo) && Number.isFinite(hi)
        ? svg`<line x1=${place(lo)} x2=${place(hi)} y1=${y} y2=${y}></line>`
        : nothing
    }
    <circle cx=${place(value)} cy=${y} r="3.5"></circle>
  </g>`;
}

/** The mean of a group: a diamond, and a line that is its interval. */
function mean({ mean: value, interval, n }: Summary, place: Place): unknown {
  if (n < 2) return nothing;
  const y = 28;
  return svg`<g class="mean">
    ${
      interval === null
        ? nothing
        : svg`<line x1=${place(interval[0])} x2=${place(interval[1])} y1=${y} y2=${y}></line>`
    }
    <svg x=${place(value)} y=${y} overflow="visible"><path d="M0-6 6 0 0 6-6 0Z"></path></svg>
  </g>`;
}

/** What lies outside of the limits is shaded. */
function limitBand({ lower, upper }: Limit, place: Place): unknown {
  const line = (value: number): unknown =>
    svg`<line class="limit" x1=${place(value)} x2=${place(value)} y1="0" y2="36"></line>`;
  const outside = (from: string, width: string): unknown =>
    svg`<rect class="outside" x=${from} width=${width} height="36"></rect>`;
  const rest = (value: number): string => `${String(100 - parseFloat(place(value)))}%`;
  return [
    ...(lower === undefined ? [] : [outside('0', place(lower)), line(lower)]),
    ...(upper === undefined ? [] : [outside(place(upper), rest(upper)), line(upper)]),
  ];
}
