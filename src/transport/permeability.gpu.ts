// Permeability on the GPU: steps of lattice Boltzmann, until the flow is steady.
import type { PooledBuffer, Run } from '../gpu/index.js';
import { bufferBytes, implementReduce, type GpuGrid } from '../implement/index.js';
import { SIDES_MIRRORED, SIDES_PERIODIC, SIDES_WALL } from '../kernels/shared/index.js';
import { flowLinks, flowPlanes, flowStep } from '../kernels/transport/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { AXIS_INDEX, volumeOf, type Axis, type Vec3 } from '../recipe/geometry.js';
import { METRE_EXPONENTS } from '../recipe/metres.js';
import {
  FLOW_BYTES,
  permeability,
  PERMEABILITY_ESTIMATOR,
  type PermeabilityValue,
} from './permeability.js';
import { voxelsOf } from './voxels.gpu.js';
import { checkWhole } from './whole.js';

/** Steps between two looks; even. */
const BATCH = 32;

/** The product of the relaxation times, each less a half: walls are then at faces of voxels. */
const MAGIC = 3 / 16;

const SIDES = { mirrored: SIDES_MIRRORED, periodic: SIDES_PERIODIC, wall: SIDES_WALL } as const;

/** What to solve. */
interface Flow {
  readonly mask: GpuGrid;
  readonly axis: Axis;
  readonly sides: 'mirrored' | 'periodic' | 'wall';
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** What one brick finds: the whole. */
interface Flowing {
  readonly voxels: number;
  /** In squares of the edge of a voxel. */
  readonly permeability: number;
  /** Faces between pores and solid. */
  readonly faces: number;
  readonly iterations: number;
  readonly fluxSpread: number;
  readonly change: number;
}

/** The buffers of the populations, four directions in each, and the bytes of each. */
function populationBytes(voxels: number): readonly number[] {
  return [16, 16, 16, 16, 12].map((bytes) => bytes * voxels);
}

/**
 * The viscosity at which the flow settles soonest, in squares of voxels per step: pressures even
 * out the slower, the more viscous the fluid, and velocities the faster. It has no influence on the
 * result.
 */
function viscosityOf(diameter: number, length: number): number {
  return Math.min(Math.max(diameter ** 2 / (6 * length), 0.02), 1);
}

/** How far a flow is from steady, from what it is at looks in a row. */
class Settling {
  #last = NaN;
  #moved = 0;
  /** What it may still change, as a part of itself. */
  change = Infinity;

  note(flow: number): void {
    const moved = Math.abs(flow - this.#last);
    // What falls evenly from look to look has so much left.
    const left =
      moved < this.#moved ? moved ** 2 / (this.#moved - moved) : moved > 0 ? Infinity : 0;
    this.change = Number.isNaN(moved) ? Infinity : Math.max(moved, left) / flow;
    [this.#last, this.#moved] = [flow, Number.isNaN(moved) ? 0 : moved];
  }
}

/** Where fluid can go, and the faces at which it cannot. */
async function linksOf(
  run: Run,
  { mask, axis, sides }: Flow,
): Promise<{ links: PooledBuffer; faces: number }> {
  const voxels = volumeOf(mask.meta.size);
  const links = run.alloc(4 * voxels, 'where fluid can go');
  const total = run.alloc(4, 'faces', { zero: true });
  run.dispatch(flowLinks, {
    grids: { src: mask },
    buffers: { links, faces: total },
    params: { axis: AXIS_INDEX[axis], sides: SIDES[sides] },
    size: { invocations: voxels },
  });
  const [faces] = new Uint32Array(await run.read(total));
  run.free(total);
  return { links, faces: faces! };
}

/** Flows through the planes across the axis. */
async function planesOf(
  run: Run,
  size: Vec3,
  axis: number,
  buffers: Readonly<
    Record<'links' | 'first' | 'second' | 'third' | 'fourth' | 'fifth', PooledBuffer>
  >,
): Promise<Float32Array> {
  const bytes = 4 * size[axis]!;
  const planes = run.alloc(bytes, 'flows');
  run.dispatch(flowPlanes, {
    buffers: { ...buffers, planes },
    params: { size, axis },
    size: { workgroups: [size[axis]!, 1, 1] },
    // Ten directions go along the axis.
    traffic: { read: 44 * volumeOf(size) },
  });
  const found = new Float32Array(await run.read(planes, 0, bytes));
  run.free(planes);
  return found;
}

/** Lets the fluid flow until it is steady. */
async function flowOf(run: Run, flow: Flow, voxels: number): Promise<Flowing> {
  const { mask, sides, tolerance, maxIterations } = flow;
  const { size } = mask.meta;
  const axis = AXIS_INDEX[flow.axis];
  const { links, faces } = await linksOf(run, flow);
  const [first, second, third, fourth, fifth] = populationBytes(volumeOf(size)).map((bytes) =>
    run.alloc(bytes, 'populations', { zero: true }),
  ) as [PooledBuffer, PooledBuffer, PooledBuffer, PooledBuffer, PooledBuffer];
  const buffers = { links, first, second, third, fourth, fifth };
  const length = size[axis];
  const viscosity = viscosityOf(faces === 0 ? length : (4 * voxels) / faces, length);
  const [even, odd] = [3 * viscosity + 0.5, MAGIC / (3 * viscosity) + 0.5].map((time) => 1 / time);
  const params = { size, axis, sides: SIDES[sides], even: even!, odd: odd! };
  const section = volumeOf(size) / length;
  const settling = new Settling();
  let [iterations, quiet] = [0, 0];
  let [mean, fluxSpread] = [0, Infinity];
  while (quiet < 2) {
    if (iterations >= maxIterations || Number.isNaN(mean))
      throw new VoxmetryError(
        'limit',
        `permeability: after ${String(iterations)} steps the flow may still change by ${settling.change.toPrecision(3)} of itself, and flows through planes spread by ${fluxSpread.toPrecision(3)}, more than ${String(tolerance)}. Raise maxIterations or tolerance.`,
        { op: 'permeability', details: { iterations, tolerance, fluxSpread } },
      );
    for (let k = 0; k < BATCH; k += 1) {
      run.dispatch(flowStep, {
        buffers,
        params,
        constants: { LOCAL: 1 - (k % 2) },
        size: { invocations: volumeOf(size) },
      });
      await run.pace();
    }
    iterations += BATCH;
    const planes = await planesOf(run, size, axis, buffers);
    mean = planes.reduce((sum, plane) => sum + plane, 0) / planes.length;
    fluxSpread = (Math.max(...planes) - Math.min(...planes)) / mean;
    settling.note(mean);
    quiet = Math.max(fluxSpread, settling.change) <= tolerance ? quiet + 1 : 0;
  }
  run.free(...Object.values(buffers));
  return {
    ...{ voxels, faces, iterations, fluxSpread, change: settling.change },
    permeability: (viscosity * mean) / section,
  };
}

/** {@link permeability} on the GPU. */
export const permeabilityOnGpu = implementReduce(permeability, {
  temporaries: (_, { metas: { mask } }) => {
    const voxels = volumeOf(mask.size);
    return bufferBytes([4 * voxels, ...populationBytes(voxels), 4, 4 * Math.max(...mask.size)]);
  },
  partial: async ({ run, inputs: { mask }, params, region }): Promise<Flowing> => {
    checkWhole('permeability', mask.meta, region, FLOW_BYTES);
    const voxels = await voxelsOf(run, mask);
    if (voxels > 0) return flowOf(run, { mask, ...params }, voxels);
    return { voxels, permeability: 0, faces: 0, iterations: 0, fluxSpread: 0, change: 0 };
  },
  merge: (a) => a,
  finish: (found, { params: { axis, sides }, metas: { mask }, inputs }): PermeabilityValue => {
    const { size, spacing, unit } = mask;
    const edge = Math.cbrt(volumeOf(spacing));
    const value = found.permeability * edge ** 2;
    const exponent = METRE_EXPONENTS[unit];
    const hydraulicVoxels = found.faces === 0 ? null : (4 * found.voxels) / found.faces;
    return {
      axis,
      fraction: inputs.voxels / volumeOf(size),
      percolatingFraction: found.voxels / volumeOf(size),
      permeability: value,
      squareMetres: exponent === undefined ? null : value * 10 ** (2 * exponent),
      hydraulicDiameter: hydraulicVoxels === null ? null : hydraulicVoxels * edge,
      hydraulicVoxels,
      iterations: found.iterations,
      fluxSpread: found.fluxSpread,
      change: found.change,
      unit,
      sides,
      estimator: PERMEABILITY_ESTIMATOR,
    };
  },
});
