import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutOff, type CutOptions } from '../../src/gpu/cut.js';
import { Gpu, kernel, Run, type Kernel } from '../../src/gpu/index.js';
import { Rates, SUBMISSION_MS, type Share } from '../../src/gpu/rates.js';
import type { Step } from '../../src/gpu/submission.js';
import * as counts from '../../src/kernels/counts/index.js';
import * as filters from '../../src/kernels/filters/index.js';
import gridWgsl from '../../src/kernels/shared/grid.wgsl?raw';

const visit = kernel({
  name: 'visit',
  wgsl: `
#import grid
struct Params { n: u32 }
@group(0) @binding(0) var<storage, read_write> visits: array<atomic<u32>>;
@group(0) @binding(1) var<uniform> params: Params;
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) wid: vec3u, @builtin(num_workgroups) count: vec3u,
        @builtin(local_invocation_index) lid: u32) {
  let i = flat_index(wid, count, lid, 64u);
  if (i < params.n) { atomicAdd(&visits[i], 1u + (i & 7u)); }
}`,
  modules: { grid: gridWgsl },
  buffers: { visits: 'read_write' },
  params: { n: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

function step(invocations: number, bytes: number, of: Kernel = visit): Step {
  return {
    item: {
      ...{ type: 'dispatch', op: 'op', kernel: of, buffers: [] },
      share: { kernel: of.name, bytes },
      uniforms: undefined,
      ...{ pipeline: new Promise(() => undefined), size: { invocations } },
    },
    pipeline: undefined,
  };
}

describe('a dispatch that is cut into parts', () => {
  test.each([
    [1000, 3e10],
    [64 * 300, 6e9],
    [64 * 65535, 1.3e10],
    [64 * 65535 * 2 + 1000, 2e10],
    [64 * 70000 + 1, 1.1e10],
  ])('reaches each of %i invocations once', async (n, bytes) => {
    const run = new Run(gpu);
    try {
      const visits = run.alloc(4 * n, 'visits', { zero: true });
      run.dispatch(visit, {
        buffers: { visits },
        params: { n },
        size: { invocations: n },
        // More than one submission may move.
        traffic: { read: bytes, write: 0 },
      });
      const found = new Uint32Array(await run.read(visits));
      expect(found.findIndex((value, i) => value !== 1 + (i & 7))).toBe(-1);
    } finally {
      await run.end();
    }
  });

  test('is of kernels that count their workgroups by flat_index alone', () => {
    expect((visit as unknown as Kernel).divisible).toBe(true);
    const divisible = (kernels: object): string[] =>
      Object.values(kernels).flatMap((each: Kernel) => (each.divisible ? [each.name] : []));
    expect(divisible(filters)).toEqual(expect.arrayContaining(['gaussian_pass', 'bilateral']));
    expect(divisible(filters)).toEqual(expect.arrayContaining(['nlm_weights', 'nlm_gather']));
    // It goes through chunks in strides of as many as there are workgroups.
    expect(divisible(counts)).not.toContain('range');
  });
});

describe('a submission', () => {
  /** Every kernel is feared to take so long per megabyte. */
  const taking = (ms: number): CutOptions => ({
    feared: ({ bytes }) => ms * (bytes / 1e6),
    fewest: 256,
  });

  test('holds as many dispatches as its time allows', () => {
    const steps = Array.from({ length: 10 }, () => step(64, 1e6));
    const cut = cutOff(steps, taking(SUBMISSION_MS / 4));
    expect([cut.steps.length, cut.shares.length, cut.rest.length]).toEqual([4, 4, 6]);
    expect(cut.ms).toBe(SUBMISSION_MS);
  });

  test('cuts a long dispatch into parts that join without gaps', () => {
    const total = 64 * 100_000;
    let rest: readonly Step[] = [step(total, 1e6)];
    const parts: [number, number][] = [];
    for (let i = 0; rest.length > 0; i++) {
      const cut = cutOff(rest, taking(7.3 * SUBMISSION_MS));
      const { part } = cut.steps[0]!;
      parts.push([part!.first, part!.count]);
      expect(cut.ms).toBeLessThanOrEqual(SUBMISSION_MS);
      rest = cut.rest;
      expect(i).toBeLessThan(10);
    }
    expect(parts).toHaveLength(8);
    let next = 0;
    for (const [first, count] of parts) {
      expect(first).toBe(next);
      next += count;
    }
    expect(next).toBe(100_000);
  });

  test('moves no more than a watchdog allows, whatever was measured', () => {
    const { steps, rest } = cutOff([step(64, 3e9), step(64, 3e9)], taking(0));
    expect([steps.length, rest.length]).toEqual([1, 1]);
  });

  test('takes a dispatch that cannot be cut alone', () => {
    const whole = { ...(visit as unknown as Kernel), divisible: false };
    const steps = [step(64, 1e6), step(64e6, 5e6, whole), step(64, 1e6)];
    const first = cutOff(steps, taking(0.9 * SUBMISSION_MS));
    expect([first.steps.length, first.rest.length]).toEqual([1, 2]);
    const second = cutOff(first.rest, taking(0.9 * SUBMISSION_MS));
    expect([second.steps.length, second.rest.length]).toEqual([1, 1]);
  });

  test('holds the smallest part of what is unknown, and nothing else', () => {
    const unknown: CutOptions = {
      feared: ({ bytes }) => (bytes > 1e6 ? Infinity : 1),
      fewest: 16,
    };
    const first = cutOff([step(64, 1e6), step(64_000, 1e8)], unknown);
    expect([first.steps.length, first.rest.length]).toEqual([1, 1]);
    const second = cutOff(first.rest, unknown);
    expect(second.steps[0]!.part).toEqual({ first: 0, count: 16 });
    expect(second.rest[0]!.part).toEqual({ first: 16, count: 984 });
    expect(second.ms).toBe(Infinity);
  });
});

describe('the time that a kernel takes', () => {
  const share = (kernel: string, bytes: number): Share => ({ kernel, bytes });

  test('is learnt from what submissions took, by their shares', () => {
    const rates = new Rates(true);
    const [fast, slow] = [share('fast', 1e6), share('slow', 1e6)];
    for (let i = 0; i < 8; i++) {
      rates.learn([fast], 1);
      rates.learn([slow], 50);
      rates.learn([fast, slow], 51);
    }
    expect(rates.feared(fast, true)).toBeCloseTo(1, 1);
    expect(rates.feared(slow, true)).toBeCloseTo(50, 0);
  });

  test('is unknown of what is large until a part was measured, and feared anew in a new run', () => {
    const rates = new Rates(true);
    const [small, large] = [share('kernel', 1e5), share('kernel', 1e8)];
    expect(rates.feared(large, false)).toBe(Infinity);
    expect(rates.feared(small, false)).toBeLessThan(SUBMISSION_MS / 8);
    rates.learn([small], 0.1);
    expect(rates.feared(large, true)).toBeCloseTo(50, 0);
    expect(rates.feared(large, false)).toBeGreaterThan(200);
    expect(rates.feared(small, false)).toBeCloseTo(0.1, 5);
  });

  test('is not feared anew of what was done before with the same parameters', () => {
    const rates = new Rates(true);
    const [done, other] = ['kernel 3', 'kernel 4'].map((work) => ({
      ...share('kernel', 1e8),
      work,
    }));
    for (let i = 0; i < 8; i++) rates.learn([done!], 50);
    expect(rates.feared(done!, false)).toBeCloseTo(50, 0);
    expect(rates.feared(other!, false)).toBeGreaterThan(200);
  });
});
