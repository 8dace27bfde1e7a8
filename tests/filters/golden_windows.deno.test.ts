import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bin } from '../../src/filters/bin.js';
import {
  bottomHatNode,
  greyCloseNode,
  greyDilate,
  greyErode,
  greyOpenNode,
  topHatNode,
} from '../../src/filters/grey_morphology.js';
import { rank } from '../../src/filters/rank.js';
import { resample } from '../../src/filters/resample.js';
import { makeArray } from '../../src/recipe/dtype.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { openTestEngine, type TestEngine } from '../harness.js';

interface Case {
  readonly size: Vec3;
  readonly dtype: 'u8' | 'i16';
  readonly data: readonly number[];
  readonly windows: readonly {
    readonly op: string;
    readonly size?: Vec3;
    readonly radius?: number;
    readonly spacing?: Vec3;
    readonly border: string;
    readonly out: readonly number[];
  }[];
  readonly ranks: readonly {
    readonly percentile: number;
    readonly size?: Vec3;
    readonly radius?: number;
    readonly border: string;
    readonly out: readonly number[];
  }[];
  readonly samples: readonly {
    readonly size: Vec3;
    readonly method: string;
    readonly out: readonly number[];
  }[];
  readonly blocks: readonly { readonly by: string; readonly out: readonly number[] }[];
}

const golden = JSON.parse(readFileSync('tests/golden/windows.json', 'utf8')) as {
  readonly value: number;
  readonly cases: readonly Case[];
};
let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

const MORPHOLOGY: Record<string, (volume: Node, params: Record<string, unknown>) => Node> = {
  erosion: (volume, params) => makeNode(greyErode, { volume }, params),
  dilation: (volume, params) => makeNode(greyDilate, { volume }, params),
  opening: greyOpenNode,
  closing: greyCloseNode,
  topHat: topHatNode,
  bottomHat: bottomHatNode,
};

describe.each(golden.cases)('SciPy on $dtype of $size', ({ size, dtype, data, ...expected }) => {
  const typed = makeArray(dtype, data.length);
  typed.set(data);
  const { value } = golden;

  test('grey morphology', async () => {
    for (const { op, spacing, out, ...shape } of expected.windows) {
      const volume = await engine.source(typed, size, spacing === undefined ? {} : { spacing });
      const got = await engine.grid(MORPHOLOGY[op]!(volume, { ...shape, value }));
      expect(Array.from(got), `${op} ${JSON.stringify(shape)}`).toEqual(out);
    }
  });

  test('ranks', async () => {
    const volume = await engine.source(typed, size);
    for (const { out, ...params } of expected.ranks)
      expect(
        Array.from(await engine.grid(makeNode(rank, { volume }, { ...params, value }))),
      ).toEqual(out);
  });

  test('samples', async () => {
    const grid = await engine.source(typed, size);
    for (const { out, ...params } of expected.samples) {
      const got = await engine.grid(makeNode(resample, { grid }, params));
      out.forEach((v, i) => {
        expect(Math.abs(got[i]! - v)).toBeLessThan(params.method === 'nearest' ? 1e-9 : 3e-5);
      });
    }
  });

  test('blocks', async () => {
    const grid = await engine.source(typed, size);
    for (const { out, by } of expected.blocks)
      expect(Array.from(await engine.grid(makeNode(bin, { grid }, { factor: 2, by })))).toEqual(
        out,
      );
  });
});
