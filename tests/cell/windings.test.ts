import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { EngineLab } from '../../src/engine/engine_lab.js';
import { bundle, type Mask, type Windings } from '../../src/index.js';
import { syntheticRoll, type RollOptions, type SyntheticRoll } from '../../src/synthetic/index.js';

let lab: EngineLab;
let inBricks: EngineLab;
beforeAll(async () => {
  lab = new EngineLab(await Engine.open());
  inBricks = new EngineLab(await Engine.open({ brick: [64, 48, 3] }));
});
afterAll(async () => {
  await lab.dispose();
  await inBricks.dispose();
});

/** The anode of a roll: its coating, its foil, and what lies in them; mirrored where wanted. */
async function anodeOf(roll: SyntheticRoll, where: EngineLab, mirrored = false): Promise<Mask> {
  const { size, spacing, unit } = roll.grid;
  const [nx] = size;
  const codes = roll.materials(0, size[2]);
  const data = codes.map((_, i) => {
    const at = mirrored ? i - (i % nx) + nx - 1 - (i % nx) : i;
    return [3, 5, 7, 8].includes(codes[at]!) ? 1 : 0;
  });
  return (await where.open({ data, size }, { name: 'scan', spacing, unit })).threshold({ lo: 1 });
}

/**
 * How many columns the first one lies behind the truth's, which is at the angle 0 where the axis
 * is the truth's.
 */
const lateOf = ({ firstColumn, angles }: Windings): number =>
  firstColumn > angles / 2 ? firstColumn - angles : firstColumn;

/**
 * Cells whose turn is not that of the truth: on a ray, turns follow each other outwards, and each
 * that the truth has at the ray's angle is there.
 */
function wrongTurns(found: Windings, turns: number): number {
  const { columns, rows, angles, middle } = found;
  const late = lateOf(found);
  let wrong = 0;
  for (let row = 0; row < rows; row += 1)
    for (let angle = 0; angle < angles; angle += 1) {
      let before = 0;
      for (let turn = 0; turn * angles + angle < turns * angles; turn += 1) {
        const column = turn * angles + angle - late;
        if (column < 0 || column >= columns) continue;
        const radius = middle[row * columns + column]!;
        if (!(radius > before)) wrong += 1;
        before = radius;
      }
    }
  return wrong;
}

const SMALL: RollOptions = { size: [160, 160, 8], spacing: 50, core: 900 };

describe('windings', () => {
  it('finds the sheet and the spiral of a roll', async () => {
    const roll = syntheticRoll(SMALL);
    const found = await (await anodeOf(roll, lab)).windings();
    const { fit, tracing, handed } = found;
    const { truth } = roll;
    expect([handed, found.unit, found.angles, found.rows]).toEqual([1, 'µm', 720, 8]);
    expect(Math.abs(fit.pitch.value / truth.pitch - 1)).toBeLessThan(0.001);
    expect(Math.abs(fit.turns.value - truth.turns)).toBeLessThan(0.01);
    expect(Math.abs(fit.sheetLength.value / truth.anodeLength - 1)).toBeLessThan(0.001);
    expect(Math.abs(found.axis.x[4]! - truth.rollCentre[0])).toBeLessThan(5);
    expect(Math.abs(found.axis.y[4]! - truth.rollCentre[1])).toBeLessThan(5);
    expect(wrongTurns(found, truth.turns)).toBe(0);
    expect([tracing.torn, tracing.inContact, tracing.pieces]).toEqual([0, 0, 0]);
    expect(found.faults).toEqual([]);
    expect(found.provenance.recipe.steps.some(({ op }) => op === 'maskRays')).toBe(true);
  });

  it('is the same in bricks, and from a stored recipe', async () => {
    const roll = syntheticRoll({ ...SMALL, turns: 4, seed: 5 });
    const plain = ({ provenance: _, ...found }: Windings): unknown => found;
    const query = (await anodeOf(roll, lab)).windings({ angles: 360, every: 2 });
    const own = await query;
    const bricked = await (await anodeOf(roll, inBricks)).windings({ angles: 360, every: 2 });
    expect(plain(bricked)).toEqual(plain(own));
    const stored = JSON.parse(JSON.stringify(bundle({ result: query }))) as ReturnType<
      typeof bundle
    >;
    const { size, spacing, unit } = roll.grid;
    const data = roll.materials(0, 8).map((code) => ([3, 5, 7, 8].includes(code) ? 1 : 0));
    const scan = await inBricks.open({ data, size }, { name: 'scan', spacing, unit });
    const { result } = await inBricks.replay(stored, { scan });
    expect(plain(result as Windings)).toEqual(plain(own));
  });

  it('follows a roll that is wound the other way', async () => {
    const roll = syntheticRoll({ ...SMALL, turns: 5, seed: 2 });
    const found = await (await anodeOf(roll, lab, true)).windings();
    expect(found.handed).toBe(-1);
    expect(Math.abs(found.fit.pitch.value / roll.truth.pitch - 1)).toBeLessThan(0.002);
    expect(Math.abs(found.fit.turns.value - 5)).toBeLessThan(0.01);
  });

  it('keeps the numbers of the turns where the core has collapsed', async () => {
    const options = { ...SMALL, core: 1100, collapse: 800, turns: 5 };
    const roll = syntheticRoll({ ...options, seed: 3 });
    const found = await (await anodeOf(roll, lab)).windings();
    expect(wrongTurns(found, 5)).toBe(0);
    // Radii alone would not do: many cells lie nearer to the place of the turn within.
    const spiral = (column: number): number =>
      1100 + 280 + (365 * (column + lateOf(found))) / found.angles;
    const fallen = found.middle.filter((r, cell) => r < spiral(cell % found.columns) - 365 / 2);
    expect(fallen.length).toBeGreaterThan(1000);
    const { pitch } = found.fit;
    expect(pitch.interval[0] < 365 && pitch.interval[1] > 365).toBe(true);
    expect(found.fit.held).toBeLessThan(0.95);
  });

  it('takes an axis that is given, and improves it', async () => {
    const roll = syntheticRoll({ ...SMALL, turns: 4 });
    const [x, y] = roll.truth.rollCentre;
    const mask = await anodeOf(roll, lab);
    const found = await mask.windings({ centre: [x + 150, y - 100] });
    expect(Math.abs(found.axis.x[4]! - x)).toBeLessThan(6);
    expect(Math.abs(found.axis.y[4]! - y)).toBeLessThan(6);
    await expect(mask.windings({ centre: [[1, 2], 3] }).run()).rejects.toThrow('8 slices');
  });
});
