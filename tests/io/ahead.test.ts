// Work that is ahead of whoever takes its results.
import { describe, expect, test } from 'vitest';
import { ahead } from '../../src/io/ahead.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Work that says how much of it is under way at once, and of which the later ends first. */
function watched(failing = -1): { work: (i: number) => Promise<number>; most: () => number } {
  let now = 0;
  let most = 0;
  return {
    most: () => most,
    work: async (i) => {
      most = Math.max(most, ++now);
      await pause(8 - (i % 4) * 2);
      now -= 1;
      if (i === failing) throw new RangeError(`meant ${String(i)}`);
      return i * i;
    },
  };
}

async function all(results: AsyncIterable<number>): Promise<number[]> {
  const taken: number[] = [];
  for await (const result of results) taken.push(result);
  return taken;
}

const items = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const squares = items.map((i) => i * i);

describe('work ahead', () => {
  test('gives results in the order of the items, a number of them under way', async () => {
    for (const most of [1, 3, 20]) {
      const { work, most: seen } = watched();
      expect(await all(ahead(items, work, { most }))).toEqual(squares);
      expect(seen()).toBe(Math.min(most, items.length));
    }
    expect(await all(ahead([], watched().work, { most: 4 }))).toEqual([]);
  });

  test('does not outweigh its limit, but for what alone does', async () => {
    const { work, most } = watched();
    const weights = { most: 8, weigh: (i: number) => (i === 5 ? 100 : 2), mostWeight: 7 };
    expect(await all(ahead(items, work, weights))).toEqual(squares);
    expect(most()).toBe(3);
  });

  test('fails in its order, and lets go of what came after', async () => {
    const dropped: number[] = [];
    const taken: number[] = [];
    const drop = (result: number): void => {
      dropped.push(result);
    };
    const reading = async (): Promise<void> => {
      for await (const result of ahead(items, watched(2).work, { most: 4, drop }))
        taken.push(result);
    };
    await expect(reading()).rejects.toThrow('meant 2');
    await pause(30);
    expect(taken).toEqual([0, 1]);
    expect(dropped.sort((a, b) => a - b)).toEqual([9, 16, 25]);
  });

  test('lets go where whoever takes the results stops', async () => {
    const dropped: number[] = [];
    const drop = (result: number): void => {
      dropped.push(result);
    };
    for await (const result of ahead(items, watched().work, { most: 3, drop }))
      if (result === 1) break;
    await pause(30);
    expect(dropped.sort((a, b) => a - b)).toEqual([4, 9]);
  });
});
