// The tables of a report.
import type { Column, Table } from 'voxmetry';
import { cellForm, cellText } from '../numbers/cell_format.js';
import { numberText } from '../numbers/number_text.js';
import { rowsOf, type ResultRow } from '../numbers/result_rows.js';
import { labelText, reasonText, unitText } from '../numbers/row_words.js';
import { fill } from '../strings.js';
import { escapeHtml as e } from './escape.js';
import type { Phrase } from './phrase.js';
import { countedBy, rulesOf, type MissingResult, type ReportedResult } from './session_results.js';

/**
 * The numbers of results, a group of rows each, with the estimator at its head. Reasons why there
 * is no interval are notes below the table. Every number stands in full in `data-number`.
 */
export function numbersTable(results: readonly ReportedResult[], phrase: Phrase): string {
  const { words } = phrase;
  const notes: string[] = [];
  const groups = results.map((result) => numbersGroup(result, notes, phrase));
  const list = notes.map((note, i) => `<li><sup>${letter(i)}</sup> ${e(note)}</li>`);
  return `<table class="numbers"><thead><tr><th scope="col">${e(words.quantity)}</th><th scope="col" class="n">${e(words.value)}</th><th scope="col" class="n">${e(words.interval)}</th><th scope="col">${e(words.unit)}</th></tr></thead>
${groups.join('\n')}
</table>
${list.length === 0 ? '' : `<ul class="table-notes">${list.join('')}</ul>`}`;
}

function numbersGroup(result: ReportedResult, notes: string[], phrase: Phrase): string {
  const { words } = phrase;
  const rules = rulesOf(result);
  const rows = rowsOf(result.operation, result.value, countedBy(result));
  const said = [
    fill(words.estimatorIs, { estimator: rules.estimator }),
    rules.border === '' ? '' : fill(words.borderIs, { border: rules.border }),
    rules.connectivity === ''
      ? ''
      : fill(words.connectivityIs, { connectivity: rules.connectivity }),
    rows.length === 0 ? words.noNumbers : '',
  ].filter((each) => each !== '');
  const head = `<tr class="group"><th scope="rowgroup" colspan="4">${e(result.title)} <span class="how">${e(said.join(' '))}</span></th></tr>`;
  const drawn = rows.map((row) => numberRow(row, result, rules.estimator, notes, phrase));
  return `<tbody>${head}${drawn.join('')}</tbody>`;
}

function numberRow(
  { label, value, unit, interval, reason }: ResultRow,
  { name }: ReportedResult,
  estimator: string,
  notes: string[],
  phrase: Phrase,
): string {
  const { language, strings, number } = phrase;
  const why = reasonText(reason, value, strings);
  const shown = numberText(value, unit, interval, reason === 'count', number);
  const range = interval?.map((end) => numberText(end, unit, interval, false, number)).join(' – ');
  let mark = '';
  if (interval === null) {
    if (!notes.includes(why)) notes.push(why);
    mark = `<sup>${letter(notes.indexOf(why))}</sup>`;
  }
  const data = [
    ['result', name],
    ['label', label],
    ['number', String(value)],
    ['unit', unit],
    ['estimator', estimator],
    interval === null ? ['reason', why] : ['interval', interval.join(' ')],
  ].map(([key, said]) => ` data-${key!}="${e(said!)}"`);
  return `<tr><th scope="row">${e(labelText(label, language))}</th><td class="n"${data.join('')}>${e(shown)}</td><td class="n">${range === undefined ? mark : e(range)}</td><td>${unit === '1' ? '' : e(unitText(unit, language))}</td></tr>`;
}

/** a, b, …, z, aa, ab, … */
function letter(index: number): string {
  const last = String.fromCharCode(97 + (index % 26));
  return index < 26 ? last : `${letter(Math.floor(index / 26) - 1)}${last}`;
}

/** What has no value, and why. */
export function missingNote(missing: readonly MissingResult[], { words }: Phrase): string {
  if (missing.length === 0) return '';
  const items = missing.map(({ title, why, message }) => {
    const because = {
      stale: words.stale,
      'not run': words.notRun,
      failed: fill(words.failed, { message }),
    }[why];
    return `<li>${e(title)}: ${e(because)}</li>`;
  });
  return `<div class="missing"><p>${e(words.missing)}</p><ul>${items.join('')}</ul></div>`;
}

/** Columns that say where and which, not how large: their statistics say nothing. */
const PLACES = /^(label|id|centroid|min[XYZ]$|max[XYZ]$|axis|inertia|touchesBorder|borderWeight)/;

/** The columns of a table that are measures. */
export function measuresOf({ columns }: Table): readonly Column[] {
  return columns.filter(({ name }) => !PLACES.test(name));
}

/** Statistics of the columns of a table, over the rows that have a value. */
export function statisticsTable(table: Table, phrase: Phrase): string {
  const { words, language } = phrase;
  const heads = [words.mean, words.std, 'D10', 'D50', 'D90', 'min', 'max', words.count];
  const rows = measuresOf(table).map(({ name, unit, data, description }) => {
    const stats = columnStatistics(data);
    const form = cellForm(data);
    const own = form === 'whole' ? { decimals: 1 } : form;
    const cells = [stats.mean, stats.std, stats.d10, stats.d50, stats.d90, stats.min, stats.max];
    const drawn = cells.map(
      (value, i) => `<td class="n">${e(cellText(value, i < 2 ? own : form, language))}</td>`,
    );
    return `<tr><th scope="row" title="${e(description)}">${e(name)}</th><td>${e(unit)}</td>${drawn.join('')}<td class="n">${e(phrase.number(stats.count, { maximumFractionDigits: 0 }))}</td></tr>`;
  });
  return `<table class="statistics"><thead><tr><th scope="col">${e(words.column)}</th><th scope="col">${e(words.unit)}</th>${heads.map((head) => `<th scope="col" class="n">${e(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

/** Statistics of the values of a column; NaN, which is no value, is left out. */
export function columnStatistics(data: ArrayLike<number>) {
  const values = Float64Array.from(data)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  /** The smallest value that the part does not exceed, as NumPy's `inverted_cdf`. */
  const percentile = (part: number): number =>
    n === 0 ? NaN : values[Math.max(0, Math.ceil((part * n) / 100) - 1)]!;
  return {
    count: n,
    mean: n === 0 ? NaN : mean,
    std: n < 2 ? NaN : Math.sqrt(squares / (n - 1)),
    min: values[0] ?? NaN,
    max: values[n - 1] ?? NaN,
    d10: percentile(10),
    d50: percentile(50),
    d90: percentile(90),
  };
}
