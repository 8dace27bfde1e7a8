// What a table shows, and in which order, against plain arrays of objects.
import { describe, expect, test } from 'vitest';
import { IdSet, VoxmetryError } from '../../src/index.js';
import { choiceAt } from '../../ui/elements/row_selection.js';
import { delimited } from '../../ui/numbers/delimited.js';
import { idSetOf, idsOf } from '../../ui/numbers/row_ids.js';
import { rowWindow, scrollToRow } from '../../ui/numbers/row_window.js';
import { ownBound, rowsOfIds, rowsWithin, sortRows } from '../../ui/numbers/rows.js';
import { madeTable, numbers } from './made_table.js';

const random = numbers(7);
const LENGTH = 500;
/** Values with ties, NaN, infinities and zeros of both signs. */
const odd = (): number =>
  [NaN, Infinity, -Infinity, 0, -0, 1.5][Math.floor(random() * 12)] ??
  Math.round(random() * 40) / 8;
const table = madeTable({
  label: Uint32Array.from({ length: LENGTH }, (_, i) => 3 * (LENGTH - i)),
  volume: Float64Array.from({ length: LENGTH }, odd),
  depth: Float32Array.from({ length: LENGTH }, () => Math.round(random() * 10) / 10),
  count: Uint8Array.from({ length: LENGTH }, () => Math.floor(random() * 9)),
});
const all = Uint32Array.from({ length: LENGTH }, (_, i) => i);

describe('sortRows', () => {
  for (const name of ['volume', 'depth', 'count', 'label'])
    for (const direction of ['ascending', 'descending'] as const)
      test(`orders by ${name}, ${direction}, as a stable sort with NaN last`, () => {
        const data = table.column(name);
        const rows = all.filter((row) => row % 3 !== 0).reverse();
        const twin = [...rows]
          .map((row, place) => ({ row, place, value: data[row]! }))
          .sort((a, b) => {
            if (Number.isNaN(a.value) !== Number.isNaN(b.value))
              return Number.isNaN(a.value) ? 1 : -1;
            if (a.value === b.value || Number.isNaN(a.value)) return a.place - b.place;
            return a.value < b.value === (direction === 'ascending') ? -1 : 1;
          })
          .map(({ row }) => row);
        expect([...sortRows(rows, data, direction)]).toEqual(twin);
      });
});

describe('rowsWithin', () => {
  test('takes the rows in all closed intervals', () => {
    const ranges = [
      { column: 'volume', min: 1.5, max: 4 },
      { column: 'count', max: 6 },
    ];
    const twin = [...all].filter((row) => {
      const { volume, count } = table.row(row);
      return volume! >= 1.5 && volume! <= 4 && count! <= 6;
    });
    expect(twin.length).toBeGreaterThan(20);
    expect([...rowsWithin(table, ranges)]).toEqual(twin);
  });

  test('compares as f32 holds numbers: 0.7 is in from 0.7 to 0.7', () => {
    const depth = table.column('depth');
    const twin = [...all].filter((row) => depth[row] === Math.fround(0.7));
    expect(twin.length).toBeGreaterThan(5);
    expect([...rowsWithin(table, [{ column: 'depth', min: 0.7, max: 0.7 }])]).toEqual(twin);
    expect(ownBound(depth, 1e-50)).toBe(1e-50);
    expect(ownBound(depth, 1e300)).toBe(1e300);
  });

  test('leaves NaN out of a range with one bound, and takes it where there is none', () => {
    const nan = table.column('volume').findIndex((v) => Number.isNaN(v));
    expect(rowsWithin(table, [{ column: 'volume', min: -Infinity }]).includes(nan)).toBe(false);
    expect(rowsWithin(table, [{ column: 'volume' }]).length).toBe(LENGTH);
  });

  test('refuses a column that is not there', () => {
    expect(() => rowsWithin(table, [{ column: 'mass', min: 1 }])).toThrow(VoxmetryError);
  });
});

describe('ids', () => {
  test('rows to ids and back', () => {
    const ids = idsOf(table, 'label')!;
    const set = idSetOf([0, 4, 9], ids)!;
    expect([...set]).toEqual([3 * (LENGTH - 9), 3 * (LENGTH - 4), 3 * LENGTH]);
    expect([...rowsOfIds(all, ids, set)]).toEqual([0, 4, 9]);
    expect(idSetOf([], ids)).toBeNull();
    expect([...rowsOfIds(all, ids, IdSet.of([1, 2]))]).toEqual([]);
  });

  test('a column of other numbers is no column of ids', () => {
    expect(idsOf(table, 'none')).toBeNull();
    expect(() => idsOf(table, 'volume')).toThrow(/holds .* which is no id/);
  });
});

describe('choiceAt', () => {
  const chosen = (toggle: boolean, range: boolean, isChosen = false) => {
    const { places, keep, remove } = choiceAt(3, 6, { toggle, range }, isChosen);
    return [[...places].join(), keep, remove];
  };
  test('chooses as lists of files do', () => {
    expect(chosen(false, false)).toEqual(['3', false, false]);
    expect(chosen(true, false)).toEqual(['3', true, false]);
    expect(chosen(true, false, true)).toEqual(['3', true, true]);
    expect(chosen(false, true)).toEqual(['3,4,5,6', false, false]);
    expect(chosen(true, true)).toEqual(['3,4,5,6', true, false]);
  });
});

describe('delimited', () => {
  test('is the CSV of the table itself', () => {
    const phases = madeTable({
      '=a, "b"': Float64Array.of(1, NaN, 1e-9),
      label: Uint8Array.of(1, 2, 3),
    });
    for (const whole of [table, phases])
      expect(delimited(whole.columns, Array(whole.length).keys(), ',')).toBe(whole.toCSV());
  });

  test('has tabs for spreadsheets, and rows in the order given', () => {
    const two = madeTable({ label: Uint8Array.of(1, 2), size: Float32Array.of(0.5, 7) });
    expect(delimited(two.columns, [1, 0], '\t')).toBe('label\tsize [µm]\n2\t7\n1\t0.5\n');
  });
});

describe('rowWindow', () => {
  for (const rows of [0, 1, 10, 1000, 100_000, 3_000_000])
    test(`shows every row of ${String(rows)} somewhere, without gaps`, () => {
      const list = { rows, rowHeight: 28, viewHeight: 300 };
      const { height } = rowWindow(list, 0);
      expect(height).toBeLessThanOrEqual(8_000_000);
      for (const part of [0, 0.123, 0.5, 0.999, 1]) {
        const scrollTop = part * Math.max(0, height - 300);
        const { first, end, top } = rowWindow(list, scrollTop);
        expect(end - first).toBeLessThan(30);
        // What is in view is filled from top to bottom.
        if (rows > 0) expect(top).toBeLessThanOrEqual(scrollTop);
        const filled = Math.min(scrollTop + 300, rows * 28);
        if (height === rows * 28) expect(top + (end - first) * 28).toBeGreaterThanOrEqual(filled);
      }
      expect(rowWindow(list, 0).first).toBe(0);
      expect(rowWindow(list, height - 300).end).toBe(rows);
      for (const row of [0, 1, rows >> 1, rows - 1].filter((r) => r >= 0 && r < rows)) {
        const at = scrollToRow(list, row, 0);
        const { first, top } = rowWindow(list, at);
        const y = top + (row - first) * 28 - at;
        expect(y).toBeGreaterThanOrEqual(-0.01);
        expect(y + 28).toBeLessThanOrEqual(300.01);
        expect(scrollToRow(list, row, at)).toBeCloseTo(at, 6);
      }
    });
});
