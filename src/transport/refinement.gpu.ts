// Iterative refinement of a potential: a second f32 per voxel holds what the first
// cannot.
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

/** Bytes of a potential that are read back at once. */
const PART = 2 ** 26;

/**
 * A potential: x alone, or the sum of x and a base. The base no longer changes and is seldom read,
 * so it is kept on the host, in parts, and put into a vector that is free when it is.
 */
export interface Potential {
  readonly x: PooledBuffer;
  readonly base?: readonly Uint8Array<ArrayBuffer>[] | undefined;
}

/**
 * What of a potential the kernels bind, and that they know whether there is a base: it is written
 * to `spare`.
 */
export function potentialArgs(run: Run, { x, base }: Potential, spare: PooledBuffer) {
  if (base === undefined) return { buffers: { x, base: x }, constants: { REFINED: 0 } } as const;
  base.forEach((part, i) => {
    run.upload(spare, part, i * PART);
  });
  return { buffers: { x, base: spare }, constants: { REFINED: 1 } } as const;
}

/** Takes a potential to the host, as a base, and leaves zeros. */
async function baseOf(run: Run, x: PooledBuffer): Promise<Uint8Array<ArrayBuffer>[]> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < x.bytes; at += PART) {
    const bytes = Math.min(PART, x.bytes - at);
    parts.push(new Uint8Array(await run.read(x, at, bytes)));
    run.upload(x, new Uint8Array(bytes), at);
  }
  return parts;
}

/**
 * Makes the residual r anew, of all digits that the potential has: recursions lose theirs with the
 * rounding of x. The first time, what x holds becomes the base, and x begins at zero.
 */
export async function refine(
  run: Run,
  level: Level,
  { x, base }: Potential,
  { r, spare }: Readonly<Record<'r' | 'spare', PooledBuffer>>,
): Promise<Potential> {
  const places = placesOf(level.size);
  const potential = { x, base: base ?? (await baseOf(run, x)) };
  const { buffers, params, constants } = levelArgs(level);
  run.dispatch(transportResidual, {
    buffers: { ...buffers, ...potentialArgs(run, potential, spare).buffers, r },
    params,
    constants,
    size: { invocations: places },
    traffic: { read: conductanceBytes(level) + 8 * places },
  });
  return potential;
}

/** Adds the base of a potential, if it has one, to its x. */
export function join(run: Run, level: Level, potential: Potential, spare: PooledBuffer): void {
  if (potential.base === undefined) return;
  const places = placesOf(level.size);
  run.dispatch(transportAdd, {
    buffers: potentialArgs(run, potential, spare).buffers,
    params: { length: places },
    size: { invocations: places },
  });
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
