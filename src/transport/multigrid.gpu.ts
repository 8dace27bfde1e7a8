// Multigrid preconditioner on the GPU: aggregation, red–black Gauss–Seidel smoothing, restriction
// and prolongation on the finest level.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { FORM_CLASSES, FORM_LINKS } from '../kernels/shared/index.js';
import {
  transportAscend,
  transportCoarsen,
  transportRestrict,
  transportSmooth,
} from '../kernels/transport/index.js';
import { map3, type Vec3 } from '../recipe/geometry.js';
import { CoarseLevels } from './coarse_levels.gpu.js';
import { placesOf } from './places.js';

/**
 * The part of the conductance between aggregates that counts on the first coarse level. Piecewise
 * constant corrections are too small (Braess, Computing 55, 1995, 379, on overcorrection), which
 * halving the conductances makes up for. This level corrects once, so the preconditioner stays
 * positive definite however far it overcorrects modes that are piecewise constant themselves.
 */
const KEPT = 0.5;

/** Voxels of a workgroup that leaves a sum. */
export const SUMMED = 1024;

/** How voxels conduct. */
export interface Conductances {
  /** What `links` holds. */
  readonly form: 'links' | 'classes';
  readonly links: PooledBuffer;
  /** The coefficients of classes; not read with links. */
  readonly coefficients: PooledBuffer;
}

/** The voxels that a potential is solved for. */
export interface Level {
  readonly size: Vec3;
  readonly axis: number;
  readonly weights: Vec3;
  /** Axes along which the level is periodic. */
  readonly wrap: Vec3;
  readonly conductances: Conductances;
}

/** What every kernel of a level takes. */
export function levelArgs({ size, axis, weights, wrap, conductances }: Level) {
  const { form, links, coefficients } = conductances;
  return {
    buffers: { links, coefficients },
    params: { size, axis, weights, unused: 0, wrap, unused_too: 0 },
    constants: { FORM: form === 'links' ? FORM_LINKS : FORM_CLASSES },
  } as const;
}

/**
 * Bytes of conductances that one pass over a level, or over one colour of it, reads. One colour
 * reads half of the links, or the classes of all voxels, since those of neighbours are needed too.
 */
export function conductanceBytes({ size, conductances }: Level, oneColour = false): number {
  return (conductances.form === 'links' && oneColour ? 0.5 : 1) * placesOf(size);
}

/**
 * A multigrid cycle as preconditioner of conjugate gradients: aggregates of 2×2×2 voxels, piecewise
 * constant prolongation, and half of the conductances between aggregates. One red–black
 * Gauss–Seidel sweep before the coarse correction, and one in the opposite order after it, make the
 * preconditioner symmetric.
 *
 * Red voxels start from zero and are computed anew at the end. Restriction therefore needs only the
 * residual that their black neighbours caused; and prolongation is never stored, as black voxels
 * add the correction when they read their red neighbours. Where a periodic axis has an odd number
 * of voxels, a red voxel meets a red one across the ends: there the preconditioner leaves that link
 * out.
 */
export class Multigrid {
  readonly #run: Run;
  /** The finest level, with the periodic links that the sweeps use. */
  readonly finest: Level;
  readonly #coarse: CoarseLevels;
  /** Workgroups of a half sweep of the finest level; each leaves one partial sum of r · z. */
  readonly #groups: number;

  constructor(run: Run, level: Level) {
    this.#run = run;
    const { size, wrap } = level;
    this.#groups = Math.ceil(placesOf(size) / 2 / SUMMED);
    this.finest = { ...level, wrap: map3((i) => (size[i] % 2 === 0 ? wrap[i] : 0)) };
    const { buffers, params, constants } = levelArgs(level);
    this.#coarse = new CoarseLevels(run, size, wrap, (dst, coarse, places) => {
      run.dispatch(transportCoarsen, {
        buffers: { ...buffers, dst },
        params: { ...params, coarse, kept: KEPT },
        constants,
        size: { invocations: places },
        traffic: { read: conductanceBytes(level) },
      });
    });
  }

  /** How many partial sums of r · z {@link precondition} leaves. */
  get sums(): number {
    return 2 * this.#groups;
  }

  /**
   * Records z = M r, and the partial sums of r · z, one per workgroup. `swept` says that the first
   * sweep of the red voxels of z has been done.
   */
  precondition(r: PooledBuffer, z: PooledBuffer, partials: PooledBuffer, swept: boolean): void {
    if (!swept) this.#smooth(r, z, 0);
    this.#smooth(r, z, 1);
    this.#restrict(z);
    this.#coarse.correct();
    for (const colour of [1, 0] as const) this.#ascend(r, z, partials, colour);
  }

  /** Gives the buffers of the coarse levels back. */
  release(): void {
    this.#coarse.release();
  }

  /** Half a sweep: of the red voxels from zero, or of the black voxels from the red ones. */
  #smooth(r: PooledBuffer, z: PooledBuffer, colour: 0 | 1): void {
    const { buffers, params, constants } = levelArgs(this.finest);
    const places = placesOf(this.finest.size);
    this.#run.dispatch(transportSmooth, {
      buffers: { ...buffers, r, z },
      params,
      constants: { ...constants, COLOUR: colour, FROM_ZERO: 1 - colour },
      size: { invocations: places / 2 },
      traffic: {
        read: conductanceBytes(this.finest, true) + (colour === 0 ? 2 : 4) * places,
        write: 2 * places,
      },
    });
  }

  #restrict(z: PooledBuffer): void {
    const { buffers, params, constants } = levelArgs(this.finest);
    const { size, r, z: first, inverse } = this.#coarse.first;
    this.#run.dispatch(transportRestrict, {
      buffers: { ...buffers, z, dst: r, inverse, first },
      params: { ...params, coarse: size },
      constants,
      size: { invocations: placesOf(size) },
      traffic: {
        read:
          conductanceBytes(this.finest, true) + 2 * placesOf(this.finest.size) + 2 * placesOf(size),
        write: 6 * placesOf(size),
      },
    });
  }

  #ascend(r: PooledBuffer, z: PooledBuffer, partials: PooledBuffer, colour: 0 | 1): void {
    const { buffers, params, constants } = levelArgs(this.finest);
    const places = placesOf(this.finest.size);
    const coarse = this.#coarse.first;
    this.#run.dispatch(transportAscend, {
      buffers: { ...buffers, r, coarse: coarse.z, z, partials },
      params: { ...params, coarse_size: coarse.size, partial: colour * this.#groups },
      constants: { ...constants, COLOUR: colour },
      size: { invocations: 256 * this.#groups },
      traffic: {
        read:
          conductanceBytes(this.finest, true) +
          4 * places +
          (colour === 1 ? 4 * placesOf(coarse.size) : 0),
        write: 2 * places + 4 * this.#groups,
      },
    });
  }
}
