// A current between bounds: of columns with walls between them, and of slabs with planes at one
// potential between them.
import { crop } from '../filters/crop.js';
import { AXIS_INDEX, volumeOf, type Axis, type Region } from '../recipe/geometry.js';
import { yields, type ValueMeta } from '../recipe/meta.js';
import {
  declareOp,
  gridMeta,
  makeNode,
  optionalValueInput,
  valueInput,
  type Node,
  type ValueNode,
} from '../recipe/op.js';
import { flag, integer, number, oneOf } from '../recipe/params.js';
import { count } from '../stats/count.js';
import { piecesOf } from './pieces.js';
import { transportNotes, type TransportValue } from './transport_value.js';

/** What pieces conduct together, so far. */
export interface JoinedPieces {
  /** Of columns their conductance, of slabs their resistance, each per that of the pure whole. */
  readonly sum: number;
  readonly pieces: number;
  /** The most of any piece. */
  readonly iterations: number;
  readonly fluxSpread: number;
}

/**
 * What a piece and those `before` conduct together, as {@link JoinedPieces}: side by side their
 * conductances add up, one behind the other their resistances. `share` is the piece's part of the
 * section, or of the length. On the host.
 */
export const joinPiece = declareOp({
  name: 'joinPiece',
  kind: 'host',
  inputs: {
    before: optionalValueInput<JoinedPieces>(),
    piece: valueInput<TransportValue>(),
  },
  params: {
    how: oneOf(['beside', 'behind'], undefined, 'Whether pieces lie side by side along the axis.'),
    share: number({ min: 0, max: 1 }, 'Part of the section, or of the length, that a piece has.'),
  },
  exactness: 'exact',
  result: () => yields.result<JoinedPieces>(),
});

/**
 * How a structure conducts along an axis, as {@link TransportValue}, from what its pieces do. Walls
 * that are put up between columns can only lessen the current, and planes that are held at one
 * potential between slabs can only raise it (Rayleigh's law; Huet, J. Mech. Phys. Solids 38, 1990,
 * 813, on apparent properties): the exact current lies between, to the `tolerance` of the solves.
 * The estimate lies between the logarithms of both, `towardsUpper` of the way. `voxels` conduct,
 * and `percolating` of them from end to end, exactly. Where no column conducts but the whole does,
 * `limit`: there is no estimate. On the host.
 */
export const boundedTransport = declareOp({
  name: 'boundedTransport',
  kind: 'host',
  inputs: {
    columns: valueInput<JoinedPieces>(),
    slabs: valueInput<JoinedPieces>(),
    voxels: valueInput<number>(),
    percolating: valueInput<number>(),
  },
  params: {
    axis: oneOf(['x', 'y', 'z'], undefined, 'Axis along which the current flows.'),
    sides: oneOf(['closed', 'periodic'], undefined, 'What the sides of the volume are.'),
    tolerance: number({ min: 0, max: 1 }, 'Relative error of the result of a piece.'),
    towardsUpper: number({ min: 0, max: 1 }, 'Where between the bounds the estimate lies.'),
    total: integer({ min: 1, unit: 'voxels' }, 'Voxels of the volume.'),
    pieces: integer({ min: 1, unit: 'voxels' }, 'Voxels that a piece has at most.'),
    mixture: flag(false, 'Whether several phases conduct, so that there is no tortuosity.'),
  },
  exactness: 'float-dependent',
  result: () => yields.result<TransportValue>(),
  notes: ({ sides, pieces }) => ({
    ...transportNotes({ sides }),
    approximation: `between bounds, from pieces of at most ${String(pieces)} voxels`,
    estimator:
      'weighted geometric mean of columns with walls between them and slabs with planes at one potential between them',
  }),
});

/** What conducts, and how a piece of it is solved. */
export interface Divided {
  readonly op: string;
  readonly axis: Axis;
  readonly conducting: Node;
  /** What of it conducts from end to end. */
  readonly through: Node;
  readonly phases: Node | undefined;
  readonly sides: 'closed' | 'periodic';
  readonly tolerance: number;
  /** Voxels that a piece may have. */
  readonly pieces: number;
  /** The node of what a piece conducts. */
  readonly solved: (
    mask: Node,
    phases: Node | undefined,
    sides: 'closed' | 'periodic',
  ) => ValueNode<TransportValue>;
}

/**
 * The node of {@link boundedTransport} of what is cut into pieces; undefined where the whole is no
 * larger than one. Columns that walls part from their neighbours have closed sides.
 */
export function boundedNode(
  divided: Divided,
): Node<ValueMeta<TransportValue, 'result'>> | undefined {
  const { op, axis, conducting, through, phases, sides, tolerance, pieces, solved } = divided;
  const meta = gridMeta(conducting);
  const cut = piecesOf(op, meta, axis, pieces);
  if (cut === undefined) return undefined;
  const total = volumeOf(meta.size);
  const along = AXIS_INDEX[axis];
  const joined = (how: 'beside' | 'behind', regions: readonly Region[]) => {
    let before: ValueNode<JoinedPieces> | undefined;
    for (const region of regions) {
      const part = (grid: Node): Node => makeNode(crop, { grid }, { region });
      const piece = solved(
        part(through),
        phases === undefined ? undefined : part(phases),
        how === 'behind' ? sides : 'closed',
      );
      const whole = how === 'behind' ? meta.size[along] : total / meta.size[along];
      const own =
        how === 'behind' ? region.size[along] : volumeOf(region.size) / region.size[along];
      before = makeNode(joinPiece, { before, piece }, { how, share: own / whole });
    }
    return before!;
  };
  return makeNode(
    boundedTransport,
    {
      columns: joined('beside', cut.columns),
      slabs: joined('behind', cut.slabs),
      voxels: makeNode(count, { mask: conducting }),
      percolating: makeNode(count, { mask: through }),
    },
    {
      axis,
      sides,
      tolerance,
      towardsUpper: cut.towardsUpper,
      total,
      pieces,
      mixture: phases !== undefined,
    },
  );
}
