import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Gpu, kernel, Run } from '../../src/gpu/index.js';
import { layoutParams } from '../../src/gpu/layout.js';
import { roundSize } from '../../src/gpu/pool.js';
import { linkWgsl } from '../../src/gpu/wgsl.js';

const count = kernel({
  name: 'count',
  wgsl: `
struct Params { n: u32, add: u32 }
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;
override FACTOR: u32;
@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) w: vec3u, @builtin(num_workgroups) c: vec3u, @builtin(local_invocation_index) l: u32) {
  let i = (w.y * c.x + w.x) * 64u + l;
  if (i < params.n) { data[i] = data[i] * FACTOR + params.add; }
}`,
  buffers: { data: 'read_write' },
  params: { n: 'u32', add: 'u32' },
  constants: ['FACTOR'],
  workgroup: [64, 1, 1],
});

const broken = kernel({
  name: 'broken',
  wgsl: '#import part\nfn main() {}',
  modules: { part: 'fn fine() {}\nfn wrong() -> u32 { return nothing; }' },
  buffers: {},
  params: {},
  constants: [],
  workgroup: [1, 1, 1],
});

let gpu: Gpu;
beforeAll(async () => {
  gpu = await Gpu.open();
});
afterAll(() => {
  gpu.destroy();
});

function add(run: Run, data: ReturnType<Run['alloc']>, n: number, value: number, factor = 1): void {
  run.dispatch(count, {
    buffers: { data },
    params: { n, add: value },
    constants: { FACTOR: factor },
    size: { invocations: n },
    traffic: { read: 4 * n, write: 4 * n },
  });
}

describe('a run', () => {
  test('keeps uploads, dispatches, clears and copies in order', async () => {
    const run = new Run(gpu);
    try {
      const a = run.alloc(40, 'a');
      const b = run.alloc(40, 'b');
      run.upload(a, new Uint32Array(10).fill(1));
      add(run, a, 10, 2);
      run.copy(a, 0, b, 0, 40);
      run.upload(a, new Uint32Array(10).fill(100));
      add(run, b, 10, 5, 10);
      run.clear(b, 36, 4);
      expect(new Uint32Array(await run.read(b))).toEqual(
        new Uint32Array([...Array<number>(9).fill(35), 0]),
      );
      expect(new Uint32Array(await run.read(a))).toEqual(new Uint32Array(10).fill(100));
    } finally {
      await run.end();
    }
  });

  test('reaches every invocation when a row of workgroups is folded', async () => {
    const n = 65535 * 64 + 1000;
    const run = new Run(gpu);
    try {
      const data = run.alloc(4 * n, 'data', { zero: true });
      add(run, data, n, 7);
      const result = new Uint32Array(await run.read(data));
      expect(result.every((value) => value === 7)).toBe(true);
    } finally {
      await run.end();
    }
  });

  test('reads back in the submission of what is recorded', async () => {
    const run = new Run(gpu);
    const submit = vi.spyOn(gpu.device.queue, 'submit');
    try {
      const a = run.alloc(40, 'a');
      run.upload(a, new Uint32Array(10).fill(1));
      // A kernel whose time is unknown goes alone.
      add(run, a, 10, 2);
      await run.read(a);
      submit.mockClear();
      add(run, a, 10, 2);
      expect(new Uint32Array(await run.read(a))).toEqual(new Uint32Array(10).fill(5));
      expect(submit).toHaveBeenCalledTimes(1);
    } finally {
      submit.mockRestore();
      await run.end();
    }
  });

  test('gives every byte back', async () => {
    const before = gpu.pool.stats.live;
    const run = new Run(gpu);
    const a = run.alloc(1000, 'a');
    run.free(a);
    run.alloc(5000, 'b');
    expect(gpu.pool.stats.live).toBeGreaterThan(before);
    await run.end();
    expect(gpu.pool.stats.live).toBe(before);
  });

  test('names file and line of a shader error, and forgets it', async () => {
    const run = new Run(gpu);
    run.dispatch(broken, {
      buffers: {},
      params: {},
      constants: {},
      size: { invocations: 1 },
      traffic: { read: 0, write: 0 },
    });
    await expect(run.flush()).rejects.toThrow(/kernel broken.*|Kernel broken/s);
    await run.end();
  });

  test('stops at an aborted signal', async () => {
    const controller = new AbortController();
    const run = new Run(gpu, { signal: controller.signal });
    controller.abort();
    await expect(run.flush()).rejects.toMatchObject({ code: 'cancelled' });
    await run.end();
  });

  test('refuses a buffer above the limit with numbers', () => {
    const run = new Run(gpu);
    expect(() => run.alloc(gpu.device.limits.maxBufferSize + 8, 'huge')).toThrow(/this GPU allows/);
    void run.end();
  });

  test('logs declared traffic by op', async () => {
    const run = new Run(gpu);
    run.enter('one');
    const data = run.alloc(400, 'data');
    add(run, data, 100, 1);
    run.enter('two');
    add(run, data, 50, 1);
    await run.flush();
    expect(
      run.log.costs().map(({ op, read, write, dispatches }) => [op, read, write, dispatches]),
    ).toEqual([
      ['one', 400, 400, 1],
      ['two', 200, 200, 1],
    ]);
    await run.end();
  });
});

describe('layout', () => {
  test('follows the rules of uniforms', () => {
    const { offsets, size } = layoutParams({
      a: 'f32',
      g: 'Grid',
      v: 'vec3u',
      b: 'u32',
      c: 'vec4f',
    });
    expect(Object.fromEntries(offsets)).toEqual({ a: 0, g: 16, v: 64, b: 76, c: 80 });
    expect(size).toBe(96);
  });

  test('sizes waste at most an eighth', () => {
    for (const bytes of [1, 256, 257, 5000, 2 ** 20 + 1, 91e6]) {
      const size = roundSize(bytes);
      expect(size).toBeGreaterThanOrEqual(bytes);
      if (bytes > 4096) expect(size / bytes).toBeLessThanOrEqual(1.126);
    }
  });
});

describe('imports', () => {
  test('are inserted once, and lines keep their origin', () => {
    const { code, origin } = linkWgsl('k', '#import b\n#import a\nlast', {
      a: 'A',
      b: '#import a\nB',
    });
    expect(code).toBe('A\nB\nlast');
    expect(origin.at(-1)).toEqual({ file: 'k', line: 3 });
    expect(origin[0]).toEqual({ file: 'shared/a', line: 1 });
  });

  test('that do not exist are named with their line', () => {
    expect(() => linkWgsl('k', 'x\n#import none', {})).toThrow(/k\.wgsl:2 imports 'none'/);
  });
});
