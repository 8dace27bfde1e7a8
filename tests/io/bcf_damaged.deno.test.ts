import { describe, expect, test } from 'vitest';
import { VoxmetryError } from '../../src/recipe/errors.js';
import { bcf, hypermap } from './bcf_fixture.js';
import { readAll, seeded } from './helpers.js';
import { mutated } from './mutations.js';

/** Damaged copies of each kind; VOXMETRY_MUTATIONS=1000 tries more. */
const EACH = Number(process.env['VOXMETRY_MUTATIONS'] ?? 120);

const MAP = hypermap(5, 4, 40);

function read(bytes: Uint8Array<ArrayBuffer>): Promise<Awaited<ReturnType<typeof readAll>>> {
  return readAll(new File([bytes], 'map.bcf'), { spectrum: true });
}

describe("Bruker's hypermaps that are damaged", () => {
  test.each([true, false])('whole ones of all packings are read; in blocks: %s', async (packed) => {
    const { source, values } = await read(await bcf(MAP, packed));
    expect(source.size).toEqual([5, 4, 40]);
    expect([...values]).toEqual([...MAP.counts]);
  });

  test(
    'in blocks of zlib, a spectrum is right or a typed error',
    { timeout: 600_000 },
    async () => {
      const whole = await bcf(MAP);
      const random = seeded(7);
      const codes: Record<string, number> = {};
      for (let i = 0; i < EACH; i += 1) {
        const bytes = mutated(whole, random, 0, Infinity);
        const start = performance.now();
        try {
          expect([i, ...(await read(bytes)).values]).toEqual([i, ...MAP.counts]);
        } catch (error) {
          if (!(error instanceof VoxmetryError)) throw error;
          codes[error.code] = (codes[error.code] ?? 0) + 1;
        }
        expect([i, performance.now() - start < 5000]).toEqual([i, true]);
      }
      for (const code of Object.keys(codes))
        expect(code).toMatch(/^(corrupt-file|unsupported-format|invalid-argument|limit)$/);
      expect(codes['corrupt-file']).toBeGreaterThan(EACH / 5);
    },
  );

  test('without blocks, what is out of place is a typed error', { timeout: 600_000 }, async () => {
    const whole = await bcf(MAP, false);
    const random = seeded(11);
    let refused = 0;
    for (let i = 0; i < EACH; i += 1) {
      const start = performance.now();
      try {
        const { values } = await read(mutated(whole, random, 0, Infinity));
        expect(values.length).toBeLessThanOrEqual(64 * whole.length);
      } catch (error) {
        if (!(error instanceof VoxmetryError)) throw error;
        refused += 1;
      }
      expect([i, performance.now() - start < 5000]).toEqual([i, true]);
    }
    expect(refused).toBeGreaterThan(EACH / 5);
  });
});
