import type { PooledBuffer, Run } from '../gpu/index.js';
import { bytesOf, type GpuGrid } from '../implement/index.js';
import { transportApply } from '../kernels/transport_apply.js';
import { transportDirect } from '../kernels/transport_direct.js';
import { transportDot } from '../kernels/transport_dot.js';
import { transportFaces } from '../kernels/transport_faces.js';
import { transportFluxes } from '../kernels/transport_fluxes.js';
import { transportLinks } from '../kernels/transport_links.js';
import { transportScalars } from '../kernels/transport_scalars.js';
import { transportStart } from '../kernels/transport_start.js';
import { transportStep } from '../kernels/transport_step.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, map3, volumeOf, type Axis, type Vec3 } from '../recipe/geometry.js';
import { conductanceBytes, levelArgs, Multigrid, type Level } from './multigrid.gpu.js';

/** Invocations of a workgroup, each of which sums into one partial. */
const WIDTH = 256;
/** Iterations between two looks at the currents. */
const BATCH = 4;

/** What to solve. */
export interface Problem {
  readonly op: string;
  /** Where anything conducts: what does not reach both ends must be left out. */
  readonly mask: GpuGrid;
  /** Materials and their coefficients by code; without, the mask has the coefficient 1. */
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
  /** Mean over all planes across the axis, for a drop of 1, in units of the coefficient times length. */
  readonly current: number;
  /** (greatest − least) / mean current of the planes. */
  readonly fluxSpread: number;
  readonly iterations: number;
}

/** Area of a voxel's face over the distance of voxels, along each axis. */
function faceWeights(spacing: Vec3): Vec3 {
  return map3((i) => volumeOf(spacing) / spacing[i] ** 2);
}

function conductancesOf(run: Run, problem: Problem, level: Omit<Level, 'conductances'>): Level {
  const { mask, phases, coefficients } = problem;
  const { size, axis, weights, wrap } = level;
  if (phases === undefined || coefficients === undefined) {
    const links = run.alloc(Math.ceil(volumeOf(size) / 4) * 4, 'links of voxels');
    run.dispatch(transportLinks, {
      buffers: { src: mask.buffer, dst: links },
      params: { src: mask.layout, axis, wrap },
      constants: {},
      size: { invocations: Math.ceil(volumeOf(size) / 4) },
      traffic: { read: bytesOf('bit', mask.region), write: volumeOf(size) },
    });
    const none = links;
    return { ...level, conductances: { linked: true, links, gx: none, gy: none, gz: none } };
  }
  const faces = volumeOf(map3((i) => size[i] + 1));
  const [gx, gy, gz] = ['x', 'y', 'z'].map((name) =>
    run.alloc(4 * faces, `conductances along ${name}`),
  ) as [PooledBuffer, PooledBuffer, PooledBuffer];
  const table = run.alloc(1024, 'coefficients');
  run.upload(table, coefficients);
  run.dispatch(transportFaces, {
    buffers: { mask: mask.buffer, phases: phases.buffer, coefficients: table, gx, gy, gz },
    params: { mask: mask.layout, phases: phases.layout, axis, weights, unused: 0, wrap },
    constants: {},
    size: { invocations: faces },
    traffic: {
      read: bytesOf('bit', mask.region) + bytesOf('u8', phases.region) + 1024,
      write: 12 * faces,
    },
  });
  run.free(table);
  return { ...level, conductances: { linked: false, links: gx, gx, gy, gz } };
}

/** Currents through the planes across the axis. */
async function currents(run: Run, level: Level, x: PooledBuffer): Promise<Float32Array> {
  const planes = level.size[level.axis]! + 1;
  const fluxes = run.alloc(4 * planes, 'currents');
  const args = levelArgs(level);
  run.dispatch(transportFluxes, {
    buffers: { ...args.buffers, x, fluxes },
    params: args.params,
    constants: args.constants,
    size: { workgroups: [planes, 1, 1] },
    traffic: { read: conductanceBytes(level) + 4 * volumeOf(level.size), write: 4 * planes },
  });
  const found = new Float32Array(await run.read(fluxes, 0, 4 * planes));
  run.free(fluxes);
  return found;
}

/**
 * Solves for the potential of 1 at the lower end of an axis and 0 at the upper one, half a voxel outside, by conjugate gradients
 * with a cycle of multigrid before each step, from a potential that falls evenly. Done when the currents through all planes
 * agree to `tolerance`, and what the energy of the error may add to the current is below it.
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
  const voxels = volumeOf(size);
  const vector = (name: string): PooledBuffer => run.alloc(4 * voxels, name);
  const [x, r, z, p, product] = [
    vector('potential'),
    vector('residual'),
    vector('correction'),
    vector('direction'),
    vector('product'),
  ] as const;
  const groups = Math.ceil(voxels / WIDTH);
  const partials = run.alloc(4 * groups, 'partial sums');
  const scalars = run.alloc(12, 'steps', { zero: true });
  const args = levelArgs(level);
  const conductance = conductanceBytes(level);
  const length = voxels;
  const size1 = { invocations: voxels };
  const summed = (what: 0 | 1 | 2): void => {
    run.dispatch(transportScalars, {
      buffers: { partials, scalars },
      params: { length: groups },
      constants: { WHAT: what },
      size: { workgroups: [1, 1, 1] },
      traffic: { read: 4 * groups, write: 12 },
    });
  };
  const direct = (what: 0 | 2): void => {
    run.dispatch(transportDot, {
      buffers: { a: r, b: z, partials },
      params: { length },
      constants: {},
      size: size1,
      traffic: { read: 8 * voxels, write: 4 * groups },
    });
    summed(what);
    run.dispatch(transportDirect, {
      buffers: { z, scalars, p },
      params: { length },
      constants: {},
      size: size1,
      traffic: { read: 8 * voxels, write: 4 * voxels },
    });
  };

  run.dispatch(transportStart, {
    buffers: { ...args.buffers, x, r },
    params: args.params,
    constants: args.constants,
    size: size1,
    traffic: { read: conductance, write: 8 * voxels },
  });
  const multigrid = new Multigrid(run, level);
  multigrid.precondition(r, z);
  direct(2);
  let iterations = 0;
  let fluxSpread: number;
  let current: number;
  for (;;) {
    const fluxes = await currents(run, level, x);
    const [rz] = new Float32Array(await run.read(scalars, 0, 4));
    current = fluxes.reduce((sum, flux) => sum + flux, 0) / fluxes.length;
    fluxSpread =
      (fluxes.reduce((a, b) => Math.max(a, b), -Infinity) -
        fluxes.reduce((a, b) => Math.min(a, b), Infinity)) /
      current;
    // Nothing conducts: there is no current to disagree on.
    if (fluxes.every((flux) => flux === 0)) fluxSpread = 0;
    if (fluxSpread <= tolerance && Math.abs(rz!) <= tolerance * current) break;
    if (iterations >= maxIterations || !Number.isFinite(fluxSpread)) {
      throw new VoxmetryError(
        'limit',
        `${op}: after ${String(iterations)} iterations the currents of planes still spread by ${fluxSpread.toPrecision(3)}, more than ${String(tolerance)}. Raise maxIterations or tolerance.`,
        { op, details: { iterations, fluxSpread, tolerance } },
      );
    }
    for (let k = 0; k < Math.min(BATCH, maxIterations - iterations); k += 1) {
      run.dispatch(transportApply, {
        buffers: { ...args.buffers, p, product, partials },
        params: args.params,
        constants: args.constants,
        size: size1,
        traffic: { read: conductance + 4 * voxels, write: 4 * voxels + 4 * groups },
      });
      summed(1);
      run.dispatch(transportStep, {
        buffers: { p, product, scalars, x, r },
        params: { length },
        constants: {},
        size: size1,
        traffic: { read: 16 * voxels, write: 8 * voxels },
      });
      multigrid.precondition(r, z);
      direct(0);
      await run.pace();
    }
    iterations += Math.min(BATCH, maxIterations - iterations);
  }
  multigrid.release();
  const { links, gx, gy, gz } = level.conductances;
  run.free(r, z, p, product, partials, scalars, ...new Set([links, gx, gy, gz]));
  return { x, current, fluxSpread, iterations };
}
