import { describe, expect, it } from 'vitest';
import type { MaskRays } from '../../src/cell/mask_rays.js';
import { faultsOf } from '../../src/cell/winding_faults.js';
import { woundSheet, type WoundSheet } from '../../src/cell/wound_sheet.js';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { Random } from '../../src/synthetic/random.js';

// Sheets that are drawn on rays by a formula, so that every run's turn is known.

const ANGLES = 120;
const ROWS = 3;
const SAMPLES = 260;

/** Rays whose sample (angle, row, radius) is on where a function says so. */
function drawn(
  isOn: (angle: number, row: number, radius: number) => boolean,
  rows = ROWS,
): MaskRays {
  const words = Math.ceil(SAMPLES / 32);
  const middle = new Float64Array(rows).fill(130);
  return {
    ...{ unit: 'px', voxel: 1, axis: { x: middle, y: middle }, angles: ANGLES, samples: SAMPLES },
    ...{ step: 1, every: 1, firstZ: 0, stepZ: 1 },
    rows: Array.from({ length: rows }, (_, row) => {
      const bits = new Uint32Array(ANGLES * words);
      for (let angle = 0; angle < ANGLES; angle += 1)
        for (let r = 0; r < SAMPLES; r += 1)
          if (isOn(angle, row, r)) bits[(r >> 5) * ANGLES + angle]! |= 1 << (r & 31);
      return bits;
    }),
  };
}

const PITCH = 20;
const TURNS = 7.25;
const THICK = 7;
/** The turns, from the inner end, of the sheet that is at a place of a spiral; else undefined. */
function turnAt(angle: number, radius: number, thick = THICK): number | undefined {
  const part = angle / ANGLES;
  const turn = Math.round((radius - 60) / PITCH - part);
  const at = turn + part;
  const off = radius - 60 - PITCH * at;
  return turn >= 0 && at < TURNS && Math.abs(off) <= thick / 2 ? at : undefined;
}
const spiral = (angle: number, _: number, radius: number): boolean =>
  turnAt(angle, radius) !== undefined;

/** Whether all cells of a table hold the turn that the spiral has there. */
function wrongCells({ sheet }: WoundSheet, mirrored = false): { wrong: number; unseen: number } {
  let [wrong, unseen] = [0, 0];
  sheet.middle.forEach((middle, cell) => {
    if (Number.isNaN(middle)) unseen += 1;
    else if (Math.abs(middle - 60 - (PITCH * (cell % sheet.columns)) / ANGLES) > 1.5) wrong += 1;
  });
  expect(sheet.handed).toBe(mirrored ? -1 : 1);
  return { wrong, unseen };
}

function refusal(rays: MaskRays): VoxmetryError {
  try {
    woundSheet(rays, 'windings');
  } catch (error) {
    if (error instanceof VoxmetryError) return error;
    throw error;
  }
  throw new Error('not refused');
}

describe('a wound sheet', () => {
  it('has every turn of a spiral, and its pitch', () => {
    const found = woundSheet(drawn(spiral), 'windings');
    expect([found.sheet.columns, found.sheet.firstColumn]).toEqual([TURNS * ANGLES, 0]);
    expect(wrongCells(found)).toEqual({ wrong: 0, unseen: 0 });
    expect(found.linked.torn.length + found.linked.contacts + found.placed.strays).toBe(0);
    const { pitch, r0 } = found.fitted.fit;
    expect(Math.abs(pitch.value / PITCH - 1)).toBeLessThan(0.001);
    expect(Math.abs(r0.value - 60)).toBeLessThan(0.1);
  });

  it('has those of a mirrored one', () => {
    const back = (angle: number): number => (ANGLES - angle) % ANGLES;
    const found = woundSheet(
      drawn((angle, row, r) => spiral(back(angle), row, r)),
      'windings',
    );
    expect([found.sheet.columns, found.sheet.firstColumn]).toEqual([TURNS * ANGLES, 0]);
    expect(wrongCells(found, true)).toEqual({ wrong: 0, unseen: 0 });
  });

  it('keeps its numbers where two turns touch, and says where', () => {
    const isBridged = (angle: number, row: number, r: number): boolean =>
      row > 0 && angle >= 30 && angle < 40 && r > 100 && r < 130;
    const rays = drawn((angle, row, r) => spiral(angle, row, r) || isBridged(angle, row, r));
    const found = woundSheet(rays, 'windings');
    // Of 2 rows and 10 angles, two turns are not seen: they are one run.
    expect(wrongCells(found)).toEqual({ wrong: 0, unseen: 40 });
    const faults = faultsOf(rays, found.runs, found.linked, found.placed, found.begin);
    expect(faults.length).toBe(1);
    const [fault] = faults as [(typeof faults)[0]];
    expect([fault.kind, fault.rays, fault.z]).toEqual(['contact', 20, 2]);
    expect(Math.abs(fault.angle - (2 * Math.PI * 30) / ANGLES)).toBeLessThan(0.6);
    expect(Math.abs(fault.radius - 116)).toBeLessThan(12);
    expect(fault.turn).toBeGreaterThan(1.2);
    expect(fault.turn).toBeLessThan(3.4);
  });

  it('keeps its numbers where a sheet is torn and goes on as the next, and says where', () => {
    // In one row of three, turns 2 to 4 are a pitch further out at three angles, over a ramp.
    const shift = (angle: number, row: number): number =>
      row === 1 && angle >= 50 && angle < 60 ? PITCH * ((angle - 49) / 10) : 0;
    const rays = drawn((angle, row, r) =>
      r > 90 && r < 170 ? spiral(angle, row, r - shift(angle, row)) : spiral(angle, row, r),
    );
    const found = woundSheet(rays, 'windings');
    expect(found.linked.torn.length).toBeGreaterThan(0);
    const faults = faultsOf(rays, found.runs, found.linked, found.placed, found.begin);
    expect(faults.some(({ kind }) => kind === 'rupture')).toBe(true);
    // Outside of the ramp all is right.
    const { sheet } = found;
    let wrong = 0;
    sheet.middle.forEach((middle, cell) => {
      const column = cell % sheet.columns;
      const angle = column % ANGLES;
      if (Number.isNaN(middle) || (angle >= 49 && angle <= 60)) return;
      if (Math.abs(middle - 60 - (PITCH * column) / ANGLES) > 1.5) wrong += 1;
    });
    expect(wrong).toBe(0);
  });

  it('places pieces that hang together with no other by their neighbours', () => {
    // Turn 3 is cut out of the sheet but for a piece of a fifth of a turn.
    const rays = drawn((angle, _, r) => {
      const turn = turnAt(angle, r);
      if (turn === undefined) return false;
      return !((turn > 3 && turn < 3.3) || (turn > 3.5 && turn < 3.8));
    });
    const found = woundSheet(rays, 'windings');
    expect(found.placed.pieces).toBe(2);
    const { wrong, unseen } = wrongCells(found);
    expect(wrong).toBe(0);
    expect(unseen).toBeGreaterThan(ROWS * ANGLES * 0.55);
    expect(unseen).toBeLessThan(ROWS * ANGLES * 0.62);
  });

  it('leaves specks out', () => {
    const random = new Random(5);
    const specks = new Set(
      Array.from({ length: 60 }, () => Math.floor(random.uniform() * ANGLES * SAMPLES)),
    );
    const rays = drawn(
      (angle, row, r) => spiral(angle, row, r) || (row === 1 && specks.has(angle * SAMPLES + r)),
    );
    const found = woundSheet(rays, 'windings');
    expect(found.placed.strays).toBeGreaterThan(20);
    expect(wrongCells(found)).toEqual({ wrong: 0, unseen: 0 });
  });
});

describe('what is no roll is refused, with what was seen', () => {
  it('nothing on the rays', () => {
    expect(refusal(drawn(() => false)).code).toBe('empty-phase');
  });

  it('fewer than three turns', () => {
    const error = refusal(
      drawn((angle, _, r) => {
        const turn = turnAt(angle, r);
        return turn !== undefined && turn < 2.5;
      }),
    );
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toContain('a sheet of 2.5 turns');
  });

  it('closed rings', () => {
    const error = refusal(drawn((_, __, r) => r > 50 && r % 20 < 7));
    expect(error.code).toBe('invalid-argument');
    expect(error.message).toContain('a sheet of 1.0 turns, which closes on itself as rings do');
  });

  it('noise', () => {
    const random = new Random(9);
    const error = refusal(drawn(() => random.uniform() < 0.4));
    expect(error.code).toBe('invalid-argument');
  });

  it('sheets that do not go round the axis', () => {
    const error = refusal(drawn((angle, _, r) => angle < 70 && angle > 20 && r % 20 < 7));
    expect(error.message).toMatch(/goes round 0.4 turns/);
  });

  it('a solid', () => {
    const error = refusal(drawn((_, __, r) => r < 200));
    expect(error.code).toBe('invalid-argument');
  });
});
