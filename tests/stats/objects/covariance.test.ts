import { expect, test } from 'vitest';
import { covariance } from '../../../src/stats/objects/covariance.js';
import { Random } from '../../../src/synthetic/index.js';

test('covariances far from zero are those of exact integers', () => {
  const random = new Random(7);
  const whole = (below: number): number => Math.floor(random.uniform() * below);
  let far = 0;
  for (let turn = 0; turn < 2000; turn += 1) {
    const n = 1 + whole(2 ** (4 + (turn % 24)));
    // Means of up to 2^24 and spreads from none to all of it.
    const mean = whole(2 ** (turn % 25));
    const spread = BigInt(whole(2 ** (turn % 49)));
    const sumX = n * mean + whole(n);
    const sumY = n * mean + whole(n);
    const products = (BigInt(sumX) * BigInt(sumY)) / BigInt(n) + spread;
    // Words as bricks add them up: the lower one may be far above 2^32.
    const high = products >> 33n;
    const low = products - high * 2n ** 32n;
    if (low >= 2n ** 53n) continue;
    const exact = BigInt(n) * products - BigInt(sumX) * BigInt(sumY);
    if (BigInt(n) * products >= 2n ** 53n) far += 1;
    const expected = Number(exact) / n / n;
    const found = covariance(n, sumX, sumY, Number(low), Number(high));
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(
      2 ** -52 * Math.abs(expected) + 0.01 / n / n,
    );
  }
  expect(far).toBeGreaterThan(500);
});
