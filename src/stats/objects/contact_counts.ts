// Contact counts from the slots of a hash table.
import { DIRECTIONS_13 } from '../directions.js';
import type { ContactCounts } from './object_contacts.js';

const DIRECTIONS = DIRECTIONS_13.length;

function less(x: ContactCounts, i: number, y: ContactCounts, j: number): boolean {
  return x.a[i]! < y.a[j]! || (x.a[i] === y.a[j] && x.b[i]! < y.b[j]!);
}

/** The filled slots of a hash table (see `object_contacts`) by rising ids. */
export function unpackContacts(table: Uint32Array, slotWords: number): ContactCounts {
  const filled: number[] = [];
  for (let slot = 0; slot < table.length; slot += slotWords)
    if (table[slot] !== 0) filled.push(slot);
  filled.sort((i, j) => table[i]! - table[j]! || table[i + 1]! - table[j + 1]!);
  return {
    a: Uint32Array.from(filled, (slot) => table[slot]!),
    b: Uint32Array.from(filled, (slot) => table[slot + 1]!),
    counts: Array.from({ length: DIRECTIONS }, (_, k) =>
      Float64Array.from(filled, (slot) => table[slot + 2 + k]!),
    ),
  };
}

/** Contacts of two boxes as one. */
export function mergeContacts(x: ContactCounts, y: ContactCounts): ContactCounts {
  const most = x.a.length + y.a.length;
  const a = new Uint32Array(most);
  const b = new Uint32Array(most);
  const counts = Array.from({ length: DIRECTIONS }, () => new Float64Array(most));
  let rows = 0;
  for (let i = 0, j = 0; i < x.a.length || j < y.a.length; rows += 1) {
    const fromX = i < x.a.length && !(j < y.a.length && less(y, j, x, i));
    const fromY = j < y.a.length && !(i < x.a.length && less(x, i, y, j));
    a[rows] = fromX ? x.a[i]! : y.a[j]!;
    b[rows] = fromX ? x.b[i]! : y.b[j]!;
    for (let k = 0; k < DIRECTIONS; k += 1)
      counts[k]![rows] = (fromX ? x.counts[k]![i]! : 0) + (fromY ? y.counts[k]![j]! : 0);
    if (fromX) i += 1;
    if (fromY) j += 1;
  }
  return {
    a: a.slice(0, rows),
    b: b.slice(0, rows),
    counts: counts.map((column) => column.slice(0, rows)),
  };
}
