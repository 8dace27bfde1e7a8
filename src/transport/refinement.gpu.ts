// Iterative refinement of a potential: a second f32 per voxel holds what the first cannot.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { transportAdd, transportResidual } from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { conductanceBytes, levelArgs, type Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';

/** How often the residual is made anew at most, whether or not it helps. */
const MOST_REFINED = 12;
/**
 * By how much the energy of the error has to fall while the spread of the currents does not halve,
 * where it would fall to a 32nd: then rounding is all that is left of the spread.
 */
const FALLEN = 1024;
/** Iterations in which the energy does not halve: the residual is rounding too. */
const IDLE = 24;

/** A potential: x alone, or the sum of a base and a small x. */
export interface Potential {
  readonly x: PooledBuffer;
  readonly base?: PooledBuffer | undefined;
}

/** What of a potential the kernels bind, and that they know whether there is a base. */
export function potentialArgs({ x, base }: Potential) {
  return {
    buffers: { x, base: base ?? x },
    constants: { REFINED: base === undefined ? 0 : 1 },
  } as const;
}

/**
 * Makes the residual r anew, of all digits that the potential has: recursions lose theirs with the
 * rounding of x. The first time, what x holds becomes the base, and x begins at zero.
 */
export function refine(run: Run, level: Level, before: Potential, r: PooledBuffer): Potential {
  const places = placesOf(level.size);
  const potential =
    before.base === undefined
      ? { base: before.x, x: run.alloc(4 * places, 'fine potential', { zero: true }) }
      : { base: before.base, x: before.x };
  const { buffers, params, constants } = levelArgs(level);
  run.dispatch(transportResidual, {
    buffers: { ...buffers, ...potential, r },
    params,
    constants,
    size: { invocations: places },
    traffic: { read: conductanceBytes(level) + 8 * places },
  });
  return potential;
}

/** The potential in one buffer. */
export function joined(run: Run, level: Level, { x, base }: Potential): PooledBuffer {
  if (base === undefined) return x;
  const places = placesOf(level.size);
  run.dispatch(transportAdd, {
    buffers: { x, base },
    params: { length: places },
    size: { invocations: places },
  });
  run.free(x);
  return base;
}

/** A state of a solve: the energy of the error, and the currents when they were last computed. */
interface State {
  readonly energy: number;
  readonly seen: { readonly energy: number; readonly fluxSpread: number };
}

/** Tells when a solve has come down to what f32 rounds. */
export class Stall {
  readonly #tolerance: number;
  /** Where the spread was last halved. */
  #mark: State['seen'] | undefined;
  #least = Infinity;
  #fell = 0;
  /** The least spread of the currents so far. */
  best = Infinity;
  /** The currents no longer follow the energy of the error. */
  isRounding = false;
  /** The energy itself no longer falls. */
  isIdle = false;
  /** The spread that the last refinement began from, and how many there were. */
  #before = Infinity;
  #refined = 0;

  constructor(tolerance: number) {
    this.#tolerance = tolerance;
  }

  /** Takes down the state after some iterations. */
  note(iterations: number, { energy, seen }: State): void {
    if (energy <= this.#least / 2) {
      this.#least = energy;
      this.#fell = iterations;
    }
    this.best = Math.min(this.best, seen.fluxSpread);
    if (this.#mark === undefined || seen.fluxSpread <= this.#mark.fluxSpread / 2) this.#mark = seen;
    const fallen = seen.energy <= this.#mark.energy / FALLEN;
    this.isRounding = fallen && seen !== this.#mark && seen.fluxSpread > this.#tolerance;
    this.isIdle = iterations - this.#fell >= IDLE;
  }

  /** The last refinement did not halve the spread: another one will not. */
  get isHopeless(): boolean {
    return this.#refined === MOST_REFINED || (this.#refined > 0 && this.best > this.#before / 2);
  }

  /** The residual was made anew. */
  restart(iterations: number): void {
    this.#refined += 1;
    this.#before = this.best;
    this.#mark = undefined;
    this.#least = Infinity;
    this.#fell = iterations;
  }
}

/** The error of a tolerance that f32 does not reach, with one that it does. */
export function unreachable(
  op: string,
  { iterations, tolerance, best }: Readonly<Record<'iterations' | 'tolerance' | 'best', number>>,
): VoxmetryError {
  // Two digits, rounded up, with room: a solve to another tolerance is refined at other iterations,
  // and its rounding was seen to differ by 1.7.
  const room = 3 * best;
  const digit = 10 ** (Math.floor(Math.log10(room)) - 1);
  const reachable = Number((Math.ceil(room / digit) * digit).toPrecision(2));
  const remedy =
    reachable <= 0.1
      ? `A tolerance of ${String(reachable)} can be reached; more iterations change nothing.`
      : 'No tolerance that is allowed can be reached; coefficients that differ less can.';
  return new VoxmetryError(
    'limit',
    `${op}: after ${String(iterations)} iterations the currents of planes spread by ${best.toPrecision(3)}, all of it rounding in f32, more than the tolerance, ${String(tolerance)}. ${remedy}`,
    {
      op,
      details: {
        iterations,
        fluxSpread: best,
        tolerance,
        reachable: reachable <= 0.1 ? reachable : undefined,
      },
    },
  );
}
