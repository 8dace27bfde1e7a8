import { describe, expect, test } from 'vitest';
import { blockInterval } from '../../src/cell/block_bootstrap.js';
import { findDelaminations } from '../../src/cell/delamination.js';
import { layerMaps, turnSummaries } from '../../src/cell/layers.js';
import { overhangOf } from '../../src/cell/overhang.js';
import { turnBetween } from '../../src/synthetic/angles.js';
import { Random } from '../../src/synthetic/random.js';
import { syntheticRoll, type RollOptions } from '../../src/synthetic/index.js';
import { windingsOf } from './made_windings.js';
import { windingsOfRoll } from './roll_windings.js';

const SEEDS = Array.from({ length: 20 }, (_, i) => i + 1);
const NO_FAULTS = {
  ...{ outgrowths: 0, particles: 0, wrinkles: 0, delaminations: 0, overhangs: 0, tab: false },
};
/** Layers of whole voxels: pitch 20, the anode 9 of them, 11 between its turns. */
const ROLL: RollOptions = {
  ...{ spacing: 1, unit: 'voxel', core: 14, anodeHeight: 30, overhang: 2 },
  stack: { separator: 2, cathode: 3, aluminium: 1, anode: 4, copper: 1 },
  can: { wall: 3 },
  defects: NO_FAULTS,
};

describe('layers', () => {
  test('are along the normal of a steep spiral, and deviate by what was added', () => {
    // r = 10 + 12 θ / 2π: at small radii the sheet is far from square to the radius.
    const pitch = 12;
    const growth = pitch / (2 * Math.PI);
    const curve = {
      ...({ handed: -1, from: 0, to: 6 * Math.PI } as const),
      radius: (angle: number) => 10 + growth * angle,
    };
    const axis = { x: [0, 0, 0, 0], y: [0, 0, 0, 0] };
    const windings = windingsOf({ curve, angles: 90, axis, thickness: 3 });
    const { thickness, gap, deviation } = layerMaps(windings, 0);
    for (let c = 0; c < windings.columns; c += 1) {
      const r = curve.radius((2 * Math.PI * c) / 90);
      const cosine = r / Math.hypot(r, growth);
      expect(thickness[c]).toBeCloseTo(3 * cosine, 4);
      const next = (r + pitch) / Math.hypot(r + pitch, growth);
      if (c + 90 < windings.columns) expect(gap[c]).toBeCloseTo((9 * (cosine + next)) / 2, 4);
      else expect(gap[c]).toBeNaN();
      expect(Math.abs(deviation[c]!)).toBeLessThan(1e-4);
    }
  });

  test('lean with an axis that is tilted', () => {
    const curve = { handed: 1, from: 0, to: 4 * Math.PI, radius: () => 20 } as const;
    const axis = { x: [0, 0.5, 1, 1.5, 2], y: [0, 0, 0, 0, 0] };
    const { thickness } = layerMaps(windingsOf({ curve, angles: 64, axis, thickness: 3 }), 0);
    // At the angle 0 the axis moves along the radius, a quarter of a turn on it moves across.
    expect(thickness[2 * 129]).toBeCloseTo(3 / Math.hypot(1, 0.5), 5);
    expect(thickness[2 * 129 + 16]).toBeCloseTo(3, 5);
  });

  test('of turns have means whose intervals hold the truth, and the share that was not seen', () => {
    let held = 0;
    let asked = 0;
    for (const seed of Array.from({ length: 60 }, (_, i) => i + 1)) {
      const random = new Random(seed);
      const zeros = new Array<number>(32).fill(0);
      const radius = (angle: number): number => 40 + (20 * angle) / (2 * Math.PI);
      const made = windingsOf({
        curve: { handed: 1, from: 0, to: 6 * Math.PI - 1e-3, radius },
        ...{ angles: 32, axis: { x: zeros, y: zeros }, thickness: 9 },
      });
      const thickness = made.thickness.map(() => 9 + 0.4 * random.normal());
      const middle = made.middle.map((r) => (random.uniform() < 0.1 ? NaN : r));
      const windings = {
        ...made,
        middle,
        thickness: thickness.map((t, i) => (Number.isNaN(middle[i]!) ? NaN : t)),
      };
      const turns = turnSummaries(windings, layerMaps(windings, 0));
      expect(turns.map(({ turn }) => turn)).toEqual([0, 1, 2]);
      for (const { thickness: of, unseen, cells } of turns) {
        expect(cells).toBe(32 * 32);
        expect(Math.abs(unseen - 0.1)).toBeLessThan(0.04);
        // The cosine of the slope makes the mean less than 9 by what is known.
        const wanted =
          9 * (of === turns[0]!.thickness ? 0.9979 : of === turns[1]!.thickness ? 0.99908 : 0.9995);
        asked += 1;
        if (of.low <= wanted && wanted <= of.high) held += 1;
      }
    }
    // Of 180 intervals of 95 %, 91 % and more with a probability of 0.99.
    expect(held / asked).toBeGreaterThan(0.91);
    expect(held / asked).toBeLessThan(0.99);
  });

  test('of a synthetic roll: thickness and gap are those of its stack, and the core falls in', () => {
    const measured = (collapse: number) => {
      const roll = syntheticRoll({ ...ROLL, size: [336, 336, 5], turns: 6, collapse });
      const windings = windingsOfRoll(roll, 'anode', 256);
      return turnSummaries(windings, layerMaps(windings, 10));
    };
    measured(0).forEach(({ thickness, gap, unseen }, turn) => {
      // Layers of the roll are 9 and 11 voxels along the radius r: so much less along the normal.
      const r = 14 + 15.5 + 20 * turn;
      const cosine = 1 - (20 / (2 * Math.PI)) ** 2 / (r * (r + 20)) / 2;
      expect(Math.abs(thickness.mean - 9 * cosine), String(turn)).toBeLessThan(0.04);
      if (turn < 5) expect(Math.abs(gap.mean - 11 * cosine), String(turn)).toBeLessThan(0.1);
      expect(unseen).toBeLessThan(0.01);
    });
    const turns = measured(9);
    // Three gaps of 3 voxels, between 1.2 rad on both sides of their middle.
    expect(turns[5]!.gap.mean).toBeNaN();
    const inner = turns[0]!.deviation;
    expect(inner.min).toBeLessThan(-5);
    expect(Math.abs(turns[5]!.deviation.mean)).toBeLessThan(0.3);
    expect(turns[0]!.gap.max).toBeGreaterThan(12.5);
  });
});

describe('delaminations', () => {
  test('are those of the truth, and no others, over 20 seeds', { timeout: 240_000 }, () => {
    let expected = 0;
    for (const seed of SEEDS) {
      const roll = syntheticRoll({
        ...{ ...ROLL, seed, size: [252, 252, 16], turns: 4 },
        defects: { ...NO_FAULTS, delaminations: 1 },
      });
      const windings = windingsOfRoll(roll, 'anode', 256);
      const { gap } = layerMaps(windings, 10);
      const found = findDelaminations(windings, gap, { k: 4, leastCells: 20, smooth: 2 });
      expect(Math.abs(found.median - 11), String(seed)).toBeLessThan(0.4);
      const [truth] = roll.truth.delaminations;
      // A gap inside the first turn lies between no two turns.
      const isBetween = truth!.turn >= 1;
      if (!isBetween) {
        // Its side may reach through the angle 0, where it lies between the first two turns.
        const reaches = truth!.turn + truth!.halfAngle / (2 * Math.PI) > 1;
        expect(found.objects.length, String(seed)).toBeLessThanOrEqual(reaches ? 1 : 0);
        continue;
      }
      expect(found.objects.length, String(seed)).toBe(1);
      expected += 1;
      const [object] = found.objects;
      const inner = object!.turn + object!.theta / (2 * Math.PI);
      expect(Math.abs(inner - (truth!.turn - 1)), String(seed)).toBeLessThan(0.03);
      expect(Math.abs(turnBetween(object!.theta, truth!.theta))).toBeLessThan(0.15);
      expect(Math.abs(object!.openingMax - truth!.opening), String(seed)).toBeLessThan(1.2);
    }
    expect(expected).toBeGreaterThanOrEqual(12);
  });

  test('are areas of cells that share an edge, of the cells that are asked for', () => {
    const zeros = new Array<number>(6).fill(0);
    const curve = { handed: 1, from: 0, to: 6 * Math.PI, radius: () => 0 } as const;
    const windings = windingsOf({
      curve: { ...curve, radius: (angle) => 50 + (10 * angle) / (2 * Math.PI) },
      ...{ angles: 100, axis: { x: zeros, y: zeros }, stepZ: 2 },
    });
    const { columns } = windings;
    const gap = new Float32Array(columns * 6).map((_, i) => 4 + (i % 5) * 0.01);
    // Through the angle 0, 3 cells by 2; one that touches them by a corner; one alone.
    for (const [c, row] of [
      [99, 1],
      [100, 1],
      [101, 1],
      [99, 2],
      [100, 2],
      [101, 2],
    ] as const)
      gap[row * columns + c] = 5;
    gap[3 * columns + 102] = 9;
    gap[5 * columns + 20] = NaN;
    const of = (leastCells: number) =>
      findDelaminations(windings, gap, { k: 10, leastCells, smooth: 0 }).objects;
    expect(of(7)).toEqual([]);
    const [object] = of(2);
    expect(of(2).length).toBe(1);
    expect(of(1).map(({ cells }) => cells)).toEqual([6, 1]);
    expect(object).toMatchObject({ cells: 6, turn: 1 });
    expect(object!.theta).toBeCloseTo(0, 6);
    expect(object!.z).toBeCloseTo(3, 6);
    expect(object!.openingMax).toBeCloseTo(0.98, 3);
    expect(object!.area).toBeCloseTo(6 * 2 * ((2 * Math.PI * 60) / 100), 1);
  });
});

describe('overhang', () => {
  test('is that of the truth, over 20 seeds', { timeout: 240_000 }, () => {
    for (const seed of SEEDS) {
      const roll = syntheticRoll({
        ...{ ...ROLL, seed, size: [212, 212, 40], turns: 3, anodeHeight: 30, overhang: 4 },
        defects: { ...NO_FAULTS, overhangs: 1 },
      });
      const anode = windingsOfRoll(roll, 'anode', 128);
      const cathode = windingsOfRoll(roll, 'cathode', 128);
      const result = overhangOf(anode, cathode, { tolerance: 2.5, smooth: 2 });
      const [truth] = roll.truth.overhangs;
      const [with_, without] = [
        result[truth!.end],
        result[truth!.end === 'lower' ? 'upper' : 'lower'],
      ];
      expect(Math.abs(without.mean - 4), String(seed)).toBeLessThan(0.6);
      expect(without.low).toBeLessThan(4);
      expect(without.high).toBeGreaterThan(4);
      expect(without.below).toBe(0);
      // Where the cathode has no such turn at that angle, nothing stands out.
      const isThere = truth!.turn > 0.75 && truth!.turn < 2.25;
      expect(isThere).toBe(true);
      expect(Math.abs(with_.min - truth!.overhang), String(seed)).toBeLessThan(1.01);
      const known = Array.from(with_.overhang, (value, c) => [value, c] as const).filter(
        ([value]) => value === with_.min,
      );
      const middle = known[Math.floor(known.length / 2)]![1];
      expect(result.turn[middle]).toBe(Math.floor(truth!.turn));
      expect(Math.abs(turnBetween(result.theta[middle]!, truth!.theta))).toBeLessThan(0.3);
      expect(with_.below).toBeGreaterThan(0);
      expect(with_.unseen).toBeLessThan(0.05);
    }
  });

  test('is not known where the table cuts an end off', () => {
    const roll = syntheticRoll({ ...ROLL, size: [212, 212, 12], turns: 3, anodeHeight: 30 });
    const anode = windingsOfRoll(roll, 'anode', 64);
    const cathode = windingsOfRoll(roll, 'cathode', 64);
    const { lower, upper } = overhangOf(anode, cathode, { tolerance: 1, smooth: 2 });
    expect([lower.unseen, upper.unseen]).toEqual([1, 1]);
    expect(lower.mean).toBeNaN();
    const other = { ...cathode, unit: 'mm' };
    expect(() => overhangOf(anode, other, { tolerance: 1, smooth: 2 })).toThrow('same volume');
  });
});

test('an interval of blocks is unknown of fewer than two, and holds the mean', () => {
  expect(blockInterval([1, 0], [4, 0])).toEqual([NaN, NaN]);
  const [low, high] = blockInterval([10, 12, 11, 9], [10, 10, 10, 10]);
  expect(low).toBeLessThan(1.05);
  expect(high).toBeGreaterThan(1.05);
  expect(blockInterval([10, 12, 11, 9], [10, 10, 10, 10])).toEqual([low, high]);
});
