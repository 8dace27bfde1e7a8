// Per-object sums, merged over bricks.
import { DTYPES, type Dtype } from '../recipe/dtype.js';
import { keyToValue } from '../recipe/keys.js';
import { joinIds } from './objects/id_sums.js';

/** How the columns of {@link ObjectSums} of two bricks become one. */
type Merge = 'add' | 'min' | 'max';

/**
 * The columns of sums per object, each a double that holds a whole number below 2^53 (or an
 * extreme).
 */
const COLUMNS = {
  voxels: 'add',
  sumX: 'add',
  sumY: 'add',
  sumZ: 'add',
  minX: 'min',
  minY: 'min',
  minZ: 'min',
  maxX: 'max',
  maxY: 'max',
  maxZ: 'max',
  distance: 'max',
  finite: 'add',
  total: 'add',
  /** Squares may pass 2^53: low and high words are added apart. */
  squaresLow: 'add',
  squaresHigh: 'add',
  lowest: 'min',
  highest: 'max',
} as const satisfies Readonly<Record<string, Merge>>;

/** The name of a column of sums. */
export type SumName = keyof typeof COLUMNS;

/** Sums and extremes of the objects that occur, by rising id. */
export interface ObjectSums {
  readonly ids: Uint32Array;
  readonly columns: Readonly<Partial<Record<SumName, Float64Array>>>;
}

const TWO_32 = 4294967296;

/** Takes the objects that occur out of the words of a kernel's table (see `MEASURE_COLUMNS`). */
export function unpackTable(
  words: Uint32Array,
  ids: number,
  has: { readonly distance: boolean; readonly intensity: Dtype | undefined },
): ObjectSums {
  let occurring = 0;
  for (let id = 1; id < ids; id += 1) if (words[id]! > 0) occurring += 1;
  const present = new Uint32Array(occurring);
  for (let id = 1, row = 0; id < ids; id += 1) if (words[id]! > 0) present[row++] = id;

  const column = (read: (id: number) => number): Float64Array => {
    const values = new Float64Array(occurring);
    for (let row = 0; row < occurring; row += 1) values[row] = read(present[row]!);
    return values;
  };
  const word = (field: number) => (id: number) => words[field * ids + id]!;
  const inverse = (field: number) => (id: number) => ~words[field * ids + id]! >>> 0;
  const long = (field: number) => (id: number) =>
    words[field * ids + id]! + words[(field + 1) * ids + id]! * TWO_32;
  const { intensity } = has;
  const columns: Partial<Record<SumName, Float64Array>> = {
    voxels: column(word(0)),
    sumX: column(long(1)),
    sumY: column(long(3)),
    sumZ: column(long(5)),
    minX: column(inverse(7)),
    minY: column(inverse(8)),
    minZ: column(inverse(9)),
    maxX: column(word(10)),
    maxY: column(word(11)),
    maxZ: column(word(12)),
  };
  if (has.distance) {
    const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
    columns.distance = column((id) => floats[13 * ids + id]!);
  }
  if (intensity !== undefined) {
    // An object without a finite intensity has no extremes: they must not win a merge.
    // Integers are all finite, and not counted apart.
    const some = word(intensity === 'f32' ? 14 : 0);
    columns.finite = column(some);
    if (DTYPES[intensity].bits < 32) {
      columns.total = column(long(15));
      columns.squaresLow = column(word(17));
      columns.squaresHigh = column(word(18));
    }
    const value = (key: number): number => keyToValue(key, intensity) + 0;
    columns.lowest = column((id) => (some(id) === 0 ? Infinity : value(inverse(19)(id))));
    columns.highest = column((id) => (some(id) === 0 ? -Infinity : value(word(20)(id))));
  }
  return { ids: present, columns };
}

/** Sums of the objects of two bricks. */
export function mergeObjects(a: ObjectSums, b: ObjectSums): ObjectSums {
  const { ids, fromA, fromB } = joinIds(a.ids, b.ids);
  const rows = ids.length;
  const columns: Partial<Record<SumName, Float64Array>> = {};
  for (const [name, how] of Object.entries(COLUMNS) as [SumName, Merge][]) {
    const left = a.columns[name];
    const right = b.columns[name];
    if (left === undefined || right === undefined) continue;
    const values = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const i = fromA[row]!;
      const j = fromB[row]!;
      if (i < 0 || j < 0) values[row] = i < 0 ? right[j]! : left[i]!;
      else if (how === 'add') values[row] = left[i]! + right[j]!;
      else
        values[row] = how === 'min' ? Math.min(left[i]!, right[j]!) : Math.max(left[i]!, right[j]!);
    }
    columns[name] = values;
  }
  return { ids, columns };
}
