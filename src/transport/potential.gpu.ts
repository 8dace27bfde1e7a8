// Preconditioned conjugate gradients for the potential (Laplace's equation) on the GPU.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bufferBytes, type BufferBytes, type GpuGrid } from '../implement/index.js';
import {
  transportApply,
  transportClasses,
  transportDirect,
  transportFluxes,
  transportLinks,
  transportScalars,
  transportStart,
  transportStep,
} from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, map3, volumeOf, type Axis, type Vec3 } from '../recipe/geometry.js';
import type { GridMeta } from '../recipe/meta.js';
import { coarseBytes } from './coarse_levels.gpu.js';
import { conductanceBytes, levelArgs, Multigrid, SUMMED, type Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';
import { classesOf } from './phase_classes.js';
import {
  joined,
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
export interface Problem {
  readonly op: string;
  /** The voxels that conduct. The caller must leave out what does not reach both ends. */
  readonly mask: GpuGrid;
  /** Materials, and their coefficients by code. Without them, the mask has the coefficient 1. */
  readonly phases?: GpuGrid | undefined;
  readonly coefficients?: Float32Array<ArrayBuffer> | undefined;
  readonly axis: Axis;
  readonly sides: 'closed' | 'periodic';
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

/**
 * What {@link solvePotential} takes at most: how voxels conduct, five vectors and a sixth where the
 * potential is refined, the coarse levels, partial sums and currents.
 */
export function potentialBytes({ size }: GridMeta): BufferBytes {
  const places = placesOf(size);
  const vectors = Array<number>(6).fill(4 * places);
  const small = [places / 16, 4096, 4096, 4 * (Math.max(...size) + 1)];
  return bufferBytes([places, ...vectors, ...coarseBytes(size), ...small]);
}

/** Area of a voxel's face over the distance between voxels, along each axis. */
function faceWeights(spacing: Vec3): Vec3 {
  return map3((i) => volumeOf(spacing) / spacing[i] ** 2);
}

/**
 * The stencil's conductances as a byte per voxel: bits of the neighbours that it conducts to, or,
 * with phases, its class.
 */
function conductancesOf(run: Run, problem: Problem, level: Omit<Level, 'conductances'>): Level {
  const { mask, phases, coefficients } = problem;
  const { axis, wrap } = level;
  const words = Math.ceil(placesOf(level.size) / 4);
  const links = run.alloc(4 * words, 'how voxels conduct');
  if (phases === undefined || coefficients === undefined) {
    run.dispatch(transportLinks, {
      grids: { src: mask },
      buffers: { dst: links },
      params: { axis, wrap },
      size: { invocations: words },
    });
    return { ...level, conductances: { form: 'links', links, coefficients: links } };
  }
  const { classes, values } = classesOf(problem.op, coefficients);
  const table = run.alloc(1024, 'classes of codes');
  run.upload(table, classes);
  run.dispatch(transportClasses, {
    grids: { mask, phases },
    buffers: { classes: table, dst: links },
    size: { invocations: words },
  });
  run.free(table);
  const byClass = run.alloc(1024, 'coefficients of classes');
  run.upload(byClass, values);
  return { ...level, conductances: { form: 'classes', links, coefficients: byClass } };
}

/** Currents through the planes across the axis. */
async function currents(run: Run, level: Level, potential: Potential): Promise<Float32Array> {
  const planes = level.size[level.axis]! + 1;
  const fluxes = run.alloc(4 * planes, 'currents');
  const args = levelArgs(level);
  const { buffers, constants } = potentialArgs(potential);
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
    scalars,
    tolerance,
  }: {
    readonly level: Level;
    readonly potential: Potential;
    readonly scalars: PooledBuffer;
    readonly tolerance: number;
  },
  before?: Progress['seen'],
): Promise<Progress> {
  const energy = Math.abs(new Float32Array(await run.read(scalars, 0, 4))[0]!);
  if (before !== undefined) {
    const expected = before.fluxSpread * Math.sqrt(energy / before.energy);
    if (expected > LOOKED_AT * tolerance) return { done: false, energy, seen: before, expected };
  }
  const fluxes = await currents(run, level, potential);
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
 * rounding of the potential keeps the currents apart, it is refined, by a second f32 per voxel.
 */
export async function solvePotential(run: Run, problem: Problem): Promise<Solution> {
  const { op, mask, axis, sides, tolerance, maxIterations } = problem;
  const { size, spacing } = mask.meta;
  const along = AXIS_INDEX[axis];
  const level = conductancesOf(run, problem, {
    size,
    axis: along,
    weights: faceWeights(spacing),
    wrap: map3((i) => (sides === 'periodic' && i !== along ? 1 : 0)),
  });
  const places = placesOf(level.size);
  // Places of no voxel must not be NaN.
  const vector = (name: string): PooledBuffer => run.alloc(4 * places, name, { zero: true });
  const [first, r, z, p, product] = [
    vector('potential'),
    vector('residual'),
    vector('correction'),
    vector('direction'),
    vector('product'),
  ] as const;
  const multigrid = new Multigrid(run, level);
  const groups = Math.ceil(places / SUMMED);
  const partials = run.alloc(4 * Math.max(groups, multigrid.sums), 'partial sums');
  const scalars = run.alloc(12, 'steps', { zero: true });
  const args = levelArgs(level);
  const conductance = conductanceBytes(level);
  const each = { invocations: places };
  const summed = (length: number, what: 0 | 1 | 2): void => {
    run.dispatch(transportScalars, {
      buffers: { partials, scalars },
      params: { length },
      constants: { WHAT: what },
      size: { workgroups: [1, 1, 1] },
      traffic: { read: 4 * length },
    });
  };
  run.dispatch(transportStart, {
    buffers: { ...args.buffers, x: first, r },
    params: args.params,
    constants: args.constants,
    size: each,
    traffic: { read: conductance },
  });
  let potential: Potential = { x: first };
  const progress = (before?: Progress['seen']): Promise<Progress> =>
    progressOf(run, { level, potential, scalars, tolerance }, before);
  /** Begins anew from the residual: the first search direction, and the state. */
  const begin = (): Promise<Progress> => {
    multigrid.precondition(r, p, partials, false);
    summed(multigrid.sums, 2);
    return progress();
  };
  const sweep = levelArgs(multigrid.finest);
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
      potential = refine(run, level, potential, r);
      stall.restart(iterations);
      state = await begin();
      continue;
    }
    const near = state.expected <= NEAR * tolerance;
    const turns = Math.min(near ? 1 : BATCH, maxIterations - iterations);
    for (let k = 0; k < turns; k += 1) {
      run.dispatch(transportApply, {
        buffers: { ...args.buffers, p, product, partials },
        params: args.params,
        constants: args.constants,
        size: { invocations: 256 * groups },
        traffic: { read: conductance + 4 * places, write: 4 * places + 4 * groups },
      });
      summed(groups, 1);
      run.dispatch(transportStep, {
        buffers: { ...sweep.buffers, product, scalars, r, z },
        params: sweep.params,
        constants: sweep.constants,
        size: each,
        traffic: { read: conductance + 8 * places, write: 6 * places },
      });
      multigrid.precondition(r, z, partials, true);
      summed(multigrid.sums, 0);
      run.dispatch(transportDirect, {
        buffers: { z, scalars, p, x: potential.x },
        params: { length: places },
        size: each,
        traffic: { read: 12 * places },
      });
      await run.pace();
    }
    iterations += turns;
    // After the last iteration allowed, the currents are computed whatever the energy is.
    state = await progress(iterations < maxIterations ? state.seen : undefined);
  }
  multigrid.release();
  const { links, coefficients } = level.conductances;
  run.free(r, z, p, product, partials, scalars, ...new Set([links, coefficients]));
  const { current, fluxSpread } = state.seen;
  return { x: joined(run, level, potential), current, fluxSpread, iterations };
}
