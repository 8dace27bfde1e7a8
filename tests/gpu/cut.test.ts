import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cutOff } from '../../src/gpu/cut.js';
import { Gpu, kernel, Run, type Kernel } from '../../src/gpu/index.js';
import { Pacing, SUBMISSION_MS } from '../../src/gpu/pacing.js';
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
      ...{ type: 'dispatch', op: 'op', kernel: of, buffers: [], uniforms: undefined, bytes },
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
    // It goes through chunks in strides of as many as there are workgroups.
    expect(divisible(counts)).not.toContain('range');
  });
});

describe('a submission', () => {
  const ms =
    (each: number) =>
    ({ bytes }: { bytes: number }): number =>
      each * (bytes / 1e6);

  test('holds as many dispatches as its time allows', () => {
    const steps = Array.from({ length: 10 }, () => step(64, 1e6));
    const { steps: taken, rest, shares } = cutOff(steps, ms(SUBMISSION_MS / 4));
    expect([taken.length, shares.length, rest.length]).toEqual([4, 4, 6]);
  });

  test('cuts a long dispatch into parts that join without gaps', () => {
    const total = 64 * 100_000;
    let rest: readonly Step[] = [step(total, 1e6)];
    const parts: [number, number][] = [];
    for (let i = 0; rest.length > 0; i++) {
      const cut = cutOff(rest, ms(7.3 * SUBMISSION_MS));
      const { part } = cut.steps[0]!;
      parts.push([part!.first, part!.count]);
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
    const { steps, rest } = cutOff([step(64, 3e9), step(64, 3e9)], () => 0);
    expect([steps.length, rest.length]).toEqual([1, 1]);
  });

  test('takes a dispatch that cannot be cut alone', () => {
    const whole = { ...(visit as unknown as Kernel), divisible: false };
    const steps = [step(64, 1e6), step(64e6, 1e6, whole), step(64, 1e6)];
    const slow = ({ kernel, bytes }: { kernel: string; bytes: number }): number =>
      kernel === 'visit' && bytes === 1e6 ? SUBMISSION_MS * 0.9 : 0;
    const first = cutOff(steps, slow);
    expect([first.steps.length, first.rest.length]).toEqual([1, 2]);
    const second = cutOff(first.rest, ms(50 * SUBMISSION_MS));
    expect([second.steps.length, second.rest.length]).toEqual([1, 1]);
  });
});

describe('the time that a kernel takes', () => {
  test('is learnt from what submissions took, by their shares', () => {
    const pacing = new Pacing(true);
    const [fast, slow] = ['fast', 'slow'].map((kernel) => ({ kernel, bytes: 1e6 }));
    for (let i = 0; i < 8; i++) {
      pacing.learn([fast!], 1);
      pacing.learn([slow!], 50);
      pacing.learn([fast!, slow!], 51);
    }
    expect(pacing.expected(fast!, true)).toBeCloseTo(1, 1);
    expect(pacing.expected(slow!, true)).toBeCloseTo(50, 0);
    expect(pacing.expected(slow!, false)).toBeGreaterThan(100);
  });
});
