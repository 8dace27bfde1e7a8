/**
 * How well two partitions agree, over the voxels that both label: Rand's index, the part of all
 * pairs of voxels on which they agree, and Hubert and Arabie's, adjusted for chance.
 */
export function agreement(a: Uint32Array, b: Uint32Array): { rand: number; adjusted: number } {
  const both = new Map<string, number>();
  const inA = new Map<string, number>();
  const inB = new Map<string, number>();
  const add = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1);
  };
  let n = 0;
  for (let i = 0; i < a.length; i += 1) {
    if (a[i] === 0 || b[i] === 0) continue;
    n += 1;
    add(both, `${String(a[i])} ${String(b[i])}`);
    add(inA, String(a[i]));
    add(inB, String(b[i]));
  }
  const pairs = (counts: Map<string, number>): number => {
    let sum = 0;
    for (const count of counts.values()) sum += (count * (count - 1)) / 2;
    return sum;
  };
  const all = (n * (n - 1)) / 2;
  const [together, pairsA, pairsB] = [pairs(both), pairs(inA), pairs(inB)];
  const expected = (pairsA * pairsB) / all;
  return {
    rand: 1 - (pairsA + pairsB - 2 * together) / all,
    adjusted: (together - expected) / ((pairsA + pairsB) / 2 - expected),
  };
}
