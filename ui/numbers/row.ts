// One number of a result, as all that are shown are made.

type Bounds = readonly [lo: number, hi: number];

/** One number of a result. */
export interface ResultRow {
  /** What it is, as a key of the strings, or a name of the data. */
  readonly label: string;
  /** NaN where there is none. */
  readonly value: number;
  /** '1' of a pure number, '%' of a part, which is shown as 100 times itself. */
  readonly unit: string;
  readonly interval: Bounds | null;
  /** Why there is no interval: in words of the library, or of ours by `count`, `noInterval`. */
  readonly reason: string;
}

/** A number. */
export function row(
  label: string,
  value: number | null,
  unit: string,
  interval: Bounds | null = null,
  reason: string | null = 'noInterval',
): ResultRow {
  return { label, value: value ?? NaN, unit, interval, reason: reason ?? 'noInterval' };
}

/** A count, which is exact. */
export function count(label: string, value: number, unit: string): ResultRow {
  return row(label, value, unit, null, 'count');
}

/** Makes rows of a value of a type. */
export type Rows = (value: unknown) => readonly ResultRow[];

/** Rows of a value that is of a type. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- says what comes
export function of<T>(rows: (value: T) => readonly ResultRow[]): Rows {
  return (value) => rows(value as T);
}
