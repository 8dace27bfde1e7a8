// Groups of samples beside each other: chart, table, how sure it is that two differ, limits.
import { html, nothing } from 'lit';
import { formatNumber, writeNumber } from '../../language.js';
import type { Checked, Limit } from '../../records/limits.js';
import type { Records } from '../../records/records.js';
import type { Where } from '../../records/selection.js';
import type { Alike, Summary } from '../../records/summarise.js';
import { fill } from '../../strings.js';
import { attempt } from './attempt.js';
import { numberIn, shownValue } from './record_values.js';
import { recordsChart, type ChartGroup } from './records_chart.js';
import { quantityText, recordsText, unitText } from './records_language.js';
import type { ShownMetric } from './records_view.js';

/** What compares the groups of some samples by a metric. */
export function comparedGroups(
  records: Records,
  where: Where,
  { metric, measure, quantity, unit }: ShownMetric,
  summaries: readonly Summary[],
  limit: Limit | undefined,
  allow: readonly Alike[],
): unknown {
  const strings = recordsText();
  const by = Object.keys(summaries[0]?.group ?? {})[0];
  const rows = records.rows({ ...where, metric });
  const valueIn = new Map(
    records.samples.map(({ sample, metadata }) => [
      sample,
      by === undefined ? undefined : metadata[by],
    ]),
  );
  const groups = summaries.map((summary): ChartGroup => {
    const value = by === undefined ? undefined : summary.group[by];
    return {
      summary,
      rows: rows.filter(({ sample }) => valueIn.get(sample) === value),
      name: by === undefined ? strings.all : value === undefined ? strings.none : groupText(value),
    };
  });
  groups.sort(({ summary: a }, { summary: b }) => order(a.group[by!], b.group[by!]));
  const name = `${measure}: ${quantityText(quantity)}`;
  const axis = `${name}${unitText(unit) === '' ? '' : ` (${unitText(unit)})`}`;
  const recipes = Math.max(...summaries.map((each) => each.recipes));
  return html`${recordsChart({
      groups,
      limit,
      axis,
      label: `${fill(strings.chartOf, { metric: axis })}. ${strings.chartWords}`,
      title: (row) => fill(strings.dotOf, { sample: row.sample, value: shownValue(row) }),
    })}
    <p class="soft small">${strings.chartWords}</p>
    ${recipes < 2 ? nothing : html`<p class="undecided">${fill(strings.recipes, { count: recipes })}</p>`}
    <div class="wide" tabindex="0" role="region" aria-label=${strings.compare}>
      <table>
        <thead>
          <tr>
            <th scope="col">${by ?? strings.group}</th>
            <th scope="col" class="number">${strings.n}</th>
            <th scope="col" class="number">${strings.mean}</th>
            <th scope="col" class="number">${strings.sd}</th>
            <th scope="col" class="number">${strings.interval}</th>
            <th scope="col" class="number">${strings.range}</th>
          </tr>
        </thead>
        <tbody>
          ${groups.map((group) => summaryRow(group, unit))}
        </tbody>
      </table>
    </div>
    ${differenceOf(records, where, metric, groups, by, allow)}
    ${limit === undefined ? nothing : verdictsOf(records, where, metric)}`;
}

/** Of two groups, how sure it is that they differ. */
function differenceOf(
  records: Records,
  where: Where,
  metric: string,
  groups: readonly ChartGroup[],
  by: string | undefined,
  allow: readonly Alike[],
): unknown {
  const [a, b, ...others] = groups;
  const values = [a, b].map((group) => (by === undefined ? undefined : group?.summary.group[by]));
  const [first, second] = values;
  if (by === undefined || first === undefined || second === undefined || others.length > 0)
    return nothing;
  const { checked } = attempt(() =>
    records.compare(metric, { ...where, [by]: first }, { ...where, [by]: second }, { allow }),
  );
  if (checked === undefined) return nothing;
  return html`<p class="small">
    ${fill(recordsText().test, {
      test: checked.test,
      u: formatNumber(checked.u),
      p: formatNumber(checked.p, { maximumSignificantDigits: 2 }),
      share: formatNumber(checked.superiority, { style: 'percent', maximumFractionDigits: 0 }),
      group: a!.name,
    })}
  </p>`;
}

function verdictsOf(records: Records, where: Where, metric: string): unknown {
  const { checked = [] } = attempt(() => records.check({ ...where, metric }));
  const count = (verdict: Checked['verdict']): number =>
    checked.filter((each) => each.verdict === verdict).length;
  const counts = {
    pass: count('pass'),
    fail: count('fail'),
    undecided: count('undecided'),
  };
  const strings = recordsText();
  return html`<p class="verdicts">
    ${fill(strings.verdicts, counts)}
    ${counts.undecided === 0 ? nothing : html`<span class="soft">${strings.undecidedWhy}</span>`}
  </p>`;
}

function summaryRow({ name, summary }: ChartGroup, unit: string): unknown {
  const { n, mean, sd, interval, min, max, missing } = summary;
  const written = (value: number): string => numberIn(value, unit, interval);
  return html`<tr>
    <th scope="row">${name}</th>
    <td class="number">
      ${n}${
        missing === 0
          ? nothing
          : html` <span class="soft">(${fill(recordsText().missing, { count: missing })})</span>`
      }
    </td>
    <td class="number">${written(mean)}</td>
    <td class="number">${written(sd)}</td>
    <td class="number">${interval === null ? '–' : interval.map(written).join(' – ')}</td>
    <td class="number">${n === 0 ? '–' : `${written(min)} – ${written(max)}`}</td>
  </tr>`;
}

function groupText(value: string | number): string {
  return typeof value === 'number' ? writeNumber(value) : value;
}

/** Groups by number or by name; those without a value come last. */
function order(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? 1 : -1;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a).localeCompare(String(b), undefined, { numeric: true });
}
