import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  PRIME,
  PRIME_INVERSE,
  powersOfRoot,
  productScale,
} from '../../src/kernels/shared/modular_numbers.js';
import { MODULAR_LENGTHS } from '../../src/kernels/shared/modular_plan.js';
import { wholeRegion, type Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { chooseTiles } from '../../src/stats/lag_tiles.js';
import { twoPoint } from '../../src/stats/two_point.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { drawn } from '../reference/structures.js';
import { radialTwin } from '../reference/two_point.js';
import { asMask } from './inputs.js';
import { linesOf } from './lines.js';
import { randomBits } from './random_masks.js';
import { correlated } from './correlated.js';

let engine: TestEngine;
let bricked: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
  bricked = await openTestEngine({ brick: [32, 4, 3] });
});
afterAll(async () => {
  await engine.close();
  await bricked.close();
});

type Bits = Uint8Array<ArrayBuffer>;
const AXES = ['x', 'y', 'z'] as const;

async function maskOf(
  bits: Bits,
  size: Vec3,
  on = engine,
  spacing: Vec3 = [1, 1, 1],
): Promise<Node> {
  return asMask(await on.source(bits, size, { spacing }));
}

describe('along axes', () => {
  test.each<[Vec3]>([[[7, 5, 3]], [[40, 6, 5]], [[37, 4, 1]]])(
    'of %j equals pairs counted one by one; periodic too; in bricks',
    async (size) => {
      for (const [a, axis] of AXES.entries())
        for (const periodic of [false, true]) {
          if (size[a]! < 2) continue;
          const bits = randomBits(size, 21);
          const other = randomBits(size, 4, 3);
          const lines = linesOf(bits, size, a as 0 | 1 | 2);
          const partners = linesOf(other, size, a as 0 | 1 | 2);
          for (const on of [engine, bricked]) {
            const mask = await maskOf(bits, size, on);
            const params = { along: axis, periodic, maxDistance: { voxels: 3 } };
            const value = await correlated(on, mask, params);
            const crossed = await correlated(on, mask, params, await maskOf(other, size, on));
            value.distances.forEach((_, k) => {
              let [both, cross, all] = [0, 0, 0];
              lines.forEach((line, l) => {
                line.forEach((bit, i) => {
                  const j = periodic ? (i + k) % line.length : i + k;
                  if (j >= line.length) return;
                  both += bit * line[j]!;
                  cross += bit * partners[l]![j]! + line[j]! * partners[l]![i]!;
                  all += 1;
                });
              });
              expect([value.probability[k], value.pairs[k]]).toEqual([both / all, all]);
              expect([crossed.probability[k], crossed.pairs[k]]).toEqual([
                cross / (2 * all),
                2 * all,
              ]);
            });
          }
        }
    },
  );
});

describe('radial', () => {
  test('equals every pair', async () => {
    const size: Vec3 = [9, 7, 6];
    const bits = randomBits(size, 5);
    const { both, pairs } = radialTwin(bits, bits, size, [1, 1, 1], 4, false);
    const value = await correlated(engine, await maskOf(bits, size), { maxDistance: 3 });
    expect(Array.from(value.probability)).toEqual(both.map((n, k) => n / pairs[k]!));
  });

  test('not one octant: planks along a diagonal as those along the other', async () => {
    const size: Vec3 = [24, 24, 1];
    const planks = [
      drawn(size, (x, y) => (x - y + 240) % 8 < 4),
      drawn(size, (x, y) => (x + y) % 8 < 4),
    ];
    const [a, b] = await Promise.all(
      planks.map(async (m) =>
        correlated(engine, await maskOf(m, size), { periodic: true, maxDistance: 6 }),
      ),
    );
    expect(a!.probability).toEqual(b!.probability);
  });
});

describe('transforms modulo a prime', () => {
  test('the prime, its roots and inverses', () => {
    expect(PRIME).toBe(15 * 2 ** 27 + 1);
    for (let n = 3; n * n <= PRIME; n += 2) if (PRIME % n === 0) expect(n).toBe('a divisor');
    expect(Math.imul(PRIME, PRIME_INVERSE)).toBe(1);
    const p = BigInt(PRIME);
    for (const length of [2, 12, 40, 1024]) {
      const [forward, inverse] = [powersOfRoot(length, false), powersOfRoot(length, true)];
      forward.forEach(([w, quotient], k) => {
        expect((BigInt(w) * BigInt(inverse[k]![0])) % p).toBe(1n);
        expect(BigInt(quotient)).toBe((BigInt(w) << 32n) / p);
        // All different, so that the order is no less.
        if (k > 0) expect(w).not.toBe(1);
      });
      expect((BigInt(forward.at(-1)![0]) * BigInt(forward[1]![0])) % p).toBe(1n);
      expect((BigInt(productScale(length)[0]) * BigInt(length)) % p).toBe(2n ** 32n % p);
    }
  });

  test('tiles: as few numbers as fit, and a limit with its remedy', () => {
    const far = 2 ** 30;
    const tiles = (size: Vec3, reach: number, periodic = false): ReturnType<typeof chooseTiles> =>
      chooseTiles(wholeRegion(size), size, [reach, reach, reach], {
        periodic,
        alone: !periodic,
        binding: far,
        lengths: MODULAR_LENGTHS,
      });
    // Beyond an open end there is nothing, so one reach is enough.
    expect(tiles([96, 96, 96], 32)).toEqual({
      tile: [96, 96, 96],
      count: 1,
      size: [128, 128, 128],
      above: [0, 0, 0],
      even: true,
    });
    expect(tiles([96, 96, 96], 32, true)).toMatchObject({
      tile: [96, 96, 96],
      count: 1,
      size: [160, 160, 160],
      even: false,
    });
    // Half as many numbers as of a power of two.
    expect(tiles([128, 128, 128], 32).size).toEqual([160, 160, 160]);
    const large = tiles([1024, 1024, 1024], 32);
    expect(large).toMatchObject({ tile: [128, 256, 256], even: false, size: [192, 320, 320] });
    expect(() => tiles([1024, 1024, 1024], 200)).toThrow(/directions: 64/);
    try {
      tiles([1024, 1024, 1024], 200);
    } catch (error) {
      expect(error).toMatchObject({ code: 'limit', op: 'twoPoint' });
    }
  });
});

describe('special masks', () => {
  test('empty, full, one slice, one voxel', async () => {
    const size: Vec3 = [9, 8, 7];
    const empty = await correlated(engine, await maskOf(new Uint8Array(504), size), {});
    expect(empty.probability.every((p) => p === 0)).toBe(true);
    expect([empty.fractions, empty.surfacePerVolume]).toEqual([[0, 0], 0]);
    const full = await correlated(engine, await maskOf(new Uint8Array(504).fill(1), size), {});
    expect(full.probability.every((p) => p === 1)).toBe(true);
    expect(full.covariance.every((c) => c === 0)).toBe(true);
    const one = await maskOf(Uint8Array.of(1), [1, 1, 1]);
    expect(() => makeNode(twoPoint, { mask: one })).toThrow(/at least two/);
  });

  test('bad distances are refused', async () => {
    const mask = await maskOf(Uint8Array.of(1, 0), [2, 1, 1]);
    expect(() => makeNode(twoPoint, { mask }, { along: 'y' })).toThrow(/at least two/);
    expect(() => makeNode(twoPoint, { mask }, { along: 'x', maxDistance: 0.2 })).toThrow(/voxel/);
    expect(() => makeNode(twoPoint, { mask }, { directions: 2 })).toThrow(/from 6 to 4096/);
  });
});
