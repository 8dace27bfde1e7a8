// Tortuosity factor and effective conductivity by a finite-volume solve of Laplace's equation.
import { bothNode } from '../filters/combine.js';
import { invalidArgument } from '../recipe/errors.js';
import { volumeOf, wholeRegion, type Axis } from '../recipe/geometry.js';
import { yields, type GridMeta, type ValueMeta } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  input,
  makeNode,
  optionalInput,
  valueInput,
  type Node,
} from '../recipe/op.js';
import {
  integer,
  namedNumbers,
  nullable,
  number,
  oneOf,
  type ParamsOfSpecs,
} from '../recipe/params.js';
import { equals } from '../segmentation/equals.js';
import { percolatingNode } from '../segmentation/chosen_objects.js';
import { count } from '../stats/count.js';
import { boundedNode } from './bounded.js';
import { periodicallyPercolatingNode } from './periodic_faces.js';
import { regionCounts } from './region_counts.js';
import { regionTransport } from './region_transport.js';
import { transportNotes, type TransportValue } from './transport_value.js';

export type { TransportBounds, TransportValue } from './transport_value.js';

/** What the fluxes are computed with. */
const solverParams = {
  axis: oneOf(['x', 'y', 'z'], 'z', 'Axis along which the current flows.'),
  sides: oneOf(
    ['closed', 'periodic'],
    'closed',
    'What the sides of the volume are: walls that nothing passes, or joined as if the volume repeats.',
  ),
  tolerance: number(
    { default: 1e-3, min: 1e-4, max: 0.1 },
    'Relative error of the result at which the computation ends.',
  ),
  maxIterations: integer(
    { default: 200, min: 1, max: 10_000 },
    'Steps after which a computation that is not done fails.',
  ),
  coefficients: nullable(
    namedNumbers(
      'Conductivity or diffusivity of each phase, by its name; others do not conduct. Of phases only.',
    ),
  ),
} as const;

/** Voxels of a piece, where a volume is not solved whole. */
export const piecesParam = integer(
  { min: 512, unit: 'voxels' },
  'Voxels that a piece may have, where a volume is larger than the GPU: bounds and an estimate come from its pieces. Left out, it is solved whole.',
);

/** What a caller may say of a solve; checked when nodes are made. */
type Params = Readonly<Record<string, unknown>>;

const solverInputs = {
  mask: input('mask'),
  phases: optionalInput('phases'),
} as const;

/** Checks that every named coefficient is that of a phase. */
function checkCoefficients(
  op: string,
  phases: GridMeta | undefined,
  coefficients: Readonly<Record<string, number>> | null,
): void {
  if ((phases === undefined) !== (coefficients === null))
    throw invalidArgument(
      op,
      'coefficients',
      coefficients,
      'coefficients of phases, and only those',
    );
  for (const [name, value] of Object.entries(coefficients ?? {})) {
    if (phases?.phases === undefined || !Object.hasOwn(phases.phases, name))
      throw invalidArgument(
        op,
        'coefficients',
        name,
        Object.keys(phases?.phases ?? {})
          .map((known) => `'${known}'`)
          .join(', '),
      );
    if (value < 0) throw invalidArgument(op, `coefficients.${name}`, value, 'a number ≥ 0');
  }
}

/**
 * How a mask conducts along an axis, as {@link TransportValue}: the steady current of diffusion or
 * conduction from one end to the other, at a potential of 1 and 0. In TauFactor's convention
 * (Cooper et al., SoftwareX 5, 2016, 203, https://doi.org/10.1016/j.softx.2016.09.002): ends half a
 * voxel outside the volume, no flux through the `sides` ('closed', default) or a volume that
 * repeats ('periodic'), voxels conduct across their faces (6), at the harmonic mean of their
 * coefficients; anisotropic spacing counts. ε is the whole fraction, dead ends and islands
 * included. With `phases` and `coefficients` by name (others do not conduct) it is the effective
 * coefficient.
 *
 * `mask` is what percolates along the axis; `voxels` counts all that conducts.
 *
 * Solved in f32 by conjugate gradients with a multigrid cycle per step, until the currents of all
 * planes agree to `tolerance` (default 0.001, at least 0.0001), and what the energy of the error
 * may add is below it; after `maxIterations` (default 200) it is an error, `limit`, never a
 * number. 5 to 8 iterations are usual, 10 to 20 close to the percolation threshold. Where the
 * currents differ by the rounding of the potential alone, it is refined: a second f32 per voxel
 * holds what the first cannot. Coefficients 1 and 0.1 in layers of 1024 voxels then reach 0.0001,
 * in 20 to 30 iterations. What it cannot reach either, by coefficients that differ by more than
 * 10⁵ or so, is `limit` too, and names a tolerance that can be reached.
 *
 * Memory: 16 B/voxel of vectors (potential, residual, direction, and one that holds A p and then
 * the correction), 4 more where they are refined, 1 of how voxels conduct, 3 of coarse levels.
 * Traffic: 98 B/voxel per iteration, and 100 once; of phases 2 B/voxel more. Whole on the GPU: else
 * `limit`; {@link boundedNode} cuts what is larger into pieces.
 */
export const transport = declareOp({
  name: 'transport',
  kind: 'reduce',
  inputs: { ...solverInputs, voxels: valueInput<number>() },
  params: solverParams,
  exactness: 'float-dependent',
  result: ({ phases }, { coefficients }) => {
    checkCoefficients('transport', phases, coefficients);
    return yields.result<TransportValue>();
  },
  needs: (_, { mask }) => ({ mask: wholeRegion(mask.size), phases: wholeRegion(mask.size) }),
  instead: (voxels) => `Or give pieces: ${String(voxels)}, for an estimate between bounds.`,
  notes: transportNotes,
});

/**
 * The potential, or concentration, that {@link transport} solves for: 1 at the lower end, 0 at the
 * upper one; NaN where the mask is not set. An f32 volume.
 */
export const concentration = declareOp({
  name: 'concentration',
  kind: 'global',
  inputs: solverInputs,
  params: solverParams,
  exactness: 'float-dependent',
  result: ({ mask, phases }, { coefficients }): GridMeta => {
    checkCoefficients('concentration', phases, coefficients);
    return { ...mask, kind: 'volume', storage: 'f32' };
  },
  notes: transportNotes,
});

/** A value of how something conducts, with its provenance. */
type Transported = ValueMeta<TransportValue, 'result'>;

/** What conducts, and what of it conducts from end to end. */
interface Conducting {
  readonly conducting: Node;
  readonly mask: Node;
  readonly phases: Node | undefined;
}

/** The part of a mask that conducts from end to end. */
const throughNode = (mask: Node, axis: Axis, sides: unknown): Node =>
  sides === 'periodic' ? periodicallyPercolatingNode(mask, axis) : percolatingNode(mask, { axis });

/** The node of what conducts, and that of the part which conducts from end to end. */
function conductors(
  op: string,
  grid: Node,
  { axis = 'z', sides, coefficients }: { axis?: Axis; sides?: unknown; coefficients?: unknown },
  within?: Node,
): Conducting {
  if (!['x', 'y', 'z'].includes(axis)) throw invalidArgument(op, 'axis', axis, "'x', 'y', 'z'");
  const meta = gridMeta(grid);
  if (meta.kind === 'mask') {
    const inside = bothNode(grid, within);
    return { conducting: inside, mask: throughNode(inside, axis, sides), phases: undefined };
  }
  const parsed = namedNumbers().parse(coefficients);
  if (parsed === undefined)
    throw invalidArgument(op, 'coefficients', coefficients, namedNumbers().allowed);
  checkCoefficients(op, meta, parsed);
  const values = Object.entries(parsed).flatMap(([name, value]) =>
    value > 0 ? [meta.phases![name]!] : [],
  );
  if (values.length === 0)
    throw invalidArgument(op, 'coefficients', coefficients, 'at least one above 0');
  const conducting = bothNode(makeNode(equals, { grid }, { values }), within);
  return { conducting, mask: throughNode(conducting, axis, sides), phases: grid };
}

/** The node of {@link transport} of all of a volume. */
function solvedNode({ conducting, mask, phases }: Conducting, params: Params) {
  const voxels = makeNode(count, { mask: conducting });
  return makeNode(transport, { mask, phases, voxels }, params);
}

/** The node of how a volume conducts: solved whole, or between bounds where `pieces` is given. */
function valueNode(whole: Conducting, { pieces, ...params }: Params): Node<Transported> {
  const exact = solvedNode(whole, params);
  if (pieces === undefined || pieces === null) return exact;
  const most = piecesParam.parse(pieces);
  if (most === undefined)
    throw invalidArgument('tortuosity', 'pieces', pieces, piecesParam.allowed);
  const { axis, sides, tolerance } = exact.params as ParamsOfSpecs<typeof solverParams>;
  const bounded = boundedNode({
    ...{ op: 'tortuosity', axis, sides, tolerance, pieces: most },
    ...{ conducting: whole.conducting, through: whole.mask, phases: whole.phases },
    solved: (part, phases, ends) =>
      solvedNode(
        { conducting: part, mask: throughNode(part, axis, ends), phases },
        { ...params, sides: ends },
      ),
  });
  return bounded ?? exact;
}

/**
 * The node of {@link transport} of a mask, or of phases with coefficients; of what lies `within` a
 * region of interest, outside of which nothing conducts.
 */
export function transportNode(grid: Node, params: Params, within?: Node) {
  const value = valueNode(conductors('tortuosity', grid, params, within), params);
  if (within === undefined) return value;
  const { axis } = value.params as { readonly axis: Axis };
  return makeNode(
    regionTransport,
    { value, ...regionCounts(within, axis) },
    { axis, total: volumeOf(gridMeta(within).size) },
  );
}

/** The node of {@link concentration} of a mask, or of phases with coefficients. */
export function concentrationNode(grid: Node, params: Params): Node {
  const { mask, phases } = conductors('concentration', grid, params);
  return makeNode(concentration, { mask, phases }, params);
}

/** {@link TransportValue} along all three axes, from those along each; on the host. */
export const transportAxes = declareOp({
  name: 'transportAxes',
  kind: 'host',
  inputs: {
    x: valueInput<TransportValue>(),
    y: valueInput<TransportValue>(),
    z: valueInput<TransportValue>(),
  },
  params: {},
  exactness: 'exact',
  result: () => yields.result<Readonly<Record<Axis, TransportValue>>>(),
});

/** The node of {@link transportAxes} of a mask, or of phases with coefficients. */
export function transportAxesNode(grid: Node, params: Params, within?: Node) {
  const along = (axis: Axis) => transportNode(grid, { ...params, axis }, within);
  return makeNode(transportAxes, { x: along('x'), y: along('y'), z: along('z') });
}
