// Tables of texts and numbers as CSV (RFC 4180) with points, and back.
import { refused } from './fields.js';
import { lengthOf, numberIn, textIn } from './kept_files.js';
import type { FileColumn } from './parquet_file.js';

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
const GUARDED = /^'[=+\-@\t\r]/;

/** Columns of equal length as CSV; a cell without a value is empty. */
export function csvOf(columns: readonly FileColumn[]): string {
  const rows = columns[0] === undefined ? 0 : lengthOf(columns[0]);
  const lines = [columns.map(({ name }) => quoted(name)).join(',')];
  for (let row = 0; row < rows; row++)
    lines.push(
      columns
        .map((column) =>
          'texts' in column ? quoted(textIn(column, row)) : numberText(numberIn(column, row)),
        )
        .join(','),
    );
  return `${lines.join('\n')}\n`;
}

function numberText(value: number): string {
  return Number.isNaN(value) ? '' : String(value);
}

function quoted(given: string): string {
  const text = FORMULA.test(given) ? `'${given}` : given;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * Reads CSV with a header; all cells are texts.
 *
 * @throws VoxmetryError `invalid-argument` where a line has more or fewer cells than the header.
 */
export function readCsv(text: string): readonly FileColumn[] {
  const [header, ...lines] = cellsOf(text.replace(/^\uFEFF/, ''));
  if (header === undefined) throw refused('records: the file is empty.');
  const wrong = lines.findIndex((line) => line.length !== header.length);
  if (wrong >= 0)
    throw refused(
      `records: line ${String(wrong + 2)} of the CSV has ${String(lines[wrong]!.length)} cells, and its header ${String(header.length)}. Cells are parted by commas.`,
      { line: wrong + 2 },
    );
  return header.map((name, i) => ({ name, texts: lines.map((line) => line[i]!) }));
}

function cellsOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/y;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null)
      throw refused(`records: line ${String(lines.length + 1)} of the CSV has a stray quote.`);
    const [, inQuotes, plain = '', end] = found;
    const value = inQuotes?.replaceAll('""', '"') ?? plain;
    line.push(GUARDED.test(value) ? value.slice(1) : value);
    if (end === ',') {
      // A line that ends with a comma has an empty cell behind it.
      if (cell.lastIndex === text.length) line.push('');
      continue;
    }
    if (line.length > 1 || line[0] !== '') lines.push(line);
    line = [];
  }
  if (line.length > 0) lines.push(line);
  return lines;
}
