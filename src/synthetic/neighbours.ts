import { map3 } from '../recipe/geometry.js';
import type { Vec3 } from '../recipe/geometry.js';

/** Spheres in a periodic box, as arrays that a packing moves about. */
export interface PeriodicSpheres {
  readonly box: Vec3;
  /** x, y, z of each centre, in [0, box). */
  readonly position: Float64Array;
  readonly radius: Float64Array;
}

/**
 * All pairs of spheres whose surfaces are nearer than a skin, found through cells as wide as the
 * widest reach, so in time proportional to the number of spheres. Each pair is there once, i < j,
 * in an order that depends on the positions alone.
 */
export class NeighbourList {
  readonly #spheres: PeriodicSpheres;
  readonly #skin: number;
  #pairs: number[] = [];

  constructor(spheres: PeriodicSpheres, skin: number) {
    this.#spheres = spheres;
    this.#skin = skin;
  }

  /** Calls `visit` for each pair of the list as it was last rebuilt. */
  forEachPair(visit: (i: number, j: number) => void): void {
    const pairs = this.#pairs;
    for (let p = 0; p < pairs.length; p += 2) visit(pairs[p]!, pairs[p + 1]!);
  }

  /** Finds the pairs anew. */
  rebuild(): void {
    const { box, position, radius } = this.#spheres;
    const skin = this.#skin;
    const reach = 2 * radius.reduce((most, r) => Math.max(most, r), 0) + skin;
    const cells = map3((axis) => Math.max(1, Math.floor(box[axis] / reach)));
    const heads = new Int32Array(cells[0] * cells[1] * cells[2]).fill(-1);
    const next = new Int32Array(radius.length);
    const cellOf = (i: number): Vec3 =>
      map3((axis) =>
        Math.min(cells[axis] - 1, Math.floor((position[3 * i + axis]! / box[axis]) * cells[axis])),
      );
    for (let i = 0; i < radius.length; i += 1) {
      const [cx, cy, cz] = cellOf(i);
      const cell = (cz * cells[1] + cy) * cells[0] + cx;
      next[i] = heads[cell]!;
      heads[cell] = i;
    }
    const pairs: number[] = [];
    for (let i = 0; i < radius.length; i += 1) {
      const own = cellOf(i);
      for (const cz of around(own[2], cells[2]))
        for (const cy of around(own[1], cells[1]))
          for (const cx of around(own[0], cells[0])) {
            const head = heads[(cz * cells[1] + cy) * cells[0] + cx]!;
            for (let j = head; j !== -1; j = next[j]!) {
              if (j <= i) continue;
              const limit = radius[i]! + radius[j]! + skin;
              if (this.#squaredDistance(i, j) < limit * limit) pairs.push(i, j);
            }
          }
    }
    this.#pairs = pairs;
  }

  #squaredDistance(i: number, j: number): number {
    const { box, position } = this.#spheres;
    let squared = 0;
    for (let axis = 0; axis < 3; axis += 1) {
      const d = Math.abs(position[3 * i + axis]! - position[3 * j + axis]!);
      const nearest = Math.min(d, box[axis]! - d);
      squared += nearest * nearest;
    }
    return squared;
  }
}

/** A cell and its two periodic neighbours along one axis, each once even where there are few. */
function around(cell: number, cells: number): readonly number[] {
  if (cells === 1) return [0];
  if (cells === 2) return [0, 1];
  return [(cell + cells - 1) % cells, cell, (cell + 1) % cells];
}
