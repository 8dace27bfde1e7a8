/** A value in words: numbers to six digits. */
export function wordOf(value: unknown): string {
  if (typeof value === 'number')
    return Number.isInteger(value) ? String(value) : shortNumber(value);
  if (typeof value === 'string') return value;
  if (value === undefined) return '';
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return typeof value;
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const numbers = Array.from(value as ArrayLike<unknown>);
    const more = numbers.length > 12 ? `, … (${numbers.length})` : '';
    return `[${numbers.slice(0, 12).map(wordOf).join(', ')}${more}]`;
  }
  const fields = Object.entries(value).map(([name, field]) => `${name}: ${wordOf(field)}`);
  return `{ ${fields.join(', ')} }`;
}

/** A number to six digits. */
export function shortNumber(value: number): string {
  return String(Number(value.toPrecision(6)));
}

/** Rows, each an object, as lines of cells; the first line has the names. */
export function linesOf(rows: readonly object[]): string[][] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [names, ...rows.map((row) => names.map((name) => wordOf(Reflect.get(row, name))))];
}
