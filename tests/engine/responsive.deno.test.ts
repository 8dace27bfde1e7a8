import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Lab, Volume } from '../../src/index.js';

const SIZE = [64, 64, 64] as const;

let lab: Lab;
let scan: Volume;
beforeAll(async () => {
  lab = await openEngine();
  const data = Uint8Array.from(
    { length: SIZE[0] * SIZE[1] * SIZE[2] },
    (_, i) => 90 + 60 * ((i >> 4) & 1) + ((i * 2654435761) >>> 27),
  );
  scan = await lab.open({ data, size: SIZE });
  // Pipelines compile at their first use, whoever waits.
  await preview(0);
});
afterAll(() => lab.dispose());

/** Milliseconds between one slice and the next. */
const PAUSE = 20;
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Reads a slice that nothing has computed yet. */
async function preview(k: number): Promise<void> {
  await scan
    .gaussian({ sigma: 1 })
    .threshold({ lo: 40 + k })
    .slice({ axis: 'z', index: k % SIZE[2] });
}

// Times are compared with that of the long run, for they depend on what else the machine does.
describe('while non-local means of a volume are computed', () => {
  let total = 0;

  test('slices are there long before their end', async () => {
    const start = performance.now();
    const work = { over: false };
    const running = scan
      .nonLocalMeans({ noise: 5 })
      .moments()
      .run()
      .finally(() => (work.over = true));
    const waits: number[] = [];
    for (let k = 1; !work.over; k++) {
      // The pause counts too: a runtime may wait for the GPU within it.
      const begin = performance.now();
      await pause(PAUSE);
      await preview(k);
      waits.push(performance.now() - begin - PAUSE);
    }
    await running;
    total = performance.now() - start;
    waits.sort((a, b) => a - b);
    expect(waits.length).toBeGreaterThan(10);
    expect(waits[Math.floor(0.95 * (waits.length - 1))]! / total).toBeLessThan(0.15);
    expect(waits.at(-1)! / total).toBeLessThan(0.4);
  });

  test('a cancel leaves the GPU to the next slice', async () => {
    await lab.clearCache();
    const controller = new AbortController();
    const running = scan
      .nonLocalMeans({ noise: 5, border: 'nearest' })
      .moments()
      .run({ signal: controller.signal })
      .then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      );
    const begin = performance.now();
    await pause(total / 8);
    controller.abort();
    expect(await running).toBe('cancelled');
    await preview(300);
    expect((performance.now() - begin) / total - 1 / 8).toBeLessThan(0.15);
  });
});
