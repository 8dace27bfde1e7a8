// What queries of one turn share, and what they do not: counted, never timed.
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { Turns } from '../../src/gpu/turns.js';
import { Rates } from '../../src/gpu/rates.js';
import { type VoxmetryError, type Lab, type Volume } from '../../src/index.js';
import { testDevice } from '../harness.js';

const SIZE = [32, 16, 8] as const;
const VOXELS = 32 * 16 * 8;

let lab: Lab;
const count = {
  submissions: vi.spyOn(GPUQueue.prototype, 'submit'),
  readBacks: vi.spyOn(GPUBuffer.prototype, 'mapAsync'),
};
beforeAll(async () => {
  lab = await openEngine({ device: await testDevice() });
});
beforeEach(() => {
  vi.clearAllMocks();
});
afterAll(async () => {
  vi.restoreAllMocks();
  await lab.dispose();
});

/** Values from 0 on, a few of each, which differ from one volume to the next. */
let opened = 0;
async function scanOf(): Promise<Volume> {
  opened += 1;
  const data = Uint16Array.from({ length: VOXELS }, (_, i) => (i * 40503 + opened) % 1000);
  return lab.open({ data, size: SIZE });
}

/** How many voxels are at least `lo`, by a plain loop. */
const atLeast = (lo: number): number =>
  Array.from({ length: VOXELS }, (_, i) => (i * 40503 + opened) % 1000).filter((v) => v >= lo)
    .length;

const LEVELS = [100, 200, 300, 400, 500, 600] as const;

describe('queries of one turn', () => {
  test('a volume is uploaded without a submission, and read back once for each query', async () => {
    const scan = await scanOf();
    await scan.threshold({ lo: 500 }).count();
    // The threshold, and the count with its read-back.
    expect(count.submissions).toHaveBeenCalledTimes(2);
    expect(count.readBacks).toHaveBeenCalledTimes(1);
  });

  test('none waits until another is noticed to be done', async () => {
    const scan = await scanOf();
    // Pipelines are compiled before.
    await scan.threshold({ lo: 1 }).count();
    const feared = vi.spyOn(Rates.prototype, 'feared').mockReturnValue(0.1);
    const take = vi.spyOn(Turns.prototype, 'take');
    let notice = (): void => undefined;
    const noticed = new Promise<undefined>((resolve) => {
      notice = () => {
        resolve(undefined);
      };
    });
    const done = vi.spyOn(GPUQueue.prototype, 'onSubmittedWorkDone').mockReturnValue(noticed);
    try {
      const counts = await Promise.all(LEVELS.map((lo) => scan.threshold({ lo }).count()));
      expect(counts).toEqual(LEVELS.map(atLeast));
      expect(take.mock.calls.length).toBe(2 * LEVELS.length);
      expect(count.readBacks).toHaveBeenCalledTimes(1 + LEVELS.length);
    } finally {
      notice();
      done.mockRestore();
      feared.mockRestore();
      take.mockRestore();
    }
  });

  test('what they have in common is computed once', async () => {
    const scan = await scanOf();
    const smooth = scan.median();
    const solid = smooth.otsu();
    const queries = [solid.count(), solid.surfaceArea(), smooth.moments()] as const;
    await Promise.all(queries);
    const dispatched = new Map<string, number>();
    for (const { timings } of queries)
      for (const { op, dispatches } of timings)
        dispatched.set(op, (dispatched.get(op) ?? 0) + dispatches);
    expect(dispatched.get('median')).toBe(1);
    expect(dispatched.get('threshold')).toBe(1);
  });

  test('one that is cancelled, or fails, leaves the others alone', async () => {
    const scan = await scanOf();
    const smooth = scan.median();
    const solid = smooth.otsu();
    const control = new AbortController();
    const cancelled = solid.surfaceArea().run({ signal: control.signal });
    const whole = solid.count();
    // Of a single value there is no threshold.
    const failing = smooth.threshold({ lo: 2000 }).components().asVolume().otsu().count();
    const others = Promise.allSettled([cancelled, failing, whole, smooth.moments()]);
    control.abort();
    const [first, second, third, last] = await others;
    const codeOf = (result: PromiseSettledResult<unknown>): unknown =>
      result.status === 'rejected' && (result.reason as VoxmetryError).code;
    expect(codeOf(first)).toBe('cancelled');
    expect(codeOf(second)).toBe('invalid-argument');
    expect(last.status).toBe('fulfilled');
    const again = await (
      await lab.open({ data: await dataOf(scan), size: SIZE })
    )
      .median()
      .otsu()
      .count();
    expect(third).toEqual({ status: 'fulfilled', value: again });
  });
});

async function dataOf(scan: Volume): Promise<Uint16Array<ArrayBuffer>> {
  return (await scan.read()).data as Uint16Array<ArrayBuffer>;
}
