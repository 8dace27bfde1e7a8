// Overhang of the anode, turn by turn.
import type { CanValue, Lab, Mask, Roll, RollOverhang, Volume } from '../../index.js';
import type { Vec3 } from '../../recipe/geometry.js';
import type { RunLog } from '../run_log.js';

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

/** How an overhang is measured. */
interface OverhangOptions {
  readonly can: CanValue | null;
  /** Grey levels of its foil, both ends included. */
  readonly anode: readonly [lo: number, hi: number];
  readonly every: number;
  readonly tolerance: number;
}

/** Voxels that are left out along the inner face of the can. */
const OFF_CAN = 3;

/**
 * What lies within the can, whose steel may be as bright as a foil; undefined where it is not
 * known.
 */
function insideOf(scan: Volume, can: CanValue | null): Mask | undefined {
  if (can === null) return undefined;
  const { axis, minorAxis, wall, deepest } = can;
  const voxel = Math.max(scan.spacing[0], scan.spacing[1]);
  const at = (slice: number): Vec3 => {
    const z = slice * scan.spacing[2];
    return [axis.x + axis.slopeX * z, axis.y + axis.slopeY * z, z];
  };
  return scan.shape({
    type: 'cylinder',
    from: at(-1),
    to: at(scan.size[2]),
    radius: minorAxis.value / 2 - wall.value - Math.max(0, deepest.depth) - OFF_CAN * voxel,
  });
}

/**
 * How far the anode stands out beyond the roll of the cathode, by the foil of the anode: what lies
 * within the can between its grey levels and hangs together most. Holes of two voxels are closed
 * slice by slice, which moves no end along z.
 */
export async function overhangBeyond(
  log: RunLog,
  lab: Lab,
  cathode: Roll<Volume>,
  { can, anode: [lo, hi], every, tolerance }: OverhangOptions,
): Promise<RollOverhang> {
  const { grid: scan } = cathode;
  const bright = scan.threshold({ lo, hi });
  const inside = insideOf(scan, can);
  const foil = inside === undefined ? bright : bright.and(inside);
  const query = foil
    .close({ size: [3, 3, 1] })
    .keepLargest({ connectivity: 26 })
    .windings({ every });
  await log.ask(query);
  const anode = await lab.roll(scan, query);
  return log.ask(anode.overhang(cathode, { tolerance }));
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
