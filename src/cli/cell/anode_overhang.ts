// Overhang of the anode, turn by turn.
import type { RollOverhang } from '../../index.js';

/** The overhang of one turn at one end; NaN where none of its places is known. */
export interface TurnOverhang {
  readonly min: number;
  readonly mean: number;
  readonly std: number;
  /** Share of the known places below the tolerance. */
  readonly below: number;
  /** Share of the places that are not known. */
  readonly unseen: number;
}

/** What is known of the overhang of the anode. Lengths in the unit of the scan. */
export interface CellOverhang {
  readonly value: RollOverhang;
  readonly tolerance: number;
  /** A turn of the cathode, from the innermost on. */
  readonly turns: readonly {
    readonly turn: number;
    readonly lower: TurnOverhang;
    readonly upper: TurnOverhang;
  }[];
}

/** The overhang at both ends by the turns of the cathode. */
export function overhangByTurn(value: RollOverhang, tolerance: number): CellOverhang {
  const columns = new Map<number, number[]>();
  value.turn.forEach((turn, column) => {
    const own = columns.get(turn);
    if (own === undefined) columns.set(turn, [column]);
    else own.push(column);
  });
  return {
    value,
    tolerance,
    turns: [...columns].map(([turn, own]) => ({
      turn,
      lower: ofTurn(value.lower.overhang, own, tolerance),
      upper: ofTurn(value.upper.overhang, own, tolerance),
    })),
  };
}

function ofTurn(
  overhang: Float32Array,
  columns: readonly number[],
  tolerance: number,
): TurnOverhang {
  const known = columns.map((column) => overhang[column]!).filter((value) => !Number.isNaN(value));
  const unseen = 1 - known.length / columns.length;
  if (known.length === 0) return { min: NaN, mean: NaN, std: NaN, below: NaN, unseen };
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, each) => sum + each, 0) / values.length;
  const mean = meanOf(known);
  return {
    min: known.reduce((least, each) => Math.min(least, each), Infinity),
    mean,
    std: Math.sqrt(meanOf(known.map((each) => (each - mean) ** 2))),
    below: known.filter((each) => each < tolerance).length / known.length,
    unseen,
  };
}
