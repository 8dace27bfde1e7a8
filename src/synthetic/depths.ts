import type { Vec3 } from '../recipe/geometry.js';

/**
 * Squared distances, in the unit of the spacing, from the voxels of a phase to the nearest one of
 * the other; 0 in the other, Infinity where there is none. Beyond the border is nothing. The same
 * bits on every engine.
 * Literature: Felzenszwalb and Huttenlocher, Theory of Computing 8 (2012) 415.
 */
export function depths(data: Uint8Array, size: Vec3, spacing: Vec3, phase: 0 | 1): Float32Array {
  const squared = new Float32Array(data.length);
  for (let i = 0; i < data.length; i += 1) squared[i] = data[i] === phase ? Infinity : 0;
  const strides = [1, size[0], size[0] * size[1]] as const;
  const longest = Math.max(...size);
  const work = {
    line: new Float64Array(longest),
    vertex: new Int32Array(longest),
    from: new Float64Array(longest + 1),
  };
  for (const axis of [0, 1, 2] as const) {
    const [u, v] =
      axis === 0 ? ([1, 2] as const) : axis === 1 ? ([0, 2] as const) : ([0, 1] as const);
    for (let b = 0; b < size[v]; b += 1)
      for (let a = 0; a < size[u]; a += 1) {
        const start = a * strides[u] + b * strides[v];
        alongLine(squared, start, strides[axis], size[axis], spacing[axis], work);
      }
  }
  return squared;
}

/** The lower envelope of the parabolas that stand on a line's values. */
function alongLine(
  data: Float32Array,
  start: number,
  stride: number,
  length: number,
  step: number,
  {
    line,
    vertex,
    from,
  }: {
    readonly line: Float64Array;
    readonly vertex: Int32Array;
    readonly from: Float64Array;
  },
): void {
  for (let i = 0; i < length; i += 1) line[i] = data[start + i * stride]!;
  let last = -1;
  for (let q = 0; q < length; q += 1) {
    if (line[q] === Infinity) continue;
    let crossing = -Infinity;
    while (last >= 0) {
      const p = vertex[last]!;
      crossing = ((line[q]! - line[p]!) / (step * step) + q * q - p * p) / (2 * (q - p));
      if (crossing > from[last]!) break;
      last -= 1;
      crossing = -Infinity;
    }
    last += 1;
    vertex[last] = q;
    from[last] = crossing;
  }
  if (last < 0) return;
  from[last + 1] = Infinity;
  for (let q = 0, k = 0; q < length; q += 1) {
    while (from[k + 1]! < q) k += 1;
    const p = vertex[k]!;
    data[start + q * stride] = line[p]! + (q - p) * (q - p) * step * step;
  }
}
