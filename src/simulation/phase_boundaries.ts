// Boundaries between materials as triangles, by tetrahedra between the centres of voxels.
import { VoxmetryError } from '../recipe/errors.js';
import type { Vec3 } from '../recipe/geometry.js';

/** What lies beyond the volume. */
export const OUTSIDE = -1;

/** Boundaries in voxels: the centre of the first is 0, 0, 0. */
export interface Boundaries {
  readonly positions: Float64Array;
  readonly indices: Uint32Array<ArrayBuffer>;
  /** What lies on both sides of every triangle, which is counter-clockwise from the second. */
  readonly sides: Int32Array;
}

/** A vertex of a tetrahedron: which corner of the cell, as bits, and the material there. */
interface Corner {
  readonly mask: number;
  readonly label: number;
}

/** The six tetrahedra of a cell, as bits of the two corners between its first and its last. */
const TETRAHEDRA = [0, 1, 2].flatMap((first) =>
  [0, 1, 2]
    .filter((second) => second !== first)
    .map((second) => [1 << first, (1 << first) | (1 << second)] as const),
);

/** A map of numbers holds no more keys. */
const MOST_VERTICES = 16_000_000;

const bitsOf = (mask: number): Vec3 => [mask & 1, (mask >> 1) & 1, (mask >> 2) & 1];

/** Makes the boundaries of materials, given by codes of voxels, x fastest. */
export class BoundaryMaker {
  readonly #data: ArrayLike<number>;
  readonly #size: Vec3;
  readonly #vertices = new Map<number, number>();
  readonly #positions: number[] = [];
  readonly #indices: number[] = [];
  readonly #sides: number[] = [];

  constructor(data: ArrayLike<number>, size: Vec3) {
    this.#data = data;
    this.#size = size;
  }

  boundaries(): Boundaries {
    const [nx, ny, nz] = this.#size;
    for (let z = -1; z < nz; z += 1)
      for (let y = -1; y < ny; y += 1) for (let x = -1; x < nx; x += 1) this.#cell([x, y, z]);
    return {
      positions: Float64Array.from(this.#positions),
      indices: Uint32Array.from(this.#indices),
      sides: Int32Array.from(this.#sides),
    };
  }

  #label(x: number, y: number, z: number): number {
    const [nx, ny, nz] = this.#size;
    if (x < 0 || y < 0 || z < 0 || x >= nx || y >= ny || z >= nz) return OUTSIDE;
    return this.#data[(z * ny + y) * nx + x]!;
  }

  #cell(at: Vec3): void {
    const labels = Array.from({ length: 8 }, (_, mask) => {
      const [x, y, z] = bitsOf(mask);
      return this.#label(at[0] + x, at[1] + y, at[2] + z);
    });
    if (labels.every((label) => label === labels[0])) return;
    for (const [second, third] of TETRAHEDRA)
      this.#tetrahedron(
        at,
        [0, second, third, 7].map((mask) => ({ mask, label: labels[mask]! })),
      );
  }

  /** The boundary between each two materials of a tetrahedron is one polygon. */
  #tetrahedron(at: Vec3, corners: readonly Corner[]): void {
    const materials = [...new Set(corners.map(({ label }) => label))];
    for (const [k, a] of materials.entries())
      for (const b of materials.slice(k + 1)) {
        const [own, other] = [a, b].map((label) => corners.filter((c) => c.label === label));
        this.#between(at, corners, own!, other!, materials);
      }
  }

  #between(
    at: Vec3,
    corners: readonly Corner[],
    own: readonly Corner[],
    other: readonly Corner[],
    materials: readonly number[],
  ): void {
    const rest = corners.filter((c) => !own.includes(c) && !other.includes(c));
    // Midway on edges, in the middle of faces of three materials, and of a tetrahedron of four.
    const middles = own.flatMap((a) => other.map((b) => [a, b]));
    let ring: readonly (readonly Corner[])[];
    if (middles.length === 4) ring = [middles[0]!, middles[1]!, middles[3]!, middles[2]!];
    else if (rest.length === 0) ring = middles;
    else if (materials.length === 4) {
      const [a, b] = middles[0]!;
      ring = [[a!, b!], [a!, b!, rest[0]!], corners, [a!, b!, rest[1]!]];
    } else {
      const faces = middles.flatMap((pair) => rest.map((c) => [...pair, c]));
      // Two edges of the same two materials have a face each, one edge has two.
      ring = middles.length === 2 ? [...middles, ...faces.toReversed()] : [...middles, ...faces];
    }
    this.#polygon(at, ring, own, other);
  }

  #polygon(
    at: Vec3,
    ring: readonly (readonly Corner[])[],
    own: readonly Corner[],
    other: readonly Corner[],
  ): void {
    const places = ring.map(middleOf);
    const towards = minus(middleOf(other), middleOf(own));
    const [p, q, r] = [places[0]!, places[1]!, places[2]!];
    const isRight = dot(cross(minus(q, p), minus(r, p)), towards) > 0;
    const vertices = ring.map((simplex) => this.#vertex(at, simplex));
    if (!isRight) vertices.reverse();
    for (let k = 2; k < vertices.length; k += 1) {
      this.#indices.push(vertices[0]!, vertices[k - 1]!, vertices[k]!);
      this.#sides.push(own[0]!.label, other[0]!.label);
    }
  }

  /** The number of the vertex in the middle of a simplex, which all tetrahedra at it share. */
  #vertex(at: Vec3, simplex: readonly Corner[]): number {
    const masks = simplex.map(({ mask }) => mask).sort((a, b) => a - b);
    const least = masks[0]!;
    const low = bitsOf(least);
    const [nx, ny] = this.#size;
    const first =
      ((at[2] + low[2] + 1) * (ny + 1) + at[1] + low[1] + 1) * (nx + 1) + at[0] + low[0] + 1;
    // Corners beyond the first differ from it by bits, which tell the simplex.
    const key = masks.slice(1).reduce((sum, mask) => 8 * sum + (mask ^ least), 0) + 512 * first;
    const known = this.#vertices.get(key);
    if (known !== undefined) return known;
    const number = this.#vertices.size;
    if (number >= MOST_VERTICES)
      throw new VoxmetryError(
        'limit',
        `phaseMesh: the boundaries have more than ${String(MOST_VERTICES)} vertices. Crop or bin the phases.`,
        { op: 'phaseMesh' },
      );
    this.#vertices.set(key, number);
    const middle = middleOf(simplex);
    const isOutside = simplex.some(({ label }) => label === OUTSIDE);
    this.#positions.push(
      ...(isOutside ? this.#onBox(at, simplex, middle) : at.map((cell, k) => cell + middle[k]!)),
    );
    return number;
  }

  /** Where a vertex lies on the box, which ends half a voxel beyond the centres of its border. */
  #onBox(at: Vec3, simplex: readonly Corner[], middle: Vec3): number[] {
    const ranges = at.map((cell, axis) => {
      const along = simplex.map(({ mask }) => cell + bitsOf(mask)[axis]!);
      return [Math.min(...along), Math.max(...along)] as const;
    });
    const isLow = ranges.some(([least]) => least < 0);
    return ranges.map(([least, greatest], axis) => {
      const last = this.#size[axis]! - 1;
      if (least < 0) return -0.5;
      // No edge of a tetrahedron leads from a lower face of the box to an upper one, so that they
      // would be joined by a slope: vertices of the lower one go to the edge.
      if (greatest > last || (isLow && least === last)) return last + 0.5;
      return at[axis]! + middle[axis]!;
    });
  }
}

/** The middle of some corners, from the first of the cell. */
function middleOf(corners: readonly Corner[]): Vec3 {
  const sum: [number, number, number] = [0, 0, 0];
  for (const { mask } of corners)
    bitsOf(mask).forEach((bit, axis) => {
      sum[axis]! += bit / corners.length;
    });
  return sum;
}

export const minus = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
