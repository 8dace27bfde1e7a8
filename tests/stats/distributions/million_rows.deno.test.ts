import { expect, test } from 'vitest';
import type { Provenance } from '../../../src/recipe/backend.js';
import { Table } from '../../../src/volume/table.js';
import { stream } from '../inputs.js';

test('a table of a million objects stays usable', () => {
  const rows = 1_000_000;
  const random = stream(1);
  const diameter = Float64Array.from({ length: rows }, () => Math.exp(random() + random()));
  const columns = [
    { name: 'label', unit: '', data: Uint32Array.from(diameter, (_, i) => i + 1) },
    { name: 'diameter', unit: 'µm', data: diameter },
    { name: 'volume', unit: 'µm³', data: diameter.map((d) => d ** 3) },
    { name: 'class', unit: '', data: Uint32Array.from(diameter, (d) => Math.floor(d)) },
  ].map((column) => ({ ...column, description: column.name }));
  const table = new Table(columns, {} as Provenance);
  // Columns are the arrays themselves: a table takes no memory of its own.
  expect(table.column('diameter')).toBe(diameter);
  const start = performance.now();
  const all = table.dValues('diameter');
  expect(Math.abs(all.percentiles[1]!.value! - Math.exp(1))).toBeLessThan(0.01);
  expect(all.percentiles[1]!.interval![0]).toBeLessThan(Math.exp(1));
  expect(table.histogram('diameter', { log: true }).counts.reduce((a, b) => a + b)).toBe(rows);
  expect(table.cumulative('volume').fraction.at(-1)).toBe(1);
  expect(table.density('diameter').density.every(Number.isFinite)).toBe(true);
  expect(table.logNormal('diameter').count).toBe(rows);
  expect(table.correlations(['diameter', 'volume']).matrix[0]![1]).toBeGreaterThan(0.9);
  expect(table.summaries('diameter', { by: 'class' }).length).toBe(7);
  let lines = 0;
  let longest = 0;
  for (const part of table.csvParts()) {
    lines += part.split('\n').length - 1;
    longest = Math.max(longest, part.length);
  }
  expect(lines).toBe(rows + 1);
  expect(longest).toBeLessThan(2 ** 20);
  // Some seconds on a machine at rest; it would be minutes if rows were made one by one.
  expect(performance.now() - start).toBeLessThan(60_000);
}, 120_000);
