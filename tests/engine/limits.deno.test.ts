import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEngine } from '../../src/engine/index.js';
import { VoxmetryError, type Lab, type Query, type Volume } from '../../src/index.js';
import type { Vec3 } from '../../src/recipe/geometry.js';

const SIZE: Vec3 = [128, 96, 64];
const BUDGET = 2 ** 20;

/** A use of an op that needs a volume whole. */
type Use = (scan: Volume<'u8'>) => PromiseLike<unknown>;

const read = async (grid: { read(): Query<{ readonly data: unknown }> }): Promise<unknown> =>
  (await grid.read()).data;
const solid = (scan: Volume<'u8'>) => scan.threshold({ lo: 2 });

/** Ops that are not computed slab by slab. */
const WHOLE: Readonly<Record<string, Use>> = {
  tortuosity: (scan) => solid(scan).tortuosity({ axis: 'z' }),
};
/** Global ops that are. */
const IN_SLABS: Readonly<Record<string, Use>> = {
  skeleton: (scan) => read(solid(scan).skeleton()),
  separate: (scan) => read(solid(scan).separate()),
  watershed: (scan) => read(scan.watershed({ markers: scan.threshold({ lo: 4 }).components() })),
  reconstruct: (scan) => read(scan.reconstruct({ seed: scan.erode() })),
  extrema: (scan) => read(scan.hMaxima({ h: 2 })),
  localThickness: (scan) => read(scan.threshold({ lo: 4 }).localThickness()),
  intrusion: (scan) => read(scan.threshold({ lo: 4 }).intrusion({ faces: ['z0'] })),
};

let small: Lab;
let scan: Volume<'u8'>;
let data: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
  small = await openEngine({ memoryBudget: BUDGET });
  const [nx, ny, nz] = SIZE;
  data = Uint8Array.from({ length: nx * ny * nz }, (_, i) => {
    const [x, y, z] = [i % nx, Math.floor(i / nx) % ny, Math.floor(i / nx / ny)];
    return Math.round(2.5 + 2.5 * Math.sin(x / 3) * Math.cos(y / 4) * Math.cos(z / 3));
  });
  scan = (await small.open({ data, size: SIZE })).cast('u8');
});
afterAll(() => small.dispose());

describe('an op that needs the whole volume', () => {
  test.each(Object.entries(WHOLE))(
    '%s says at once what it needs, and a size and a budget that would do',
    async (_, use) => {
      const error: unknown = await use(scan).then(
        () => 'no error',
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(VoxmetryError);
      const { code, details, message } = error as VoxmetryError;
      expect(code).toBe('limit');
      const { needed, available, largestSize } = details as {
        needed: number;
        available: number;
        largestSize: Vec3;
      };
      expect(needed).toBeGreaterThan(available);
      expect(available).toBe(BUDGET);
      expect(message).toMatch(/MiB.*(crop|bin).*memoryBudget/i);
      expect(message).toContain(largestSize.join('×'));
      // The size is no mere slice, and it works.
      expect(Math.min(...largestSize)).toBeGreaterThan(10);
      await use(scan.crop({ origin: [0, 0, 0], size: largestSize }));
      // So does the budget that it asks for, and keeps to it.
      const ample = await openEngine({ memoryBudget: needed });
      await use((await ample.open({ data, size: SIZE })).cast('u8'));
      const { peak } = await ample.memory();
      expect(peak).toBeLessThanOrEqual(needed);
      await ample.dispose();
    },
  );
});

describe('an op that works slab by slab', () => {
  test.each(Object.entries(IN_SLABS))('%s keeps to a small budget', async (_, use) => {
    const size: Vec3 = [64, 48, 40];
    const part = (of: Volume<'u8'>): PromiseLike<unknown> =>
      use(of.crop({ origin: [0, 0, 0], size }));
    const tight = await openEngine({ memoryBudget: BUDGET });
    const ample = await openEngine();
    const [found, expected] = await Promise.all(
      [tight, ample].map(async (lab) => part((await lab.open({ data, size: SIZE })).cast('u8'))),
    );
    expect(found).toEqual(expected);
    expect((await tight.memory()).peak).toBeLessThanOrEqual(BUDGET);
    for (const lab of [tight, ample]) await lab.dispose();
  });
});
