// What plots count, against the table's own statistics and plain loops.
import { expect, test } from 'vitest';
import {
  cellEdges,
  cellsOf,
  countsOf,
  roundedTo,
  summaryOf,
  thinned,
} from '../../ui/numbers/plot_counts.js';
import { madeTable, numbers } from './made_table.js';

const random = numbers(13);
const LENGTH = 3000;
const table = madeTable({
  size: Float64Array.from({ length: LENGTH }, () =>
    random() < 0.02 ? NaN : Math.round(Math.exp(2 * random()) * 50) / 50,
  ),
  depth: Float32Array.from({ length: LENGTH }, () => random()),
  weight: Float64Array.from({ length: LENGTH }, () => Math.floor(random() * 5)),
});
const rows = Uint32Array.from({ length: LENGTH }, (_, row) => row);
const size = table.column('size');

test.each([{}, { log: true }, { bins: 7 }, { weight: 'weight' }])(
  'counts in bins are those of the histogram of the table, %j',
  (options) => {
    const { edges, counts } = table.histogram('size', options);
    const weight = 'weight' in options ? table.column('weight') : null;
    expect([...countsOf(rows, { data: size, weight }, edges)]).toEqual([...counts]);
  },
);

test('cells hold the rows between their edges, and all rows are in one', () => {
  const depth = table.column('depth');
  const valued = [...rows].filter((row) => !Number.isNaN(size[row]!));
  const edges = [
    cellEdges(
      Math.min(...valued.map((r) => size[r]!)),
      Math.max(...valued.map((r) => size[r]!)),
      12,
      true,
    ),
    cellEdges(Math.min(...depth), Math.max(...depth), 9, false),
  ] as const;
  const cells = cellsOf(rows, [size, depth], edges);
  expect(cells.reduce((sum, { count }) => sum + count, 0)).toBe(valued.length);
  for (const { x1, x2, y1, y2, count } of cells) {
    const within = valued.filter((row) => {
      const [x, y] = [size[row]!, depth[row]!];
      const isIn = (v: number, a: number, b: number, end: number): boolean =>
        v >= a && (v < b || (b === end && v === b));
      return isIn(x, x1, x2, edges[0].at(-1)!) && isIn(y, y1, y2, edges[1].at(-1)!);
    });
    expect(count).toBe(within.length);
  }
});

test('edges of cells end at the values themselves', () => {
  const edges = cellEdges(0.1, 12.7, 6, true);
  expect([edges[0], edges[6]]).toEqual([0.1, 12.7]);
  expect(edges[3]).toBeCloseTo(Math.sqrt(0.1 * 12.7), 12);
});

test('a thinned curve keeps its ends and is nowhere further off than a part of the axis', () => {
  const values = Float64Array.from({ length: 5000 }, () => random() ** 3).sort();
  const kept = thinned(values, 100, false);
  expect(kept[0]).toBe(0);
  expect(kept.at(-1)).toBe(4999);
  expect(kept.length).toBeLessThan(210);
  const width = (values[4999]! - values[0]!) / 100;
  for (const [i, place] of kept.entries()) {
    const next = kept[i + 1];
    // What lies between two kept places is within one part.
    if (next !== undefined && next > place + 1)
      expect(values[next]! - values[place]!).toBeLessThanOrEqual(width * 1.0001);
  }
  expect(thinned(new Float64Array(0), 10, false)).toEqual([]);
  expect(thinned(Float64Array.of(2), 10, true)).toEqual([0]);
});

test('the summary is that of the D-values', () => {
  const { percentiles, count } = table.dValues('size', { p: [0.5] });
  const summary = summaryOf(rows, size);
  expect(summary.median).toBe(percentiles[0]!.value);
  expect(summary.count).toBe(count);
  expect(summaryOf([], size).median).toBeNaN();
});

test('pixels are rounded to short numbers, by less than a pixel', () => {
  expect(roundedTo(3.14159, 0.02)).toBe(3.14);
  expect(roundedTo(0.30000000000000004, 0.003)).toBe(0.3);
  expect(roundedTo(12345.6, 40)).toBe(12350);
  for (let i = 0; i < 200; i += 1) {
    const [value, resolution] = [(random() - 0.5) * 1e3, 10 ** (4 * random() - 3)];
    expect(Math.abs(roundedTo(value, resolution) - value)).toBeLessThanOrEqual(
      resolution / 2 + 1e-9,
    );
  }
});
