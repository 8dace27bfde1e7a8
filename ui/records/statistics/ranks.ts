/** Ranks from 1; equal values share the mean of theirs. */
export function midRanks(values: readonly number[]): readonly number[] {
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const ranks = new Array<number>(values.length);
  for (let from = 0; from < order.length;) {
    let end = from + 1;
    while (end < order.length && values[order[end]!] === values[order[from]!]) end++;
    for (let i = from; i < end; i++) ranks[order[i]!] = (from + 1 + end) / 2;
    from = end;
  }
  return ranks;
}
