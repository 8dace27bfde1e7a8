import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gaussian } from '../../src/filters/gaussian.js';
import { median } from '../../src/filters/median.js';
import { makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';

interface Golden {
  readonly value: number;
  readonly cases: readonly {
    readonly size: Vec3;
    readonly dtype: 'u8' | 'u16';
    readonly data: readonly number[];
    readonly median: readonly {
      readonly size: number;
      readonly border: string;
      readonly out: readonly number[];
    }[];
    readonly gaussian: readonly {
      readonly sigma: Vec3;
      readonly border: string;
      readonly out: readonly number[];
    }[];
  }[];
  readonly sandpack: Readonly<Record<string, number>>;
}

const golden = JSON.parse(readFileSync('tests/golden/filters.json', 'utf8')) as Golden;
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

describe.each(golden.cases)('SciPy on $size', ({ size, dtype, data, ...expected }) => {
  const typed = makeArray(dtype, data.length);
  typed.set(data);

  test('medians', async () => {
    const volume = await engine.source(typed, size);
    for (const { size: window, border, out } of expected.median) {
      const node = makeNode(median, { volume }, { size: window, border, value: golden.value });
      expect(Array.from(await engine.grid(node))).toEqual(out);
    }
  });

  test('Gaussians', async () => {
    for (const { sigma, border, out } of expected.gaussian) {
      const spacing: Vec3 = [1 / sigma[0], 1 / sigma[1], 1 / sigma[2]];
      const volume = await engine.source(typed, size, { spacing });
      const node = makeNode(gaussian, { volume }, { sigma: 1, border, value: golden.value });
      const got = await engine.grid(node);
      const scale = dtype === 'u8' ? 255 : 65535;
      out.forEach((v, i) => {
        expect(Math.abs(got[i]! - v) / scale).toBeLessThan(1e-6);
      });
    }
  });
});

const scan = '../shared/data/volumes/sandpack/sand_200x200x100_uint8.raw';
if (!existsSync(scan)) console.log(`skipped: ${scan} is not there`);

describe.skipIf(!existsSync(scan))('SciPy on the sandpack scan', () => {
  let volume: Node;
  beforeAll(async () => {
    volume = await engine.source(Uint8Array.from(readFileSync(scan)), [200, 200, 100]);
  });
  const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

  test.each([
    [3, 336986373],
    [5, golden.sandpack['median5']],
    [7, golden.sandpack['median7']],
  ])('median of size %i', async (size, expected) => {
    expect(sum(await engine.grid(makeNode(median, { volume }, { size })))).toBe(expected);
  });

  test.each([
    [1, 336929676.9999997, 107.47701772191422],
    [2, golden.sandpack['gaussian2'], golden.sandpack['gaussian2 at x100 y100 z50']],
  ])('Gaussian of sigma %i', async (sigma, total, sample) => {
    const out = await engine.grid(makeNode(gaussian, { volume }, { sigma }));
    expect(Math.abs(sum(out) / total! - 1)).toBeLessThan(1e-6);
    expect(Math.abs(out[(50 * 200 + 100) * 200 + 100]! / sample! - 1)).toBeLessThan(1e-6);
  });
});
