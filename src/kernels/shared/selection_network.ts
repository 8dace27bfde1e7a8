// Sorting and selection networks (Batcher's odd-even merge).

/** A value of a network: an input, or the smaller or greater of two others. */
export interface Value {
  readonly text: string;
  readonly of: readonly Value[];
}

/** A value that WGSL knows by an expression. */
export const input = (text: string): Value => ({ text, of: [] });
const least = (a: Value, b: Value): Value => ({ text: 'min', of: [a, b] });
const greatest = (a: Value, b: Value): Value => ({ text: 'max', of: [a, b] });

/** Batcher's odd-even merge of two sorted lists of any lengths. */
export function merge(a: readonly Value[], b: readonly Value[]): readonly Value[] {
  const [a0, b0] = [a[0], b[0]];
  if (a0 === undefined || b0 === undefined) return [...a, ...b];
  if (a.length === 1 && b.length === 1) return [least(a0, b0), greatest(a0, b0)];
  const every = (list: readonly Value[], odd: number): Value[] =>
    list.filter((_, i) => i % 2 === odd);
  const even = merge(every(a, 0), every(b, 0));
  const odd = merge(every(a, 1), every(b, 1));
  const merged = even.slice(0, 1);
  for (let i = 0; i < odd.length || i + 1 < even.length; i += 1) {
    const [u, v] = [odd[i], even[i + 1]];
    if (u && v) merged.push(least(u, v), greatest(u, v));
    else if (u ?? v) merged.push((u ?? v)!);
  }
  return merged;
}

/** The values in order. */
export function sort(values: readonly Value[]): readonly Value[] {
  if (values.length < 2) return values;
  const half = values.length >> 1;
  return merge(sort(values.slice(0, half)), sort(values.slice(half)));
}

/**
 * The element of a rank (from 0) of two sorted lists together: the least over all splits of the
 * greatest element that the split takes.
 */
export function select(a: readonly Value[], b: readonly Value[], rank: number): Value {
  const tops: Value[] = [];
  for (let fromA = 0; fromA <= rank + 1; fromA += 1) {
    const fromB = rank + 1 - fromA;
    if (fromA > a.length || fromB > b.length) continue;
    const [u, v] = [a[fromA - 1], b[fromB - 1]];
    if (u && v) tops.push(greatest(u, v));
    else if (u ?? v) tops.push((u ?? v)!);
  }
  return tops.reduce(least);
}

/**
 * WGSL lines that compute values, and a name of each. What none of them needs is never written, so
 * that whole lists may be sorted for one element.
 */
export function network(outputs: readonly Value[]): {
  readonly lines: readonly string[];
  readonly names: readonly string[];
} {
  const lines: string[] = [];
  const names = new Map<Value, string>();
  const write = (value: Value): string => {
    if (value.of.length === 0) return value.text;
    const known = names.get(value);
    if (known !== undefined) return known;
    const operands = value.of.map(write).join(', ');
    const name = `v${String(lines.length)}`;
    lines.push(`  let ${name} = ${value.text}(${operands});`);
    names.set(value, name);
    return name;
  };
  return { names: outputs.map(write), lines };
}
