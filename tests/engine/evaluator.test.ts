import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Evaluator } from '../../src/engine/evaluator.js';
import type { QueryContext } from '../../src/engine/in_run.js';
import { implementations, loadAllImplementations } from '../../src/engine/registry.js';
import { Gpu, TrafficLog } from '../../src/gpu/index.js';
import type { GridSource } from '../../src/recipe/source.js';
import { median } from '../../src/filters/median.js';
import { wholeRegion, type Region, type Vec3 } from '../../src/recipe/geometry.js';
import type { GridMeta } from '../../src/recipe/meta.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { sourceNode } from '../../src/recipe/source_op.js';
import { threshold } from '../../src/segmentation/threshold.js';

const SIZE: Vec3 = [64, 16, 16];
const META: GridMeta = {
  kind: 'volume',
  storage: 'u8',
  size: SIZE,
  spacing: [1, 1, 1],
  unit: 'px',
  origin: [0, 0, 0],
};
const value = (x: number, y: number, z: number): number => (x * 7 + y * 13 + z * 29) & 255;

/** A source that says what was read from it, and may be told to wait. */
class SpySource implements GridSource {
  readonly name = 'spy';
  readonly format = 'array';
  readonly dtype = 'u8';
  readonly size = SIZE;
  readonly spacing: Vec3 = [1, 1, 1];
  readonly unit = 'px';
  readonly origin: Vec3 = [0, 0, 0];
  readonly warnings = [];
  reads: Region[] = [];
  gate: Promise<void> = Promise.resolve();
  async read(
    region: Region,
    options?: { signal?: AbortSignal | undefined },
  ): Promise<Uint8Array<ArrayBuffer>> {
    this.reads.push(region);
    await this.gate;
    if (options?.signal?.aborted === true) throw new DOMException('', 'AbortError');
    const [sx, sy, sz] = region.size;
    const data = new Uint8Array(sx * sy * sz);
    for (let i = 0; i < data.length; i++)
      data[i] = value(
        region.origin[0] + (i % sx),
        region.origin[1] + (Math.floor(i / sx) % sy),
        region.origin[2] + Math.floor(i / (sx * sy)),
      );
    return data;
  }
  close(): void {
    this.reads = [];
  }
}

let gpu: Gpu;
let spy: SpySource;
let steps: number;
beforeAll(async () => {
  [gpu] = await Promise.all([Gpu.open(), loadAllImplementations()]);
});
afterAll(() => {
  gpu.destroy();
});
beforeEach(() => {
  spy = new SpySource();
  steps = 0;
});

function evaluator(options: { budget?: number; brick?: Vec3 } = {}): Evaluator {
  return new Evaluator({
    gpu,
    implementations,
    source: () => spy,
    budget: 2 ** 28,
    profile: false,
    ...options,
  });
}

function context(signal?: AbortSignal): QueryContext {
  return { signal, log: new TrafficLog(), onStep: () => (steps += 1) };
}

const source = (): Node => sourceNode('s', 'spy', META);
const chain = (): Node =>
  makeNode(threshold, { volume: makeNode(median, { volume: source() }) }, { lo: 100 });

describe('the evaluator', () => {
  test('computes only what a slice needs', async () => {
    const e = evaluator();
    await e.read(chain(), { origin: [0, 0, 8], size: [64, 16, 1] }, context());
    expect(spy.reads).toEqual([{ origin: [0, 0, 7], size: [64, 16, 3] }]);
    e.clear();
  });

  test('reads a shared source once for two queries at the same time, and then from the cache', async () => {
    const e = evaluator();
    const a = makeNode(threshold, { volume: source() }, { lo: 100 });
    const b = makeNode(threshold, { volume: source() }, { hi: 50 });
    const [one, two] = await Promise.all(
      [a, b].map((node) => e.read(node, wholeRegion(SIZE), context())),
    );
    expect(spy.reads).toHaveLength(1);
    expect(one![1]).toBe(value(1, 0, 0) >= 100 ? 1 : 0);
    expect(two![1]).toBe(value(1, 0, 0) <= 50 ? 1 : 0);
    await e.read(a, wholeRegion(SIZE), context());
    expect(spy.reads).toHaveLength(1);
    e.clear();
  });

  test('a cancel of one query leaves the part that another awaits', async () => {
    const e = evaluator();
    let open!: () => void;
    spy.gate = new Promise((resolve) => (open = resolve));
    const leaver = new AbortController();
    const a = e.read(
      makeNode(threshold, { volume: source() }, { lo: 1 }),
      wholeRegion(SIZE),
      context(leaver.signal),
    );
    const b = e.read(
      makeNode(threshold, { volume: source() }, { lo: 2 }),
      wholeRegion(SIZE),
      context(),
    );
    await new Promise((resolve) => setTimeout(resolve, 5));
    leaver.abort();
    await expect(a).rejects.toMatchObject({ code: 'cancelled' });
    open();
    expect((await b).length).toBe(64 * 16 * 16);
    expect(spy.reads).toHaveLength(1);
    e.clear();
  });

  test('a cancelled query leaves nothing behind', async () => {
    const e = evaluator();
    const before = gpu.pool.stats.live;
    const leaver = new AbortController();
    const a = e.read(chain(), wholeRegion(SIZE), context(leaver.signal));
    leaver.abort();
    await expect(a).rejects.toMatchObject({ code: 'cancelled' });
    await new Promise((resolve) => setTimeout(resolve, 50));
    e.clear();
    expect(gpu.pool.stats.live).toBe(before);
  });

  test('a failed source is an error that is not cached', async () => {
    const e = evaluator();
    const before = gpu.pool.stats.live;
    spy.gate = Promise.reject(new Error('disk gone'));
    await expect(e.read(chain(), wholeRegion(SIZE), context())).rejects.toThrow(/disk gone/);
    spy.gate = Promise.resolve();
    expect((await e.read(chain(), wholeRegion(SIZE), context())).length).toBe(64 * 16 * 16);
    e.clear();
    expect(gpu.pool.stats.live).toBe(before);
  });

  test('bricks give what the whole gives, and bytes return', async () => {
    const whole = evaluator();
    const bricked = evaluator({ brick: [32, 8, 8] });
    const before = gpu.pool.stats.live;
    const expected = await whole.read(chain(), wholeRegion(SIZE), context());
    expect(await bricked.read(chain(), wholeRegion(SIZE), context())).toEqual(expected);
    whole.clear();
    bricked.clear();
    expect(gpu.pool.stats.live).toBe(before);
  });

  test('a budget smaller than the volume makes bricks by itself', async () => {
    const size = wholeRegion(SIZE);
    const expected = await evaluator().read(chain(), size, context());
    const small = evaluator({ budget: 12_000 });
    spy.reads = [];
    expect(await small.read(chain(), size, context())).toEqual(expected);
    expect(spy.reads.length).toBeGreaterThan(3);
    small.clear();
  });

  test('evicts the least recently used when the budget is full', async () => {
    const e = evaluator({ budget: 60_000 });
    for (let lo = 1; lo <= 8; lo++)
      await e.read(
        makeNode(
          median,
          { volume: makeNode(median, { volume: source() }, { size: 3 }) },
          { size: 3, border: 'constant', value: lo },
        ),
        wholeRegion(SIZE),
        context(),
      );
    expect(e.cache.bytes).toBeLessThanOrEqual(80_000);
    e.clear();
    expect(e.cache.bytes).toBe(0);
  });
});
