// Rows and columns as text with points and full precision, whatever the language.
import type { Column } from 'voxmetry';

/**
 * Chosen rows of columns as separated values: a header with units in brackets, empty where there is
 * no value. With a comma it is what the table's own `toCSV` writes (RFC 4180).
 */
export function delimited(
  columns: readonly Column[],
  rows: Iterable<number>,
  separator: ',' | '\t',
): string {
  const lines = [
    columns
      .map(({ name, unit }) => quoted(unit === '' ? name : `${name} [${unit}]`, separator))
      .join(separator),
  ];
  for (const row of rows)
    lines.push(columns.map(({ data }) => written(data[row]!)).join(separator));
  return `${lines.join('\n')}\n`;
}

function written(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

/** A name as a cell: it cannot end the cell, and is no formula. */
export function quoted(given: string, separator: string): string {
  // A spreadsheet must not take a name for a formula.
  const name = /^[=+\-@\t\r]/.test(given) ? `'${given}` : given;
  return /["\r\n]/.test(name) || name.includes(separator)
    ? `"${name.replaceAll('"', '""')}"`
    : name;
}
