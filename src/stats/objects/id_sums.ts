// Sums by id, merged over bricks.

/** Whole numbers per object, by rising id: one array per field, each value exact below 2^53. */
export interface IdSums {
  readonly ids: Uint32Array;
  readonly fields: readonly Float64Array[];
}

/** Rows of two lists of rising ids in their union; −1 where a list lacks an id. */
export interface JoinedIds {
  readonly ids: Uint32Array;
  readonly fromA: Int32Array;
  readonly fromB: Int32Array;
}

/** The union of two lists of rising ids. */
export function joinIds(a: Uint32Array, b: Uint32Array): JoinedIds {
  const ids = new Uint32Array(a.length + b.length);
  const fromA = new Int32Array(ids.length).fill(-1);
  const fromB = new Int32Array(ids.length).fill(-1);
  let rows = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; rows += 1) {
    const id = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    ids[rows] = id;
    if (a[i] === id) fromA[rows] = i++;
    if (b[j] === id) fromB[rows] = j++;
  }
  return { ids: ids.slice(0, rows), fromA, fromB };
}

/** Sums of the objects of two bricks. */
export function mergeSums(a: IdSums, b: IdSums): IdSums {
  const { ids, fromA, fromB } = joinIds(a.ids, b.ids);
  const fields = a.fields.map((left, f) => {
    const right = b.fields[f]!;
    const values = new Float64Array(ids.length);
    for (let row = 0; row < values.length; row += 1) {
      const [i, j] = [fromA[row]!, fromB[row]!];
      values[row] = (i < 0 ? 0 : left[i]!) + (j < 0 ? 0 : right[j]!);
    }
    return values;
  });
  return { ids, fields };
}

/**
 * How a field lies in the words of a kernel's table: one word, one with a sign, or the low word of
 * a pair.
 */
export type FieldKind = 'word' | 'signed' | 'low' | 'high';

/**
 * Takes the objects that occur out of a kernel's table, whose field f of an id is word f · `ids` +
 * id. The two words of long sums stay apart ('low', then 'high'), since together they may pass
 * 2^53.
 *
 * @param occurs - Fields of which at least one is above 0 where an object occurs.
 */
export function unpackSums(
  words: Uint32Array,
  ids: number,
  kinds: readonly FieldKind[],
  occurs: readonly number[],
): IdSums {
  const isPresent = (id: number): boolean => occurs.some((f) => words[f * ids + id]! > 0);
  const present: number[] = [];
  for (let id = 1; id < ids; id += 1) if (isPresent(id)) present.push(id);
  const fields = kinds.map((kind, f) => {
    const values = new Float64Array(present.length);
    for (let row = 0; row < values.length; row += 1) {
      const word = words[f * ids + present[row]!]!;
      values[row] = kind === 'signed' ? word | 0 : word;
    }
    return values;
  });
  return { ids: Uint32Array.from(present), fields };
}

/** What a count in the upper of two fields is worth. */
export const TWO_32 = 4294967296;

/** A sum in two fields as a double: exact below 2^53, rounded above. */
export function joinWords(low: number, high: number): number {
  return high * TWO_32 + low;
}
