import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpu, kernel, Run } from '../../src/gpu/index.js';
import { requestDevice } from '../../src/gpu/device.js';

/** A long chain of arithmetic: some milliseconds on any adapter. */
const busy = kernel({
  name: 'busy',
  wgsl: `
struct Params { turns: u32 }
@group(0) @binding(0) var<storage, read_write> data: array<u32>;
@group(0) @binding(1) var<uniform> params: Params;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  var v = data[id.x] + id.x;
  for (var i = 0u; i < params.turns; i++) { v ^= v << 13u; v ^= v >> 17u; v ^= v << 5u; }
  data[id.x] = v;
}`,
  buffers: { data: 'read_write' },
  params: { turns: 'u32' },
  constants: [],
  workgroup: [64, 1, 1],
});

const GROUPS = 2048;

let gpu: Gpu;
/** Labels of all submissions, in their order. */
const submitted: string[] = [];
beforeAll(async () => {
  const { device } = await requestDevice();
  const encode = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = encode(descriptor);
    const finish = encoder.finish.bind(encoder);
    encoder.finish = (how) => {
      submitted.push(descriptor?.label ?? '');
      return finish(how);
    };
    return encoder;
  };
  gpu = await Gpu.adopt(device);
});
afterAll(() => {
  gpu.destroy();
  gpu.device.destroy();
});

function record(run: Run, name: string, dispatches: number): void {
  run.enter(name);
  const data = run.alloc(4 * 64 * GROUPS, 'words');
  for (let i = 0; i < dispatches; i++)
    run.dispatch(busy, {
      buffers: { data },
      params: { turns: 150 },
      size: { workgroups: [GROUPS, 1, 1] },
      traffic: { read: 4 * 64 * GROUPS, write: 4 * 64 * GROUPS },
    });
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 1));
};
const of = (name: string): number => submitted.filter((label) => label === name).length;

describe('a long run', () => {
  test('lets what is urgent go before its rest', async () => {
    const long = new Run(gpu);
    const urgent = new Run(gpu, { urgent: true });
    try {
      record(long, 'long', 80);
      const all = long.flush();
      await until(() => of('long') >= 3);
      const before = of('long');
      record(urgent, 'urgent', 1);
      await urgent.flush();
      const between = submitted.slice(0, submitted.indexOf('urgent'));
      // Those on their way, and one that had its turn already.
      expect(between.filter((label) => label === 'long').length - before).toBeLessThanOrEqual(3);
      expect(of('long')).toBeLessThan(20);
      await all;
      expect(of('long')).toBeGreaterThan(before + 3);
    } finally {
      await long.end();
      await urgent.end();
    }
  });

  test('submits nothing more once it is cancelled', async () => {
    submitted.length = 0;
    const control = new AbortController();
    const long = new Run(gpu, { signal: control.signal });
    try {
      record(long, 'long', 80);
      const all = long.flush().then(
        () => 'done',
        (error: unknown) => (error as { code: string }).code,
      );
      await until(() => of('long') >= 3);
      control.abort();
      const sent = of('long');
      expect(await all).toBe('cancelled');
      expect(of('long') - sent).toBeLessThanOrEqual(1);
    } finally {
      await long.end();
    }
  });
});
