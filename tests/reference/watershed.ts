import type { Vec3 } from '../../src/recipe/geometry.js';

/** What {@link watershedTwin} works from. */
export interface WatershedInput {
  readonly size: Vec3;
  readonly values: ArrayLike<number>;
  readonly markers: ArrayLike<number>;
  readonly mask?: ArrayLike<number> | undefined;
  readonly connectivity: 6 | 18 | 26;
  readonly ridges?: boolean;
}

interface Neighbour {
  readonly j: number;
  /** 1, 2 or 3: across a face, an edge, a corner. */
  readonly apart: number;
}

/** Neighbours in raster order. */
function neighboursOf([nx, ny, nz]: Vec3, reach: number): (i: number) => Neighbour[] {
  return (i) => {
    const found: Neighbour[] = [];
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    for (let w = z - 1; w <= z + 1; w += 1)
      for (let v = y - 1; v <= y + 1; v += 1)
        for (let u = x - 1; u <= x + 1; u += 1) {
          const apart = Math.abs(u - x) + Math.abs(v - y) + Math.abs(w - z);
          if (u < 0 || v < 0 || w < 0 || u >= nx || v >= ny || w >= nz) continue;
          if (apart > 0 && apart <= reach) found.push({ j: (w * ny + v) * nx + u, apart });
        }
    return found;
  };
}

/** When water reaches each voxel. */
interface Flood {
  readonly level: Float64Array;
  readonly steps: Float64Array;
  readonly wet: Uint8Array;
  /** Voxels in the order in which they were flooded. */
  readonly settled: readonly number[];
  /** Whether one voxel is flooded before another. */
  readonly before: (i: number, j: number) => boolean;
}

/**
 * Settles the least (level, steps) first, as Dijkstra does, in a plain search for the least open
 * voxel.
 */
export function floodTwin(input: WatershedInput): Flood {
  const { size, values, markers, mask } = input;
  const n = values.length;
  const around = neighboursOf(size, { 6: 1, 18: 2, 26: 3 }[input.connectivity]);
  const dry = (i: number): boolean => mask?.[i] === 0 || Number.isNaN(values[i]);
  const level = new Float64Array(n).fill(Infinity);
  const steps = new Float64Array(n).fill(Infinity);
  const wet = new Uint8Array(n);
  const settled: number[] = [];
  const before = (i: number, j: number): boolean =>
    level[i]! < level[j]! || (level[i] === level[j] && steps[i]! < steps[j]!);
  const open = new Set<number>();
  for (let i = 0; i < n; i += 1) {
    if (markers[i] === 0 || dry(i)) continue;
    level[i] = values[i]!;
    steps[i] = 0;
    wet[i] = 1;
    open.add(i);
  }
  while (open.size > 0) {
    let least = -1;
    for (const i of open) if (least < 0 || before(i, least)) least = i;
    open.delete(least);
    settled.push(least);
    for (const { j } of around(least)) {
      if (dry(j) || markers[j] !== 0) continue;
      const up = values[j]! > level[least]!;
      const next = { level: up ? values[j]! : level[least]!, steps: up ? 1 : steps[least]! + 1 };
      const better =
        wet[j] === 0 ||
        next.level < level[j]! ||
        (next.level === level[j] && next.steps < steps[j]!);
      if (!better) continue;
      wet[j] = 1;
      level[j] = next.level;
      steps[j] = next.steps;
      open.add(j);
    }
  }
  return { level, steps, wet, settled, before };
}

/** The watershed by its definition: each voxel takes the label of the neighbour flooded first. */
export function watershedTwin(input: WatershedInput): Uint32Array {
  const { size, markers } = input;
  const n = markers.length;
  const around = neighboursOf(size, { 6: 1, 18: 2, 26: 3 }[input.connectivity]);
  const { wet, settled, before } = floodTwin(input);
  const labels = new Uint32Array(n);
  for (const i of settled) {
    if (markers[i] !== 0) {
      labels[i] = markers[i]!;
      continue;
    }
    let source: Neighbour | undefined;
    for (const q of around(i)) {
      if (wet[q.j] === 0 || !before(q.j, i)) continue;
      if (source === undefined || before(q.j, source.j)) source = q;
      else if (!before(source.j, q.j) && q.apart < source.apart) source = q;
    }
    labels[i] = labels[source!.j]!;
  }
  if (input.ridges !== true) return labels;
  return labels.map((label, i) => {
    if (label === 0 || markers[i] !== 0) return label;
    const cut = around(i).some(
      ({ j }) =>
        labels[j] !== 0 &&
        labels[j] !== label &&
        (markers[j] !== 0 || before(j, i) || (!before(i, j) && j < i)),
    );
    return cut ? 0 : label;
  });
}
