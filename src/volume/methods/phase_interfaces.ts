import { optionsOf } from '../../recipe/params.js';
import type { Face } from '../../segmentation/choose_labels.js';
import { interfacesNode, type InterfaceEstimator } from '../../structure/interfaces.js';
import { tripleLinesNode } from '../../structure/triple_lines.js';
import { Grid } from '../grid.js';
import type { Phases } from '../phases.js';
import type { Query } from '../query.js';
import { withProvenance, type Interfaces, type TripleLines } from '../results.js';

/**
 * Which parts of phases are active: per phase the faces of the volume that a component (6) of it must touch, all of them. Phases
 * that are not named are active everywhere. `{ pore: ['z0'], nickel: ['z0'], ysz: ['z1'] }`.
 */
export type ActiveFaces<N extends string = string> = Readonly<Partial<Record<N, readonly Face[]>>>;

/** Where phases meet. */
export abstract class PhaseInterfaces<N extends string> extends Grid<
  Uint8Array<ArrayBuffer>,
  Phases<N>
> {
  /**
   * The interfaces of all pairs of phases: area and area per volume, with the estimator named; and of each phase how much of its
   * surface touches each other one.
   *
   * @param options - `estimator`: 'crofton13' (default), 'crofton3' or 'faces'; errors as in `mask.surfaceArea()`. `active`: faces
   * that phases must percolate to; the active part is given besides the whole.
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
  interfaces(
    options: {
      readonly estimator?: InterfaceEstimator | undefined;
      readonly active?: ActiveFaces<N> | undefined;
    } = {},
  ): Query<Interfaces<N>> {
    return this.askNode(
      () => interfacesNode(this.node, optionsOf('interfaces', options)),
      withProvenance<Interfaces<N>>(),
    );
  }

  /**
   * The lines where three phases meet (triple phase boundary): length and length per volume of every triple, as the staircase of
   * voxel edges (`raw`, 1.5 times too long for lines in all directions) and corrected for that; and TauFactor's fraction of edges.
   *
   * @param options - `active`: faces that phases must percolate to; the active part is given besides the whole.
   * @throws VoxmetryError `invalid-argument` for a volume that is one voxel thin.
   * @example
   * ```ts
   * import { openLab } from 'voxmetry';
   * const lab = await openLab();
   * const data = new Uint8Array(64).map((_, i) => (i % 4 < 2 ? 0 : i % 16 < 8 ? 1 : 2)); // meet along z
   * const phases = (await lab.open({ data, size: [4, 4, 4] })).toPhases({ pore: 0, a: 1, b: 2 });
   * const { triples } = await phases.tripleLines();
   * console.assert(triples[0]?.length.raw === 4);
   * await lab.dispose();
   * ```
   */
  tripleLines(
    options: { readonly active?: ActiveFaces<N> | undefined } = {},
  ): Query<TripleLines<N>> {
    return this.askNode(
      () => tripleLinesNode(this.node, optionsOf('tripleLines', options)),
      withProvenance<TripleLines<N>>(),
    );
  }
}
