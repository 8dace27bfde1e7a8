import { asVolume as asVolumeOp } from '../../filters/as_volume.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { texts } from '../../recipe/params.js';
import { appliedThresholdsNode } from '../../segmentation/applied_thresholds.js';
import { components as componentsOp } from '../../segmentation/components.js';
import { distance as distanceOp } from '../../segmentation/distance.js';
import { phaseNode } from '../../segmentation/phase.js';
import { concentrationNode } from '../../transport/tortuosity.js';
import { F32, LABELS, MASK, PLAIN, RESULT } from '../gives.js';
import { distanceOptions, withinOption } from '../options.js';
import {
  coefficientsOption,
  piecesOption,
  transportOptions,
  transportNodeOf,
} from '../transport.js';

/**
 * Mask of one material, or of several together.
 *
 * @returns A mask of the same size.
 * @throws VoxmetryError `invalid-argument` for a name that is none of `names`.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 1, 2, 1]), size: [4, 1, 1] });
 * const phases = scan.toPhases({ pore: 0, nmc: 1, binder: 2 });
 * console.assert((await phases.phase('nmc', 'binder').read()).data.join() === '0,1,1,1');
 * await lab.dispose();
 * ```
 */
export const phase = operation({
  name: 'phase',
  of: 'phases',
  options: { names: texts('Names of the materials.') },
  takes: ['names'],
  rest: true,
  gives: MASK,
  node: (phases, { names }) => phaseNode(phases, names),
});

/**
 * Connected components of equal material; every material counts.
 * `connectivity`: 6 (faces; default), 18 (and edges) or 26 (and corners).
 *
 * @returns Labels of the same size, with ids 1 … N (u32) in raster order of the first voxel.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 0, 1, 0]), size: [4, 1, 1] });
 * console.assert(
 *   (await scan.toPhases({ pore: 0, solid: 1 }).components().read()).data.join() === '1,1,2,3',
 * );
 * await lab.dispose();
 * ```
 */
export const components = operation({
  name: 'components',
  of: 'phases',
  options: componentsOp.params,
  gives: LABELS,
  node: (grid, options) => makeNode(componentsOp, { grid }, options),
});

/**
 * The exact Euclidean distance of every voxel to the nearest voxel of another material.
 * In the grid's unit, or in voxels with `units: 'index'`; 19 B/voxel.
 *
 * @returns An f32 volume of the same size, in the unit of length (or in voxels).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 0, 0, 1, 1]), size: [5, 1, 1] });
 * console.assert(
 *   (await scan.toPhases({ pore: 0, solid: 1 }).distance().read()).data.join() === '3,2,1,1,2',
 * );
 * await lab.dispose();
 * ```
 */
export const distance = operation({
  name: 'distance',
  of: 'phases',
  options: distanceOptions,
  gives: F32,
  node: (objects, options) => makeNode(distanceOp, { objects }, options),
});

/**
 * The effective coefficient (conductivity, diffusivity) of the mixture along an axis, or along all
 * three: `relative`, in the unit of the coefficients. As `mask.tortuosity()`; between voxels of two
 * materials the harmonic mean counts. `within` as there: a region that reaches both ends; and
 * `pieces`, for bounds and an estimate of a volume that does not fit the GPU.
 *
 * @param options - `coefficients` by name, ≥ 0; materials without one do not conduct. `axis`; and
 * how it is solved.
 * @returns A query of the numbers along the axis, or of those along all three: `relative` in the
 * unit of the coefficients, fractions from 0 to 1.
 * @throws VoxmetryError `limit` where it has not converged after `maxIterations`, or the volume
 * does not fit the GPU whole and `pieces` is not given.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 0 : 1)); // two slabs across x
 * const phases = (await lab.open({ data, size: [8, 8, 8] })).toPhases({ a: 0, b: 1 });
 * const { x, z } = await phases.conductivity({ coefficients: { a: 1, b: 3 } });
 * // mean; harmonic mean
 * console.assert(Math.abs(z.relative - 2) < 0.01 && Math.abs(x.relative - 1.5) < 0.01);
 * await lab.dispose();
 * ```
 */
export const conductivity = operation({
  name: 'conductivity',
  of: 'phases',
  options: { ...transportOptions, ...piecesOption, ...coefficientsOption, ...withinOption },
  gives: RESULT,
  node: (phases, options) => transportNodeOf(phases, options),
});

/**
 * The potential (concentration, temperature) that drives the current of `conductivity()` along an
 * axis (default 'z'): 1 at the lower end, 0 at the upper one, NaN where nothing conducts from end
 * to end.
 *
 * @returns An f32 volume of the same size, from 0 to 1 (no unit).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 0 : 1)); // two slabs across x
 * const phases = (await lab.open({ data, size: [8, 8, 8] })).toPhases({ a: 0, b: 1 });
 * const { data: c } = await phases
 *   .concentration({ axis: 'x', coefficients: { a: 1, b: 3 } })
 *   .read();
 * // falls by 3/4 in a, 1/4 in b
 * console.assert(Math.abs(c[3]! + c[4]! - 0.5) < 0.1 && c[0]! > 0.9 && c[7]! < 0.1);
 * await lab.dispose();
 * ```
 */
export const concentration = operation({
  name: 'concentration',
  of: 'phases',
  options: { ...transportOptions, ...coefficientsOption },
  gives: F32,
  node: (phases, options) => concentrationNode(phases, options),
});

/**
 * The thresholds that made these phases, rising, where `multiOtsu` chose them.
 *
 * @returns A query of a list of numbers, rising, in intensity.
 * @throws VoxmetryError `invalid-argument` for phases that `multiOtsu` did not make.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([10, 90, 52, 12, 50, 95]), size: [6, 1, 1] });
 * const phases = scan.multiOtsu(['pore', 'binder', 'active']);
 * console.assert((await phases.thresholds()).join() === '12,52');
 * await lab.dispose();
 * ```
 */
export const thresholds = operation({
  name: 'thresholds',
  of: 'phases',
  options: {},
  gives: PLAIN,
  node: (phases) => appliedThresholdsNode(phases),
});

/**
 * The codes as a u8 volume.
 *
 * @returns A u8 volume of the same size.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const scan = await lab.open({ data: new Uint8Array([0, 7, 3]), size: [3, 1, 1] });
 * const phases = scan.toPhases({ pore: 0, solid: 3, dirt: 7 });
 * console.assert((await phases.asVolume().read()).data.join() === '0,7,3');
 * await lab.dispose();
 * ```
 */
export const asVolume = operation({
  name: 'asVolume',
  of: 'phases',
  options: {},
  gives: { grid: 'volume', dtype: 'u8' },
  node: (grid) => makeNode(asVolumeOp, { grid }),
});
