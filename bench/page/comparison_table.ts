import { copyBandwidth, figuresOf } from '../report/derive.js';
import type { BenchReport, Measurement } from '../report/schema.js';
import { bytesText, digits } from '../report/text.js';
import { element } from './element.js';
import type { NamedReport } from './shelf.js';

/** The cases of several reports on one size, side by side; ratios are against the first report. */
export function comparisonTable(reports: readonly NamedReport[], size: number): HTMLTableElement {
  const rows = new Map<string, (Measurement | undefined)[]>();
  reports.forEach(({ report }, i) => {
    for (const m of report.measurements.filter((one) => one.size === size)) {
      const key = `${m.case}, ${m.field}`;
      const row = rows.get(key) ?? [];
      row[i] = m;
      rows.set(key, row);
    }
  });
  const cells = [...rows].map(([key, measured]) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, key),
      ...reports.flatMap(({ report }, i) =>
        entryCells(report, measured[i], reports[0], measured[0], i),
      ),
    ),
  );
  return element('table', {}, head(reports), element('tbody', {}, ...cells));
}

function head(reports: readonly NamedReport[]): HTMLElement {
  const names = reports.map(({ name, report }, i) =>
    element(
      'th',
      { colspan: String(columnsOf(i).length), scope: 'colgroup' },
      `${name} — copy ${digits(copyBandwidth(report))} GB/s`,
    ),
  );
  const columns = reports.flatMap((_, i) => columnsOf(i).map((text) => element('th', {}, text)));
  return element(
    'thead',
    {},
    element('tr', {}, element('th'), ...names),
    element('tr', {}, element('th', {}, 'case'), ...columns),
  );
}

function columnsOf(i: number): string[] {
  const own = ['ms', '±', 'Mvoxel/s', 'GB/s', 'of copy', 'copies', 'peak', 'peak B/voxel'];
  return i === 0 ? own : [...own, '× first'];
}

function entryCells(
  report: BenchReport,
  m: Measurement | undefined,
  first: NamedReport | undefined,
  firstMeasured: Measurement | undefined,
  i: number,
): HTMLTableCellElement[] {
  const columns = columnsOf(i).length;
  if (m === undefined) return Array.from({ length: columns }, () => element('td', {}, '–'));
  if (m.error !== null)
    return [element('td', { colspan: String(columns), class: 'error' }, m.error)];
  const f = figuresOf(report, m);
  const texts = [
    digits(f.ms),
    `${digits(100 * f.spread)} %`,
    digits(f.mvoxelsPerSecond),
    digits(f.gbPerSecond),
    `${digits(f.percentOfCopy)} %`,
    digits(f.copies),
    bytesText(m.peakBytes),
    digits(f.peakPerVoxel),
  ];
  if (i > 0) {
    const comparable = first !== undefined && firstMeasured?.error === null;
    texts.push(comparable ? digits(figuresOf(first.report, firstMeasured).ms / f.ms) : '–');
  }
  return texts.map((text) => element('td', {}, text));
}
