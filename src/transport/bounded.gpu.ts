import { implementOnHost } from '../implement/index.js';
import { VoxmetryError } from '../recipe/errors.js';
import { boundedTransport, joinPiece, type JoinedPieces } from './bounded.js';
import { CONVENTION, type TransportValue } from './transport_value.js';

/** {@link joinPiece}, on the host. */
export const joinPieceOnHost = implementOnHost(
  joinPiece,
  ({ inputs: { before, piece }, params: { how, share } }): JoinedPieces => ({
    sum: (before?.sum ?? 0) + (how === 'beside' ? share * piece.relative : share / piece.relative),
    pieces: (before?.pieces ?? 0) + 1,
    iterations: Math.max(before?.iterations ?? 0, piece.iterations),
    fluxSpread: Math.max(before?.fluxSpread ?? 0, piece.fluxSpread),
  }),
);

/** {@link boundedTransport}, on the host. */
export const boundedTransportOnHost = implementOnHost(
  boundedTransport,
  ({ inputs: { columns, slabs, voxels, percolating }, params }): TransportValue => {
    const { axis, sides, tolerance, towardsUpper, total, mixture } = params;
    const none = percolating === 0;
    const lower = none ? 0 : columns.sum;
    const upper = none ? 0 : 1 / slabs.sum;
    const range = [lower * (1 - tolerance), upper * (1 + tolerance)] as const;
    if (lower === 0 && !none)
      throw new VoxmetryError(
        'limit',
        `tortuosity: of columns of ${String(params.pieces)} voxels along ${axis} none conducts, though the whole does: all that is known is that relative is at most ${upper.toPrecision(3)}. Raise pieces.`,
        { op: 'tortuosity', details: { pieces: params.pieces, upper } },
      );
    const relative = none ? 0 : lower * (upper / lower) ** towardsUpper;
    const fraction = voxels / total;
    const factorOf = (of: number): number => (of === 0 ? Infinity : fraction / of);
    return {
      axis,
      fraction,
      percolatingFraction: percolating / total,
      relative,
      tortuosityFactor: mixture ? null : factorOf(relative),
      tortuosity: mixture ? null : Math.sqrt(factorOf(relative)),
      macMullin: mixture ? null : 1 / relative,
      iterations: Math.max(columns.iterations, slabs.iterations),
      fluxSpread: Math.max(columns.fluxSpread, slabs.fluxSpread),
      sides,
      convention: CONVENTION,
      bounds: {
        relative: range,
        tortuosityFactor: mixture ? null : [factorOf(range[1]), factorOf(range[0])],
        columns: columns.pieces,
        slabs: slabs.pieces,
      },
    };
  },
);
