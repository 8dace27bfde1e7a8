// Throats of a pore network from hash table slots, merged over bricks.

/**
 * What is known of the contacts of labels, by rising pairs: the numbers of row i are
 * `values[i × WIDTH …]`.
 */
export interface ThroatSums {
  /** The lower label and the higher. */
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly values: Float64Array;
}

/**
 * Places of a row: pairs of voxels along 13 directions, the greatest distance, sums of both places
 * along x, y, z.
 */
export const THROAT = { pairs: 0, widest: 13, sums: 14, width: 17 } as const;

const TWO_32 = 4294967296;

/**
 * Makes sums of the filled slots of a kernel's table, which has `slotWords` words each (see
 * `networkThroats`).
 */
export function unpackThroats(table: Uint32Array, slotWords: number): ThroatSums {
  const floats = new Float32Array(table.buffer, table.byteOffset, table.length);
  const slots: number[] = [];
  for (let slot = 0; slot < table.length; slot += slotWords)
    if (table[slot] !== 0) slots.push(slot);
  slots.sort((i, j) => table[i]! - table[j]! || table[i + 1]! - table[j + 1]!);
  const values = new Float64Array(THROAT.width * slots.length);
  slots.forEach((slot, row) => {
    const at = THROAT.width * row;
    for (let k = 0; k < 13; k += 1) values[at + k] = table[slot + 2 + k]!;
    values[at + THROAT.widest] = floats[slot + 15]!;
    for (let axis = 0; axis < 3; axis += 1)
      values[at + THROAT.sums + axis] =
        table[slot + 16 + 2 * axis]! + TWO_32 * table[slot + 17 + 2 * axis]!;
  });
  return {
    a: Uint32Array.from(slots, (slot) => table[slot]!),
    b: Uint32Array.from(slots, (slot) => table[slot + 1]!),
    values,
  };
}

/** Sums of two bricks as one. */
export function mergeThroats(x: ThroatSums, y: ThroatSums): ThroatSums {
  const order = [
    ...Array.from(x.a, (_, row) => ({ from: x, row })),
    ...Array.from(y.a, (_, row) => ({ from: y, row })),
  ].sort((p, q) => p.from.a[p.row]! - q.from.a[q.row]! || p.from.b[p.row]! - q.from.b[q.row]!);
  const a: number[] = [];
  const b: number[] = [];
  const values = new Float64Array(THROAT.width * order.length);
  for (const { from, row } of order) {
    if (a.at(-1) !== from.a[row] || b.at(-1) !== from.b[row]) {
      a.push(from.a[row]!);
      b.push(from.b[row]!);
    }
    const at = THROAT.width * (a.length - 1);
    for (let k = 0; k < THROAT.width; k += 1) {
      const value = from.values[THROAT.width * row + k]!;
      values[at + k] =
        k === THROAT.widest ? Math.max(values[at + k]!, value) : values[at + k]! + value;
    }
  }
  return {
    a: Uint32Array.from(a),
    b: Uint32Array.from(b),
    values: values.slice(0, THROAT.width * a.length),
  };
}
