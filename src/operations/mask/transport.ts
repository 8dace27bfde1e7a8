import { bothNode } from '../../filters/combine.js';
import { makeNode } from '../../recipe/op.js';
import { operation } from '../../recipe/operation.js';
import { separate } from '../../segmentation/separate.js';
import { electrodeTransport, electrodeTransportNode } from '../../transport/electrode.js';
import { permeability as permeabilityOp, permeabilityNode } from '../../transport/permeability.js';
import { network as networkOp, networkNode } from '../../transport/network.js';
import { concentrationNode } from '../../transport/tortuosity.js';
import { F32, NETWORK, RESULT } from '../gives.js';
import { withinOption } from '../options.js';
import { piecesOption, transportOptions, transportNodeOf } from '../transport.js';

const {
  axis: electrodeAxis,
  separator,
  sides,
  tolerance,
  maxIterations,
} = electrodeTransport.params;
const { minContrast, minDistance } = separate.params;
const basinOptions = { minContrast, minDistance };

/**
 * The tortuosity factor ε D₀ / D_eff of the mask along an axis, or, without `axis`, along all
 * three, with its root, D_eff / D₀, the MacMullin number, the fraction and the part of it that
 * percolates. In TauFactor's convention: fixed potentials half a voxel outside the ends, no flux
 * through the sides (or periodic ones), currents across faces of voxels; anisotropic spacing
 * counts. Infinite where nothing percolates.
 *
 * `within` is a region that reaches both ends of the axis, such as a cylindrical sample in its box:
 * nothing outside of it conducts, fractions are of its voxels, and currents per its mean
 * cross-section. Of a region inside the volume, `crop` to its box first.
 *
 * A volume is solved whole: 24 B/voxel of GPU memory, and the grids behind it. `pieces`, a number
 * of voxels, cuts a larger one into columns along the axis and slabs across it that have no more,
 * and solves each: twice the time, in the memory of a piece. Columns with walls between them give
 * `bounds` from below, slabs with planes at one potential between them from above (Rayleigh's law),
 * and the numbers lie between. `docs/transport.md` says how near: pieces should be some ten pores
 * wide and thick. `bounds` is null of what was solved whole.
 *
 * @returns A query of the numbers along the axis, or of those along all three; none has a unit.
 * @throws VoxmetryError `limit` where it has not converged after `maxIterations`, where the volume
 * does not fit the GPU whole and `pieces` is not given, or where the whole conducts but none of the
 * columns; `invalid-argument` where `within` does not reach both ends, or pieces of so few voxels
 * would be thinner than eight.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 1 : 0));
 * const pore = (await lab.open({ data, size: [8, 8, 8] })).threshold({ lo: 1 });
 * const { tortuosityFactor, relative } = await pore.tortuosity({ axis: 'z' });
 * // a straight slab
 * console.assert(Math.abs(tortuosityFactor! - 1) < 1e-4 && Math.abs(relative - 0.5) < 1e-4);
 * await lab.dispose();
 * ```
 */
export const tortuosity = operation({
  name: 'tortuosity',
  of: 'mask',
  options: { ...transportOptions, ...piecesOption, ...withinOption },
  gives: RESULT,
  node: (mask, options) => transportNodeOf(mask, options),
});

/**
 * The electrode tortuosity factor of the pores of an electrode along an axis: what impedance of a
 * symmetric cell with blocking electrodes measures, and what a porous-electrode model wants, after
 * Nguyen et al. (npj Comput. Mater. 6, 2020, 123, https://doi.org/10.1038/s41524-020-00386-4). Ions
 * come from the `separator` (the 'lower' end of the axis, or the 'upper' one) and leave evenly
 * through the surface of the pores; nothing passes the collector at the other end. Pores that end
 * blind take part, which `tortuosity()` leaves out: of thin electrodes the two differ. Infinite
 * where no pore reaches the separator.
 *
 * @returns A query of the factor, ε over it (the effective conductivity), and the fractions of
 * pores; none has a unit.
 * @throws VoxmetryError `empty-phase` where the pores touch no solid; `limit` where it has not
 * converged after `maxIterations`, or the volume does not fit the GPU whole.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 4 === 1 ? 1 : 0));
 * const pore = (await lab.open({ data, size: [8, 8, 8] })).threshold({ lo: 1 });
 * const { tortuosityFactor } = await pore.electrodeTortuosity({ axis: 'z' });
 * // straight slits of 8 voxels: 1 + 1 / (2 · 8²)
 * console.assert(Math.abs(tortuosityFactor - 1.0078) < 1e-3);
 * await lab.dispose();
 * ```
 */
export const electrodeTortuosity = operation({
  name: 'electrodeTortuosity',
  of: 'mask',
  options: { axis: electrodeAxis, separator, sides, tolerance, maxIterations },
  gives: RESULT,
  node: (mask, options) => electrodeTransportNode(mask, options),
});

/**
 * The absolute permeability of the pores along an axis (default 'z'): k = μ q / (Δp / L) of slow
 * flow, in `unit`² and in m². By a lattice Boltzmann method whose walls are at the faces of voxels,
 * whatever the viscosity. The pressure is constant at both ends; `sides` are mirrors along which
 * the fluid slips ('mirrored', default), joined ('periodic'), or walls ('wall'). 0 where no pore
 * leads through. Whether the voxels are fine enough, `hydraulicVoxels` tells: at 10, of a rough
 * shape, it may be 5 % off. Voxels must be cubic. 80 B/voxel.
 *
 * `within` is a region that reaches both ends of the axis, such as a cylindrical sample in its box:
 * all outside of it is solid, so that its sides are walls. Fractions are of its voxels, and the
 * flow is per its mean section.
 *
 * @returns A query of the permeability, the fractions of pores, and how the computation ended.
 * @throws VoxmetryError `limit` where it is not steady after `maxIterations`, or the volume does
 * not fit the GPU whole: crop or bin it; `invalid-argument` where voxels are not cubic, or `within`
 * does not reach both ends.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 > 0 && i % 8 < 7 ? 1 : 0));
 * const scan = await lab.open({ data, size: [8, 8, 8] }, { spacing: [1, 1, 1], unit: 'µm' });
 * const { permeability, squareMetres } = await scan.threshold({ lo: 1 }).permeability();
 * // a slit of 6 of 8 µm: 6³ / (12 · 8), and 1 / (2 · 6²) of it
 * console.assert(Math.abs(permeability - 2.25 * (1 + 1 / 72)) < 0.01);
 * console.assert(Math.abs(squareMetres! - permeability * 1e-12) < 1e-18);
 * await lab.dispose();
 * ```
 */
export const permeability = operation({
  name: 'permeability',
  of: 'mask',
  options: { ...permeabilityOp.params, ...withinOption },
  gives: RESULT,
  node: (mask, { within, ...options }) => permeabilityNode(mask, options, within),
});

/**
 * The potential (concentration, temperature) that drives the current along an axis (default 'z'): 1
 * at the lower end, 0 at the upper one, NaN where the mask is not set or does not percolate.
 *
 * @returns An f32 volume of the same size, from 0 to 1 (no unit).
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 1 : 0));
 * const pore = (await lab.open({ data, size: [8, 8, 8] })).threshold({ lo: 1 });
 * const { data: c } = await pore.concentration({ axis: 'z' }).read();
 * // half a voxel below the end at 1
 * console.assert(Math.abs(c[0]! - 15 / 16) < 1e-3 && Number.isNaN(c[7]!));
 * await lab.dispose();
 * ```
 */
export const concentration = operation({
  name: 'concentration',
  of: 'mask',
  options: transportOptions,
  gives: F32,
  node: (mask, options) => concentrationNode(mask, options),
});

/**
 * The pore network of the mask: parts as `separate()` makes them are the pores, their contacts the
 * throats. Two tables under OpenPNM's names (`pore.coords[0]`, `throat.conns[0]`,
 * `throat.cross_sectional_area`, …), and as GraphML. The volumes of all pores add up to that of the
 * mask. `mask.separate(options).network()` is the same. `within` is the network of the part of the
 * mask in a region: what lies outside is solid.
 *
 * @returns A query of the network: a table of pores and one of throats, in the unit of length, its
 * square (areas) and its cube (volumes).
 * @throws VoxmetryError `limit` where the volume does not fit the GPU whole; `invalid-argument` for
 * a single slice, unless `estimator` is 'faces'.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(27 * 13 * 13).map((_, i) => {
 *   const [x, y, z] = [i % 27, Math.floor(i / 27) % 13, Math.floor(i / 351)];
 *   return Math.min(Math.hypot(x - 7, y - 6, z - 6), Math.hypot(x - 19, y - 6, z - 6)) < 6.5
 *     ? 1
 *     : 0;
 * });
 * const pore = (await lab.open({ data, size: [27, 13, 13] })).threshold({ lo: 1 });
 * const { pores, throats } = await pore.network(); // two balls that touch
 * console.assert(pores.length === 2 && throats.length === 1);
 * await lab.dispose();
 * ```
 */
export const network = operation({
  name: 'network',
  of: 'mask',
  options: { ...basinOptions, estimator: networkOp.params.estimator, ...withinOption },
  gives: NETWORK,
  node: (mask, { estimator, within, ...parts }) =>
    networkNode(makeNode(separate, { mask: bothNode(mask, within) }, parts), { estimator }),
});
