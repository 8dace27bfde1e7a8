import type { PooledBuffer, Run } from '../gpu/index.js';
import { CONDUCTANCE_FORM } from '../kernels/shared/conductances.js';
import { transportAscend } from '../kernels/transport_ascend.js';
import { transportCoarsen } from '../kernels/transport_coarsen.js';
import { transportRestrict } from '../kernels/transport_restrict.js';
import { transportSmooth } from '../kernels/transport_smooth.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';

/** Levels end where this many voxels are left. */
const COARSEST = 32;
/** Sweeps, there and back, that stand for a solution on the last level. */
const LAST_SWEEPS = 8;

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

/** A level with the buffers of its part of a cycle. */
interface Stage {
  readonly level: Level;
  /** Right side and correction; those of the first level are given. */
  readonly r: PooledBuffer | undefined;
  readonly z: PooledBuffer | undefined;
}

/**
 * A cycle of multigrid as preconditioner: 2×2×2 aggregates, piecewise constant, with the conductances between them halved
 * (Braess, Computing 55, 1995, 379, on overcorrection), red–black Gauss–Seidel before and, in the opposite order, after, so
 * that the whole is symmetric. Red voxels start from zero, and are made anew at the end: their residual on the way down is what black
 * neighbours brought, and the correction on the way up is added as black voxels read them, never stored. Where a periodic axis is odd on a level, red meets red across its ends: there the
 * preconditioner leaves that link out.
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
    this.#stages.push({ level: even(finest), r: undefined, z: undefined });
    let level = finest;
    do {
      level = this.#coarser(level);
      const bytes = 4 * placesOf(level);
      this.#stages.push({
        level: even(level),
        r: run.alloc(bytes, 'coarse residual'),
        z: run.alloc(bytes, 'coarse correction'),
      });
    } while (volumeOf(level.size) > COARSEST && Math.max(...level.size) > 2);
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
    const last = this.#stages.length - 1;
    const vectors = (k: number): { r: PooledBuffer; z: PooledBuffer } => ({
      r: this.#stages[k]!.r ?? r,
      z: this.#stages[k]!.z ?? z,
    });
    for (let k = 0; k <= last; k += 1) {
      const { level } = this.#stages[k]!;
      const own = vectors(k);
      if (k > 0 || !swept) this.#smooth(level, own, 0, true);
      this.#smooth(level, own, 1, false);
      if (k < last) this.#restrict(level, own.z, this.#stages[k + 1]!.level, vectors(k + 1).r);
    }
    const { level } = this.#stages[last]!;
    for (let sweep = 1; sweep < LAST_SWEEPS; sweep += 1)
      for (const colour of [0, 1, 1, 0]) this.#smooth(level, vectors(last), colour, false);
    for (const colour of [1, 0]) this.#smooth(level, vectors(last), colour, false);
    for (let k = last - 1; k >= 0; k -= 1)
      for (const colour of [1, 0] as const)
        this.#ascend(k, vectors(k), vectors(k + 1).z, partials, colour);
  }

  /** Gives the buffers of all levels but the first back. */
  release(): void {
    for (const { level, r, z } of this.#stages.slice(1)) {
      const { gx, gy, gz } = level.conductances;
      this.#run.free(r, z, gx, gy, gz);
    }
  }

  #coarser(fine: Level): Level {
    const size = map3((i) => Math.ceil(fine.size[i] / 2));
    const faces = volumeOf(map3((i) => size[i] + 1));
    const [gx, gy, gz] = ['x', 'y', 'z'].map((axis) =>
      this.#run.alloc(4 * faces, `coarse conductances along ${axis}`),
    ) as [PooledBuffer, PooledBuffer, PooledBuffer];
    const args = levelArgs(fine);
    this.#run.dispatch(transportCoarsen, {
      buffers: { ...args.buffers, cx: gx, cy: gy, cz: gz },
      params: { ...args.params, coarse: size },
      constants: args.constants,
      size: { invocations: faces },
      traffic: { read: conductanceBytes(fine), write: 12 * faces },
    });
    const { links } = fine.conductances;
    return { ...fine, size, conductances: { form: 'faces', links, gx, gy, gz } };
  }

  #smooth(
    level: Level,
    { r, z }: { r: PooledBuffer; z: PooledBuffer },
    colour: number,
    fromZero: boolean,
  ): void {
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

  #restrict(level: Level, z: PooledBuffer, coarse: Level, dst: PooledBuffer): void {
    const args = levelArgs(level);
    this.#run.dispatch(transportRestrict, {
      buffers: { ...args.buffers, z, dst },
      params: { ...args.params, coarse: coarse.size },
      constants: args.constants,
      size: { invocations: placesOf(coarse) },
      // The links of red voxels, z of the black ones.
      traffic: {
        read: conductanceBytes(level, true) + 2 * placesOf(level),
        write: 4 * placesOf(coarse),
      },
    });
  }

  #ascend(
    stage: number,
    { r, z }: { r: PooledBuffer; z: PooledBuffer },
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
