import { afterAll, beforeAll, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError, type Lab, type Query, type Volume } from '../../src/index.js';

const QUERIES = 30;
const SIZE = [32, 32, 32] as const;

let lab: Lab;
let scan: Volume;
beforeAll(async () => {
  lab = await openEngine();
  scan = await lab.open({
    data: Uint8Array.from({ length: 32 ** 3 }, (_, i) => (i * 89 + (i >> 5) * 37) & 255),
    size: SIZE,
  });
});
afterAll(() => lab.dispose());

/** Queries that share their first steps and differ in the rest. */
const query = (k: number): Query<number> =>
  scan
    .median()
    .threshold({ lo: 60 + 4 * k })
    .count();

test(`of ${String(QUERIES)} queries at once, every third cancelled, the others give what they give alone`, async () => {
  const alone: number[] = [];
  for (let k = 0; k < QUERIES; k += 1) alone.push(await query(k));
  await lab.clearCache();

  const waits: number[] = [];
  const runs = Array.from({ length: QUERIES }, async (_, k): Promise<number | string> => {
    const controller = new AbortController();
    const running = query(k).run({ signal: controller.signal });
    let aborted = 0;
    if (k % 3 === 0)
      setTimeout(() => {
        aborted = performance.now();
        controller.abort();
      }, k % 7);
    try {
      return await running;
    } catch (error) {
      waits.push(performance.now() - aborted);
      return error instanceof VoxmetryError ? error.code : String(error);
    }
  });
  const results = await Promise.all(runs);

  // A query may be done before its cancel comes.
  results.forEach((result, k) => {
    if (k % 3 !== 0 || typeof result === 'number') expect(result).toBe(alone[k]);
    else expect(result).toBe('cancelled');
  });
  expect(results).toContain('cancelled');
  for (const wait of waits) expect(wait).toBeLessThan(1000);
  await lab.clearCache();
  await expect.poll(async () => (await lab.memory()).live, { timeout: 5000 }).toBe(0);
  // Whoever was cancelled took nothing from those who ask again.
  expect(await query(0)).toBe(alone[0]);
});
