import type { PooledBuffer, Run } from '../gpu/index.js';
import { CONDUCTANCE_FORM } from '../kernels/shared/conductances.js';
import { transportAscend } from '../kernels/transport_ascend.js';
import { transportCoarsen } from '../kernels/transport_coarsen.js';
import { LAST_PLACES, transportLast } from '../kernels/transport_last.js';
import { transportRestrict } from '../kernels/transport_restrict.js';
import { transportSmooth } from '../kernels/transport_smooth.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';

/** Half sweeps, an odd number, that stand for a solution on the last level. */
const LAST_SWEEPS = 47;
/**
 * How much of the conductance between aggregates counts, on the finest level and on the coarse ones: piecewise constant corrections are
 * too small, but of modes that they hold exactly they are 1 / KEPT times too large. Taken once, as on the finest level, that is
 * harmless; taken twice (1 − 1 / KEPT)² has to be below 1 on every level down to the last, or the cycle is not positive.
 */
const KEPT = { finest: 0.5, coarse: 0.6 } as const;

/** Conductances of one level. */
export interface Conductances {
  /** What the buffers hold. */
  readonly form: keyof typeof CONDUCTANCE_FORM;
  readonly links: PooledBuffer;
  readonly gx: PooledBuffer;
  readonly gy: PooledBuffer;
  readonly gz: PooledBuffer;
}

/** One level of a multigrid. */
export interface Level {
  readonly size: Vec3;
  readonly axis: number;
  readonly weights: Vec3;
  /** Axes along which the level repeats. */
  readonly wrap: Vec3;
  readonly conductances: Conductances;
}

/** What every kernel of a level takes. */
export function levelArgs({ size, axis, weights, wrap, conductances }: Level) {
  const { form, links, gx, gy, gz } = conductances;
  return {
    buffers: { links, gx, gy, gz },
    params: { size, axis, weights, unused: 0, wrap, unused_too: 0 },
    constants: { FORM: CONDUCTANCE_FORM[form] },
  } as const;
}

/** Places of a vector on a level: those of the red voxels, then of the black ones; some are of none where rows are odd. */
export function placesOf({ size: [nx, ny, nz] }: Pick<Level, 'size'>): number {
  return 2 * Math.ceil(nx / 2) * ny * nz;
}

/**
 * Bytes of conductances that one pass over a level reads, or one over a single colour: then half of the links; of classes those of the
 * neighbours too, and of faces all.
 */
export function conductanceBytes(level: Level, oneColour = false): number {
  const each = { faces: 12, links: oneColour ? 0.5 : 1, classes: 1 }[level.conductances.form];
  return each * placesOf(level);
}

/** Right side and correction. */
interface Vectors {
  readonly r: PooledBuffer;
  readonly z: PooledBuffer;
}

/** A level with the buffers of its part of a cycle. */
interface Stage {
  readonly level: Level;
  /** Those of the finest level are given with each cycle. */
  readonly vectors: Vectors | undefined;
}

/**
 * A cycle of multigrid as preconditioner: 2×2×2 aggregates, piecewise constant, with half of the conductances between them (Braess,
 * Computing 55, 1995, 379, on overcorrection), red–black Gauss–Seidel before and, in the opposite order, after, so that the whole is
 * symmetric. Coarse levels correct themselves twice (W), which nearly halves the iterations for a fifth more traffic: an
 * aggregate may join what is apart.
 *
 * Red voxels start from zero, and are made anew at the end: their residual on the way down is what black neighbours brought, and the
 * correction on the way up is added as black voxels read them, never stored. Where a periodic axis is odd on a level, red meets red across
 * its ends: there the preconditioner leaves that link out.
 */
export class Multigrid {
  readonly #run: Run;
  readonly #stages: Stage[] = [];
  /** Workgroups of half a sweep of the finest level: each leaves a sum of r · z. */
  readonly #groups: number;

  constructor(run: Run, finest: Level) {
    this.#run = run;
    this.#groups = Math.ceil(placesOf(finest) / 2 / 256);
    const even = (level: Level): Level => ({
      ...level,
      wrap: map3((i) => (level.size[i] % 2 === 0 ? level.wrap[i] : 0)),
    });
    this.#stages.push({ level: even(finest), vectors: undefined });
    let level = finest;
    do {
      level = this.#coarser(level, level === finest ? KEPT.finest : KEPT.coarse);
      const bytes = 4 * placesOf(level);
      this.#stages.push({
        level: even(level),
        vectors: {
          r: run.alloc(bytes, 'coarse residual'),
          z: run.alloc(bytes, 'coarse correction'),
        },
      });
    } while (placesOf(level) > LAST_PLACES);
  }

  /** The finest level, as the cycle knows it. */
  get finest(): Level {
    return this.#stages[0]!.level;
  }

  /** How many partial sums of r · z {@link precondition} leaves. */
  get sums(): number {
    return 2 * this.#groups;
  }

  /**
   * Records z = M r, and the sums of r · z of its workgroups, whose sum is that of all. `swept` says that the red voxels of z have had
   * their first sweep.
   */
  precondition(r: PooledBuffer, z: PooledBuffer, partials: PooledBuffer, swept: boolean): void {
    this.#cycle(0, { r, z }, partials, swept);
  }

  /** Gives the buffers of all levels but the first back. */
  release(): void {
    for (const { level, vectors } of this.#stages.slice(1)) {
      const { gx, gy, gz } = level.conductances;
      this.#run.free(vectors?.r, vectors?.z, gx, gy, gz);
    }
  }

  #coarser(fine: Level, kept: number): Level {
    const size = map3((i) => Math.ceil(fine.size[i] / 2));
    const faces = volumeOf(map3((i) => size[i] + 1));
    const [gx, gy, gz] = ['x', 'y', 'z'].map((axis) =>
      this.#run.alloc(4 * faces, `coarse conductances along ${axis}`),
    ) as [PooledBuffer, PooledBuffer, PooledBuffer];
    const args = levelArgs(fine);
    this.#run.dispatch(transportCoarsen, {
      buffers: { ...args.buffers, cx: gx, cy: gy, cz: gz },
      params: { ...args.params, coarse: size, kept },
      constants: args.constants,
      size: { invocations: faces },
      traffic: { read: conductanceBytes(fine), write: 12 * faces },
    });
    const { links } = fine.conductances;
    return { ...fine, size, conductances: { form: 'faces', links, gx, gy, gz } };
  }

  #cycle(k: number, own: Vectors, partials: PooledBuffer, swept: boolean): void {
    const { level } = this.#stages[k]!;
    const coarse = this.#stages[k + 1];
    if (coarse?.vectors === undefined) {
      this.#last(level, own);
      return;
    }
    const below = coarse.vectors;
    if (!swept) this.#smooth(level, own, 0, true);
    this.#smooth(level, own, 1, false);
    this.#restrict(level, own, coarse.level, below.r, true);
    this.#cycle(k + 1, below, partials, false);
    if (k > 0) {
      for (const colour of [1, 0] as const) this.#ascend(k, own, below.z, partials, colour);
      this.#smooth(level, own, 1, false);
      this.#restrict(level, own, coarse.level, below.r, false);
      this.#cycle(k + 1, below, partials, false);
    }
    for (const colour of [1, 0] as const) this.#ascend(k, own, below.z, partials, colour);
  }

  #last(level: Level, { r, z }: Vectors): void {
    const args = levelArgs(level);
    this.#run.dispatch(transportLast, {
      buffers: { ...args.buffers, r, z },
      params: { ...args.params, sweeps: LAST_SWEEPS },
      constants: args.constants,
      size: { workgroups: [1, 1, 1] },
      traffic: { read: conductanceBytes(level) + 4 * placesOf(level), write: 4 * placesOf(level) },
    });
  }

  #smooth(level: Level, { r, z }: Vectors, colour: number, fromZero: boolean): void {
    const args = levelArgs(level);
    const places = placesOf(level);
    this.#run.dispatch(transportSmooth, {
      buffers: { ...args.buffers, r, z },
      params: args.params,
      constants: { ...args.constants, COLOUR: colour, FROM_ZERO: fromZero ? 1 : 0 },
      size: { invocations: places / 2 },
      traffic: {
        read: conductanceBytes(level, true) + (fromZero ? 2 : 4) * places,
        write: 2 * places,
      },
    });
  }

  #restrict(
    level: Level,
    { r, z }: Vectors,
    coarse: Level,
    dst: PooledBuffer,
    fresh: boolean,
  ): void {
    const args = levelArgs(level);
    this.#run.dispatch(transportRestrict, {
      buffers: { ...args.buffers, r, z, dst },
      params: { ...args.params, coarse: coarse.size },
      constants: { ...args.constants, FRESH: fresh ? 1 : 0 },
      size: { invocations: placesOf(coarse) },
      // z of the black voxels; unless they are fresh, z and r of the red ones too.
      traffic: {
        read: conductanceBytes(level, true) + (fresh ? 2 : 6) * placesOf(level),
        write: 4 * placesOf(coarse),
      },
    });
  }

  #ascend(
    stage: number,
    { r, z }: Vectors,
    coarse: PooledBuffer,
    partials: PooledBuffer,
    colour: 0 | 1,
  ): void {
    const { level } = this.#stages[stage]!;
    const below = this.#stages[stage + 1]!.level;
    const args = levelArgs(level);
    const places = placesOf(level);
    const summed = stage === 0 ? 4 * this.#groups : 0;
    this.#run.dispatch(transportAscend, {
      buffers: { ...args.buffers, r, coarse, z, partials },
      params: { ...args.params, coarse_size: below.size, partial: colour * this.#groups },
      constants: { ...args.constants, COLOUR: colour, DOT: stage === 0 ? 1 : 0 },
      size: { invocations: places / 2 },
      traffic: {
        read: conductanceBytes(level, true) + 4 * places + (colour === 1 ? 4 * placesOf(below) : 0),
        write: 2 * places + summed,
      },
    });
  }
}
