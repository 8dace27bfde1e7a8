// The electrode tortuosity factor on the GPU: a potential with sources at the interface.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { implementReduce } from '../implement/index.js';
import { transportScalars, transportSources } from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { map3, volumeOf, type Vec3 } from '../recipe/geometry.js';
import { ConjugateGradients, FIRST, solveBytes, sumsOf } from './conjugate_gradients.gpu.js';
import {
  electrodeTransport,
  ELECTRODE_CONVENTION,
  type ElectrodeTransportValue,
} from './electrode.js';
import { finestLevel, freeLevel, type Conductors } from './level.gpu.js';
import type { Level } from './multigrid.gpu.js';
import { placesOf } from './places.js';
import { sampleBox } from './sample_box.js';
import { voxelsOf } from './voxels.gpu.js';
import { checkWhole } from './whole.js';

/** Steps between two looks at the error. */
const BATCH = 2;

/** What one brick finds: the whole. */
interface Reached {
  readonly voxels: number;
  /** The ionic resistance over the electrolyte's resistivity, in 1 / length. */
  readonly resistance: number;
  readonly iterations: number;
}

/** What to solve. */
interface Electrode extends Conductors {
  readonly separator: 'lower' | 'upper';
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Sums over the interface: of its area, which becomes `v`, or of area times `v`. */
async function overInterface(
  run: Run,
  level: Level,
  { v, partials, spacing }: { v: PooledBuffer; partials: PooledBuffer; spacing: Vec3 },
  what: 'area' | 'product',
): Promise<number> {
  const { size, wrap, conductances } = level;
  const sums = sumsOf(level);
  const first = what === 'area' ? 1 : 0;
  const places = placesOf(size);
  run.dispatch(transportSources, {
    buffers: { links: conductances.links, v, partials },
    params: { size, wrap, areas: map3((i) => volumeOf(spacing) / spacing[i]) },
    constants: { FIRST: first },
    size: { invocations: 256 * sums },
    traffic: {
      read: (first === 1 ? 1 : 5) * places,
      write: (first === 1 ? 4 : 0) * places + 4 * sums,
    },
  });
  const scalars = run.alloc(12, 'sum');
  run.dispatch(transportScalars, {
    buffers: { partials, scalars },
    params: { length: sums },
    constants: { WHAT: FIRST },
    size: { workgroups: [1, 1, 1] },
    traffic: { read: 4 * sums },
  });
  const [sum] = new Float32Array(await run.read(scalars, 0, 4));
  run.free(scalars);
  return sum!;
}

/** The ionic resistance of the pores, by a potential that is zero at the separator. */
async function resistanceOf(
  run: Run,
  electrode: Electrode,
): Promise<Pick<Reached, 'resistance' | 'iterations'>> {
  const { mask, separator, tolerance, maxIterations } = electrode;
  const { spacing } = mask.meta;
  const level = finestLevel(run, electrode, separator);
  const gradients = new ConjugateGradients(run, level);
  const { r, partials } = gradients;
  const area = await overInterface(run, level, { v: r, partials, spacing }, 'area');
  if (area === 0)
    throw new VoxmetryError(
      'empty-phase',
      'electrodeTortuosity: the pores touch no solid, so there is no interface that a current could leave through. Take the mask of the pores of a porous electrode.',
      { op: 'electrodeTortuosity' },
    );
  const x = run.alloc(4 * placesOf(level.size), 'potential', { zero: true });
  gradients.begin();
  let iterations = 0;
  let dissipated = 0;
  let [gained, error] = [0, Infinity];
  while (!(error <= tolerance * dissipated)) {
    if (iterations >= maxIterations || Number.isNaN(error))
      throw new VoxmetryError(
        'limit',
        `electrodeTortuosity: after ${String(iterations)} iterations the resistance may still change by ${(error / dissipated).toPrecision(3)} of itself, more than ${String(tolerance)}. Raise maxIterations or tolerance.`,
        { op: 'electrodeTortuosity', details: { iterations, tolerance } },
      );
    const steps = Math.min(BATCH, maxIterations - iterations);
    await gradients.advance(x, steps);
    iterations += steps;
    const found = await overInterface(run, level, { v: x, partials, spacing }, 'product');
    const gain = found - dissipated;
    // What was gained is by how much the error fell: of what falls evenly, so much is left. The
    // preconditioner's estimate alone is too small where voxels are far from cubes.
    const left = gain <= 0 ? 0 : gain < gained ? gain ** 2 / (gained - gain) : Infinity;
    error = Math.max(await gradients.energy(), left);
    [dissipated, gained] = [found, gain];
  }
  gradients.release();
  run.free(x);
  freeLevel(run, level);
  return { resistance: (3 * dissipated) / area ** 2, iterations };
}

/** {@link electrodeTransport} on the GPU. */
export const electrodeTransportOnGpu = implementReduce(electrodeTransport, {
  temporaries: (_, { metas: { mask } }) => solveBytes(mask),
  partial: async ({ run, inputs: { mask }, params, region }): Promise<Reached> => {
    const op = 'electrodeTortuosity';
    checkWhole(op, mask.meta, region);
    const voxels = await voxelsOf(run, mask);
    if (voxels === 0) return { voxels, resistance: Infinity, iterations: 0 };
    return { voxels, ...(await resistanceOf(run, { op, mask, ...params })) };
  },
  merge: (a) => a,
  finish: (found, { params, metas, inputs }): ElectrodeTransportValue => {
    const { axis, separator, sides } = params;
    const { voxels, length, section } = sampleBox(metas.mask, axis);
    const fraction = inputs.voxels / voxels;
    // One over the conductivity of the whole, for an electrolyte of 1.
    const resistivity = (section * found.resistance) / length;
    return {
      axis,
      separator,
      fraction,
      reachedFraction: found.voxels / voxels,
      tortuosityFactor: found.voxels === 0 ? Infinity : fraction * resistivity,
      relative: 1 / resistivity,
      iterations: found.iterations,
      sides,
      convention: ELECTRODE_CONVENTION,
    };
  },
});
