import { operation } from '../../recipe/operation.js';
import { activeOption } from '../../structure/active_phases.js';
import { interfacesNode } from '../../structure/interface_sampling.js';
import { interfaces as interfacesOp } from '../../structure/interfaces.js';
import { tripleLines as tripleLinesOp, tripleLinesNode } from '../../structure/triple_lines.js';
import { RESULT } from '../gives.js';
import { withinOption } from '../options.js';

/**
 * The interfaces of all pairs of phases: area and area per volume, with the estimator named; and of
 * each phase how much of its surface touches each other one. `sampling` of a pair is its area per
 * volume with the 95 % interval as in `mask.surfaceArea()`, of up to 8 phases.
 *
 * @param options - `estimator`: 'crofton13' (default), 'crofton3' or 'faces'; errors as in
 * `mask.surfaceArea()`. `active`: faces that phases must percolate to; the active part is given
 * besides the whole. `within` counts pairs of voxels of which both lie in a region, over its
 * volume, without intervals.
 * @returns A query of the interfaces: areas in length², per volume in 1/length.
 * @throws VoxmetryError `invalid-argument` for a volume that is one voxel thin.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * const data = new Uint8Array(512).map((_, i) => (i % 8 < 4 ? 0 : 1)); // two slabs
 * const phases = (await lab.open({ data, size: [8, 8, 8] })).toPhases({ pore: 0, solid: 1 });
 * const { pairs } = await phases.interfaces({ estimator: 'faces', active: { pore: ['x0'] } });
 * console.assert(pairs[0]?.area === 64 && pairs[0].active?.area === 64);
 * await lab.dispose();
 * ```
 */
export const interfaces = operation({
  name: 'interfaces',
  of: 'phases',
  options: { ...interfacesOp.params, ...activeOption, ...withinOption },
  gives: RESULT,
  node: (phases, { within, ...options }) => interfacesNode(phases, options, within),
});

/**
 * The lines where three phases meet (triple phase boundary): length and length per volume of every
 * triple, as the staircase of voxel edges (`raw`, 1.5 times too long for lines in all directions)
 * and corrected for that; and TauFactor's fraction of edges.
 *
 * @param options - `active`: faces that phases must percolate to; the active part is given besides
 * the whole. `within` counts edges of which all four voxels lie in a region, over its volume.
 * @returns A query of the lines: lengths in the unit of length, per volume in 1/length².
 * @throws VoxmetryError `invalid-argument` for a volume that is one voxel thin.
 * @example
 * ```ts
 * import { openLab } from 'voxmetry';
 * const lab = await openLab();
 * // meet along z
 * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 0 : i % 16 < 8 ? 1 : 2));
 * const phases = (await lab.open({ data, size: [4, 4, 4] })).toPhases({ pore: 0, a: 1, b: 2 });
 * const { triples } = await phases.tripleLines();
 * console.assert(triples[0]?.length.raw === 4);
 * await lab.dispose();
 * ```
 */
export const tripleLines = operation({
  name: 'tripleLines',
  of: 'phases',
  options: { ...tripleLinesOp.params, ...activeOption, ...withinOption },
  gives: RESULT,
  node: (phases, { within, ...options }) => tripleLinesNode(phases, options, within),
});
