// Electrode tortuosity factor: ionic resistance of a pore space whose surface reacts evenly.
import { AXIS_INDEX, wholeRegion, type Axis } from '../recipe/geometry.js';
import { invalidArgument } from '../recipe/errors.js';
import { yields } from '../recipe/meta.js';
import { declareOp, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { oneOf } from '../recipe/params.js';
import { reachingNode } from '../segmentation/chosen_objects.js';
import { count } from '../stats/count.js';
import { periodicallyReachingNode } from './periodic_faces.js';
import { transport } from './tortuosity.js';

/** How ions reach the surface of an electrode's pores from the separator. */
export interface ElectrodeTransportValue {
  /** The axis across the electrode. */
  readonly axis: Axis;
  /** The end of the axis at which the separator is. */
  readonly separator: 'lower' | 'upper';
  /** Fraction, 0 to 1, of the volume that is pore: ε. */
  readonly fraction: number;
  /** Fraction, 0 to 1, of the volume that is pore and reached from the separator. */
  readonly reachedFraction: number;
  /**
   * The electrode tortuosity factor ε A κ R / L (no unit), R being the ionic resistance, κ the
   * electrolyte's conductivity, A the section and L the thickness; ∞ where nothing is reached.
   */
  readonly tortuosityFactor: number;
  /**
   * Its effective conductivity over that of the electrolyte (no unit): ε over the electrode
   * tortuosity factor.
   */
  readonly relative: number;
  /** Iterations of conjugate gradients. */
  readonly iterations: number;
  /** What lies beyond the sides. */
  readonly sides: 'closed' | 'periodic';
  /** The convention of all numbers here. */
  readonly convention: string;
}

/** The convention of all numbers here. */
export const ELECTRODE_CONVENTION =
  'Nguyen et al. 2020: blocking electrode at low frequency, uniform flux through the faces of voxels at the interface, fixed potential half a voxel outside the separator end, the whole fraction';

const { axis, sides, tolerance, maxIterations } = transport.params;

/**
 * How ions reach the surface of the pores of an electrode, as {@link ElectrodeTransportValue}: the
 * electrode tortuosity factor of Nguyen et al. (npj Comput. Mater. 6, 2020, 123,
 * https://doi.org/10.1038/s41524-020-00386-4), which is what impedance of a symmetric cell with
 * blocking electrodes measures. The current enters at the separator, leaves evenly through the
 * interface (as it does at low frequency, where the interface is a capacitor), and does not pass
 * the collector. The mean potential over the interface is R / 3 of a current of 1, as in a
 * transmission line, whose R is the ionic resistance.
 *
 * `mask` is the part of the pores that is reached from the separator; `voxels` counts all pores,
 * closed ones too. Pores that end blind take part, as they do in the experiment, and not in
 * {@link transport}.
 *
 * The interface is that of voxels' faces, so that all orientations count 1 to 1.73 times their
 * area; only how it is distributed matters, not how much there is. Straight pores over L voxels
 * have 1 + 1 / (2 L²).
 *
 * Solved in f32 as {@link transport} is, until what the resistance may still gain is below
 * `tolerance` (default 0.001) of it: it only grows, by what the energy of the error falls.
 *
 * Memory: 20 B/voxel of vectors, 1 of how voxels conduct, 3 of coarse levels. Traffic: 98 B/voxel
 * per iteration, and 5 more for each second one. Whole on the GPU: else `limit`.
 */
export const electrodeTransport = declareOp({
  name: 'electrodeTransport',
  kind: 'reduce',
  inputs: { mask: input('mask'), voxels: valueInput<number>() },
  params: {
    axis,
    separator: oneOf(
      ['lower', 'upper'],
      'lower',
      'The end of the axis at which the separator is; the other one is the collector.',
    ),
    sides,
    tolerance,
    maxIterations,
  },
  exactness: 'float-dependent',
  result: () => yields.result<ElectrodeTransportValue>(),
  needs: (_, { mask }) => ({ mask: wholeRegion(mask.size) }),
  notes: (params): Record<string, string> => ({
    convention: ELECTRODE_CONVENTION,
    connectivity: '6',
    sides: params.sides === 'periodic' ? 'periodic' : 'no flux',
  }),
});

/** The node of {@link electrodeTransport} of pores. */
export function electrodeTransportNode(
  pores: Node,
  params: Readonly<Record<string, unknown>> & {
    readonly axis?: Axis | undefined;
    readonly separator?: 'lower' | 'upper' | undefined;
    readonly sides?: 'closed' | 'periodic' | undefined;
  },
) {
  const { axis: along = 'z', separator = 'lower' } = params;
  if (!Object.hasOwn(AXIS_INDEX, along))
    throw invalidArgument('electrodeTortuosity', 'axis', along, "'x', 'y', 'z'");
  const face = `${along}${separator === 'lower' ? 0 : 1}` as const;
  const mask =
    params.sides === 'periodic'
      ? periodicallyReachingNode(pores, along, face)
      : reachingNode(pores, { connectivity: 6, faces: [face] });
  return makeNode(
    electrodeTransport,
    { mask, voxels: makeNode(count, { mask: pores }) },
    { ...params, axis: along, separator },
  );
}
