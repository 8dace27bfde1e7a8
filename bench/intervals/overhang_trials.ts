// The overhang of a synthetic stack beside the truth.
import type { Lab } from '../../src/index.js';
import { syntheticStack } from '../../src/synthetic/index.js';
import { Random } from '../../src/synthetic/random.js';

/** A side of a cathode. */
export interface SideTrial {
  /** Whether its cathode lies too far to a side. */
  readonly shifted: boolean;
  /** Of the mean and of the least, in columns. */
  readonly error: number;
  readonly leastError: number;
  /** Whether the interval of the mean holds the truth. */
  readonly held: boolean;
  /** Whether all of the side is known. */
  readonly known: boolean;
  /** Whether it is told from the tolerance as the truth is. */
  readonly told: boolean;
}

const OPPOSITE = { u0: 'u1', u1: 'u0', v0: 'v1', v1: 'v0' } as const;

/** All sides of a stack of 5 units, of which two cathodes lie too far to a side. */
export async function overhangTrial(
  lab: Lab,
  seed: number,
  anodes: readonly number[],
  cathodes: readonly number[],
): Promise<SideTrial[]> {
  const random = new Random(seed, [7, 9]);
  const part = (): number => 2 * random.uniform() - 1;
  const spacing = 25;
  const overhang = 75 + 20 * part();
  const made = syntheticStack({
    ...{ size: [72, 64, 100], spacing, unit: 'µm', seed, sheets: 5, overhang },
    ...{ extent: [1500 + 25 * part(), 1300 + 25 * part()], tilt: [0.05 * part(), 0.05 * part()] },
    ...{ bow: 40 * part(), waviness: 4 },
    defects: { outgrowths: 3, particles: 0, delaminations: 1, overhangs: 2 },
  });
  const { size, unit } = made.grid;
  const scan = await lab.open(
    { data: made.materials(0, size[2]), size },
    { spacing: made.grid.spacing, unit },
  );
  const [anode, cathode] = await Promise.all(
    [anodes, cathodes].map((codes) => lab.stack(scan, scan.equals(codes).sheets())),
  );
  const tolerance = overhang / 2;
  const { sides } = await anode!.overhang(cathode!, { tolerance });
  await lab.clearCache();
  scan.close();
  return sides.map(({ sheet, side, mean, min, low, high, below, unseen }) => {
    let truth = overhang;
    for (const fault of made.truth.overhangs) {
      if (fault.sheet !== sheet) continue;
      if (fault.side === side) truth -= fault.shift;
      if (OPPOSITE[fault.side] === side) truth += fault.shift;
    }
    return {
      shifted: truth !== overhang,
      error: (mean - truth) / spacing,
      leastError: (min - truth) / spacing,
      held: low <= truth && truth <= high,
      known: unseen === 0,
      told: below > 0.5 === truth < tolerance,
    };
  });
}
