// Kernels of a recipe are compiled while its source is read.
import { expect, test, vi } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { requestDevice } from '../../src/gpu/device.js';
import type { GridSource } from '../../src/recipe/source.js';
import type { Region, Vec3 } from '../../src/recipe/geometry.js';

const SIZE: Vec3 = [32, 16, 8];

/** A source whose reads wait until they are let through. */
function gatedSource(gate: Promise<void>, reads: Region[]): GridSource {
  return {
    name: 'gated',
    format: 'array',
    dtype: 'u16',
    size: SIZE,
    spacing: [1, 1, 1],
    unit: 'px',
    origin: [0, 0, 0],
    warnings: [],
    read: async (region) => {
      reads.push(region);
      await gate;
      const [x, y, z] = region.size;
      return Uint16Array.from({ length: x * y * z }, (_, i) => (i * 40503) % 1000);
    },
    close: () => undefined,
  };
}

test('kernels are compiled before the source is read, each once', async () => {
  const { device } = await requestDevice();
  const compile = vi.spyOn(device, 'createComputePipelineAsync');
  const names = (): string[] => compile.mock.calls.map(([{ label }]) => String(label)).sort();
  const lab = await openEngine({ device });
  try {
    compile.mockClear();
    let open = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    const reads: Region[] = [];
    const scan = await lab.open(gatedSource(gate, reads));
    const solid = scan.median().otsu();
    const query = solid.count().run();
    await vi.waitUntil(() => reads.length > 0, { timeout: 30_000 });
    // The median, the histogram, the threshold and the count.
    await vi.waitUntil(() => names().length >= 4, { timeout: 30_000 });
    const ahead = names();
    open();
    const found = await query;
    expect(ahead.length).toBe(4);
    expect(names()).toEqual(ahead);
    // What was rehearsed is not rehearsed again, and leaves nothing behind.
    expect(await scan.median().threshold({ lo: 500 }).count()).toBeGreaterThan(0);
    expect(names()).toEqual(ahead);
    expect(found).toBe(await solid.count());
    await lab.clearCache();
    expect((await lab.memory()).live).toBe(0);
  } finally {
    await lab.dispose();
    device.destroy();
  }
});
