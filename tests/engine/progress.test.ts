import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Engine } from '../../src/engine/engine.js';
import { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';
import { voxels } from '../../src/index.js';

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
    const seen = await reported(query());
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen[0]).toBeLessThan(0.3);
    expect(seen.at(-1)).toBe(1);
    // The half of the events lies in the first four fifths of the way.
    expect(seen[Math.floor(seen.length / 2)]).toBeLessThan(0.8);
  });
});

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
