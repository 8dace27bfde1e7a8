type Triple = readonly [number, number, number];

/**
 * The integral range that blocks of b voxels along each axis (1 along axes of one voxel) give, and
 * how many there are: b³ s_b² / (φ (1 − φ)), s_b² the variance (n − 1) of block means. For whole
 * masks.
 */
export function integralRangeTwin(
  mask: ArrayLike<number>,
  size: Triple,
  b: number,
): { count: number; integralRange: number } {
  const extent = size.map((n) => (n === 1 ? 1 : b)) as unknown as Triple;
  const volume = extent[0] * extent[1] * extent[2];
  const means: number[] = [];
  for (let z = 0; z + extent[2] <= size[2]; z += extent[2])
    for (let y = 0; y + extent[1] <= size[1]; y += extent[1])
      for (let x = 0; x + extent[0] <= size[0]; x += extent[0]) {
        let ones = 0;
        for (let dz = 0; dz < extent[2]; dz++)
          for (let dy = 0; dy < extent[1]; dy++)
            for (let dx = 0; dx < extent[0]; dx++)
              ones += mask[((z + dz) * size[1] + y + dy) * size[0] + x + dx]!;
        means.push(ones / volume);
      }
  const ones = Array.from(mask).reduce((a, v) => a + v, 0);
  const phi = ones / mask.length;
  const mean = means.reduce((a, v) => a + v, 0) / means.length;
  const variance = means.reduce((a, v) => a + (v - mean) ** 2, 0) / (means.length - 1);
  return { count: means.length, integralRange: (volume * variance) / (phi * (1 - phi)) };
}

/** The same with a second mask: blocks weighted by their voxels of it, whatever number that is. */
export function weightedIntegralRangeTwin(
  mask: ArrayLike<number>,
  within: ArrayLike<number>,
  size: Triple,
  b: number,
): { count: number; integralRange: number } {
  const cells = size.map((n) => Math.floor(n / b)) as unknown as Triple;
  const c = new Array<number>(cells[0] * cells[1] * cells[2]).fill(0);
  const n = [...c];
  let hits = 0;
  let total = 0;
  for (let i = 0; i < mask.length; i++) {
    if (within[i] !== 1) continue;
    total += 1;
    hits += mask[i]!;
    const x = Math.floor((i % size[0]) / b);
    const y = Math.floor((Math.floor(i / size[0]) % size[1]) / b);
    const z = Math.floor(Math.floor(i / (size[0] * size[1])) / b);
    if (x >= cells[0] || y >= cells[1] || z >= cells[2]) continue;
    const cell = (z * cells[1] + y) * cells[0] + x;
    n[cell]! += 1;
    c[cell]! += mask[i]!;
  }
  const sum = (list: readonly number[]): number => list.reduce((a, v) => a + v, 0);
  const phi = hits / total;
  const blockPhi = sum(c) / sum(n);
  const count = sum(n) ** 2 / sum(n.map((v) => v * v));
  const squares = sum(c.map((v, i) => (v - blockPhi * n[i]!) ** 2));
  return {
    count,
    integralRange: ((count / (count - 1)) * squares) / sum(n) / (phi * (1 - phi)),
  };
}
