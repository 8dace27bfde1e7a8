import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import type { Dtype } from '../../src/recipe/dtype.js';
import { makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import type { Lab } from '../../src/volume/lab.js';
import type { Volume } from '../../src/volume/handles.js';

const SIZE: Vec3 = [70, 11, 9];

let lab: Lab;
beforeAll(async () => {
  lab = await openEngine();
});
afterAll(() => lab.dispose());

/** Two materials and noise. */
function open(dtype: Dtype): Promise<Volume> {
  const data = makeArray(dtype, SIZE[0] * SIZE[1] * SIZE[2]);
  for (let i = 0; i < data.length; i++)
    data[i] = 20 + 60 * ((i >> 3) & 1) + ((i * 2654435761) >>> 29);
  return lab.open({ data, size: SIZE });
}

const filters: Readonly<Record<string, (scan: Volume) => Volume>> = {
  nonLocalMeans: (scan) => scan.nonLocalMeans({ noise: 3, search: 5 }),
  'nonLocalMeans of wide patches': (scan) => scan.nonLocalMeans({ noise: 3, search: 3, patch: 7 }),
  'nonLocalMeans of no noise': (scan) => scan.nonLocalMeans({ noise: 0 }),
  bilateral: (scan) => scan.bilateral({ contrast: 20 }),
};

describe.each(Object.entries(filters))('a slice across x of %s', (name, filter) => {
  test.each(['u8', 'i16', 'f32'] as const)(
    'of %s is that of the whole, bit for bit',
    async (dtype) => {
      const scan = await open(dtype);
      const whole = await filter(scan).read();
      await lab.clearCache();
      for (const index of [0, 3, 4, 31, 45, 64, 69]) {
        const { data } = await filter(scan).slice({ axis: 'x', index });
        const expected = whole.data.filter((_, i) => i % SIZE[0] === index);
        expect(data, String(index)).toEqual(expected);
        // What takes whole words of a mask finds no thin region in the cache.
        const mask = await filter(scan).threshold({ lo: 50 }).slice({ axis: 'x', index });
        expect([...mask.data]).toEqual([...expected].map((value) => Number(value >= 50)));
      }
    },
  );

  test('computes no more than a quad of voxels along x', async () => {
    const scan = await open('u8');
    const query = filter(scan).slice({ axis: 'x', index: 45 });
    await query;
    const { op } = filter(scan).node;
    const cost = query.timings.find((each) => each.op === op.name);
    await lab.clearCache();
    const wide = filter(scan).read({
      region: { origin: [32, 0, 0], size: [32, ...SIZE.slice(1)] as never },
    });
    await wide;
    const whole = wide.timings.find((each) => each.op === op.name);
    expect(cost!.write / whole!.write, name).toBeLessThan(0.5);
  });
});
