// Permeability of a pore space, by Stokes flow on its voxels.
import { bothNode } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, wholeRegion, type Axis } from '../recipe/geometry.js';
import { yields, type GridMeta } from '../recipe/meta.js';
import { declareOp, gridMeta, input, makeNode, valueInput, type Node } from '../recipe/op.js';
import { integer, number, oneOf } from '../recipe/params.js';
import { percolatingNode } from '../segmentation/chosen_objects.js';
import { count } from '../stats/count.js';
import { periodicallyPercolatingNode } from './periodic_faces.js';
import type { PermeabilityValue } from './permeability_value.js';
import { regionCounts } from './region_counts.js';
import { regionPermeability } from './region_permeability.js';

export type { PermeabilityValue } from './permeability_value.js';

/** How all numbers here are computed. */
export const PERMEABILITY_ESTIMATOR =
  'Stokes flow by lattice Boltzmann, D3Q19, two relaxation times, Λ = 3/16, walls at faces of voxels';

/** Bytes per voxel: 19 populations, and where each leads. */
export const FLOW_BYTES = 80;

/** Edges of voxels may differ by this part of the least. */
const CUBIC = 1e-3;

function checkCubic({ spacing }: GridMeta): void {
  if (Math.max(...spacing) <= (1 + CUBIC) * Math.min(...spacing)) return;
  throw invalidArgument(
    'permeability',
    'mask',
    `of voxels of ${spacing.join(' × ')}`,
    'cubic voxels: resample() the volume to one spacing before it is segmented',
  );
}

/**
 * The absolute permeability of a pore space along an axis, as {@link PermeabilityValue}: k = μ q /
 * (Δp / L), q being the flow per section of the volume, solid included, of a fluid so slow that
 * inertia does not count (Stokes). k is a property of the pores alone.
 *
 * Lattice Boltzmann with 19 velocities and two relaxation times (Ginzburg, Verhaeghe and
 * d'Humières, Commun. Comput. Phys. 3, 2008, 427), whose product Λ = 3/16 puts walls at the faces
 * of voxels, whatever the viscosity; equilibria are linear, so that the result does not depend on
 * the force either. Populations move in place (Bailey et al., ICPP 2009, 550). The pressure is
 * constant in the planes of both ends, and the fluid crosses them at right angles, as if the volume
 * went on mirrored and the flow with it. `sides`: 'mirrored' (default; the fluid slips along
 * them), 'periodic' (the volume repeats), or 'wall' (the fluid sticks to them). It flows across
 * faces of voxels (6): voxels that meet at an edge alone are not joined.
 *
 * `mask` is what leads from end to end; `voxels` counts all pores. Voxels must be cubic:
 * `invalid-argument` else.
 *
 * A flat channel of n voxels has k (1 + 1 / (2 n²)) times the exact one; of rough shapes the error
 * falls about as 1 / n: `docs/simulation.md` has a table.
 *
 * Steps from rest, until the flows through all planes agree to `tolerance` (default 0.001), and
 * what the permeability changes, and by the rate at which it settles may still change, is below it
 * at two looks in a row, 32 steps apart; after `maxIterations` (default 20 000) it is an error,
 * `limit`, never a number. Some 300 to 2000 steps are usual.
 *
 * Memory: 76 B/voxel of populations, 4 of where they lead. Traffic: 156 B/voxel per step, 44 per
 * look. Whole on the GPU: else `limit`.
 */
export const permeability = declareOp({
  name: 'permeability',
  kind: 'reduce',
  inputs: { mask: input('mask'), voxels: valueInput<number>() },
  params: {
    axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which the fluid flows.'),
    sides: oneOf(
      ['mirrored', 'periodic', 'wall'],
      'mirrored',
      'What the sides of the volume are: mirrors along which the fluid slips, joined as if the volume repeats, or walls to which it sticks.',
    ),
    tolerance: number(
      { default: 1e-3, min: 1e-4, max: 0.1 },
      'Relative error of the result at which the computation ends.',
    ),
    maxIterations: integer(
      { default: 20_000, min: 2, max: 1_000_000 },
      'Steps after which a computation that is not done fails.',
    ),
  },
  exactness: 'float-dependent',
  result: ({ mask }) => {
    checkCubic(mask);
    return yields.result<PermeabilityValue>();
  },
  needs: (_, { mask }) => ({ mask: wholeRegion(mask.size) }),
  notes: ({ sides }): Record<string, string> => ({
    estimator: PERMEABILITY_ESTIMATOR,
    connectivity: '6',
    ends: 'constant pressure',
    sides,
  }),
});

/**
 * The node of {@link permeability} of pores; of those `within` a region of interest, outside of
 * which all is solid.
 */
export function permeabilityNode(
  grid: Node,
  params: Readonly<Record<string, unknown>> & {
    readonly axis?: Axis | undefined;
    readonly sides?: 'mirrored' | 'periodic' | 'wall' | undefined;
  },
  within?: Node,
) {
  const { axis = 'z', sides } = params;
  if (!['x', 'y', 'z'].includes(axis))
    throw invalidArgument('permeability', 'axis', axis, "'x', 'y', 'z'");
  const pores = bothNode(grid, within);
  const mask =
    sides === 'periodic'
      ? periodicallyPercolatingNode(pores, axis)
      : percolatingNode(pores, { axis });
  const voxels = makeNode(count, { mask: pores });
  const value = makeNode(permeability, { mask, voxels }, { ...params, axis });
  if (within === undefined) return value;
  return makeNode(
    regionPermeability,
    { value, ...regionCounts(within, axis) },
    { axis, total: volumeOf(gridMeta(within).size) },
  );
}
