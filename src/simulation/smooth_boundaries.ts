// Smoothing of boundaries between materials that keeps their volumes.
import type { Vec3 } from '../recipe/geometry.js';
import { cross, dot, minus, OUTSIDE, type Boundaries } from './phase_boundaries.js';

/** How far a vertex moves towards the mean of its neighbours, and then back (Taubin 1995). */
const STEPS = [0.5, -0.53] as const;
/** How far a vertex may lie from where it was, along each axis, in voxels. */
const REACH = 0.5;
/** Rounds in which the volumes are met, and the relative error at which they are. */
const ROUNDS = 20;
const MET = 1e-4;

const cornerAt = (at: Float64Array, v: number): Vec3 => [
  at[3 * v]!,
  at[3 * v + 1]!,
  at[3 * v + 2]!,
];

/** Volumes of the materials, in voxels, by the divergence theorem. */
export function volumesWithin(
  at: Float64Array,
  { indices, sides }: Boundaries,
): Map<number, number> {
  const volumes = new Map<number, number>();
  for (let t = 0; t < indices.length / 3; t += 1) {
    const [a, b, c] = [0, 1, 2].map((j) => cornerAt(at, indices[3 * t + j]!)) as [Vec3, Vec3, Vec3];
    const share = dot(a, cross(b, c)) / 6;
    const [own, other] = [sides[2 * t]!, sides[2 * t + 1]!];
    volumes.set(own, (volumes.get(own) ?? 0) + share);
    volumes.set(other, (volumes.get(other) ?? 0) - share);
  }
  volumes.delete(OUTSIDE);
  return volumes;
}

/** Places of vertices after `passes` of smoothing, by which materials have the volumes wanted. */
export function smoothedPlaces(
  boundaries: Boundaries,
  size: Vec3,
  wanted: ReadonlyMap<number, number>,
  passes: number,
): Float64Array {
  const places = new Places(boundaries, size);
  for (let pass = 0; pass < passes; pass += 1) for (const factor of STEPS) places.relax(factor);
  places.meet(wanted);
  return places.at;
}

/** Vertices that move, each within reach of where it was; those on the box stay on its faces. */
class Places {
  readonly at: Float64Array;
  readonly #boundaries: Boundaries;
  /** 1 for coordinates on a face of the box. */
  readonly #fixed: Uint8Array;

  constructor(boundaries: Boundaries, size: Vec3) {
    const { positions } = boundaries;
    this.at = positions.slice();
    this.#boundaries = boundaries;
    this.#fixed = Uint8Array.from(positions, (value, k) =>
      value === -0.5 || value === size[k % 3]! - 0.5 ? 1 : 0,
    );
  }

  relax(factor: number): void {
    const { at } = this;
    const { indices } = this.#boundaries;
    const sums = new Float64Array(at.length);
    const counts = new Uint32Array(at.length / 3);
    for (let k = 0; k < indices.length; k += 1) {
      const v = indices[k]!;
      const first = k - (k % 3);
      for (const j of [1, 2]) {
        const other = indices[first + ((k - first + j) % 3)]!;
        for (let i = 0; i < 3; i += 1) sums[3 * v + i]! += at[3 * other + i]!;
      }
      counts[v]! += 2;
    }
    for (let k = 0; k < at.length; k += 1) {
      const mean = sums[k]! / counts[Math.floor(k / 3)]!;
      this.#move(k, factor * (mean - at[k]!));
    }
  }

  /** Moves the boundaries of each material evenly outwards, until it has its volume. */
  meet(wanted: ReadonlyMap<number, number>): void {
    for (let round = 0; round < ROUNDS; round += 1) {
      const volumes = volumesWithin(this.at, this.#boundaries);
      const lacking = new Map(
        [...wanted].map(([label, volume]) => [label, volume - (volumes.get(label) ?? 0)]),
      );
      if ([...wanted].every(([label, v]) => Math.abs(lacking.get(label)!) <= MET * v)) return;
      this.#shift(shiftsFor(lacking, this.#boundaries, this.at));
    }
  }

  #shift(shifts: ReadonlyMap<number, number>): void {
    const { at } = this;
    const { indices, sides } = this.#boundaries;
    const moved = new Float64Array(at.length);
    const areas = new Float64Array(at.length / 3);
    for (let t = 0; t < indices.length / 3; t += 1) {
      const [own, other] = [sides[2 * t]!, sides[2 * t + 1]!];
      if (other === OUTSIDE || own === OUTSIDE) continue;
      const normal = twiceArea(at, indices, t);
      const far = shifts.get(own)! - shifts.get(other)!;
      for (let j = 0; j < 3; j += 1) {
        const v = indices[3 * t + j]!;
        for (let i = 0; i < 3; i += 1) moved[3 * v + i]! += far * normal[i]!;
        areas[v]! += Math.hypot(...normal);
      }
    }
    for (let k = 0; k < at.length; k += 1) {
      const area = areas[Math.floor(k / 3)]!;
      if (area > 0) this.#move(k, moved[k]! / area);
    }
  }

  #move(k: number, by: number): void {
    if (this.#fixed[k] === 1) return;
    const before = this.#boundaries.positions[k]!;
    this.at[k] = Math.min(Math.max(this.at[k]! + by, before - REACH), before + REACH);
  }
}

function twiceArea(at: Float64Array, indices: Uint32Array, t: number): Vec3 {
  const a = cornerAt(at, indices[3 * t]!);
  const [b, c] = [cornerAt(at, indices[3 * t + 1]!), cornerAt(at, indices[3 * t + 2]!)];
  return cross(minus(b, a), minus(c, a));
}

/**
 * How far the boundaries of each material are to move outwards, against those of its neighbours:
 * areas times differences of these are the volumes that lack. By relaxation.
 */
function shiftsFor(
  lacking: ReadonlyMap<number, number>,
  { indices, sides }: Boundaries,
  at: Float64Array,
): Map<number, number> {
  const labels = [...lacking.keys()];
  const areas = new Map(labels.map((label) => [label, new Map<number, number>()]));
  for (let t = 0; t < indices.length / 3; t += 1) {
    const [own, other] = [sides[2 * t]!, sides[2 * t + 1]!];
    if (own === OUTSIDE || other === OUTSIDE) continue;
    const area = Math.hypot(...twiceArea(at, indices, t)) / 2;
    for (const [a, b] of [
      [own, other],
      [other, own],
    ] as const) {
      const row = areas.get(a)!;
      row.set(b, (row.get(b) ?? 0) + area);
    }
  }
  const shifts = new Map(labels.map((label) => [label, 0]));
  for (let sweep = 0; sweep < 200; sweep += 1)
    for (const label of labels) {
      let [sum, area] = [lacking.get(label)!, 0];
      for (const [other, shared] of areas.get(label)!) {
        sum += shared * shifts.get(other)!;
        area += shared;
      }
      if (area > 0) shifts.set(label, sum / area);
    }
  return shifts;
}
