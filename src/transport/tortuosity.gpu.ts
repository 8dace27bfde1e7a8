// Tortuosity and effective conductivity on the GPU, from the potential.
import {
  allocGrid,
  bytesOf,
  implement,
  implementOnHost,
  implementReduce,
  type GpuGrid,
} from '../implement/index.js';
import { transportField } from '../kernels/transport/index.js';
import { volumeOf, type Axis } from '../recipe/geometry.js';
import { solveBytes } from './conjugate_gradients.gpu.js';
import { solvePotential } from './potential.gpu.js';
import { concentration, transport, transportAxes } from './tortuosity.js';
import { sampleBox } from './sample_box.js';
import { CONVENTION, type TransportValue } from './transport_value.js';
import { voxelsOf } from './voxels.gpu.js';
import { checkWhole } from './whole.js';

/** Coefficients by code, as the kernels know them. */
function tableOf(
  phases: GpuGrid | undefined,
  coefficients: Readonly<Record<string, number>> | null,
): Float32Array<ArrayBuffer> | undefined {
  if (phases === undefined || coefficients === null) return undefined;
  const table = new Float32Array(256);
  for (const [name, value] of Object.entries(coefficients))
    table[phases.meta.phases![name]!] = value;
  return table;
}

/** What one brick finds: the whole. */
interface Conducted {
  readonly percolating: number;
  readonly current: number;
  readonly fluxSpread: number;
  readonly iterations: number;
}

/** {@link transport} on the GPU. */
export const transportOnGpu = implementReduce(transport, {
  temporaries: (_, { metas: { mask } }) => solveBytes(mask),
  partial: async ({ run, inputs, params, region }): Promise<Conducted> => {
    const { mask, phases } = inputs;
    checkWhole('tortuosity', mask.meta, region);
    const percolating = await voxelsOf(run, mask);
    if (percolating === 0) return { percolating, current: 0, fluxSpread: 0, iterations: 0 };
    const { coefficients, ...solver } = params;
    const { x, ...solution } = await solvePotential(run, {
      op: 'tortuosity',
      mask,
      phases,
      coefficients: tableOf(phases, coefficients),
      ...solver,
    });
    run.free(x);
    return { percolating, ...solution };
  },
  merge: (a) => a,
  finish: (found, { params, metas, inputs }): TransportValue => {
    const { axis, sides, coefficients } = params;
    const { voxels, length, section } = sampleBox(metas.mask, axis);
    const relative = (found.current * length) / section;
    const fraction = inputs.voxels / voxels;
    const one = coefficients === null;
    const factor = found.percolating === 0 ? Infinity : fraction / relative;
    return {
      axis,
      fraction,
      percolatingFraction: found.percolating / voxels,
      relative,
      tortuosityFactor: one ? factor : null,
      tortuosity: one ? Math.sqrt(factor) : null,
      macMullin: one ? (found.percolating === 0 ? Infinity : 1 / relative) : null,
      iterations: found.iterations,
      fluxSpread: found.fluxSpread,
      sides,
      convention: CONVENTION,
      bounds: null,
    };
  },
});

/** {@link concentration} on the GPU. */
export const concentrationOnGpu = implement(
  concentration,
  async ({ run, inputs: { mask, phases }, params, region, meta }) => {
    const { coefficients, ...solver } = params;
    const { x } = await solvePotential(run, {
      op: 'concentration',
      mask,
      phases,
      coefficients: tableOf(phases, coefficients),
      ...solver,
    });
    const out = allocGrid(run, meta, region);
    run.dispatch(transportField, {
      grids: { mask, dst: out },
      buffers: { x },
      size: { invocations: volumeOf(region.size) },
      traffic: { read: bytesOf('f32', region) + bytesOf('bit', region) },
    });
    run.free(x);
    return out;
  },
  { temporaries: (_, { metas: { mask } }) => solveBytes(mask) },
);

/** {@link transportAxes}, on the host. */
export const transportAxesOnHost = implementOnHost(
  transportAxes,
  ({ inputs: { x, y, z } }): Readonly<Record<Axis, TransportValue>> => ({
    x,
    y,
    z,
  }),
);
