// The runs that are kept in the repository can be read, drawn and told apart.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { CASES } from '../../bench/cases/index.js';
import { figuresOf, titleOf } from '../../bench/report/derive.js';
import { parseReport } from '../../bench/report/schema.js';

const FOLDER = 'bench/results';
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
const reports = files.map((name) => parseReport(readFileSync(join(FOLDER, name), 'utf8')));

it.each(files)('%s is a report of cases that the suite has, with figures', (name) => {
  expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9.]+)+\.json$/);
  const report = reports[files.indexOf(name)]!;
  const known = new Set(CASES.map((one) => one.name));
  for (const m of report.measurements) {
    expect(known).toContain(m.case);
    if (m.error === null) expect(figuresOf(report, m).wallMs).toBeGreaterThan(0);
  }
  expect(report.measurements.some(({ error }) => error === null)).toBe(true);
});

it('holds one run of each adapter and runtime', () => {
  const titles = reports.map(titleOf);
  expect(new Set(titles).size).toBe(titles.length);
});
