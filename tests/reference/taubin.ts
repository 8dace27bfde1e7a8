// Plain-loop twin of Taubin's smoothing: every vertex and the set of its neighbours.

/** Places after passes of λ|μ smoothing of a closed surface. */
export function taubinTwin(
  places: readonly number[],
  indices: ArrayLike<number>,
  iterations: number,
): number[] {
  const neighbours = new Map<number, Set<number>>();
  for (let i = 0; i < indices.length; i += 1) {
    const own = neighbours.get(indices[i]!) ?? new Set<number>();
    neighbours.set(indices[i]!, own);
    const first = i - (i % 3);
    for (let j = first; j < first + 3; j += 1) if (j !== i) own.add(indices[j]!);
  }
  let at = [...places];
  for (let k = 0; k < iterations; k += 1)
    for (const factor of [0.5, -0.53])
      at = at.map((n, i) => {
        const own = [...neighbours.get(Math.floor(i / 3))!];
        const mean = own.reduce((sum, v) => sum + at[3 * v + (i % 3)]!, 0) / own.length;
        return n + factor * (mean - n);
      });
  return at;
}

/** The volume that triangles enclose. */
export function volumeTwin(places: ArrayLike<number>, indices: ArrayLike<number>): number {
  let volume = 0;
  for (let t = 0; t < indices.length; t += 3) {
    const [a, b, c] = [0, 1, 2].map((j) =>
      [0, 1, 2].map((i) => places[3 * indices[t + j]! + i]!),
    ) as [number[], number[], number[]];
    volume +=
      (a[0]! * (b[1]! * c[2]! - b[2]! * c[1]!) -
        a[1]! * (b[0]! * c[2]! - b[2]! * c[0]!) +
        a[2]! * (b[0]! * c[1]! - b[1]! * c[0]!)) /
      6;
  }
  return volume;
}
