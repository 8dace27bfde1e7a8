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
    // Water stands at all markers from the beginning.
    level[i] = -Infinity;
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

/**
 * Meyer's flooding with a queue for every height, batch by batch: a voxel waits, from when its
 * first neighbour is flooded, at its own height or at the water's where that is higher. It takes
 * the label of the neighbour of the earliest batch, then of the nearest, then of the first in
 * raster order.
 */
export function meyerTwin(input: Omit<WatershedInput, 'ridges'>): Uint32Array {
  const { size, values, markers, mask } = input;
  const around = neighboursOf(size, { 6: 1, 18: 2, 26: 3 }[input.connectivity]);
  const labels = new Uint32Array(markers.length);
  const batchOf = new Float64Array(markers.length).fill(Infinity);
  const closed = Uint8Array.from(labels, (_, i) =>
    mask?.[i] === 0 || Number.isNaN(values[i]) ? 1 : 0,
  );
  const queues = new Map<number, number[]>();
  const enqueueAround = (i: number, water: number): void => {
    for (const { j } of around(i)) {
      if (closed[j] === 1) continue;
      closed[j] = 1;
      const level = Math.max(water, values[j]!);
      queues.set(level, [...(queues.get(level) ?? []), j]);
    }
  };
  const marked = [...labels.keys()].filter((i) => markers[i] !== 0 && closed[i] === 0);
  for (const i of marked) {
    labels[i] = markers[i]!;
    batchOf[i] = 0;
    closed[i] = 1;
  }
  for (const i of marked) enqueueAround(i, -Infinity);
  for (let batch = 1; queues.size > 0; batch += 1) {
    const level = Math.min(...queues.keys());
    const flooded = queues.get(level)!;
    queues.delete(level);
    for (const i of flooded) {
      const first = around(i).sort(
        (p, q) => batchOf[p.j]! - batchOf[q.j]! || p.apart - q.apart,
      )[0]!;
      labels[i] = labels[first.j]!;
    }
    for (const i of flooded) batchOf[i] = batch;
    for (const i of flooded) enqueueAround(i, level);
  }
  return labels;
}
