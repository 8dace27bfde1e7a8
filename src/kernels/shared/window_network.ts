// Selection network of rank filters of any small window.
import { input, merge, network, select, sort, type Value } from './selection_network.js';

/** The name of a key of a row, by its place from that of the first voxel that is asked for. */
function keyAt(row: number, place: number): Value {
  const quad = place < 0 ? 'before' : place < 4 ? 'own' : 'after';
  return input(`r${String(row)}.${quad}.${'xyzw'.charAt((place + 4) % 4)}`);
}

/**
 * WGSL of `selected(first)`: the values of a rank of four windows along x, each of rows that reach
 * `halves[i]`, at most 4, voxels to either side, shortest first. Columns of the rows that have a
 * place are sorted once for all windows, and so are pairs of columns where they are the same.
 */
export function windowNetworkWgsl(halves: readonly number[], rank: number): string {
  const most = halves.at(-1) ?? 0;
  const cached = <A extends unknown[]>(
    make: (...args: A) => readonly Value[],
    keyOf: (...args: A) => string,
  ): ((...args: A) => readonly Value[]) => {
    const known = new Map<string, readonly Value[]>();
    return (...args) => {
      const key = keyOf(...args);
      const value = known.get(key) ?? make(...args);
      known.set(key, value);
      return value;
    };
  };
  const keys = cached(
    (place: number, half: number) =>
      sort(halves.flatMap((own, row) => (own === half ? [keyAt(row, place)] : []))),
    (place, half) => `${String(place)} ${String(half)}`,
  );
  /** Keys at a place of the rows that reach at least so far. */
  const column: (place: number, reach: number) => readonly Value[] = cached(
    (place: number, reach: number) =>
      reach >= most ? keys(place, reach) : merge(keys(place, reach), column(place, reach + 1)),
    (place, reach) => `${String(place)} ${String(Math.min(reach, most))}`,
  );
  // Rows that reach so far as the next shorter ones make no difference: the least reach of the same
  // rows.
  const reachOf = (distance: number): number => halves.find((half) => half >= distance) ?? most;
  const pair = cached(
    (place: number, left: number, right: number) =>
      merge(column(place, left), column(place + 1, right)),
    (...args) => args.join(' '),
  );
  const of = (lane: number): Value => {
    const lists: (readonly Value[])[] = [];
    for (let place = lane - most; place <= lane + most; place += 1) {
      const reach = reachOf(Math.abs(place - lane));
      const paired = place % 2 === 0 && place < lane + most;
      if (paired) lists.push(pair(place, reach, reachOf(Math.abs(place + 1 - lane))));
      else lists.push(column(place, reach));
      if (paired) place += 1;
    }
    while (lists.length > 2) {
      lists.sort((a, b) => b.length - a.length);
      lists.push(merge(lists.pop()!, lists.pop()!));
    }
    return select(lists[0]!, lists[1] ?? [], rank);
  };
  const { lines, names } = network([0, 1, 2, 3].map(of));
  return [
    'fn selected(first: u32) -> vec4u {',
    ...halves.map((_, i) => `  let r${String(i)} = row_at(first + window[${String(i)}]);`),
    ...lines,
    `  return vec4u(${names.join(', ')});`,
    '}',
  ].join('\n');
}
