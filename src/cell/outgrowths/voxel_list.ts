// The voxels of objects whose grey levels are asked for.
import type { FoilSide } from './face_excess.js';
import type { Found } from './found.js';
import type { Run } from './runs.js';

/** Collects the whole voxels inside of objects, one object after the other. */
export class VoxelList {
  readonly #columns: number[] = [];
  readonly #rows: number[] = [];
  readonly #first: number[] = [];

  /** The voxels that follow are of the next object. */
  begin(): void {
    this.#first.push(this.#columns.length);
  }

  /** The voxels of a column that lie between the base face and the face, their ends included. */
  addFace({ side, base, face }: FoilSide, column: number): void {
    const [inner, outer] = [base.at(column), face.at(column)];
    const [from, to] = side > 0 ? [inner, outer] : [outer, inner];
    for (let row = Math.ceil(from + 0.5); row <= to - 0.5; row++) this.#add(column, row);
  }

  addRun({ column, from, to }: Run): void {
    for (let row = from; row < to; row++) this.#add(column, row);
  }

  lists(): Found['voxels'] {
    return {
      column: Uint32Array.from(this.#columns),
      row: Uint32Array.from(this.#rows),
      first: Uint32Array.of(...this.#first, this.#columns.length),
    };
  }

  #add(column: number, row: number): void {
    this.#columns.push(column);
    this.#rows.push(row);
  }
}
