// The potential between two ends (Laplace's equation), and the current that it drives, on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { transportFluxes, transportStart } from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { ConjugateGradients } from './conjugate_gradients.gpu.js';
import { finestLevel, freeLevel, type Conductors } from './level.gpu.js';
import { conductanceBytes, levelArgs, type Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';
import {
  join,
  potentialArgs,
  refine,
  Stall,
  unreachable,
  type Potential,
} from './refinement.gpu.js';

/**
 * How often convergence is checked. The energy of the error is read back every BATCH iterations,
 * but after every single iteration once the spread of the currents is expected to be below NEAR ·
 * tolerance.
 *
 * The currents themselves are computed only where their spread is expected to be below LOOKED_AT ·
 * tolerance. The margin is needed because the actual spread fluctuates about the expected one by
 * such a factor.
 */
const BATCH = 2;
const NEAR = 8;
const LOOKED_AT = 4;

/** What to solve. */
export interface Problem extends Conductors {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** A potential that has settled, and the current that it drives. */
export interface Solution {
  /** The potential, one f32 per voxel; the caller frees it. */
  readonly x: PooledBuffer;
  /**
   * Mean over all planes across the axis, for a drop of 1, in units of the coefficient times
   * length.
   */
  readonly current: number;
  /** (greatest − least) / mean current of the planes. */
  readonly fluxSpread: number;
  readonly iterations: number;
}

/** Currents through the planes across the axis. */
async function currents(
  run: Run,
  level: Level,
  potential: Potential,
  spare: PooledBuffer,
): Promise<Float32Array> {
  const planes = level.size[level.axis]! + 1;
  const fluxes = run.alloc(4 * planes, 'currents');
  const args = levelArgs(level);
  const { buffers, constants } = potentialArgs(run, potential, spare);
  run.dispatch(transportFluxes, {
    buffers: { ...args.buffers, ...buffers, fluxes },
    params: args.params,
    constants: { ...args.constants, ...constants },
    size: { workgroups: [planes, 1, 1] },
    traffic: {
      read: conductanceBytes(level) + (4 + 4 * constants.REFINED) * placesOf(level.size),
    },
  });
  const found = new Float32Array(await run.read(fluxes, 0, 4 * planes));
  run.free(fluxes);
  return found;
}

/** The state of convergence. */
interface Progress {
  readonly done: boolean;
  /**
   * The square of the error's energy norm, as the preconditioner estimates it (r · z): a bound on
   * what the error may add to the current.
   */
  readonly energy: number;
  /** The currents when they were last computed, and the energy at that time. */
  readonly seen: { readonly energy: number; readonly current: number; readonly fluxSpread: number };
  /** The spread of the currents expected by now: it falls with the square root of the energy. */
  readonly expected: number;
}

/**
 * Reads back the energy of the error. Computes the currents only where they are expected to agree
 * soon, or have not been computed yet.
 */
async function progressOf(
  run: Run,
  {
    level,
    potential,
    gradients,
    tolerance,
  }: {
    readonly level: Level;
    readonly potential: Potential;
    readonly gradients: ConjugateGradients;
    readonly tolerance: number;
  },
  before?: Progress['seen'],
): Promise<Progress> {
  const energy = await gradients.energy();
  if (before !== undefined) {
    const expected = before.fluxSpread * Math.sqrt(energy / before.energy);
    if (expected > LOOKED_AT * tolerance) return { done: false, energy, seen: before, expected };
  }
  const fluxes = await currents(run, level, potential, gradients.spare);
  const current = fluxes.reduce((sum, flux) => sum + flux, 0) / fluxes.length;
  const greatest = fluxes.reduce((a, b) => Math.max(a, b), -Infinity);
  const least = fluxes.reduce((a, b) => Math.min(a, b), Infinity);
  // Where nothing conducts there are no currents, so none that could differ.
  const none = greatest === 0 && least === 0;
  const fluxSpread = none ? 0 : current > 0 ? (greatest - least) / current : Infinity;
  const done = fluxSpread <= tolerance && energy <= tolerance * current;
  return { done, energy, seen: { energy, current, fluxSpread }, expected: fluxSpread };
}

/**
 * Solves Laplace's equation for the potential, which is 1 at the lower end of an axis and 0 at the
 * upper one (half a voxel outside the volume), by conjugate gradients. One multigrid cycle per step
 * is the preconditioner; the initial guess falls linearly along the axis.
 *
 * The solve ends when the currents through all planes agree to `tolerance`, and the most that the
 * error can still add to the current, by its energy norm, is below `tolerance` as well. Where the
 * rounding of the potential keeps the currents apart, it is refined, by a second f32 per voxel on
 * the host.
 */
export async function solvePotential(run: Run, problem: Problem): Promise<Solution> {
  const { op, tolerance, maxIterations } = problem;
  const level = finestLevel(run, problem);
  const places = placesOf(level.size);
  const gradients = new ConjugateGradients(run, level);
  const { r } = gradients;
  const x = run.alloc(4 * places, 'potential', { zero: true });
  const args = levelArgs(level);
  run.dispatch(transportStart, {
    buffers: { ...args.buffers, x, r },
    params: args.params,
    constants: args.constants,
    size: { invocations: places },
    traffic: { read: conductanceBytes(level) },
  });
  let potential: Potential = { x };
  const progress = (before?: Progress['seen']): Promise<Progress> =>
    progressOf(run, { level, potential, gradients, tolerance }, before);
  /** Begins anew from the residual: the first search direction, and the state. */
  const begin = (): Promise<Progress> => {
    gradients.begin();
    return progress();
  };
  let iterations = 0;
  const stall = new Stall(tolerance);
  let state = await begin();
  while (!state.done) {
    stall.note(iterations, state);
    const stalled = stall.isRounding || (stall.isIdle && iterations >= maxIterations);
    if (stalled && stall.isHopeless)
      throw unreachable(op, { iterations, tolerance, best: stall.best });
    if (iterations >= maxIterations || !Number.isFinite(state.energy))
      throw new VoxmetryError(
        'limit',
        `${op}: after ${String(iterations)} iterations the currents of planes still spread by ${state.seen.fluxSpread.toPrecision(3)}, more than ${String(tolerance)}, or may change by ${(state.energy / state.seen.current).toPrecision(3)}. Raise maxIterations or tolerance.`,
        { op, details: { iterations, fluxSpread: state.seen.fluxSpread, tolerance } },
      );
    if (!stall.isHopeless && (stall.isRounding || stall.isIdle)) {
      potential = await refine(run, level, potential, gradients);
      stall.restart(iterations);
      state = await begin();
      continue;
    }
    const near = state.expected <= NEAR * tolerance;
    const turns = Math.min(near ? 1 : BATCH, maxIterations - iterations);
    await gradients.advance(x, turns);
    iterations += turns;
    // After the last iteration allowed, the currents are computed whatever the energy is.
    state = await progress(iterations < maxIterations ? state.seen : undefined);
  }
  const { current, fluxSpread } = state.seen;
  join(run, level, potential, gradients.spare);
  gradients.release();
  freeLevel(run, level);
  return { x, current, fluxSpread, iterations };
}
