// Turns of thinning a mask on the GPU: six sides, and for each eight subfields.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import { skeleton as skeletonPass } from '../kernels/segmentation/index.js';

/** Directions: −z, +z, −y, +y, −x, +x; the axis of each. */
const AXES = [2, 2, 1, 1, 0, 0] as const;
const SUBFIELDS = 8;
/**
 * Slices that a turn looks across: each of its passes looks at the neighbours of a voxel. It is
 * even, so that subfields, which go by parity, are those of the whole.
 */
export const TURN_REACH = AXES.length * (1 + SUBFIELDS);

/** Bits that are thinned in place, and what the passes need beside them. */
export class Thinning {
  readonly progress: PooledBuffer;
  readonly #run: Run;
  readonly #bits: GpuGrid;
  readonly #candidates: PooledBuffer;
  readonly #keepEnds: boolean;
  readonly #directions: readonly number[];

  constructor(run: Run, bits: GpuGrid, keepEnds: boolean) {
    this.#run = run;
    this.#bits = bits;
    this.#keepEnds = keepEnds;
    this.#candidates = run.alloc(bytesOf('bit', bits.region), 'voxels that may go');
    this.progress = run.alloc(4, 'last turn that took any', { zero: true });
    this.#directions = AXES.flatMap((axis, direction) =>
      bits.meta.size[axis] > 1 ? [direction] : [],
    );
  }

  /** False of a single voxel, which has no sides. */
  get hasSides(): boolean {
    return this.#directions.length > 0;
  }

  /** Takes away what may go, as seen from each side. Turns count from 1. */
  turn(turn: number): void {
    for (const direction of this.#directions) {
      this.#pass(direction, undefined, turn);
      for (let subfield = 0; subfield < SUBFIELDS; subfield++)
        this.#pass(direction, subfield, turn);
    }
  }

  free(): void {
    this.#run.free(this.#candidates, this.progress);
  }

  #pass(direction: number, subfield: number | undefined, turn: number): void {
    const { layout, region, buffer } = this.#bits;
    const [, ny, nz] = region.size;
    const bytes = bytesOf('bit', region);
    const odd = { y: ((subfield ?? 0) >> 1) & 1, z: (subfield ?? 0) >> 2 };
    const tiles = (y: number, z: number): readonly [number, number, number] => [
      Math.ceil(layout.rowWords / 16),
      Math.ceil(y / 4),
      z,
    ];
    this.#run.dispatch(skeletonPass, {
      buffers: { bits: buffer, candidates: this.#candidates, progress: this.progress },
      params: { grid: layout, direction, subfield: subfield ?? 0, turn },
      constants: { MARK: subfield === undefined ? 1 : 0, KEEP_ENDS: this.#keepEnds ? 1 : 0 },
      size: {
        workgroups:
          subfield === undefined
            ? tiles(ny, nz)
            : tiles(Math.ceil((ny - odd.y) / 2), Math.ceil((nz - odd.z) / 2)),
      },
      // A subfield is a quarter of the rows; what surrounds it, all.
      traffic:
        subfield === undefined
          ? { read: bytes, write: bytes }
          : { read: bytes + bytes / 4, write: bytes / 4 },
    });
  }
}
