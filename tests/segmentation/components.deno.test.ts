import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { median } from '../../src/filters/median.js';
import type { Vec3 } from '../../src/recipe/geometry.js';
import { volumeOf } from '../../src/recipe/geometry.js';
import { makeNode, type Node } from '../../src/recipe/op.js';
import { components } from '../../src/segmentation/components.js';
import { equals } from '../../src/segmentation/equals.js';
import { removeSmallNode } from '../../src/segmentation/remove_small.js';
import { threshold } from '../../src/segmentation/threshold.js';
import { openTestEngine, type TestEngine } from '../harness.js';
import { readAll } from '../io/helpers.js';
import { drawn, snake, spiral } from '../reference/structures.js';

const ROOT = '../shared/data/volumes';
const absent = !existsSync(`${ROOT}/sandpack`);
if (absent) console.warn(`skipped: the reference volumes are not at ${ROOT}`);

interface Found {
  readonly count: number;
  readonly largest_voxels: number;
}
type Reference = Readonly<
  Record<
    string,
    { readonly voxels: number; readonly connected_components: Readonly<Record<string, Found>> }
  >
>;

let engine: TestEngine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(() => engine.close());

/**
 * Count and largest component; ids must be consecutive and in raster order of their first voxel.
 */
async function summary(mask: Node, connectivity: number): Promise<Found> {
  const labels = await engine.grid(makeNode(components, { grid: mask }, { connectivity }));
  let count = 0;
  const sizes: number[] = [];
  for (const label of labels) {
    if (label === 0) continue;
    if (label > count) {
      if (label !== count + 1) throw new Error(`label ${String(label)} follows ${String(count)}`);
      count = label;
      sizes.push(0);
    }
    sizes[label - 1]! += 1;
  }
  return { count, largest_voxels: sizes.reduce((a, b) => Math.max(a, b), 0) };
}

async function volume(path: string): Promise<Node> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const { source, values } = await readAll(new File([readFileSync(`${ROOT}/${path}`)], name));
  return engine.source(values, source.size);
}

function reference(name: string): Reference {
  return JSON.parse(readFileSync(`${ROOT}/${name}/REFERENCE_computed.json`, 'utf8')) as Reference;
}

describe.skipIf(absent)('components of real volumes', () => {
  test('grains and pores of the sandpack', async () => {
    const smooth = makeNode(
      median,
      { volume: await volume('sandpack/sand_200x200x100_uint8.raw') },
      { size: 3 },
    );
    const grains = makeNode(threshold, { volume: smooth }, { lo: 80 });
    const pores = makeNode(threshold, { volume: smooth }, { hi: 79 });
    const expected = reference('sandpack');
    for (const [mask, name] of [
      [grains, 'sand median3 > otsu(79) grains'],
      [pores, 'sand median3 <= otsu(79) pore'],
    ] as const)
      for (const connectivity of [6, 18, 26])
        expect(await summary(mask, connectivity)).toEqual(
          expected[name]!.connected_components[String(connectivity)],
        );
    // All but the largest of 25 components are smaller than a thousand voxels.
    const large = removeSmallNode(grains, { minVoxels: 1000 });
    expect(await summary(large, 6)).toEqual({ count: 1, largest_voxels: 2325967 });
  });

  test('each phase of the whole cathode', async () => {
    const scan = await volume('nmc-cathode/nmc-1-cal_generatedCBD_bridge.tif');
    const expected = reference('nmc-cathode');
    for (const [value, name] of [
      [0, 'full pore=0'],
      [1, 'full NMC=1'],
      [2, 'full CBD=2'],
    ] as const) {
      const mask = makeNode(equals, { grid: scan }, { values: value });
      for (const connectivity of [6, 18, 26])
        expect(await summary(mask, connectivity), `${name} at ${String(connectivity)}`).toEqual(
          expected[name]!.connected_components[String(connectivity)],
        );
    }
  });
});

describe('hard cases', () => {
  const masked = async (data: Uint8Array<ArrayBuffer>, size: Vec3): Promise<Node> =>
    makeNode(equals, { grid: await engine.source(data, size) }, { values: 1 });

  test('a checkerboard of 64³ has 131,072 objects, separate voxels 32,768', async () => {
    const size: Vec3 = [64, 64, 64];
    const board = await masked(
      drawn(size, (x, y, z) => (x + y + z) % 2 === 0),
      size,
    );
    expect(await summary(board, 6)).toEqual({ count: 131072, largest_voxels: 1 });
    const voxels = await masked(
      drawn(size, (x, y, z) => (x | y | z) % 2 === 0),
      size,
    );
    expect(await summary(voxels, 26)).toEqual({ count: 32768, largest_voxels: 1 });
  });

  test('one line through 128³, spirals of 511², a comb', async () => {
    const line = snake([128, 128, 127]);
    const voxels = line.reduce((a, b) => a + b, 0);
    expect(await summary(await masked(line, [128, 128, 127]), 26)).toEqual({
      count: 1,
      largest_voxels: voxels,
    });
    const turns = spiral([511, 511, 3]);
    expect(await summary(await masked(turns, [511, 511, 3]), 6)).toMatchObject({ count: 2 });
    const size: Vec3 = [255, 256, 16];
    const comb = drawn(
      size,
      (x, y, z) => (x % 2 === 0 && z % 2 === 0) || (y === 255 && x === 0) || (y === 255 && z === 0),
    );
    expect((await summary(await masked(comb, size), 6)).count).toBe(1 + 7 * 127);
    expect(volumeOf(size)).toBe(comb.length);
  });
});
