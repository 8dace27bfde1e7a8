import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { crop } from '../../src/filters/crop.js';
import { median } from '../../src/filters/median.js';
import type { GridArray } from '../../src/recipe/dtype.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { equals } from '../../src/segmentation/equals.js';
import { separateNode } from '../../src/segmentation/separate.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { absent, readVolume } from './real_volumes.js';

const MIB = 2 ** 20;

describe.skipIf(absent)('separate in slabs of real volumes', () => {
  let whole: TestEngine;
  beforeAll(async () => {
    whole = await openTestEngine();
  });
  afterAll(() => whole.close());

  /** Labels in a budget in which the volume does not fit, against those of the whole. */
  async function alike(budget: number, path: string, mask: (volume: Node) => Node): Promise<void> {
    const { values, size } = await readVolume(path);
    const small = await openTestEngine({ memoryBudget: budget * MIB });
    const dispatches: number[] = [];
    const labels: GridArray[] = [];
    for (const engine of [whole, small]) {
      const node = separateNode(mask(await engine.source(values, size)));
      engine.costs();
      labels.push(await engine.grid(node));
      dispatches.push(engine.costs().find(({ op }) => op === 'separate')!.dispatches);
    }
    await small.close();
    const [once, bySlabs] = labels as [GridArray, GridArray];
    expect(bySlabs.length).toBe(once.length);
    // Millions of voxels: a matcher would take longer than the separation.
    expect(once.findIndex((label, i) => label !== bySlabs[i])).toBe(-1);
    // It went slab by slab.
    expect(dispatches[1]).toBeGreaterThan(2 * dispatches[0]!);
  }

  test('sandpack, in 64 MiB', () =>
    alike(64, 'sandpack/sand_200x200x100_uint8.raw', (volume) =>
      makeNode(threshold, { volume: makeNode(median, { volume }, { size: 3 }) }, { lo: 80 }),
    ));

  // The whole is a soak: npm run soak -- bricks --file … --phase 1
  test('a crop of the nmc-cathode, in 24 MiB', () =>
    alike(24, 'nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif', (volume) => {
      const region = { origin: [86, 86, 61], size: [128, 128, 128] } as const;
      return makeNode(
        equals,
        { grid: makeNode(crop, { grid: volume }, { region }) },
        { values: 1 },
      );
    }));
});
