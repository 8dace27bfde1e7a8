import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { voxels, type Query } from '../../src/index.js';
import { syntheticCathode } from '../../src/synthetic/index.js';

const SIZE = [64, 32, 32] as const;

/** What a run reports, in its order. */
async function reported(query: {
  run(options: { onProgress: (fraction: number) => void }): Promise<unknown>;
}): Promise<number[]> {
  const seen: number[] = [];
  await query.run({ onProgress: (fraction) => seen.push(fraction) });
  return seen;
}

describe('progress', () => {
  let lab: Lab;
  let scan: Volume<'u8'>;
  beforeAll(async () => {
    // 16 bricks of 64×8×8.
    lab = new Lab(await Engine.open({ brick: [64, 8, 8] }));
    const data = Uint8Array.from({ length: 64 * 32 * 32 }, (_, i) => (i * 37 + (i >> 9)) & 255);
    scan = await lab.open({ data, size: SIZE });
  });
  afterAll(() => lab.dispose());

  test('of a read goes from brick to brick', async () => {
    const seen = await reported(scan.read());
    expect(seen[0]).toBeLessThan(0.1);
    expect(seen.filter((fraction) => fraction < 0.9).length).toBeGreaterThan(12);
    expect(seen.indexOf(0.99)).toBeGreaterThanOrEqual(seen.length - 2);
  });

  test.each([
    [
      'a chain',
      () =>
        scan
          .gaussian({ sigma: voxels(1) })
          .median({ size: 3 })
          .read(),
    ],
    ['a number', () => scan.gaussian({ sigma: voxels(1.5) }).moments()],
    [
      'a number that a grid waits for',
      () =>
        scan
          .gaussian({ sigma: voxels(2) })
          .otsu()
          .read(),
    ],
    ['work over slabs', () => scan.threshold({ lo: 100 }).components().read()],
    ['a table', () => scan.threshold({ lo: 90 }).components().measure()],
  ])('of %s grows, and does not begin at its end', async (_, query) => {
    await lab.clearCache();
    const first = await reported(query());
    expect(first).toEqual([...new Set(first)].sort((a, b) => a - b));
    expect(first[0]).toBeLessThan(0.3);
    // Now that compilers are through, and paces known:
    await lab.clearCache();
    const seen = await reported(query());
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen[0]).toBeLessThan(0.3);
    expect(seen.at(-1)).toBe(1);
    // The way is told, and not its ends alone.
    expect(seen.filter((fraction) => fraction > 0.2 && fraction < 0.8).length).toBeGreaterThan(3);
    expect(largestJump(seen)).toBeLessThanOrEqual(0.3);
  });
});

describe('progress of work that takes many turns', () => {
  let lab: Lab;
  let scan: Volume<'u16'>;
  beforeAll(async () => {
    lab = new Lab(await Engine.open());
    const { data, ...facts } = syntheticCathode({ size: [96, 96, 96] }).volume;
    scan = await lab.open({ data, size: facts.size }, facts);
  });
  afterAll(() => lab.dispose());

  const separate = (): Query<number> =>
    scan
      .median({ size: 3 })
      .otsu()
      .separate({ minContrast: voxels(1) })
      .count();

  test.each([0, 2])('separate reports its way, after %d runs', async (before) => {
    for (let run = 0; run < before; run++) {
      await lab.clearCache();
      await separate();
    }
    const jumps: number[] = [];
    // Steps are as long as they took before: where the machine stalled in one, it looks longer than
    // it is, once.
    while (jumps.length < 2 && !(jumps[0]! <= 0.3)) {
      await lab.clearCache();
      const seen = await reported(separate());
      expect(seen.length).toBeGreaterThanOrEqual(10);
      expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
      expect(seen.at(-1)).toBe(1);
      jumps.push(largestJump(seen));
    }
    expect(Math.min(...jumps)).toBeLessThanOrEqual(0.3);
  });

  test('a filter whose work is recorded at once reports while it is done', async () => {
    const seen = await reported(scan.nonLocalMeans({ search: 5 }).read());
    expect(seen.length).toBeGreaterThanOrEqual(10);
    expect(largestJump(seen)).toBeLessThanOrEqual(0.3);
  });
});

describe('what is known to the cache', () => {
  test('is no part of the way', async () => {
    const lab = new Lab(await Engine.open());
    const data = Uint8Array.from({ length: 64 ** 3 }, (_, i) => (i * 37) & 255);
    const scan = await lab.open({ data, size: [64, 64, 64] });
    const filtered = scan.nonLocalMeans({ search: 5 });
    await filtered.read();
    const seen = await reported(filtered.threshold({ lo: 100 }).count());
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
    expect(seen.length).toBeGreaterThan(1);
    await lab.dispose();
  });
});

/** The largest step between reports. */
function largestJump(seen: readonly number[]): number {
  return Math.max(...seen.map((fraction, i) => fraction - (seen[i - 1] ?? 0)));
}

describe('reads of more than can be handed over', () => {
  test('are refused before any work, with what helps', async () => {
    const lab = new Lab(await Engine.open({ mostRead: 1000 }));
    const scan = await lab.open({ data: new Uint8Array(1001), size: [1001, 1, 1] });
    const seen: number[] = [];
    const run = scan
      .gaussian({ sigma: 1 })
      .read()
      .run({ onProgress: (f) => seen.push(f) });
    await expect(run).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringMatching(/1001×1×1.*\{ region \}.*slice\(\).*save\(\)/) as string,
      details: { needed: 4004, available: 1000 },
    });
    expect(seen).toEqual([]);
    expect((await lab.memory()).peak).toBe(0);
    // What counts is the bytes of the box that is read.
    await expect(scan.read().run()).rejects.toMatchObject({ details: { needed: 1001 } });
    await expect(scan.threshold({ lo: 1 }).read().run()).rejects.toMatchObject({ code: 'limit' });
    const region = { origin: [1, 0, 0], size: [1000, 1, 1] } as const;
    expect((await scan.read({ region })).data).toHaveLength(1000);
    expect(await scan.threshold({ lo: 1 }).count()).toBe(0);
    await lab.dispose();
  });
});
